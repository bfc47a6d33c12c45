"""The demo's people are synthetic, valid and always the same (B-g, B-o)."""

from datetime import date

from stdnum.iso7064 import mod_11_2

from api.stage.demo.people import REGION, People
from schema.residents.rules import HouseholdRow, born_on, check_households, is_capable_adult

TODAY = date(2022, 11, 20)
GROUPS = frozenset(
    {"elder_alone", "maternity", "disabled", "infant", "dialysis", "tumour", "chronic_disease"}
)


def households(seed: str = "a", groups: frozenset[str] = GROUPS) -> tuple[HouseholdRow, ...]:
    people = People(seed, TODAY, groups)
    rows = tuple(people.household(f"{number}", number % 30) for number in range(400))
    return check_households(rows, TODAY, special_groups=groups)


def test_same_seed_same_people() -> None:
    assert households() == households()
    assert households() != households("b")


def test_every_household_passes_the_rules_of_registration() -> None:
    """B-g, B-o: `check_households` itself refuses double numbers, wrong digits and unknown groups."""
    assert len(households()) == 400


def test_identity_numbers_lie_in_the_unassigned_region_with_valid_check_digits() -> None:
    people = [person for household in households() for person in household.residents]
    assert all(person.identity_number.startswith(REGION) for person in people)
    assert all(mod_11_2.is_valid(person.identity_number) for person in people)


def test_every_household_has_a_capable_adult_to_sign() -> None:
    """B-k"""
    for household in households():
        assert is_capable_adult(born_on(household.residents[0].identity_number, TODAY), TODAY)


def test_a_vacant_dwelling_has_nobody() -> None:
    assert People("a", TODAY, GROUPS).household("1", 1, vacant=True).residents == ()


def test_special_groups_occur_and_keep_to_the_code_list_of_the_guideline() -> None:
    """B-o"""
    found = {
        group for row in households() for person in row.residents for group in person.special_groups or ()
    }
    assert found == GROUPS
    assert not any(
        person.special_groups for row in households(groups=frozenset()) for person in row.residents
    )
