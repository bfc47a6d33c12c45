"""`make house`: the figures of the house, and where ten deeds lie."""
# ruff: noqa: T201 - printing is its purpose

from collections.abc import Sequence

from tests.structure import figures, laws
from tests.structure.code import Module, modules
from tests.structure.plan import GROUND, Contracts, wings

QUESTIONS = (
    ("register a household", "household_moves", "operations", "register_households"),
    ("report an event", "event_reports", "operations", "report_health_event"),
    ("record a signature", "petition_answers", "operations", "record_petition_answers"),
    ("publish a guideline", "guideline_drafts", "operations", "publish_guideline"),
    ("simulate an event", "simulations", "queries", "simulate_event"),
    ("set a calendar day", "calendar_changes", "operations", "set_calendar_day"),
    ("what starts a step's clock", "deadlines", "operations", "settle_deadline"),
    ("the worklist's SQL", "worklists", "repository", "read_tab"),
    ("a review decision", "reviews", "operations", "review_application"),
    ("the public status", "statuses", "queries", "unit_status"),
)
"""What a newcomer looks for: the noun is the folder, the role the file."""


def find(found: Sequence[Module], noun: str, room: str, name: str) -> list[str]:
    """Give the modules of a noun's room that define a name."""
    return [
        each.name
        for each in found
        if (each.noun, each.room) == (noun, room)
        and any(node.name == name for node in figures.functions([each]))
    ]


def lines(found: Sequence[Module], contracts: Contracts) -> list[str]:
    """Write the figures of the house, a line each."""
    outside = figures.outside_rooms(found, contracts)
    rooms = figures.names_of_rooms(found)
    once = sorted(room for room, nouns in rooms.items() if nouns == 1)
    units = figures.readers_of(found, "schema.units.tables.Unit")
    builders = [each for each in found if each.noun and figures.builds_statements(each)]
    elsewhere = [each for each in builders if each.room not in ("repository", "tables")]
    strangers = {
        name for name, noun in figures.mutations(found) if figures.deeds(found).get(name, noun) != noun
    }
    files, functions, told = figures.sizes([each for each in found if each.noun])
    homeless = [each for each in found if each.noun and each.noun not in (*contracts.nouns, *GROUND)]
    return [
        f"nouns: {len(contracts.nouns)} in {len(wings())} wings; modules of nouns: {sum(1 for e in found if e.noun)}",
        f"modules in no canonical room: {len(outside)} {[each.name for each in outside]}",
        f"names of rooms: {len(rooms)} ({', '.join(sorted(rooms))}); used by one noun alone: {once}",
        f"modules on no declared layer: {len(homeless) + len(outside)}",
        f"mutations: {len(list(figures.mutations(found)))}; apart from their operation's noun: {sorted(strangers)}",
        f"modules that build statements outside repository and tables: {[each.name for each in elsewhere]}",
        f"Unit is queried in {len(units)} modules of {len({each.noun for each in units})} nouns",
        f"repositories that join another noun's table: {sorted({name for name, _ in laws.foreign_tables(found)})}",
        f"lines of a file (median / nine tenths / largest): {files.median} / {files.ninth_tenth} / {files.largest}",
        f"lines of a function: {functions.median} / {functions.ninth_tenth} / {functions.largest}",
        f"public functions with a docstring: {told} %",
    ]


def main() -> None:
    """Print the figures and the ten answers."""
    found, contracts = modules(), Contracts.of()
    print("\n".join(lines(found, contracts)))
    for question, noun, room, name in QUESTIONS:
        print(f"{question}: {', '.join(find(found, noun, room, name)) or 'not found'}")


if __name__ == "__main__":
    main()
