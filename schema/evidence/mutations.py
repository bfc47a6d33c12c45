"""What officials do with evidence through GraphQL; files themselves come in at `POST …/evidence`."""

import strawberry

from schema.evidence import operations, repository
from schema.evidence.graphql import EvidenceFile
from schema.evidence.tables import EvidenceFile as EvidenceFileTable
from schema.frame.context import Info
from schema.frame.identifiers import decode_id
from schema.frame.payloads import OperationError, settle


@strawberry.input
class WithdrawEvidenceInput:
    """A file that shall no longer count."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    evidence: strawberry.ID = strawberry.field(description="A file that was not withdrawn.")
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

        async def run() -> EvidenceFileTable | None:
            command = operations.WithdrawEvidence(
                idempotency_key=input.idempotency_key,
                file_id=decode_id("EvidenceFile", input.evidence, "evidence"),
                reason=input.reason,
            )
            withdrawal = await operations.withdraw_evidence(info.context.operations, command)
            async with info.context.read() as session:
                return await repository.get(session, withdrawal.file_id)

        row, errors = await settle(run())
        return EvidencePayload(evidence=EvidenceFile.of(row) if row else None, errors=errors)
