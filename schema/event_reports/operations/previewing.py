"""Previews: what would follow, worked out by the same code that does it, with nothing written."""

from collections.abc import Mapping
from dataclasses import dataclass

from authz.actions import ANY, Action, Role
from authz.context import OperationContext
from authz.table import Reach, base_table
from schema.consequences.loading.lines import Line
from schema.consequences.rules import Plan, seen_in, token_of
from schema.event_reports.operations.preparing import EventCommand, prepare
from schema.event_reports.operations.reports import plan_for
from schema.frame.operation import Transaction
from schema.guidelines.repository import current_edition
from schema.officials.repository import count_holders
from schema.units.repository import ancestor_paths


@dataclass(frozen=True, slots=True)
class Preview:
    """What would follow: the plan with its line, the token to confirm it by, and who would see it, by role."""

    plan: Plan
    line: Line
    token: str
    confirm_above: int
    told: Mapping[str, int]

    @property
    def confirmation_required(self) -> bool:
        """Tell whether the deed is refused without the token."""
        return self.plan.losses > self.confirm_above


async def preview_event(context: OperationContext, command: EventCommand) -> Preview:
    """Work out what a command would do to names; refuses what the command itself would be refused with."""
    async with context.read() as session:
        tx = Transaction(session, context, context.clock(), context.today())
        prepared = await prepare(tx, command, lock=False)
        line, plan = await plan_for(tx, prepared, lock=False)
        guideline = (await current_edition(session, tx.today)).guideline
        places = line.place_of
        changed = {places[transition.name.unit_id].lies for transition in plan.transitions}
        concerned = changed | {above for path in changed for above in ancestor_paths(path)}
        holders = await count_holders(session, concerned, tx.now)
        token = token_of(seen_in(plan, line.codes))
    told = {role: number for role, number in holders.items() if _sees_events(role)}
    return Preview(plan, line, token, guideline.confirm_above, told)


def _sees_events(role: str) -> bool:
    return base_table().decide(Role(role), ANY, Action.EVENT_READ, reach=Reach.SUBTREE, acted=False) is None
