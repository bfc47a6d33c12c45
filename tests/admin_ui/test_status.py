"""What a citizen sees: the status of a unit, a search, no person."""

from collections.abc import Callable

import pytest

from tests.admin_ui.recording import Api
from tests.admin_ui.visitor import Visitor

Visiting = Callable[[str | None], Visitor]


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("WL-JYY-01", "已命名"),
        ("WL-JYY-06", "暂停，待复评"),
        ("WL-JYY-04", "名称已取消"),
        ("WL-JYY-02", "未命名"),
    ],
)
async def test_status_is_told_in_a_word(visitor: Visiting, code: str, word: str) -> None:
    page = await visitor(None).get(f"/units/{code}")
    assert word in page.words
    assert 'class="qr"' in page.text


async def test_status_says_where_the_unit_is(visitor: Visiting) -> None:
    assert "文龙街道 › 七桥社区 › 九龙嘉苑" in (await visitor(None).get("/units/WL-JYY-01")).words


async def test_loss_is_told_with_its_public_reason(visitor: Visiting) -> None:
    words = (await visitor(None).get("/units/WL-JYY-04")).words
    assert "辖内报告确诊病例" in words
    assert "2022年11月22日 起" in words  # the day it was corrected to
    assert "最早可重新命名2022年11月30日" in words
    assert "近8天无疫情病例" in (await visitor("community").get("/admin/units/WL-JYY-04")).words
    assert "2022年11月25日 12:00" in words


async def test_status_is_read_without_the_session_of_an_official(api: Api, visitor: Visiting) -> None:
    page = await visitor("leader").get("/units/WL-JYY-01")
    assert page.status == 200
    assert "陈建国" not in page.text
    assert "**" not in page.text


async def test_search_leads_to_the_unit(visitor: Visiting) -> None:
    found = await visitor(None).get("/units?code=%20WL-JYY-01%20")
    assert (found.status, found.location) == (303, "/t/qijiang/units/WL-JYY-01")
    odd = await visitor(None).get("/units?code=a/../b%0d%0ax")
    assert odd.status == 303
    assert odd.location == "/t/qijiang/units/a%2F..%2Fb%0D%0Ax"


async def test_unknown_code_is_told_and_kept_for_correction(visitor: Visiting) -> None:
    page = await visitor(None).get("/units/%3Cb%3E")
    assert page.status == 404
    assert "<b>" not in page.text
    assert page.form("/units").fields["code"] == "<b>"


async def test_register_lists_the_titled_units(visitor: Visiting) -> None:
    words = (await visitor(None).get("/units")).words
    assert "已命名单元 共 4 个" in words
    assert "九龙嘉苑1号楼" in words
    assert "九龙嘉苑4号楼" not in words
