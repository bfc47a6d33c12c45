"""Somebody's number is found in a text however it was typed, and what only looks like one is left alone."""

import pytest

from api.logging import redact
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.text import Held, text_fault

TELEPHONES = (
    "13912345678",
    "139 1234 5678",
    "+86 139-1234-5678",
    "１３９１２３４５６７８",
    "电话13912345678。",
)
IDENTITIES = (
    "500110198803070026",
    "50011019880307002X",
    "500110 19880307 002x",
    "５００１１０１９８８０３０７００２Ｘ",
    "身份证500110198803070026",
)
HARMLESS = (
    "已于2022年11月20日9时30分完成，编号 2022112000012345",
    "WL-qijiang-楼栋-2022-0001",
    "值班电话 023-48612345",
    "订单 139123456789",
    "500110001234567890",
    "统一社会信用代码 91500110MA5U12345X",
)


def fault(text: str, held: Held = Held.NOTHING) -> DomainError | None:
    return text_fault(text, field=("reason",), label="理由", maximum=200, held=held)


@pytest.mark.parametrize("text", [*TELEPHONES, *IDENTITIES])
def test_a_number_of_somebody_is_refused_and_not_repeated(text: str) -> None:
    found = fault(f"联系{text}办理")
    assert found is not None
    assert (found.code, found.field) == (ErrorCode.PERSONAL_DATA, ("reason",))
    assert not any(digit in found.message + found.fix for digit in "0123456789")
    assert found.details == {}


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_like_one_is_taken(text: str) -> None:
    assert fault(text) is None


def test_a_records_number_may_look_like_a_telephone_but_not_be_a_citizens() -> None:
    assert fault(TELEPHONES[0], Held.RECORD) is None
    assert fault(IDENTITIES[0], Held.RECORD) is not None
    assert fault(IDENTITIES[0], Held.ANYTHING) is None


@pytest.mark.parametrize("text", ["13912345678", "139 1234 5678", "139-1234-5678", "500110 19880307 002X"])
def test_logs_keep_none_of_what_texts_may_not_hold(text: str) -> None:
    kept = redact(None, "info", {"event": f"联系{text}办理"})["event"]
    assert text not in kept
