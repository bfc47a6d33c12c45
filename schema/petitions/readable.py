"""What compiled plans may read of petitions: the open one, its roll, and how many answered what."""

from authz.actions import Action
from schema.designations.readable import is_held, of_unit
from schema.petitions.rules import Answer
from schema.petitions.tables import Petition, PetitionEntry
from schema.plans.calls import Arguments, Row, Source
from schema.plans.columns import column
from schema.plans.declarations import Identity, Kind, One, Pages, Readable, Scalar
from schema.plans.rendering import any_of
from schema.residents.readable import household
from schema.units.readable import by_id

TABLE, ENTRIES = Petition.__tablename__, PetitionEntry.__tablename__
CLOSINGS = "application_closings"
"""Where applications that ended keep the count of the petition they ended with; the noun stands above."""
UNIT, BINDING, ROLL = "unit", "binding", "roll"
"""What a petition is joined with: its unit, the application whose version counts it, and its counted roll."""


SETTLING_CLAIMS = (Action.PETITION_CONFIRM_VACANCY, Action.PETITION_READ_ROLL, Action.HOUSEHOLD_READ)
"""What it takes to settle a claimed vacancy: to be allowed to, and to see the household."""


def open_of(row: Row, unit_id: str) -> Source:
    """Give the petition of a unit that is open."""
    petition = row.alias("p")
    where = (f"{petition}.unit_id = {unit_id}", f"{petition}.closed_at is null")
    return Source(((TABLE, petition),), where)


def _roll(row: Row) -> Source:
    """Count how many entries of a roll have which answer."""
    entry = row.alias("e")
    counted = ", ".join(f"'{each}', count(*) filter (where {entry}.answer = '{each}')" for each in Answer)
    return Source(
        ((ENTRIES, entry),),
        (f"{entry}.petition_id = {row('id')}",),
        columns=(f"json_build_object({counted}) as answers",),
    )


def _no_application(row: Row) -> Source:
    application = row.alias("a")
    return Source((("applications", application),), ("false",))


def _entries(row: Row, arguments: Arguments) -> Source:
    """Give the roll in order of registration, or those with some answers."""
    entry, wanted = row.alias("e"), arguments.value("answers")
    told = f"{entry}.answer <> '{Answer.DEPARTED}'"
    if wanted is not None:
        told = f"{entry}.answer in {any_of(each.lower() for each in wanted)}" if wanted else "false"
    return Source(((ENTRIES, entry),), (f"{entry}.petition_id = {row('id')}", told))


def _keeps_roll(row: Row, arguments: Arguments) -> str:
    path = row.joined(UNIT)("path")
    both = (Action.PETITION_READ_ROLL, Action.HOUSEHOLD_READ)
    return f"({' and '.join(arguments.may(action, path) for action in both)})"


def _open(row: Row, arguments: Arguments) -> Source:
    found = open_of(row, row("id"))
    return Source(found.tables, (*found.where, arguments.may(Action.UNIT_READ, row("path"))))


def claims_past_end(row: Row) -> Source:
    """Give claims on the last petition that closed of units with a name, which may rest on its living roll."""
    entry, petition, later = row.alias("e"), row.alias("p"), row.alias("p")
    names = of_unit(row, f"{petition}.unit_id")
    borne = row.scalar("1", Source(names.tables, (*names.where, is_held(row.at(names.alias)))))
    after = (f"{later}.unit_id = {petition}.unit_id", f"{later}.closed_at > {petition}.closed_at")
    where = (
        f"{entry}.petition_id = {petition}.id",
        f"{entry}.answer = '{Answer.VACANCY_CLAIMED}'",
        f"{petition}.closed_at is not null",
        f"exists {borne}",
        f"not exists {row.scalar('1', Source(((TABLE, later),), after))}",
    )
    return Source(((ENTRIES, entry), (TABLE, petition)), where)


def _may_rest(row: Row, _: Arguments) -> str:
    """Say that the name of a unit may rest on the living roll of a petition that closed."""
    petition, names = row.alias("p"), of_unit(row, row("id"))
    where = (f"{petition}.unit_id = {row('id')}", f"{petition}.closed_at is not null")
    closed = row.scalar("1", Source(((TABLE, petition),), where))
    borne = row.scalar("1", Source(names.tables, (*names.where, is_held(row.at(names.alias)))))
    return f"(exists {closed} and exists {borne})"


def _unit_of(row: Row) -> Source:
    """Give the unit of the petition an entry belongs to."""
    petition = row.alias("p")
    unit = by_id(row, f"{petition}.unit_id")
    return Source((*unit.tables, (TABLE, petition)), (*unit.where, f"{petition}.id = {row('petition_id')}"))


READABLE = (
    Readable("Unit", {"petition": One(_open, doubt=_may_rest)}),
    Readable(
        "Petition",
        {
            "id": Identity("Petition"),
            "revision": column(Petition.revision),
            "openedAt": column(Petition.opened_at),
            "entries": Pages(
                "petitionEntries",
                _entries,
                lambda source: ((f"{source.alias}.household_id", "uuid"),),
                shown=_keeps_roll,
            ),
        },
        joins={
            UNIT: lambda row: by_id(row, row("unit_id")),
            BINDING: _no_application,
            ROLL: _roll,
        },
    ),
    Readable(
        "PetitionEntry",
        {
            "id": Identity("PetitionEntry"),
            "answer": Scalar(Kind.PLAIN, lambda row: f"upper({row('answer')})"),
            "recordedAt": column(PetitionEntry.recorded_at),
            "evidence": column(PetitionEntry.evidence),
            "vacancyRefusal": column(PetitionEntry.vacancy_refusal),
            "unit": One(lambda row, _: _unit_of(row), nullable=False),
            "household": One(lambda row, _: household(row, row("household_id")), nullable=False),
        },
    ),
)
