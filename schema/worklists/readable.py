"""What compiled plans may read of worklists, told as the repository tells it; what waits for nobody is left to it."""

import json
from typing import Any

from authz.actions import Action, Role, step_of
from schema.applications.readable import MOVES
from schema.applications.readable import TABLE as APPLICATIONS
from schema.applications.rules import STEP_ACTIONS
from schema.deadlines.readable import RUNGS_CLIMBED
from schema.deadlines.readable import TABLE as CLOCKS
from schema.guidelines.guards import decision_table
from schema.guidelines.readable import VERSIONS, Version
from schema.officials.readable import SIGNED_IN
from schema.petitions.readable import ENTRIES, SETTLING_CLAIMS, claims_past_end
from schema.petitions.readable import TABLE as PETITIONS
from schema.petitions.rules import Answer
from schema.plans.calls import TODAY, Arguments, Given, Reading, Row, Source
from schema.plans.declarations import Count, Pages, Readable, Record
from schema.plans.rendering import any_of
from schema.plans.selections import Unplanned
from schema.units.readable import TABLE as UNITS
from schema.units.readable import inside

_DECIDING = tuple(Action(f"application.{action}") for action in sorted(STEP_ACTIONS))


def _open_to(version: Version, role: Role, level: str) -> dict[str, Any]:
    """Tell at which steps of a version a role at a level may do something: as applicant, in turn, after taking over."""
    table = decision_table(version.guideline)
    targets = frozenset[str]().union(*(table.targets_allowed(role, act, level=level) for act in _DECIDING))
    return {
        "version": str(version.id),
        "drafts": sorted(table.targets_allowed(role, Action.APPLICATION_SUBMIT, level=level)),
        "decides": sorted(each for each in targets if "@" not in each),
        "taken": sorted(each for each in targets if "@" in each),
        "strict": [each.id for each in version.guideline.processes if each.separation == "application"],
    }


def _work(reading: Reading) -> str:
    """Give what may wait for the caller, as JSON: for each version and grant where, at which steps, and as whom."""
    actor, fact = reading.context.operations.actor, reading.known[VERSIONS.name]

    def by_office(role: Role, level: str) -> list[dict[str, Any]]:
        made: list[dict[str, Any]] = fact.make(
            ("work", role, level),
            lambda versions: [_open_to(each, role, level) for each in versions.values()],
        )
        return made

    found = []
    for grant in actor.grants:
        persons = [str(each) for each in (actor.id, grant.on_behalf_of) if each is not None]
        own = {"scope": grant.scope_path, "persons": persons}
        found += [own | each for each in by_office(grant.role, grant.level)]
    return json.dumps(found)


_WORK = Given("work", "jsonb", _work, known=VERSIONS)


def _open_steps(reading: Reading) -> list[str]:
    """List the steps at which anything may wait for the caller, whatever the process: what an index can find."""
    actor, fact = reading.context.operations.actor, reading.known[VERSIONS.name]

    def steps(role: Role, level: str) -> frozenset[str]:
        made: frozenset[str] = fact.make(
            ("steps", role, level),
            lambda versions: frozenset().union(*(_steps_of(each, role, level) for each in versions.values())),
        )
        return made

    return sorted(frozenset[str]().union(*(steps(grant.role, grant.level) for grant in actor.grants)))


def _steps_of(version: Version, role: Role, level: str) -> frozenset[str]:
    open_to = _open_to(version, role, level)
    targets = (*open_to["drafts"], *open_to["decides"], *open_to["taken"])
    return frozenset(map(step_of, targets))


_STEPS = Given("steps at work", "text[]", _open_steps, known=VERSIONS)
_PROCESSES = Given(
    "processes",
    "text[]",
    lambda reading: reading.known[VERSIONS.name].make(
        "processes",
        lambda versions: sorted(
            {process.id for each in versions.values() for process in each.guideline.processes}
        ),
    ),
    known=VERSIONS,
)


def _running(row: Row, application: str, rung: str | None = None, *which: str) -> str:
    """Say that the clock of the open step runs, and more of it, or of a rung that was climbed."""
    clock = row.alias("k")
    tables = [(CLOCKS, clock)]
    where = [f"{clock}.application_id = {application}.id", f"{clock}.status = 'running'"]
    if rung is not None:
        tables.append((RUNGS_CLIMBED, rung))
        where.append(f"{rung}.deadline_id = {clock}.id")
    where += [each.format(clock=clock) for each in which]
    return f"exists {row.scalar('1', Source(tuple(tables), tuple(where)))}"


def _waits_for_caller(row: Row, application: str, unit: str) -> str:
    work, rung, move = row.alias("w"), row.alias("e"), row.alias("t")
    at = f"{application}.process || '/' || coalesce({application}.step, '-')"
    taken_at = (
        f"{application}.process || '/' || {application}.step || '@' || coalesce({rung}.office, {rung}.role)"
    )
    taken = _running(
        row, application, rung, f"{rung}.action = 'take_over'", f"{taken_at} = any({work}.taken)"
    )
    round_ = f"({move}.round = {application}.round or {application}.process = any({work}.strict))"
    decided = f"({move}.action in {any_of(STEP_ACTIONS)} and {round_})"
    part = (
        f"{move}.application_id = {application}.id",
        f"({move}.actor_id = any({work}.persons) or {move}.on_behalf_of = any({work}.persons))",
        f"({move}.action = 'submit' or {decided})",
    )
    acted = f"exists {row.scalar('1', Source(((MOVES, move),), part))}"
    columns = (
        "version uuid, scope text, drafts text[], decides text[], taken text[], strict text[], persons uuid[]"
    )
    offers = f"jsonb_to_recordset({row.given(_WORK)}) as {work}({columns})"
    found = (
        f"{application}.process = any({row.given(_PROCESSES)})",
        f"{application}.step = any({row.given(_STEPS)})",
    )
    where = (
        f"{work}.version = {application}.guideline_version_id",
        inside(f"{unit}.path", f'{work}.scope collate "C"'),
        f"({at} = any({work}.drafts) or (({at} = any({work}.decides) or {taken}) and not {acted}))",
    )
    waits = f"exists (select 1 from {offers} where {' and '.join(where)})"  # noqa: S608 - made of columns
    return f"({' and '.join((*found, waits))})"


def _in_tab(row: Row, arguments: Arguments, tab: str, application: str, unit: str) -> str:
    match tab:
        case "AREA":
            return arguments.may(Action.APPLICATION_READ, f"{unit}.path")
        case "PENDING":
            return _waits_for_caller(row, application, unit)
        case "DONE":
            move, me = row.alias("t"), row.given(SIGNED_IN)
            own = (
                f"{move}.application_id = {application}.id",
                f"({move}.actor_id = {me} or {move}.on_behalf_of = {me})",
            )
            return f"exists {row.scalar('1', Source(((MOVES, move),), own))}"
    if arguments.may(Action.APPLICATION_OVERSEE, "''") != "false":
        raise Unplanned("what waits for nobody hangs on the instant")
    return "false"


def _tab(row: Row, arguments: Arguments, tab: str, *, overdue: bool, escalated: bool) -> Source:
    application, unit = row.alias("a"), row.alias("u")
    where = [f"{unit}.id = {application}.unit_id", _in_tab(row, arguments, tab, application, unit)]
    if overdue:
        where.append(_running(row, application, None, f"{{clock}}.due_on < {row.given(TODAY)}"))
    if escalated:
        where.append(_running(row, application, row.alias("e")))
    signed_in = (f"{row.given(SIGNED_IN)} is not null",)
    return Source(((APPLICATIONS, application), (UNITS, unit)), tuple(where), requires=signed_in)


def _worklist(row: Row, arguments: Arguments) -> Source:
    overdue, escalated = arguments.value("overdue"), arguments.value("escalated")
    return _tab(row, arguments, arguments.value("tab"), overdue=bool(overdue), escalated=bool(escalated))


def _name(arguments: Arguments) -> str:
    overdue, escalated = (bool(arguments.value(name)) for name in ("overdue", "escalated"))
    return f"worklist.{arguments.value('tab').lower()}.{overdue:d}{escalated:d}"


def _counted(tab: str, *, overdue: bool = False, escalated: bool = False) -> Count:
    return Count(lambda row, arguments: _tab(row, arguments, tab, overdue=overdue, escalated=escalated))


def _claims(row: Row, arguments: Arguments) -> Source:
    """Give the claimed vacancies that wait for the caller, on petitions that are open.

    Where one that closed may still take answers, the resolvers are asked: they know whether a name rests on its roll.
    """
    entry, petition, unit = row.alias("e"), row.alias("p"), row.alias("u")
    where = (
        f"{petition}.id = {entry}.petition_id",
        f"{petition}.closed_at is null",
        f"{unit}.id = {petition}.unit_id",
        f"{entry}.answer = '{Answer.VACANCY_CLAIMED}'",
        f"{entry}.recorded_by <> {row.given(SIGNED_IN)}",
        *(arguments.may(action, f"{unit}.path") for action in SETTLING_CLAIMS),
    )
    return Source(
        ((ENTRIES, entry), (PETITIONS, petition), (UNITS, unit)),
        where,
        requires=(
            f"{row.given(SIGNED_IN)} is not null",
            f"not exists {row.scalar('1', claims_past_end(row))}",
        ),
    )


READABLE = (
    Readable(
        "Query",
        {
            "worklist": Pages(
                _name,
                _worklist,
                lambda source: (
                    (f"{source.alias}.step_entered_at", "timestamptz"),
                    (f"{source.alias}.id", "uuid"),
                ),
            ),
            "vacancyClaims": Pages(
                "vacancyClaims",
                _claims,
                lambda source: (
                    (f"{source.alias}.recorded_at", "timestamptz"),
                    (f"{source.alias}.id", "uuid"),
                ),
            ),
            "worklistCounts": Record(
                {
                    "pending": _counted("PENDING"),
                    "done": _counted("DONE"),
                    "area": _counted("AREA"),
                    "unassigned": _counted("UNASSIGNED"),
                    "overdue": _counted("PENDING", overdue=True),
                    "escalated": _counted("PENDING", escalated=True),
                    "vacancies": Count(_claims),
                }
            ),
        },
    ),
)
