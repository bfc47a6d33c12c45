"""What a text may hold: told by places in Unicode, the same on every Python, and named to whoever typed it."""

import sys
import unicodedata

import pytest

from schema.frame.characters import UNSEEN, called, unseen
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.text import FOLDED_FROM, FOLDED_TO, code_key, folded, narrow, text_fault, tidy

ALL = [chr(code) for code in range(sys.maxunicode + 1)]


def fault(text: str, *, lines: bool = True) -> DomainError | None:
    return text_fault(text, field=("opinion",), label="意见", maximum=200, lines=lines)


@pytest.mark.parametrize(
    "text",
    [
        "同意　上报",
        "　同意\u00a0",
        "第一行\n第二行\r\n\t第三行",
        "㐂\U00020bb7\U000323b0\ue000\U000f0001",
        "\U0003347a",
        "〇一々",
        "葛\U000e0100城",
        "👨\u200d👩\u200d👧",
        "مى\u200cخواهم",
        "क्\u200dष",
        "Æ Ⅻ ①½ é",
    ],
)
def test_what_people_write_is_taken(text: str) -> None:
    assert fault(text) is None


@pytest.mark.parametrize(
    ("text", "number", "name", "line", "column"),
    [
        ("同\0意", "U+0000", "空字符", 1, 2),
        ("同意\n上\u200b报", "U+200B", "零宽空格", 2, 2),
        ("同意\n\n\u202e", "U+202E", "从右至左覆盖符", 3, 1),
        ("a\u2028b", "U+2028", "行分隔符", 1, 2),
        ("a\x85", "U+0085", "控制字符", 1, 2),
        ("a\ud800", "U+D800", "半个字符", 1, 2),
        ("\U0010ffffa", "U+10FFFF", "非字符", 1, 1),
        ("\ufeffa", "U+FEFF", "字节顺序标记", 1, 1),
        ("张\u3164", "U+3164", "谚文填充符", 1, 2),
        ("张\u200d三", "U+200D", "零宽连字符", 1, 2),
        ("a\U000e0041", "U+E0041", "标签字符", 1, 2),
        ("a\ufdd0", "U+FDD0", "非字符", 1, 2),
    ],
)
def test_what_nobody_sees_is_named_with_its_place(
    text: str, number: str, name: str, line: int, column: int
) -> None:
    found = fault(text)
    assert found is not None
    assert (found.code, found.field) == (ErrorCode.INVALID_INPUT, ("opinion",))
    assert found.details == {"character": number, "line": line, "column": column}
    assert f"意见的第{line}行第{column}个字符是{name}（{number}），请删去它" in found.message
    assert not unseen(found.message, lines=False)


@pytest.mark.parametrize("mark", ["\n", "\r", "\t"])
def test_a_field_of_one_line_has_one(mark: str) -> None:
    assert fault(f"一号{mark}楼") is None
    found = fault(f"一号{mark}楼", lines=False)
    assert found is not None
    assert "只能填写一行" in found.message


def test_no_edition_of_unicode_is_asked() -> None:
    """What this Python calls a control or format is refused; what it knows not yet is not, but where nobody sees it."""
    told = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert [each for each in ALL if unicodedata.category(each) in told and not UNSEEN.match(each)] == []
    letters = {each for each in ALL if unicodedata.category(each)[0] in "LMNPS" and UNSEEN.match(each)}
    assert letters == set("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
    ideographs = [*range(0x3400, 0xA000), *range(0x20000, 0x2FFFE), *range(0x30000, 0x3FFFE)]
    private = [*range(0xE000, 0xF900), *range(0xF0000, 0xFFFFE), *range(0x100000, 0x10FFFE)]
    assert not unseen("".join(map(chr, ideographs + private)))


def test_every_character_that_is_refused_has_a_name() -> None:
    assert all(f"（U+{ord(each):04X}）" in called(each) for each in ALL if UNSEEN.match(each))


def test_blanks_around_a_text_are_nothing() -> None:
    assert tidy("\u3000 \t同意\u3000上报\r\n第二行\u00a0\n") == "同意\u3000上报\n第二行"
    assert tidy("\u3000\n") == ""
    assert tidy("a\x0b") == "a\x0b"


def test_codes_are_compared_by_neither_width_nor_case() -> None:
    assert code_key("\u3000Ｂ１－ａ ") == code_key("b1-A") == "b1-a"
    assert code_key("㐂３０１") == "㐂301"
    assert narrow("（临）３\u3000号") == "(临)3 号"


def test_a_search_folds_width_case_brackets_and_dots() -> None:
    assert folded("１号楼") == "1号楼"
    assert folded("【Ａ】区·二") == folded("(a)区．二") == "(a)区.二"
    assert len(FOLDED_FROM) == len(FOLDED_TO) == len(set(FOLDED_FROM))
    assert not set(FOLDED_FROM) & set(FOLDED_TO), "what is folded once stays"
