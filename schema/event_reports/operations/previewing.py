"""Previews: what would follow, done by the very code that does it, looked at and undone."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from authz.actions import ANY, Action, Role
from authz.context import OperationContext
from authz.table import Reach, base_table
from schema.consequences.loading.lines import Line
from schema.consequences.rules import Plan, token_of
from schema.designations.operations.shifts import Shift
from schema.event_reports.operations.courses import Course
from schema.event_reports.operations.preparing import EventCommand, prepare
from schema.event_reports.operations.reports import carry_out_event, plan_for
from schema.frame.operation import Transaction, rehearse
from schema.guidelines.repository import current_edition
from schema.officials.repository import count_holders
from schema.units import repository as units
from schema.units.repository import ancestor_paths


@dataclass(frozen=True, slots=True)
class Preview:
    """What would follow: the plan with its line, and what follows above; the token to confirm it by.

    `falling` and `returning` count names, `told` who would see it, by role.
    """

    plan: Plan
    line: Line
    followed: Sequence[Shift]
    falling: int
    returning: int
    token: str
    confirm_above: int
    told: Mapping[str, int]

    @property
    def confirmation_required(self) -> bool:
        """Tell whether the deed is refused without the token."""
        return self.falling > self.confirm_above


async def preview_event(context: OperationContext, command: EventCommand) -> Preview:
    """Work out what a command would do to names; refuses what the command itself would be refused with."""

    async def work(tx: Transaction) -> Callable[[], Awaitable[Preview]]:
        prepared = await prepare(tx, command)
        line, plan = await plan_for(tx, prepared)
        tx.turn_has_come()
        with tx.session.no_autoflush:
            guideline = (await current_edition(tx.session, tx.today)).guideline
        course = Course(line, plan, guideline.confirm_above)
        await carry_out_event(tx, prepared, course)
        return lambda: _look(tx, course)

    return await rehearse(context, work)


async def _look(tx: Transaction, course: Course) -> Preview:
    followed = course.followed(tx)
    changed = {transition.name.unit_id for transition in course.plan.transitions}
    above = await units.by_ids(tx.session, list({each.unit_id for each in followed} - changed))
    places = course.line.place_of
    paths = {places[unit_id].lies for unit_id in changed} | {unit.path for unit in above.values()}
    concerned = paths | {each for path in paths for each in ancestor_paths(path)}
    holders = await count_holders(tx.session, concerned, tx.now)
    return Preview(
        plan=course.plan,
        line=course.line,
        followed=followed,
        falling=course.losses(tx),
        returning=course.gains(tx),
        token=token_of(course.seen(tx)),
        confirm_above=course.confirm_above,
        told={role: number for role, number in holders.items() if _sees_events(role)},
    )


def _sees_events(role: str) -> bool:
    return base_table().decide(Role(role), ANY, Action.EVENT_READ, reach=Reach.SUBTREE, acted=False) is None
