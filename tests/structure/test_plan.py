"""What is written down of the house is true: ARCHITECTURE, the contracts and the folders tell the same."""

import ast

from schema.metadata import METADATA
from tests.structure import figures, plan
from tests.structure.code import modules
from tests.structure.house import QUESTIONS, find
from tests.structure.plan import ABOVE, GROUND, ROOT, Contracts

CONTRACTS = Contracts.of()


def test_every_noun_has_its_place_in_the_order() -> None:
    folders = {path.parent.name for path in (ROOT / "schema").glob("*/__init__.py")}
    assert set(CONTRACTS.nouns) == folders - {*GROUND, *ABOVE}
    assert len(CONTRACTS.nouns) == len(set(CONTRACTS.nouns))


def test_the_rooms_of_every_noun_are_watched() -> None:
    assert CONTRACTS.furnished == set(CONTRACTS.nouns)


def test_architecture_tells_nouns_and_rooms_in_the_order_of_the_contracts() -> None:
    told = plan.wings()
    assert [noun for nouns in told.values() for noun in nouns] == CONTRACTS.nouns
    assert plan.rooms() == CONTRACTS.rooms


def test_architecture_tells_the_state_every_table_keeps() -> None:
    assert plan.kept_tables() == {table.name for table in METADATA.tables.values()}


def test_every_table_of_every_noun_is_registered() -> None:
    named = {module.name for module in modules() if module.room == "tables"}
    imported = {name for module in modules() if module.name == "schema.metadata" for name in module.imports()}
    assert named <= imported


def test_every_package_says_what_it_is() -> None:
    silent = [module.name for module in modules() if len((ast.get_docstring(module.tree) or "").split()) < 3]
    assert silent == []


def test_ten_deeds_lie_in_the_folder_of_their_noun_and_the_file_of_their_role() -> None:
    found = modules()
    for question, noun, room, name in QUESTIONS:
        assert len(find(found, noun, room, name)) == 1, question


def test_a_mutation_lies_with_its_operation() -> None:
    found = modules()
    where = figures.deeds(found)
    assert [name for name, noun in figures.mutations(found) if where.get(name, noun) != noun] == []


def test_no_name_of_a_room_is_made_up() -> None:
    assert set(figures.names_of_rooms(modules())) <= set(CONTRACTS.rooms)
