"""Which statements go along to another version: those of the same meaning, and those somebody answers for."""

import pytest

from schema.application_migrations.rules import Carried, ClauseMapping, carry, clause_faults
from schema.guidelines.repository.templates import load_template
from schema.guidelines.rules import criteria_for
from schema.guidelines.rules.format import Criterion
from schema.guidelines.rules.meaning import meaning_of

WENLONG = load_template("wenlong").guideline
OLD = criteria_for(WENLONG, "building")
MASKS = next(each for each in OLD if each.id == "B-h")
STATED = {each.id: meaning_of(each) for each in OLD if each.attest is not None}


def changed(**fields: object) -> list[Criterion]:
    """Give the criteria with another B-h."""
    return [each.model_copy(update=fields) if each.id == "B-h" else each for each in OLD]


def attest(**fields: object) -> dict[str, object]:
    assert MASKS.attest is not None
    return {"attest": MASKS.attest.model_copy(update=fields)}


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"on_loss": "suspend"},
        {"applies_to": ("building", "group")},
        attest(valid_days=7),
        attest(threshold_percent=90, minimum_sample=10),
    ],
)
def test_what_reads_the_same_means_the_same(fields: dict[str, object]) -> None:
    """Bounds and spans are judged anew of each statement; a person stated none of them."""
    assert carry(OLD, changed(**fields), STATED, ()) == Carried({}, ())


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "规范佩戴N95口罩"},
        {"guidance": "室内外均须佩戴。"},
        {"only_where": "室内"},
        attest(items=("室内", "室外")),
        attest(method="survey"),
    ],
)
def test_what_reads_differently_is_asked_anew(fields: dict[str, object]) -> None:
    new = changed(**fields)
    assert carry(OLD, new, STATED, ()) == Carried({}, ("B-h",))
    unknown = carry(OLD, new, {**STATED, "B-h": None}, ())
    assert unknown == Carried({"B-h": ("B-h", meaning_of(MASKS))}, ("B-h",))
    meant = next(meaning_of(each) for each in new if each.id == "B-h")
    mapped = carry(OLD, new, STATED, (ClauseMapping("B-h", "B-h"),))
    assert mapped == Carried({"B-h": ("B-h", meant)}, ())


def test_what_was_never_stated_is_no_statement_to_lose() -> None:
    assert carry(OLD, changed(title="规范佩戴N95口罩"), {}, ()) == Carried({}, ())


def test_a_statement_already_outdated_is_not_revived_by_a_mapping() -> None:
    """It was made of a wording before the old version's: nobody may answer for that."""
    said = {**STATED, "B-h": "0" * 64}
    found = carry(OLD, changed(title="规范佩戴N95口罩"), said, (ClauseMapping("B-h", "B-h"),))
    assert found.written == {}


def test_a_clause_renumbered_is_asked_anew_unless_mapped() -> None:
    new = changed(id="一、8")
    assert carry(OLD, new, STATED, ()).asked_anew == ("一、8",)
    assert carry(OLD, new, STATED, (ClauseMapping("B-h", "一、8"),)) == Carried(
        {"一、8": ("B-h", meaning_of(MASKS))}, ()
    )


def test_every_wrong_entry_is_told() -> None:
    wrong = (ClauseMapping("B-zz", "B-h"), ClauseMapping("B-h", "B-a"), ClauseMapping("B-j", "B-h"))
    assert [error.field for error in clause_faults(WENLONG, WENLONG, wrong)] == [
        ("clauses", "0", "fromClause"),
        ("clauses", "1", "toClause"),
        ("clauses", "2", "toClause"),
    ]
    assert list(clause_faults(WENLONG, WENLONG, (ClauseMapping("B-h", "B-h"),))) == []
