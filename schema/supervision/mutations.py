"""Supervising through the API: what is found wanting, and what follows at once."""

from typing import Annotated

import strawberry

from schema.findings.graphql import FindingOccasion
from schema.findings.mutations import SupervisionFindingPayload, payload_of
from schema.frame.context import Info
from schema.frame.inputs import CommandInput, IdOf
from schema.frame.payloads import carry_out
from schema.supervision import operations


@strawberry.input
class RecordFindingInput(CommandInput[operations.RecordFinding]):
    """Something is wanting at a unit that bears a name."""

    unit: Annotated[strawberry.ID, IdOf("Unit")] = strawberry.field(description="A unit that bears a name.")
    occasion: FindingOccasion = strawberry.field(description="How it was found.")
    clause: str = strawberry.field(description="The criterion that is not kept, e.g. `B-h`.")
    description: str = strawberry.field(description="At most 500 characters; no personal data.")


@strawberry.type
class SupervisionMutation:
    """Supervising those who bear a name."""

    @strawberry.mutation
    async def record_finding(self, info: Info, input: RecordFindingInput) -> SupervisionFindingPayload:
        """Keep what was found, with a day by which it is to be put right."""

        return payload_of(*await carry_out(info, operations.record_finding, input))
