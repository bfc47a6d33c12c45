"""What hangs on an official, and what the viewer may do about them and their roles."""

from datetime import datetime

import strawberry

from schema.delegations.graphql import Delegation
from schema.frame.added_fields import edge
from schema.frame.context import Info
from schema.frame.errors import DomainError
from schema.frame.payloads import AllowedAction, Reason
from schema.official_changes.guards import is_disabled, may_change, may_reset, not_disabled, not_ended
from schema.official_changes.loading import Departure
from schema.officials import repository as officials
from schema.officials.graphql import Official, RoleTerm
from schema.worklists.graphql import UnattendedStep

SHOWN = 20


@strawberry.type
class OfficialDeparture:
    """What hangs on an official who is to leave, as it stands now."""

    official: Official = strawberry.field(description="Who.")
    roles: list[RoleTerm] = strawberry.field(description="Roles held now or later.")
    delegations: list[Delegation] = strawberry.field(
        description="What they lend or were lent now or later; it would end."
    )
    waiting: int = strawberry.field(description="Open applications they could act on now.")
    unattended: int = strawberry.field(description="Those of them that would wait for nobody.")
    unattended_steps: list[UnattendedStep] = strawberry.field(
        description="The first 20 of these, longest waiting first."
    )
    teams: int = strawberry.field(description="Open batches whose acceptance team they are on.")
    drafts: int = strawberry.field(description="Open drafts of guidelines they write.")
    reasons: list[Reason] = strawberry.field(
        description="What refuses `disableOfficial` unless a successor is named; empty if nothing."
    )
    token: str = strawberry.field(description="Send it as `preview` to confirm exactly this.")

    @classmethod
    def of(
        cls, departure: Departure, refusals: list[DomainError], now: datetime, zone: str
    ) -> "OfficialDeparture":
        """Render what was gathered."""
        return cls(
            official=Official.of(departure.official, whole=True),
            roles=[RoleTerm.of(row, now, zone) for row in departure.roles],
            delegations=[Delegation.of(row) for row in departure.lent],
            waiting=departure.waiting,
            unattended=len(departure.orphans),
            unattended_steps=[UnattendedStep.of(row) for row, _ in departure.orphans[:SHOWN]],
            teams=departure.teams,
            drafts=departure.drafts,
            reasons=[Reason.of(refusal) for refusal in refusals],
            token=departure.token,
        )


@edge(Official)
async def actions(official: strawberry.Parent[Official], info: Info) -> list[AllowedAction]:
    """What the viewer may do about the person, or why not."""
    context = info.context.operations
    row = await info.context.load(officials.by_ids, official.uuid)
    if row is None:
        return []
    own = row.id == context.actor.id
    changing = may_change(context, row.id)
    return [
        AllowedAction.of("RENAME", "更改姓名", [] if own else changing),
        AllowedAction.of("RESET_PASSWORD", "重置密码", may_reset(context, row)),
        AllowedAction.of("DISABLE", "停用", changing or not_disabled(row)),
        AllowedAction.of("ENABLE", "恢复", changing or is_disabled(row)),
    ]


@edge(RoleTerm, "actions")
async def role_actions(term: strawberry.Parent[RoleTerm], info: Info) -> list[AllowedAction]:
    """What the viewer may do about the role, or why not; whether others hold it too shows when it is done."""
    context = info.context.operations
    holder = await info.context.load(officials.by_ids, term.row.official_id)
    if holder is None:
        return []
    now = context.now_among([term.row])
    changing = may_change(context, holder.id) or not_ended(term.row, now)
    going_on = changing or not_disabled(holder)
    return [
        AllowedAction.of("END", "结束或缩短", changing),
        AllowedAction.of("EXTEND", "延长", going_on),
        AllowedAction.of("CHANGE", "变更", going_on),
    ]
