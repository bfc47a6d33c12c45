"""What officials do with evidence through GraphQL; files themselves come in at `POST …/evidence`."""

from typing import Annotated

import strawberry

from schema.evidence import operations, repository
from schema.evidence.graphql import EvidenceFile
from schema.frame.context import Info
from schema.frame.inputs import CommandInput, IdOf, To
from schema.frame.payloads import OperationError, carry_out


@strawberry.input
class WithdrawEvidenceInput(CommandInput[operations.WithdrawEvidence]):
    """A file that shall no longer count."""

    evidence: Annotated[strawberry.ID, IdOf("EvidenceFile"), To("file_id")] = strawberry.field(
        description="A file that was not withdrawn."
    )
    reason: str = strawberry.field(description="At most 200 characters; no personal data.")


@strawberry.type
class EvidencePayload:
    """The file as it is on record."""

    evidence: EvidenceFile | None = strawberry.field(description="The file; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.type
class EvidenceMutation:
    """What officials do with evidence."""

    @strawberry.mutation
    async def withdraw_evidence(self, info: Info, input: WithdrawEvidenceInput) -> EvidencePayload:
        """Let a file no longer count; it stays on record, and assessments made with it stay as they are."""
        withdrawal, errors = await carry_out(info, operations.withdraw_evidence, input)
        if withdrawal is None:
            return EvidencePayload(evidence=None, errors=errors)
        async with info.context.read() as session:
            row = await repository.get(session, withdrawal.file_id)
        return EvidencePayload(evidence=EvidenceFile.of(row) if row else None, errors=errors)
