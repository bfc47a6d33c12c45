"""The roster: identity numbers, capable adults (B-k, open question 4), completeness of rows (B-g, B-o)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.residents.rules import (
    FLOORS,
    HOUSEHOLD_LIMIT,
    NAME_LIMIT,
    RESIDENT_LIMIT,
    HouseholdRow,
    ResidentRow,
    age,
    born_on,
    check_households,
    is_capable_adult,
    mask_identity_number,
    mask_name,
    mask_telephone,
    normal_identity_number,
)

TODAY = date(2022, 11, 20)
GROUPS = {"infant", "disabled"}


def number_of(born: date, sequence: int = 1, region: str = "999999") -> str:
    body = f"{region}{born:%Y%m%d}{sequence:03d}"
    return body + str(mod_11_2.calc_check_digit(body))


ADULT = number_of(date(1980, 5, 17))
PERSON = ResidentRow("欧阳小明", ADULT, "13800001234", ("disabled",), TODAY)
DWELLING = HouseholdRow("3-301", 3, "occupied", TODAY, (PERSON,))


def refusals(*rows: HouseholdRow, **known: set[str]) -> list[tuple[ErrorCode, str]]:
    with pytest.raises(DomainErrors) as refusal:
        check_households(rows, TODAY, special_groups=GROUPS, **known)
    for error in refusal.value.errors:
        told = f"{error} {error.message} {error.details} {error.fix}"
        assert not any(row.name in told or row.identity_number in told for h in rows for row in h.residents)
    return [(error.code, ".".join(error.field)) for error in refusal.value.errors]


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(0, 999))
def test_b_g_a_valid_identity_number_tells_the_birth_date(born: date, sequence: int) -> None:
    number = number_of(born, sequence)
    assert born_on(number, TODAY) == born
    assert born_on(f" {number[:6]} {number[6:].lower()} ", TODAY) == born


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(0, 16), st.integers(1, 9))
def test_b_g_one_wrong_digit_is_always_refused(born: date, place: int, shift: int) -> None:
    number = number_of(born)
    wrong = str((int(number[place]) + shift) % 10)
    with pytest.raises(DomainError) as refusal:
        born_on(number[:place] + wrong + number[place + 1 :], TODAY)
    assert refusal.value.code is ErrorCode.INVALID_IDENTITY_NUMBER
    assert refusal.value.__cause__ is None


@pytest.mark.parametrize(
    "number",
    [
        "",
        "x",
        ADULT[:-1],
        ADULT + "0",
        number_of(date(1980, 5, 17), region="099999"),
        number_of(TODAY + timedelta(days=1)),
        "99999919800230001" + mod_11_2.calc_check_digit("99999919800230001"),
        "９" * 18,
    ],
)
def test_b_g_malformed_identity_numbers_are_refused(number: str) -> None:
    with pytest.raises(DomainError) as refusal:
        born_on(number, TODAY)
    assert refusal.value.code is ErrorCode.INVALID_IDENTITY_NUMBER


def test_b_k_question_4_full_age_is_reached_on_the_birthday() -> None:
    assert not is_capable_adult(date(2004, 11, 21), TODAY)
    assert is_capable_adult(date(2004, 11, 20), TODAY)
    assert not is_capable_adult(date(2004, 2, 29), date(2022, 2, 28))
    assert is_capable_adult(date(2004, 2, 29), date(2022, 3, 1))


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(0, 200))
def test_age_never_falls(born: date, days: int) -> None:
    assert age(born, born) == 0
    assert age(born, TODAY) <= age(born, TODAY + timedelta(days=days))


def test_masks_keep_only_what_tells_rows_apart() -> None:
    assert [mask_name(name) for name in ("欧阳小明", "张三", "李", "")] == ["欧***", "张*", "*", ""]
    assert mask_identity_number(ADULT) == ADULT[0] + "*" * 16 + ADULT[-1]
    assert [mask_telephone(text) for text in ("13800001234", "1234567")] == ["138******34", "*******"]


@given(st.text(min_size=2, max_size=20))
def test_masks_hide_all_but_the_ends(text: str) -> None:
    assert mask_name(text)[1:] == "*" * (len(text) - 1)
    assert set(mask_identity_number(text)[1:-1]) <= {"*"}


def test_b_g_b_o_rows_pass_with_normal_numbers() -> None:
    with_x = next(n for n in (number_of(date(1990, 1, 1), s) for s in range(50)) if n.endswith("X"))
    person = replace(PERSON, name=" 王五 ", identity_number=f"{with_x[:6]} {with_x[6:].lower()}")
    rows = (
        replace(DWELLING, residents=(PERSON, person)),
        HouseholdRow("4-401", occupancy="vacant"),
        HouseholdRow("宿舍#1", -9, "collective", None),
    )
    planned = check_households(rows, TODAY, special_groups=GROUPS)
    assert planned[0].residents == (PERSON, replace(person, name="王五", identity_number=with_x))
    assert [row.born_on for row in planned[0].residents] == [date(1980, 5, 17), date(1990, 1, 1)]
    assert planned[1:] == rows[1:]
    assert normal_identity_number(person.identity_number) == with_x


def test_b_g_every_fault_of_a_registration_is_told_at_once() -> None:
    tomorrow = TODAY + timedelta(days=1)
    twice = replace(PERSON, identity_number=f"{ADULT} ")
    broken = ResidentRow("长" * (NAME_LIMIT + 1), "123", "none", ("aliens",), tomorrow)
    assert refusals(
        DWELLING,
        HouseholdRow("3-301"),
        HouseholdRow("bad  code", FLOORS.stop, "haunted", tomorrow),
        HouseholdRow("5-501", occupancy="vacant", residents=(twice,)),
        HouseholdRow("6-601", residents=(broken,)),
    ) == [
        (ErrorCode.DUPLICATE_CODE, "households.1.code"),
        (ErrorCode.INVALID_INPUT, "households.2.code"),
        (ErrorCode.INVALID_INPUT, "households.2.floor"),
        (ErrorCode.INVALID_INPUT, "households.2.occupancy"),
        (ErrorCode.INVALID_INPUT, "households.2.verifiedOn"),
        (ErrorCode.INVALID_INPUT, "households.3.residents"),
        (ErrorCode.DUPLICATE_RESIDENT, "households.3.residents.0.identityNumber"),
        (ErrorCode.TEXT_TOO_LONG, "households.4.residents.0.name"),
        (ErrorCode.INVALID_IDENTITY_NUMBER, "households.4.residents.0.identityNumber"),
        (ErrorCode.INVALID_INPUT, "households.4.residents.0.telephone"),
        (ErrorCode.INVALID_INPUT, "households.4.residents.0.specialGroups"),
        (ErrorCode.INVALID_INPUT, "households.4.residents.0.needsRecordedOn"),
    ]


def test_b_g_what_is_on_the_roster_already_is_refused() -> None:
    assert refusals(DWELLING, existing_codes={"3-301"}) == [(ErrorCode.DUPLICATE_CODE, "households.0.code")]
    assert refusals(DWELLING, existing_numbers={ADULT}) == [
        (ErrorCode.DUPLICATE_RESIDENT, "households.0.residents.0.identityNumber")
    ]


def test_registrations_are_bounded() -> None:
    rows = [HouseholdRow(str(number)) for number in range(HOUSEHOLD_LIMIT + 1)]
    assert len(check_households(rows[:-1], TODAY, special_groups=())) == HOUSEHOLD_LIMIT
    assert refusals(*rows) == [(ErrorCode.TOO_MANY_ITEMS, "households")]
    crowd = tuple(
        replace(PERSON, identity_number=number_of(date(1990, 1, 1), sequence))
        for sequence in range(RESIDENT_LIMIT + 1)
    )
    assert check_households([replace(DWELLING, residents=crowd[:-1])], TODAY, special_groups=GROUPS)
    assert refusals(replace(DWELLING, residents=crowd)) == [
        (ErrorCode.TOO_MANY_ITEMS, "households.0.residents")
    ]


@pytest.mark.parametrize(
    "door", ["二〇一", "㐂301", "(临)3", "101/102", "1单元 301", "甲-1#", "B1.2", "\U00020bb71"]
)
def test_doors_are_written_as_they_are_in_life(door: str) -> None:
    (row,) = check_households([replace(DWELLING, code=door)], TODAY, special_groups=GROUPS)
    assert row.code == door


@pytest.mark.parametrize(
    "door", ["", "1  2", " 301", "301 ", "3\n1", "3\u200b1", "301\0", "1" * 33, "１", "3，1"]
)
def test_what_is_no_door_number_is_refused(door: str) -> None:
    """Width and blanks around it were taken off before, where it came in."""
    assert refusals(replace(DWELLING, code=door)) == [(ErrorCode.INVALID_INPUT, "households.0.code")]


def test_doors_that_differ_in_case_alone_are_one() -> None:
    pair = (replace(DWELLING, code="3a", residents=()), replace(DWELLING, code="3A", residents=()))
    assert refusals(*pair) == [(ErrorCode.DUPLICATE_CODE, "households.1.code")]
