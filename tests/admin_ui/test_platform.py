"""The pages on the real platform: a building earns its name and loses it, by forms alone (B-W1, B-W4, B-a)."""

import dataclasses
import html
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest

from api.app import create_app
from api.settings import Settings
from authz.actions import Role
from authz.context import OperationContext
from authz.passwords import hash_password
from authz.tables import Official
from tenants.base import utc_now
from tenants.database import Database
from tests.admin_ui.visitor import Page, Visitor
from tests.builders.applications import Officials, appoint_all, ready
from tests.builders.databases import Urls
from tests.builders.district import PASSWORD, STREETS, District, make_district
from tests.builders.residents import numbered


@dataclass
class Town:
    """A district with an application that is ready to submit, its officials and its visitors."""

    district: District
    officials: Officials
    client: httpx.AsyncClient
    usernames: dict[str, str]

    @property
    def mount(self) -> str:
        return f"/t/{self.district.tenant.slug}"

    async def visit(self, official: str, path: str = "/admin/worklist") -> tuple[Visitor, Page]:
        """Sign in by the form, led back to the page one wanted."""
        self.client.cookies.clear()
        visitor = Visitor(self.client, self.mount)
        asked = await visitor.get(path)
        form = (await visitor.get(asked.location.removeprefix(self.mount))).form("/sign-in")
        answer = await visitor.send(form, username=self.usernames[official], password=PASSWORD)
        assert answer.status == 303
        assert answer.location == self.mount + path
        return visitor, await visitor.get(path)

    async def act(self, official: str, route: str, **answers: str) -> Page:
        """Open the first application that waits for an official, fill in a form, check and confirm."""
        visitor, worklist = await self.visit(official)
        application = worklist.links("/admin/applications/")[0].removeprefix(self.mount)
        form = (await visitor.get(application)).form(route)
        check = await visitor.send(form, stage="check", **answers)
        assert check.status == 200
        done = await visitor.send(check.form(route), stage="commit")
        assert done.status == 303
        return await visitor.get(application)


@pytest.fixture(scope="module")
async def client(urls: Urls) -> AsyncIterator[httpx.AsyncClient]:
    """Visit one platform, on which every test has a district of its own."""
    settings = Settings(
        runtime_database_url=urls.runtime,
        platform_database_url=urls.platform,
        secret="a secret of the tests, 32 characters",
        pool_size=4,
    )
    app = create_app(settings)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://platform.test") as visiting,
    ):
        yield visiting


@pytest.fixture
async def town(database: Database, client: httpx.AsyncClient) -> Town:
    district = await make_district(database)
    district.clock.now = utc_now()
    await district.import_units(*STREETS)
    officials = await appoint_all(district, Role.BUILDING_LEADER, "B1")
    await ready(district, officials, "B1")
    return Town(district, officials, client, await let_sign_in(district, officials))


async def let_sign_in(district: District, officials: Officials) -> dict[str, str]:
    """Give everybody the password of the tests, and tell their usernames."""
    hashed, usernames = await hash_password(PASSWORD), {}
    async with district.database.of(district.tenant).begin() as session:
        for duty in dataclasses.fields(officials):
            context: OperationContext = getattr(officials, duty.name)
            official = await session.get_one(Official, (district.tenant.id, context.actor.id))
            official.password_hash = hashed
            usernames[duty.name] = official.username
    return usernames


async def put_right_by_forms(town: Town) -> None:
    """B-M4: found by the street, reported by the unit, looked at again; the page tells what would have followed."""
    street, page = await town.visit("street", "/admin/units/B1")
    assert page.links("/admin/units/B1/findings/new")
    form = (await street.get("/admin/units/B1/findings/new")).form("/findings/new")
    told = await street.send(form, occasion="SPOT", clause="B-h", description="电梯内没有提示")
    assert told.status == 303
    finding = told.location.removeprefix(town.mount)
    assert "给予 15 天整改" in (await street.get(finding)).words
    assert len((await street.get("/admin/findings?status=OPEN")).links("/admin/findings/")) == 1
    community, page = await town.visit("community", finding)
    assert (await community.send(page.form("/rectification"), measure="已张贴")).status == 303
    street, page = await town.visit("street", finding)
    assert (await street.send(page.form("/verification"), accepted="yes", opinion="属实")).status == 303
    assert "整改到位" in (await street.get(finding)).words
    form = (await street.get("/admin/units/B1")).form("/plaque")
    assert (await street.send(form)).status == 303
    assert "发放" in (await street.get("/admin/units/B1")).words
    assert (await street.get("/admin/units/B1/assessment")).status == 200


async def test_a_building_earns_its_name_and_loses_it_by_forms_alone(town: Town) -> None:
    submitted = await town.act("applicant", "/submit")
    assert "审核中：社区核实" in submitted.words
    await town.act("community", "/review", decision="FORWARD", opinion="已逐户核对，情况属实。")
    await town.act("intake", "/review", decision="FORWARD")
    await town.act("street", "/review", decision="ENDORSE", opinion="材料齐全，同意。")
    await town.act("commission", "/review", decision="ENDORSE", opinion="复核无异议。")
    named = await town.act("headquarters", "/review", decision="NAME")
    assert "已命名" in named.words
    assert "已逐户核对，情况属实。" in named.words
    public = await Visitor(town.client, town.mount).get("/units/B1")
    assert "已命名" in public.words

    await put_right_by_forms(town)
    visitor, page = await town.visit("commission", "/admin/units/B1/events/new")
    today = page.form("/events/new").fields["reportedOn"]
    check = await visitor.send(page.form("/events/new"), kind="CASE", occurredOn=today, stage="check")
    assert "取消名称：辖内报告确诊病例（B-a）" in check.words
    assert (await visitor.send(check.form("/events/new"), stage="commit")).status == 303
    assert "名称已取消" in (await visitor.get("/admin/units/B1")).words
    lost = await visitor.get("/units/B1")
    assert "辖内报告确诊病例（依据 B-a）" in lost.words

    listed = await visitor.get("/admin/events?kind=CASE&standing=HAPPENED")
    record = listed.links("/admin/events/")[0].removeprefix(town.mount)
    assert "取消名称" in (await visitor.get(record)).words
    form = (await visitor.get(f"{record}/exclude")).form("/exclude")
    check = await visitor.send(form, reason="复核为假阳性", stage="check")
    assert "撤销原决定，名称恢复" in check.words
    assert (await visitor.send(check.form("/exclude"), stage="commit")).status == 303
    assert "复核为假阳性" in (await visitor.get(record)).words
    moment = await visitor.get(f"/admin/units/B1/standing?asOf={today}&knownOn={today}")
    assert (moment.status, "已命名" in moment.words) == (200, True)
    future = await visitor.get("/admin/units/B1/standing?asOf=2999-01-01")
    assert (future.status, 'href="#asOf"' in future.text) == (422, True)


async def test_who_already_acted_is_told_why_the_step_is_closed_to_them(town: Town) -> None:
    await town.act("applicant", "/submit")
    await town.act("community", "/review", decision="FORWARD")
    after = await town.act("intake", "/review", decision="FORWARD")
    assert "您已参与申报、起草或审核" in after.words
    assert not [form for form in after.forms if form.action.endswith("/review")]


async def test_signature_sheet_and_roll_are_for_those_who_keep_them(town: Town) -> None:
    applicant, page = await town.visit("applicant", "/admin/units/B1/petition?show=all")
    assert page.status == 200
    assert "当面签名" in page.words
    household = next(name for name in page.names if name.startswith("answer.")).removeprefix("answer.")
    form = page.form("/petition")
    refused = await applicant.send(form, **{f"answer.{household}": "SIGNED_BY_PROXY"})
    assert refused.status == 422
    assert (
        f'href="#signatory.{household}"' in refused.text
        or f'href="#authorisation.{household}"' in refused.text
    )
    kept = await applicant.send(form, **{f"answer.{household}": "ABSENT"})
    assert kept.status == 303
    street, unseen = await town.visit("street", "/admin/units/B1/petition?show=all")
    assert unseen.status == 404
    assert "您的角色不查看住户名册。" not in (await street.get("/admin/units/B1")).words
    commission, _ = await town.visit("commission")
    assert "您的角色不查看住户名册。" in (await commission.get("/admin/units/B1")).words


async def test_a_household_moves_in_and_out_by_forms_and_takes_its_signature_back(town: Town) -> None:
    """B-g, B-k: nobody's number comes back unmasked, nor does a wrong one in the refusal."""
    applicant, page = await town.visit("applicant", "/admin/units/B1/households/new")
    person, home = numbered(77, "欧阳合成"), page.form("/households/new")
    filled = {"code": "9-9", "residents.0.name": person.name, "residents.0.identityNumber": "123"}
    refused = await applicant.send(home, stage="save", **filled)
    assert 'href="#residents.0.identityNumber"' in refused.text
    right = {"residents.0.identityNumber": person.identity_number, "stage": "save"}
    kept = await applicant.send(refused.form("/households/new"), **right)
    assert kept.status == 303
    roster = await applicant.get(kept.location.removeprefix(town.mount))
    assert "欧***" in roster.words
    assert person.identity_number not in roster.text
    moved = await applicant.get(roster.links("/admin/households/")[-1].removeprefix(town.mount))
    check = await applicant.send(moved.form("/departure"), stage="check", departedOn="2022-11-01")
    assert (await applicant.send(check.form("/departure"), stage="commit")).status == 303
    assert "欧***" not in (await applicant.get("/admin/units/B1/households")).words
    signed = (await applicant.get("/admin/units/B1/petition?show=signed")).form("/signatures")
    reason = {f"reason.{signed.fields['household']}": "RECORDED_WRONGLY"}
    check = await applicant.send(signed, stage="check", **reason)
    assert (await applicant.send(check.form("/signatures"), stage="commit")).status == 303
    assert "签名已撤回" in (await applicant.get("/admin/units/B1/petition?show=signed")).words


async def test_every_page_is_served(town: Town) -> None:
    visitor, worklist = await town.visit("applicant")
    application = worklist.links("/admin/applications/")[0].removeprefix(town.mount)
    for path in (
        "/admin/worklist?tab=area",
        "/admin/worklist?tab=done",
        "/admin/supervision",
        "/admin/findings?overdue=yes",
        "/admin/appeals",
        "/admin/events",
        "/admin/units/B1/standing",
        "/admin/units?search=通惠",
        "/admin/units/B1",
        "/admin/units/B1/logs/new",
        "/admin/units/B1/events/new",
        "/admin/units/B1/figures",
        "/admin/key-areas",
        f"{application}/assessment",
        "/units",
    ):
        assert (await visitor.get(path)).status == 200, path
    assert (await visitor.get("/admin/units/S2")).status == 404
    commission, page = await town.visit("commission", "/admin/units/B1/complaints")
    assert page.status == 200
    assert (await commission.get("/admin/guidelines/versions/1")).status == 200


async def test_a_guideline_is_drafted_published_and_withdrawn_by_two_people(town: Town) -> None:
    """From the version in force to the next by forms alone: checked, kept, refused to its author, published."""
    drafter, page = await town.visit("commission", "/admin/guidelines/versions/1")
    begin = page.links("/drafts/new")[0].removeprefix(town.mount)
    editor = await drafter.get(begin)
    text = html.unescape(
        editor.text.partition('name="source"')[2].partition(">")[2].partition("</textarea>")[0]
    )
    changed = text.lstrip("\n").replace("title: 无疫", "title: 本区无疫", 1)
    broken = changed.replace("unit_kinds:", "unit_kindz:", 1)
    refused = await drafter.upload(editor.form("/new"), "", b"", source=broken, stage="keep")
    assert refused.status == 422
    assert "方案格式中没有 unit_kindz 这个键。" in refused.words
    checked = await drafter.upload(editor.form("/new"), "", b"", source=changed, stage="check")
    assert "文本没有错误" in checked.words
    kept = await drafter.upload(checked.form("/new"), "own.yaml", changed.encode(), source="", stage="keep")
    assert kept.status == 303
    path = kept.location.removeprefix(town.mount)
    own = await drafter.get(path)
    assert "草案已保存。" in own.words
    assert "1 处" in own.words
    assert not [form for form in own.forms if form.action.endswith("/publish")]
    chief, _ = await town.visit("headquarters")
    form = (await chief.get(path)).form("/publish")
    check = await chief.send(form, stage="check")
    published = await chief.send(check.form("/publish"), stage="commit")
    assert published.status == 303
    version = published.location.removeprefix(town.mount)
    assert version == "/admin/guidelines/versions/2"
    page = await chief.get(version)
    assert "施行中" in page.words
    check = await chief.send(page.form("/withdraw"), reason="标题有误", stage="check")
    assert (await chief.send(check.form("/withdraw"), stage="commit")).status == 303
    assert "起撤回：标题有误" in (await chief.get(version)).words
    assert "已撤回" in (await chief.get("/admin/guidelines")).words
    leader, unseen = await town.visit("applicant", "/admin/guidelines/drafts")
    assert unseen.status == 404
    assert (await leader.get("/admin/guidelines")).status == 200


async def test_session_opens_its_own_district_only_and_ends_with_sign_out(
    town: Town, database: Database
) -> None:
    visitor, page = await town.visit("applicant")
    other = await make_district(database)
    foreign = Visitor(town.client, f"/t/{other.tenant.slug}")
    assert (await foreign.get("/admin/worklist")).status == 303
    token = town.client.cookies[f"wuyi.t.{town.district.tenant.slug}.session"]
    town.client.cookies.set(f"wuyi.t.{other.tenant.slug}.session", token)
    assert (await foreign.get("/admin/worklist")).status == 303
    assert (await visitor.send(page.form("/sign-out"))).status == 303
    town.client.cookies.set(f"wuyi.t.{town.district.tenant.slug}.session", token)
    assert (await visitor.get("/admin/worklist")).status == 303


async def test_unknown_district_is_no_page(town: Town) -> None:
    nowhere = Visitor(town.client, "/t/nowhere")
    for path in ("/admin/sign-in", "/units"):
        assert (await nowhere.get(path)).status == 404
