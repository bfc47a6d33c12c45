"""Findings nobody puts right climb to the loss of the name; what is put right, or appealed with success, lifts it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from authz.actions import Role
from schema.appeals.operations import DecideAppeal, LodgeAppeal, decide_appeal, lodge_appeal
from schema.appeals.rules import appeal_refusal
from schema.appeals.tables import Appeal
from schema.findings.operations import (
    RectifyFinding,
    VerifyFinding,
    rectify_finding,
    verify_finding,
)
from schema.findings.rules import Climb, Rung, ladder, next_rung
from schema.findings.tables import Finding
from schema.guidelines.rules.format import Supervision
from schema.supervision.operations import RecordFinding, record_finding
from tenants.database import Database
from tests.builders.district import key
from tests.builders.looks import changes_of, name_of, standing_of, told
from tests.builders.refusals import refused
from tests.clients import ask, refused_with
from tests.designations.over_time import SCHEME, Place, make_place
from tests.supervision.test_sweeping import sweep

DAY = date(2022, 11, 20)
TERMS = Supervision(rectification_days=5, warnings=2, suspension_days=4, appeal_days=3, reapply_after_days=10)
SUPERVISED = SCHEME.replace("days: 30, renewal_opens_days: 10", "days: 365") + (
    "supervision: {rectification_days: 5, warnings: 2, suspension_days: 4, appeal_days: 3,"
    " reapply_after_days: 10, periodic: [{unit_kinds: [community], every_days: 20}]}\n"
)


def after(days: int) -> date:
    return DAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("rung", "days", "climb"),
    [
        (Rung(0, False, after(5)), 5, None),
        (Rung(0, False, after(5)), 6, Climb("warned", Rung(1, False, after(11)))),
        (Rung(1, False, after(11)), 12, Climb("warned", Rung(2, False, after(17)))),
        (Rung(2, False, after(17)), 18, Climb("suspended", Rung(2, True, after(22)))),
        (Rung(2, True, after(22)), 22, None),
        (Rung(2, True, after(22)), 23, Climb("revoked", None)),
    ],
)
def test_b_m4_the_rungs_of_the_ladder(rung: Rung, days: int, climb: Climb | None) -> None:
    """警示, again as often as the scheme says, then suspension, then 摘牌销号; never early."""
    assert next_rung(TERMS, rung, after(days)) == climb


@pytest.mark.parametrize(
    ("terms", "rungs"),
    [
        ({"warnings": 0}, ["suspended", "revoked"]),
        ({"suspension_days": 0}, ["warned", "warned", "revoked"]),
        ({"warnings": 0, "suspension_days": 0}, ["revoked"]),
        ({"warnings": 0, "suspension_days": 0, "rectification_days": 0}, ["revoked"]),
    ],
)
def test_b_m4_a_rung_of_nothing_is_left_out(terms: dict[str, int], rungs: list[str]) -> None:
    """What is climbed and what is told agree, down to the loss on the day after it was found."""
    scheme = TERMS.model_copy(update=terms)
    at = Rung(0, False, after(scheme.rectification_days))
    climbed = []
    while True:
        climb = next_rung(scheme, at, at.due_on + timedelta(days=1))
        assert climb is not None
        climbed.append(climb.change)
        if climb.rung is None:
            break
        at = climb.rung
    assert climbed == rungs
    told = ladder(scheme, Rung(0, False, after(scheme.rectification_days)), running=True)
    assert [step.change for step in told] == ["found", *rungs]
    assert told[1].comes_on == after(scheme.rectification_days + 1)


def test_the_ladder_explains_its_next_day() -> None:
    """Two warnings and a suspension before the loss; only what runs has a day, and only the next rung has one."""
    steps = ladder(TERMS, Rung(1, False, after(11)), running=True)
    assert [(step.change, step.days, step.reached) for step in steps] == [
        ("found", 5, True),
        ("warned", 5, True),
        ("warned", 5, False),
        ("suspended", 4, False),
        ("revoked", None, False),
    ]
    assert [step.comes_on for step in steps] == [None, None, after(12), None, None]
    assert not any(step.comes_on for step in ladder(TERMS, Rung(1, False, after(11)), running=False))
    assert ladder(TERMS, Rung(2, True, after(22)), running=True)[-1].comes_on == after(23)


@pytest.mark.parametrize(
    ("change", "standing", "by_event", "days", "open_"),
    [
        ("warned", "warned", False, 3, True),
        ("warned", "warned", False, 4, False),
        ("suspended", "suspended", True, 0, False),
        ("revoked", "revoked", False, 0, True),
        ("warned", "active", False, 0, False),
        ("restored", "active", False, 0, False),
        ("expired", "expired", False, 0, False),
    ],
)
def test_what_can_be_appealed_against(
    change: str, standing: str, by_event: bool, days: int, open_: bool
) -> None:
    refusal = appeal_refusal(TERMS, change, standing, DAY, by_event=by_event, today=after(days))
    assert (refusal is None) == open_
    assert refusal is None or refusal.code == "APPEAL_NOT_OPEN"


@pytest.fixture
async def place(database: Database) -> Place:
    made = await make_place(database, SUPERVISED)
    await made.name("C1")
    return made


async def find(place: Place) -> Finding:
    command = RecordFinding(
        idempotency_key=key(),
        unit_id=(await place.district.unit("C1")).id,
        occasion="spot",
        clause="S-a",
        description="消杀记录不全",
    )
    return await record_finding(place.intake, command)


async def now(place: Place, finding: Finding) -> Finding:
    async with place.intake.read() as session:
        return await session.get_one(Finding, (place.intake.tenant.id, finding.id))


async def climb(place: Place, days: int) -> str | None:
    place.district.clock.forward(days)
    await sweep(place.district)
    return await standing_of(place.district, "C1")


async def appeal(place: Place, grounds: str = "已整改，有照片") -> Appeal:
    name = await name_of(place.district, "C1")
    assert name is not None
    command = LodgeAppeal(idempotency_key=key(), designation_id=name.id, grounds=grounds)
    return await lodge_appeal(await place.applicant("C1"), command)


def decision(appealed: Appeal, *, upheld: bool) -> DecideAppeal:
    return DecideAppeal(
        idempotency_key=key(),
        appeal_id=appealed.id,
        expected_revision=appealed.revision,
        upheld=upheld,
        opinion="经复核",
    )


async def test_b_m4_a_finding_nobody_puts_right_costs_the_name(place: Place) -> None:
    """Warned on day 6 and 12, suspended on day 18, revoked on day 23; a warned name is in force."""
    await find(place)
    assert [await climb(place, days) for days in (5, 1, 6, 6, 4, 1)] == [
        "active",
        "warned",
        "warned",
        "suspended",
        "suspended",
        "revoked",
    ]
    changes = [change.change for change in await changes_of(place.district, "C1")]
    assert changes == ["named", "warned", "warned", "suspended", "revoked"]
    heard = await told(await place.applicant("C1"))
    assert [heard.count(kind) for kind in ("rectification.overdue", "name.warned", "name.revoked")] == [
        3,
        2,
        1,
    ]
    last = (await changes_of(place.district, "C1"))[-1]
    assert (last.cause, last.clause, last.actor_id) == ("FINDING_NOT_RECTIFIED", "S-a", None)
    assert await refused(place.apply("C1")) == [("REAPPLICATION_TOO_EARLY", "unit")]
    place.district.clock.forward(10)
    await place.name("C1")
    assert await standing_of(place.district, "C1") == "active"


async def test_rectification_stops_the_clock_and_its_verification_lifts_the_warning(place: Place) -> None:
    """Reported in time nothing follows while nobody has looked; sent back, the clock runs; accepted, all is lifted."""
    finding = await find(place)
    assert await climb(place, 6) == "warned"
    applicant = await place.applicant("C1")

    async def rectify() -> None:
        command = RectifyFinding(
            idempotency_key=key(),
            finding_id=finding.id,
            expected_revision=(await now(place, finding)).revision,
            measure="已补记",
        )
        await rectify_finding(applicant, command)

    async def verify(accepted: bool) -> None:
        command = VerifyFinding(
            idempotency_key=key(),
            finding_id=finding.id,
            expected_revision=(await now(place, finding)).revision,
            accepted=accepted,
            opinion="已查看",
        )
        await verify_finding(place.intake, command)

    assert await refused(verify(True)) == [("FINDING_NOT_OPEN", "finding")]
    await rectify()
    assert await refused(rectify()) == [("FINDING_NOT_OPEN", "finding")]
    assert await climb(place, 30) == "warned"
    await verify(False)
    assert await climb(place, 1) == "warned"
    await rectify()
    await verify(True)
    assert await standing_of(place.district, "C1") == "active"
    last = (await changes_of(place.district, "C1"))[-1]
    assert (last.change, last.cause) == ("restored", "RECTIFIED")
    assert await climb(place, 30) == "active"


async def test_an_appeal_upheld_restores_the_name_and_the_history_says_so(place: Place) -> None:
    """By somebody who had no part: not who found it. What the name suffered is undone, and the finding set aside."""
    finding = await find(place)
    assert await climb(place, 6) == "warned"
    lodged = await appeal(place)
    assert await refused(appeal(place)) == [("APPEAL_NOT_OPEN", "")]
    finder = await place.district.official(Role.COMMISSION, "500110")
    await decide_appeal(finder, decision(lodged, upheld=True))
    assert await standing_of(place.district, "C1") == "active"
    last = (await changes_of(place.district, "C1"))[-1]
    assert (last.change, last.cause, last.role) == ("restored", "APPEAL_UPHELD", "commission")
    assert (await now(place, finding)).status == "set_aside"
    assert await climb(place, 30) == "active"


async def test_who_found_it_does_not_decide_on_the_appeal(place: Place) -> None:
    place.intake = await place.district.official(Role.COMMISSION, "500110")
    await find(place)
    assert await climb(place, 6) == "warned"
    lodged = await appeal(place)
    offered = (
        "{ appeals(status: OPEN) { edges { node { change { change } actions { reasons { code } } } } }"
        " supervisionFindings(overdue: true) { totalCount }"
        " designations { edges { node { grounds { cause } actions { name reasons { code } } } } } }"
    )
    told = (await ask(place.intake, offered)).data
    assert told is not None
    node = told["appeals"]["edges"][0]["node"]
    assert node == {"change": {"change": "warned"}, "actions": [{"reasons": [{"code": "ALREADY_ACTED"}]}]}
    assert told["supervisionFindings"] == {"totalCount": 0}, "the warning gave it new days"
    name = told["designations"]["edges"][0]["node"]
    assert [ground["cause"] for ground in name["grounds"]] == ["FINDING_NOT_RECTIFIED"]
    closed = {one["name"]: [reason["code"] for reason in one["reasons"]] for one in name["actions"]}
    assert closed["RECORD_FINDING"] == []
    assert closed["LODGE_APPEAL"] == ["ROLE_NOT_ALLOWED", "APPEAL_NOT_OPEN"]
    assert closed["RETURN_PLAQUE"] == ["ROLE_NOT_ALLOWED", "PLAQUE_NOT_ALLOWED"]
    assert await refused(decide_appeal(place.intake, decision(lodged, upheld=True))) == [
        ("ALREADY_ACTED", "")
    ]
    assert await standing_of(place.district, "C1") == "warned"
    await decide_appeal(place.headquarters, decision(lodged, upheld=False))
    assert await standing_of(place.district, "C1") == "warned"
    async with place.intake.read() as session:
        rows = (await session.scalars(select(Appeal))).all()
    assert [row.status for row in rows] == ["dismissed"]


async def test_a_revocation_is_undone_with_its_number_and_too_late_is_too_late(place: Place) -> None:
    await find(place)
    for days in (6, 6, 6, 5):
        await climb(place, days)
    assert await standing_of(place.district, "C1") == "revoked"
    name = await name_of(place.district, "C1")
    assert name is not None
    place.district.clock.forward(4)
    assert await refused(appeal(place)) == [("APPEAL_NOT_OPEN", "designation")]
    place.district.clock.forward(-4)
    lodged = await appeal(place)
    await decide_appeal(place.headquarters, decision(lodged, upheld=True))
    again = await name_of(place.district, "C1")
    assert again is not None
    assert (again.id, again.number, again.status, again.ended_on) == (name.id, name.number, "active", None)
    assert (await changes_of(place.district, "C1"))[-1].change == "reinstated"


async def test_who_is_due_is_listed_until_assessed(place: Place) -> None:
    """Every twenty days, counted from the naming or the last assessment in turn."""
    asked = '{ unit(code: "500110") { assessmentsDue { unit { code } assessmentDueOn } } }'
    place.district.clock.forward(19)
    result = await ask(place.headquarters, asked)
    assert result.data == {"unit": {"assessmentsDue": []}}
    place.district.clock.forward(1)
    result = await ask(place.headquarters, asked)
    due = {"unit": {"code": "C1"}, "assessmentDueOn": place.headquarters.today().isoformat()}
    assert result.errors is None, result.errors
    assert result.data == {"unit": {"assessmentsDue": [due]}}


async def test_names_that_run_out_are_found_by_the_days_left(place: Place) -> None:
    asked = "query($days: Int!) { designations(expiringWithin: $days) { totalCount } }"
    place.district.clock.forward(300)
    for days, count in ((64, 0), (65, 1)):
        result = await ask(place.headquarters, asked, days=days)
        assert result.data == {"designations": {"totalCount": count}}
    assert refused_with(await ask(place.headquarters, asked, days=-1)) == ["INVALID_INPUT"]
