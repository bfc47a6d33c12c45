"""The inbox and the simulations: what is said, what is sent."""

from collections.abc import Callable, Mapping

import pytest

from admin_ui.pages.inbox.page import leads_to
from schema.notifications.rules import MATTERS
from tests.admin_ui.recording import Api
from tests.admin_ui.visitor import Visitor

Visiting = Callable[[str | None], Visitor]
UNREAD = 8


async def test_the_inbox_counts_what_is_unread_everywhere(visitor: Visiting) -> None:
    leader = visitor("leader")
    assert f"消息 未读 {UNREAD}" in (await leader.get("/admin/worklist")).words
    words = (await leader.get("/admin/inbox")).words
    assert f"{UNREAD} 条未读" in words
    assert "被退回，请补正后重新提交" in words


async def test_a_message_leads_to_its_matter_and_says_when_that_is_over(visitor: Visiting) -> None:
    """To the application, the roll or the unit; what is dealt with is said so, and counted as unread no more."""
    leader = visitor("leader")
    shown = await leader.get("/admin/inbox")
    assert shown.links("/admin/applications/")
    assert "已办结" in shown.words


async def test_all_is_marked_as_read(own: Api, visitor: Visiting) -> None:
    leader = visitor("leader")
    done = await leader.send((await leader.get("/admin/inbox")).form("/admin/inbox"))
    assert done.status == 303
    assert [name for name, _ in own.calls] == ["markNotificationsRead"]
    assert "未读" not in (await leader.get("/admin/worklist")).words


async def test_the_address_is_kept_or_pointed_at(own: Api, visitor: Visiting) -> None:
    leader = visitor("leader")
    form = (await leader.get("/admin/inbox")).form("/contact")
    assert (await leader.send(form, email="x@example.cn", mailWanted="no")).status == 303
    ((_, sent),) = own.calls
    assert (sent["email"], sent["mailWanted"]) == ("x@example.cn", False)
    assert (await leader.get("/admin/inbox")).form("/contact").fields["email"] == "x@example.cn"
    refused = await leader.send(form, key="k" * 20, email="x", mailWanted="yes")
    assert refused.status == 422
    assert 'href="#email"' in refused.text
    assert "邮箱地址格式不正确。" in refused.words


async def test_only_who_may_simulate_is_offered_it(visitor: Visiting) -> None:
    assert "推演" not in (await visitor("leader").get("/admin/worklist")).words
    assert "推演" in (await visitor("commission").get("/admin/worklist")).words


async def test_a_simulation_is_begun_watched_and_called_off(own: Api, visitor: Visiting) -> None:
    commission = visitor("commission")
    form = (await commission.get("/admin/simulations")).form("/admin/simulations")
    begun = await commission.send(form, version="2")
    assert begun.status == 303
    watched = await commission.get("/admin/simulations/{waiting_run}")
    assert 'http-equiv="refresh" content="3"' in watched.text
    assert 'hx-trigger="every 3s"' in watched.text
    assert "已评估 500 / 1200 个单元" in watched.words
    assert (await commission.send(watched.form("/cancel"))).status == 303
    assert [(name, sent.get("version"), sent.get("simulation")) for name, sent in own.calls] == [
        ("startSimulation", 2, None),
        ("cancelSimulation", None, commission.ids["waiting_run"]),
    ]


async def test_its_result_names_units_and_clauses(visitor: Visiting) -> None:
    page = await visitor("commission").get("/admin/simulations/{SimulationRun}")
    assert 'http-equiv="refresh"' not in page.text
    assert "hx-trigger" not in page.text
    assert "通惠路1号 已命名 不再达标 B-b B-a、B-b 将被取消（B-a）" in page.words
    assert "通惠路3号 新达标 B-k —" in page.words


async def test_a_version_that_is_no_number_is_pointed_at(api: Api, visitor: Visiting) -> None:
    commission = visitor("commission")
    form = (await commission.get("/admin/simulations")).form("/admin/simulations")
    refused = await commission.send(form, version="二")
    assert (refused.status, api.calls) == (422, [])
    assert "版本号应填整数" in refused.words


class Addresses:
    """Addresses of pages, by name and what they are of."""

    def url(self, route: str, **parameters: str) -> str:
        """Write an address."""
        return "/".join((route, *parameters.values()))


LEADS: Mapping[str, str] = {
    "Application": "application/7",
    "Designation": "unit/B1",
    "Official": "account",
    "Petition": "petition/B1",
    "SupervisionFinding": "finding/7",
    "Unit": "unit/B1",
}
"""Where one line about a thing leads."""
ELSEWHERE: Mapping[tuple[str, str], str] = {
    ("rectification.due", "Application"): "rectification/7",
    ("rectification.overdue", "Application"): "rectification/7",
    ("delegation.ended", "Official"): "delegations",
    ("work.passed", "Official"): "worklist",
    ("vacancy.claimed", "Petition"): "petition/B1?show=claimed",
    ("vacancy.refused", "Petition"): "petition/B1?show=open",
}
"""What is to be put right leads to the form for that; work, a loan and claims to their lists."""


@pytest.mark.parametrize(
    ("kind", "about"),
    [(kind.value, about) for kind, matter in MATTERS.items() for about in sorted(matter.about)],
)
def test_every_kind_of_message_leads_to_its_matter(kind: str, about: str) -> None:
    """One about oneself also where the place is out of sight by now; any other leads nowhere then."""
    line = {"kind": kind, "subjectType": about, "subject": "7", "units": 1, "unit": {"code": "B1"}}
    assert leads_to(Addresses(), line) == ELSEWHERE.get((kind, about), LEADS[about])
    unseen = leads_to(Addresses(), line | {"unit": None})
    assert unseen == (leads_to(Addresses(), line) if about == "Official" else None)
