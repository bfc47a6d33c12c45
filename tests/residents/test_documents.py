"""What shows who a person is: each document's number by its own rule (B-g), and rare names."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from schema.frame.errors import ErrorCode
from schema.frame.text import IDEOGRAPHS, text_fault
from schema.residents.rules import (
    Document,
    HouseholdRow,
    Identity,
    ResidentRow,
    check_households,
    identity_faults,
    is_capable_adult,
    normal_identity,
)
from schema.residents.rules.documents import EARLIEST

TODAY = date(2022, 11, 20)
BORN = date(1990, 12, 31)
FORMER = "KAZ110090123105"
"""A number of the former card of permanent residence, made up: Kazakhstan, Beijing, born on 31 December 1990."""


def eighteen(region: str, born: date = BORN, sequence: int = 1) -> str:
    body = f"{region}{born:%Y%m%d}{sequence:03d}"
    return body + mod_11_2.calc_check_digit(body)


def faults(
    document: str, number: str | None, issuer: str | None = None, born: date | None = None
) -> list[tuple[str, str]]:
    identity = normal_identity(Identity(document, number, issuer, born))
    found = list(identity_faults(identity, TODAY, ()))
    for fault in found:
        told = f"{fault} {fault.message} {fault.details} {fault.fix}"
        assert not number or number not in told
    return [(fault.code, ".".join(fault.field)) for fault in found]


@pytest.mark.parametrize(
    ("document", "number", "issuer", "born"),
    [
        ("identity_card", eighteen("999999"), None, None),
        ("identity_card", eighteen("999999"), None, BORN),
        ("residence_permit", eighteen("810000"), None, None),
        ("residence_permit", eighteen("820000"), None, None),
        ("residence_permit", eighteen("830000"), None, BORN),
        ("permanent_residence", eighteen("932682"), None, None),
        ("permanent_residence", FORMER, None, BORN),
        ("permanent_residence", FORMER.lower(), None, BORN),
        ("hk_macao_permit", "H12345678", None, BORN),
        ("hk_macao_permit", "M1234567801", None, BORN),
        ("hk_macao_permit", "HA1234567", None, BORN),
        ("taiwan_permit", "01234567", None, BORN),
        ("taiwan_permit", "0123456701(B)", None, BORN),
        ("passport", "C01X0006H", "DEU", BORN),
        ("passport", "e 1234567", "usa", BORN),
        ("passport", "12345678", "XXA", BORN),
        ("newborn", None, None, TODAY),
        ("newborn", None, None, date(2021, 11, 21)),
    ],
)
def test_b_g_documents_are_taken(
    document: str, number: str | None, issuer: str | None, born: date | None
) -> None:
    """B-g: cards, permits, permanent residence as now and before, passports, newborns."""
    assert faults(document, number, issuer, born) == []
    row = ResidentRow("张三", number, document=document, issuer=issuer, birth_date=born)
    (planned,) = check_households([HouseholdRow("1", residents=(row,))], TODAY, special_groups=())
    assert planned.residents[0].born_on == (born or BORN)


NUMBER = ("INVALID_IDENTITY_NUMBER", "identityNumber")
BIRTH = ("INVALID_INPUT", "birthDate")


@pytest.mark.parametrize(
    ("document", "number", "issuer", "born", "refused"),
    [
        ("identity_card", None, None, BORN, [NUMBER]),
        ("identity_card", FORMER, None, BORN, [NUMBER]),
        ("identity_card", eighteen("999999"), None, date(1990, 12, 30), [BIRTH]),
        ("identity_card", eighteen("999999"), "CHN", None, [("INVALID_INPUT", "issuer")]),
        ("residence_permit", eighteen("840000"), None, None, [NUMBER]),
        ("residence_permit", eighteen("810000")[:-1] + "#", None, None, [NUMBER]),
        ("permanent_residence", eighteen("999999"), None, None, [NUMBER]),
        ("permanent_residence", eighteen("832682"), None, None, [NUMBER]),
        ("permanent_residence", FORMER, None, None, [BIRTH]),
        ("permanent_residence", FORMER, None, date(1990, 12, 30), [BIRTH]),
        ("permanent_residence", FORMER[:-1] + "6", None, BORN, [NUMBER]),
        ("permanent_residence", "KAA110090123101", None, BORN, [NUMBER]),
        ("permanent_residence", "KAZ990090123101", None, BORN, [NUMBER]),
        ("hk_macao_permit", "H1234567", None, BORN, [NUMBER]),
        ("hk_macao_permit", "T12345678", None, BORN, [NUMBER]),
        ("hk_macao_permit", "H12345678", None, None, [BIRTH]),
        ("taiwan_permit", "1234567", None, BORN, [NUMBER]),
        ("passport", "C01X0006H", None, BORN, [("INVALID_INPUT", "issuer")]),
        ("passport", "C01X0006H", "DE", BORN, [("INVALID_INPUT", "issuer")]),
        ("passport", "C01X0006H", "ABC", BORN, [("INVALID_INPUT", "issuer")]),
        ("passport", "护照12345", "DEU", BORN, [NUMBER]),
        ("passport", "C01X0006H", "DEU", date(2022, 11, 21), [BIRTH]),
        ("passport", "C01X0006H", "DEU", date(1899, 12, 31), [BIRTH]),
        ("newborn", None, None, None, [BIRTH]),
        ("newborn", None, None, date(2021, 11, 20), [("INVALID_INPUT", "document")]),
        ("newborn", "1", None, TODAY, [("INVALID_INPUT", "identityNumber")]),
        ("library_card", "1", None, BORN, [("INVALID_INPUT", "document")]),
    ],
)
def test_b_g_what_no_such_document_has_is_refused(
    document: str,
    number: str | None,
    issuer: str | None,
    born: date | None,
    refused: list[tuple[str, str]],
) -> None:
    assert faults(document, number, issuer, born) == refused


@given(st.integers(0, 13), st.integers(1, 9))
def test_one_wrong_digit_of_the_former_card_is_refused(place: int, shift: int) -> None:
    """Weights of 7, 3 and 1 find every single slip in a digit."""
    if FORMER[place].isdigit():
        wrong = FORMER[:place] + str((int(FORMER[place]) + shift) % 10) + FORMER[place + 1 :]
        assert NUMBER in faults("permanent_residence", wrong, None, BORN)


def test_one_document_has_one_number_however_it_is_read_off() -> None:
    """A booklet of before wrote behind the number how often it was renewed."""
    told = [normal_identity(Identity("hk_macao_permit", text)) for text in ("H12345678", "h1234567802")]
    told += [normal_identity(Identity("taiwan_permit", text)) for text in ("12345678", "1234567803(A)")]
    assert [each.key for each in told] == ["H12345678", "H12345678", "12345678", "12345678"]


def test_passports_of_two_countries_are_two() -> None:
    keys = {normal_identity(Identity("passport", "12345678", issuer)).key for issuer in ("USA", "DEU")}
    assert len(keys) == 2
    assert normal_identity(Identity("newborn", " ")).key is None


@given(st.sampled_from(Document), st.text(max_size=20), st.text(max_size=4), st.dates(EARLIEST, TODAY))
def test_any_text_is_taken_or_refused(document: Document, number: str, issuer: str, born: date) -> None:
    identity = normal_identity(Identity(document, number, issuer, born))
    if not list(identity_faults(identity, TODAY, ())):
        assert EARLIEST <= identity.born_on <= TODAY


def test_question_4_an_adult_with_a_guardian_signs_for_nobody() -> None:
    assert is_capable_adult(BORN, TODAY)
    assert not is_capable_adult(BORN, TODAY, under_guardianship=True)


RARE = (
    "\u3400",
    "\u9fff",
    "\ue863",
    "\U0002a6df",
    "\U0002ebf0",
    "\U000323af",
    "\U00033479",
    "\U000f0000",
    "\U0010fffd",
)


@pytest.mark.parametrize("letter", RARE)
def test_rare_ideographs_are_seen_whatever_tables_python_has(letter: str) -> None:
    """Of every plane, assigned later than Python knows or for private use; a name, and a door, may hold them."""
    row = HouseholdRow(f"{letter}1", residents=(ResidentRow(f"张{letter}", eighteen("999999")),))
    assert check_households([row], TODAY, special_groups=()) == (row,)
    assert text_fault(letter, field=("x",), label="文字", maximum=9) is None


@pytest.mark.parametrize(
    "letter", ["\0", "\x07", "\u200b", "\u202e", "\u2028", "\ufffe", "\U0002ffff", "\ud800"]
)
def test_what_nobody_sees_is_still_refused(letter: str) -> None:
    fault = text_fault(f"张{letter}三", field=("x",), label="文字", maximum=9)
    assert fault is not None
    assert fault.code is ErrorCode.INVALID_INPUT


def test_the_ranges_of_ideographs_are_in_order() -> None:
    ends = [ord(letter) for letter in IDEOGRAPHS if letter != "-"]
    assert all(low <= high for low, high in zip(ends[::2], ends[1::2], strict=True))
    assert len(list(pairwise(ends))) == len(ends) - 1
