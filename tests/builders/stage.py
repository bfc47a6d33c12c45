"""A district in which everything has happened once, beside another one that has nothing to do with it.

Each building is left at a point of its way, so that each mutation finds an object it can act on:

    B1 named · B2 roster only · B3 ready to submit · B4 draft · B5 waits for the community · B6 petition open
    B10 petition open with nobody vacant · B12 named, its plaque out
    B7 name suspended by a contact · B8 name revoked by a case · B9 draft to withdraw
"""

import contextlib
import dataclasses
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.actions import Role
from authz.brake import SignInRefused
from authz.context import ANONYMOUS, Actor, Grant, OperationContext
from authz.passwords import hash_password
from authz.sign_in import sign_in
from authz.tables import Membership, Official
from schema.api_clients.operations import CreateApiClient, create_api_client
from schema.appeals.operations import LodgeAppeal, lodge_appeal
from schema.appeals.tables import Appeal
from schema.applications.operations import AssessApplication, assess_application
from schema.applications.tables import Application
from schema.batches.tables import Batch, BatchEntry, BatchMember, Rectification
from schema.calendars.tables import CalendarEntry
from schema.complaints.operations import (
    RecordComplaint,
    SettleComplaint,
    record_complaint,
    settle_complaint,
)
from schema.complaints.tables import Complaint
from schema.criteria.operations import AttestationEntry
from schema.deadlines.tables import Escalation, StepDeadline
from schema.delegations.operations import DelegateRole, delegate_role
from schema.designations.operations import RecordPlaque, change_designation, record_plaque
from schema.designations.operations.changing import Change
from schema.designations.repository import lock_held_by_units, of_unit
from schema.designations.rules import Cause, Plaque
from schema.designations.tables import Designation, DesignationChange
from schema.events.tables import HealthEvent
from schema.evidence.operations import WithdrawEvidence, withdraw_evidence
from schema.evidence.tables import EvidenceFile
from schema.findings.operations import (
    RectifyFinding,
    ground_of,
    rectify_finding,
)
from schema.findings.tables import Finding
from schema.frame.background import SYSTEM
from schema.frame.identifiers import decode_id, encode_id, split_id
from schema.frame.operation import Transaction
from schema.frame.pagination import Page
from schema.guideline_drafts.operations import WithdrawGuideline, withdraw_guideline
from schema.guidelines.repository import current_edition, list_versions
from schema.guidelines.repository.templates import load_template
from schema.guidelines.tables import GuidelineVersion
from schema.household_moves.operations import RegisterHouseholds, register_households
from schema.inspections.tables import Inspection, ScoreSheet
from schema.key_areas.tables import KeyArea
from schema.name_lists.tables import NameList
from schema.notifications.repository import list_inbox
from schema.notifications.tables import Notification
from schema.official_changes.loading import read_departure, read_roles
from schema.official_changes.operations import EndRole, end_role
from schema.officials.operations import ResetPassword, reset_password
from schema.petition_answers.operations import (
    HouseholdAnswer,
    OpenPetition,
    RecordPetitionAnswers,
    open_petition,
    record_petition_answers,
)
from schema.petitions import repository as petitions
from schema.petitions.rules import GivenAnswer
from schema.petitions.tables import Petition
from schema.public_notices.tables import PublicNotice
from schema.residents import repository as residents
from schema.residents.rules import HouseholdRow
from schema.rule_changes import repository as rule_changes
from schema.rule_changes.rules import Choice, Treatment
from schema.rule_changes.tables import RuleChange
from schema.simulations.operations import StartSimulation, start_simulation
from schema.simulations.tables import Simulation, SimulationChange
from schema.supervision.operations import RecordFinding, record_finding
from schema.unit_changes.operations import rename_unit, split_unit
from schema.unit_changes.operations.naming import RenameUnit
from schema.unit_changes.operations.preparing import SplitUnit
from schema.unit_changes.rules import Part
from schema.unit_logs.operations import RecordUnitLog, record_unit_log
from schema.units.repository.counters import count_names
from schema.units.tables import Unit
from schema.worklists.repository import open_editions
from tenants.base import new_id
from tenants.database import Database
from tenants.jobs import Job
from tenants.outbox import number_pending
from tests.builders.applications import (
    Officials,
    appoint_all,
    assess,
    create,
    gather_signatures,
    log_routine,
    named,
    ready,
    record_figures,
    register,
    submit,
)
from tests.builders.areas import list_area
from tests.builders.district import PASSWORD, STREETS, District, key, make_district
from tests.builders.events import close, exclude, report
from tests.builders.guidelines import draft, publish, publish_draft

BUILDINGS = tuple(
    (f"B{number}", f"通惠路{number}号", "building", "C1") for number in (3, 4, 5, 6, 7, 8, 10, 11, 12)
)
MOVABLE = tuple(
    (f"M{number}", f"南门后街{number}号", "building", "C2") for number in (1, 2, 3, 4, 6, 7, 8, 9, 20, 21)
)
"""Buildings nothing else happens in: what the samples of changes of the tree take; the sixth was split."""

ELSEWHERE = (
    ("T1", "他区街道", "street", "500110"),
    ("D1", "他区社区", "community", "T1"),
    ("H1", "他区1栋", "building", "D1"),
)


@dataclass(slots=True)
class Stage:
    """The district, its people and the global ids of what they made."""

    district: District
    other: District
    officials: Officials
    callers: dict[str, OperationContext] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    revisions: dict[str, int] = field(default_factory=dict)
    departure: str = ""

    def note(
        self, name: str, row: Application | Complaint | Designation | KeyArea | Petition | HealthEvent
    ) -> None:
        """Remember a row under a name."""
        self.ids[name] = encode_id(type(row).__name__, row.id)
        self.revisions[name] = row.revision


async def set_stage(database: Database, owner: AsyncEngine) -> Stage:
    """Let everything happen once."""
    district = await make_district(database)
    await district.import_units(*STREETS, *BUILDINGS, *MOVABLE)
    stage = Stage(
        district, await make_district(database), await appoint_all(district, Role.BUILDING_LEADER, "C1")
    )
    await _invite(stage)
    await _walk(stage)
    await _petition(stage, "B6", "claimed", "vacancy_claimed", evidence="水电停用")
    await _petition(stage, "B10", "open", "absent")
    await _sign(stage, "B11")
    await _claim_in_group(stage)
    for code in ("B2", "B12"):
        await _note_homes(stage, code)
    await _befall(stage)
    await _complain(stage)
    await _supervise(stage)
    await _run_late(stage)
    await _attest(stage)
    await _publish(stage)
    await _inspect(stage)
    await _fail(stage)
    await _suppose(stage)
    await _split(stage)
    async with database.of(district.tenant).begin() as session:
        await number_pending(session, district.tenant.id)
    await _furnish_other(stage)
    await _bring_evidence(stage)
    await _note_ids(stage, owner)
    await _staff(stage)
    stage.ids["Notification"] = await latest_notification(stage.callers["street"])
    return stage


async def _invite(stage: Stage) -> None:
    """Name the callers: who may, who may not, and somebody from the other district who may all there."""
    district, other = stage.district, stage.other
    stage.callers |= {
        item.name: getattr(stage.officials, item.name) for item in dataclasses.fields(Officials)
    }
    administrator = await district.official(Role.TENANT_ADMINISTRATOR, "500110", "行政管理")
    bystander = await district.official(Role.BUILDING_LEADER, "B21", "外街道楼长")
    root = await other.unit("500110")
    guest = await other.official(Role.TENANT_ADMINISTRATOR, "500110", "他区管理")
    grants = tuple(Grant(new_id(), role, root.id, root.path) for role in Role)
    with contextlib.suppress(SignInRefused):
        await sign_in(district.context(ANONYMOUS), "somebody", "not the password")
    signed = await sign_in(district.context(ANONYMOUS), "admin", PASSWORD)
    lender = stage.officials.street
    stage.ids["street official"] = encode_id("Official", _id_of(lender))
    stage.ids["street grant"] = encode_id("RoleGrant", lender.actor.grants[0].membership_id)
    lend = DelegateRole(
        idempotency_key=key(),
        membership_id=lender.actor.grants[0].membership_id,
        delegate="admin",
        valid_until=lender.clock() + timedelta(days=7),
        reason="轮休",
    )
    stage.ids["delegation"] = encode_id("Delegation", (await delegate_role(lender, lend)).id)
    wanted = CreateApiClient(idempotency_key=key(), name="疾控平台", scopes=("status:read",))
    client, _ = await create_api_client(administrator, wanted)
    stage.ids["client"] = encode_id("ApiClient", client.id)
    stage.callers |= {
        "administrator": administrator,
        "anonymous": district.context(ANONYMOUS),
        "bystander": bystander,
        "client": district.context(Actor("client", client.id, client.name, (), frozenset(client.scopes))),
        "nobody": district.context(await without_role(district)),
        "outsider": other.context(dataclasses.replace(guest.actor, grants=grants)),
        "signed": district.context(signed.actor),
        "village": await district.official(Role.COMMUNITY, "V1", "村干部"),
    }


async def _staff(stage: Stage) -> None:
    """Appoint people whose roles and accounts are changed, each in one way, and one who is away."""
    district, administrator = stage.district, stage.callers["administrator"]
    people = {}
    for name in ("leaver", "ending", "extending", "changing", "absent", "renamed", "forgetful", "retired"):
        person = people[name] = await district.official(Role.BUILDING_LEADER, "B21", "待变动人员")
        stage.ids[name] = encode_id("Official", _id_of(person))
        stage.ids[f"{name} grant"] = encode_id("RoleGrant", person.actor.grants[0].membership_id)
    async with district.database.of(district.tenant).begin() as session:
        tenant = district.tenant.id
        (await session.get_one(Official, (tenant, _id_of(people["absent"])))).disabled_at = district.clock.now
        held = people["extending"].actor.grants[0].membership_id
        (await session.get_one(Membership, (tenant, held))).valid_until = district.clock.now + timedelta(
            days=9
        )
    async with administrator.read() as session:
        leaver = await session.get_one(Official, (tenant, _id_of(people["leaver"])))
        roles = await read_roles(session, leaver.id)
        seen = await read_departure(
            session, leaver, roles, await open_editions(session), administrator.clock()
        )
    stage.departure = seen.token
    ended = EndRole(
        idempotency_key=key(),
        membership_id=people["retired"].actor.grants[0].membership_id,
        expected_revision=1,
        last_day=administrator.today() + timedelta(days=3),
        reason="退休",
    )
    retired = await end_role(administrator, ended)
    lost = ResetPassword(idempotency_key=key(), official_id=retired.id, expected_revision=2)
    await reset_password(administrator, lost)
    typist = await district.official(Role.BUILDING_LEADER, "B21", "待变动人员")
    async with district.database.of(district.tenant).begin() as session:
        row = await session.get_one(Official, (tenant, _id_of(typist)))
        row.password_hash = await hash_password(PASSWORD)
    stage.callers["typist"] = typist


def _id_of(person: OperationContext) -> uuid.UUID:
    assert person.actor.id is not None
    return person.actor.id


async def without_role(district: District) -> Actor:
    """Register an official nobody has given a role."""
    row = Official(
        id=new_id(),
        username="idle",
        display_name="无角色",
        password_hash="!",
        created_at=district.clock.now,
    )
    async with district.database.of(district.tenant).begin() as session:
        session.add(row)
    return Actor("official", row.id, row.display_name)


async def _walk(stage: Stage) -> None:
    """Bring the buildings to their points of the way."""
    district, officials = stage.district, stage.officials
    for code in ("B1", "B7", "B8", "B12"):
        application = await named(district, officials, code)
        async with officials.street.read() as session:
            row = await session.get_one(Application, (district.tenant.id, application.id))
        stage.note(f"{code} application", row)
    await register(officials.applicant, await district.unit("B2"), 4)
    stage.note("B3 application", await ready(district, officials, "B3"))
    stage.note("B5 application", await submit(officials.applicant, await ready(district, officials, "B5")))
    for code in ("B4", "B9"):
        stage.note(f"{code} application", await create(officials.applicant, await district.unit(code)))


async def _petition(stage: Stage, code: str, name: str, answer: str, **given: str) -> None:
    """Open a petition in which one household has answered, and call petition and household by a name."""
    applicant, unit = stage.officials.applicant, await stage.district.unit(code)
    await register(applicant, unit, 4)
    await log_routine(applicant, unit)
    petition = await open_petition(applicant, OpenPetition(idempotency_key=key(), unit_id=unit.id))
    async with applicant.read() as session:
        entries = (await petitions.list_entries(session, petition.id, None, Page(limit=10))).rows
    household = entries[0].household_id
    command = RecordPetitionAnswers(
        idempotency_key=key(),
        petition_id=petition.id,
        expected_revision=petition.revision,
        answers=(HouseholdAnswer(household_id=household, given=GivenAnswer(answer, **given)),),
    )
    stage.note(f"{name} petition", await record_petition_answers(applicant, command))
    stage.ids[f"{name} household"] = encode_id("Household", household)


async def _claim_in_group(stage: Stage) -> None:
    """Let who keeps a group claim its one dwelling vacant, where the village has not looked yet."""
    leader, unit = (
        await stage.district.official(Role.BUILDING_LEADER, "G1", "双桥一社甲"),
        await stage.district.unit("G1"),
    )
    vacant = (HouseholdRow("空-1", occupancy="vacant"),)
    await register_households(
        leader, RegisterHouseholds(idempotency_key=key(), unit_id=unit.id, households=vacant)
    )
    petition = await open_petition(leader, OpenPetition(idempotency_key=key(), unit_id=unit.id))
    async with leader.read() as session:
        (entry,) = (await petitions.list_entries(session, petition.id, None, Page(limit=1))).rows
    given = GivenAnswer("vacancy_claimed", evidence="全家外出三年")
    command = RecordPetitionAnswers(
        idempotency_key=key(),
        petition_id=petition.id,
        expected_revision=petition.revision,
        answers=(HouseholdAnswer(household_id=entry.household_id, given=given),),
    )
    stage.note("group petition", await record_petition_answers(leader, command))
    stage.ids["group household"] = encode_id("Household", entry.household_id)


async def _note_homes(stage: Stage, code: str) -> None:
    """Remember the households of a building, and the first who lives in each."""
    unit = await stage.district.unit(code)
    async with stage.officials.applicant.read() as session:
        homes = (await residents.list_households(session, unit.path, Page(limit=4))).rows
        people = await residents.residents_by_household(session, [home.id for home in homes])
    for number, home in enumerate(homes):
        stage.ids[f"{code} household {number}"] = encode_id("Household", home.id)
        stage.ids[f"{code} resident {number}"] = encode_id("Resident", people[home.id][0].id)


async def _sign(stage: Stage, code: str) -> None:
    """Open a petition in which everybody signed, and remember one of them."""
    applicant, unit = stage.officials.applicant, await stage.district.unit(code)
    await register(applicant, unit, 2)
    await gather_signatures(applicant, unit)
    async with applicant.read() as session:
        petition = (await petitions.open_by_units(session, [unit.id]))[unit.id]
        entries = (await petitions.list_entries(session, petition.id, None, Page(limit=10))).rows
    stage.note("signed petition", petition)
    stage.ids["signed household"] = encode_id("Household", entries[0].household_id)


async def _befall(stage: Stage) -> None:
    """Let a contact suspend one name and a case take another; leave a contact elsewhere to be closed."""
    district, community = stage.district, stage.officials.community
    await report(community, (await district.unit("B7")).id, "close_contact")
    await _hand_plaque(stage, "B8", Plaque.ISSUED)
    fatal = await report(community, (await district.unit("B8")).id, "case", external_id="报告-0001")
    stage.note("fatal event", fatal)
    await _hand_plaque(stage, "B8", Plaque.RETURNED)
    await _hand_plaque(stage, "B12", Plaque.ISSUED)
    stage.note("case", await report(community, (await district.unit("B2")).id, "case", days_ago=30))
    closed = await report(stage.officials.street, (await district.unit("V1")).id, "home_quarantine")
    stage.note("closed event", await close(stage.officials.street, closed))
    village = (await district.unit("V1")).id
    stage.note("mistaken event", await report(stage.officials.street, village, "home_quarantine"))
    stage.note("false event", await report(stage.officials.street, village, "key_area_returnee"))
    untrue = await report(stage.officials.street, village, "key_area_returnee")
    stage.note("excluded event", await exclude(stage.officials.commission, untrue))
    stage.note("contact", await report(stage.officials.street, village, "close_contact"))
    stage.note("event", await report(stage.officials.street, (await district.unit("V1")).id, "close_contact"))


async def _hand_plaque(stage: Stage, code: str, what: Plaque) -> None:
    """Hand a plaque out, or take it back, and remember the name."""
    street, unit = stage.officials.street, await stage.district.unit(code)
    async with street.read() as session:
        (name,) = (await of_unit(session, [unit.id]))[unit.id]
    command = RecordPlaque(
        idempotency_key=key(),
        designation_id=name.id,
        expected_revision=name.revision,
        what=what,
        on=street.today(),
    )
    stage.note(f"{code} name", await record_plaque(street, command))


async def _complain(stage: Stage) -> None:
    """Let a complaint about V1 come in, still to be looked into, and one that is settled."""
    street, day = stage.officials.street, stage.officials.street.today()
    for name in ("complaint", "settled complaint"):
        stage.note(name, await complain(street, await stage.district.unit("V1"), f"卷宗-{name}"))
    settlement = SettleComplaint(
        idempotency_key=key(),
        complaint_id=decode_id("Complaint", stage.ids["settled complaint"], "complaint"),
        expected_revision=1,
        substantiated=False,
        settled_on=day,
    )
    stage.note("settled complaint", await settle_complaint(street, settlement))


async def complain(actor: OperationContext, unit: Unit, reference: str = "卷宗-1") -> Complaint:
    """Record a complaint that came three days ago and is due today."""
    command = RecordComplaint(
        idempotency_key=key(),
        unit_id=unit.id,
        reference=reference,
        received_on=actor.today() - timedelta(days=3),
        due_on=actor.today(),
        about_epidemic=True,
    )
    return await record_complaint(actor, command)


async def _split(stage: Stage) -> None:
    """Split M6 into two."""
    administrator, unit = stage.callers["administrator"], await stage.district.unit("M6")
    renaming = RenameUnit(
        idempotency_key=key(),
        unit_id=unit.id,
        expected_revision=unit.revision,
        name="南门新街6号",
        reason="地名标准化",
    )
    unit = await rename_unit(administrator, renaming)
    parts = (Part("M6a", "南门后街6号东"), Part("M6b", "南门后街6号西"))
    command = SplitUnit(idempotency_key=key(), unit_id=unit.id, expected_revision=unit.revision, parts=parts)
    await split_unit(stage.officials.headquarters, command)


async def _supervise(stage: Stage) -> None:
    """Find something at B1, four times over: open, reported, and two the name is warned for, one of them appealed."""
    street, applicant = stage.officials.street, stage.officials.applicant
    unit = await stage.district.unit("B1")
    findings = {}
    for name in ("open", "reported", "appealed", "warned"):
        command = RecordFinding(
            idempotency_key=key(), unit_id=unit.id, occasion="spot", clause="B-h", description="提示不清"
        )
        findings[name] = await record_finding(street, command)
        stage.ids[f"{name} finding"] = encode_id("SupervisionFinding", findings[name].id)
    rectify = RectifyFinding(
        idempotency_key=key(), finding_id=findings["reported"].id, expected_revision=1, measure="已更换"
    )
    await rectify_finding(applicant, rectify)
    for name in ("appealed", "warned"):
        context = stage.district.context(SYSTEM)
        async with context.begin() as session:
            tx = Transaction(session, context, context.clock(), context.today())
            held = (await lock_held_by_units(session, [unit.id]))[unit.id]
            ground = ground_of(findings[name])
            change = Change("warned", Cause.FINDING_NOT_RECTIFIED, "B-h", ground=ground)
            await change_designation(tx, held, unit, change)
            await tx.records.write()
        if name == "appealed":
            lodge = LodgeAppeal(idempotency_key=key(), designation_id=held.id, grounds="提示已更换")
            stage.ids["Appeal"] = encode_id("Appeal", (await lodge_appeal(applicant, lodge)).id)
    stage.revisions["Designation"] = held.revision
    async with street.read() as session:
        fallen = (await of_unit(session, [(await stage.district.unit("B7")).id])).values()
    stage.note("B7 name", next(iter(fallen))[0])


async def _attest(stage: Stage) -> None:
    """Let the community assess itself, with a survey, a note and a file kept elsewhere; log with a note."""
    community, unit = stage.officials.community, await stage.district.unit("C1")
    application = await assess(community, await create(community, unit), unit)
    command = AssessApplication(
        idempotency_key=key(),
        application_id=application.id,
        expected_revision=application.revision,
        attestations=(
            AttestationEntry(criterion="B-h", met=True, note="电梯口有提示"),
            AttestationEntry(criterion="B-q", met=False, reference="卷宗-7"),
        ),
    )
    stage.note("C1 application", await assess_application(community, command))
    log = RecordUnitLog(
        idempotency_key=key(),
        unit_id=(await stage.district.unit("B1")).id,
        kind="disinfection",
        performed_on=community.today(),
        note="含电梯按键",
    )
    await record_unit_log(community, log)


async def _fail(stage: Stage) -> None:
    """Leave jobs that were given up, one of them to be tried again, and one in the other district."""
    for name, district in (
        ("job", stage.district),
        ("job to retry", stage.district),
        ("foreign Job", stage.other),
    ):
        now = district.clock.now
        job = Job(
            id=new_id(),
            kind="sweep.forgetting",
            payload={},
            state="dead",
            attempts=10,
            error="INTERNAL",
            created_at=now,
            due_at=now,
            started_at=now,
            finished_at=now,
        )
        async with district.database.of(district.tenant).begin() as session:
            session.add(job)
        stage.ids[name] = encode_id("Job", job.id)


async def _suppose(stage: Stage) -> None:
    """Put a supposition that is worked out, one that waits and, in the other district, one of their own."""
    for name, who, days in (("SimulationRun", "commission", 14), ("waiting run", "commission", 15)):
        command = StartSimulation(idempotency_key=key(), source=with_window(days))
        row = await start_simulation(stage.callers[who], command)
        stage.ids[name] = encode_id("SimulationRun", row.id)
        if name == "SimulationRun":
            await _work_out(stage, row)
    foreign = StartSimulation(idempotency_key=key(), source=with_window(16))
    row = await start_simulation(stage.callers["outsider"], foreign)
    stage.ids["foreign SimulationRun"] = encode_id("SimulationRun", row.id)


def with_window(days: int) -> str:
    """Give the template with a longer window."""
    return load_template("wenlong").text.replace("days: 8, basis", f"days: {days}, basis")


async def _work_out(stage: Stage, row: Simulation) -> None:
    """Leave what a worker would have found."""
    async with stage.district.database.of(stage.district.tenant).begin() as session:
        session.add(
            SimulationChange(
                simulation_id=row.id,
                path="500110.S1.C1.B1",
                code="B1",
                name="通惠路1号",
                kind="building",
                titled=True,
                outcome="lose",
                was_failing=["B-b"],
                failing=["B-a", "B-b"],
                name_change="revoke",
                cause="RULE_NOT_MET",
                clause="B-a",
            )
        )
        counts = {
            "passing": 1,
            "failing": 2,
            "gaining": 3,
            "losing": 4,
            "names_falling": 1,
            "names_returning": 0,
        }
        await session.execute(update(Simulation).where(Simulation.id == row.id).values(counts))
        ended = {"state": "succeeded", "done": 10, "total": 10, "finished_at": row.requested_at}
        await session.execute(update(Job).where(Job.key == str(row.id)).values(ended))


DECLARED = """
event_classes:
  - {id: second_contact, name: 次密接, counts_as: close_contact}
figures:
  - {id: vaccination, name: 疫苗接种率, excludes: 禁忌者}
benchmarks:
  - {id: county, name: 全区平均, values: [{since: 2022-10-01, percent: 90.5, source: 区疾控中心}]}
"""


async def latest_notification(context: OperationContext) -> str:
    """Give the id of what an official was told last."""
    if context.actor.id is None:
        raise AssertionError
    async with context.read() as session:
        inbox = await list_inbox(session, context.actor.id, Page(limit=1), unread=False)
    return encode_id("Notification", inbox.rows[0].id)


async def _change_rules(stage: Stage, here: GuidelineVersion, there: GuidelineVersion) -> None:
    """Note what is to become of names by the second version, and leave a rule change that is held."""
    async with stage.district.database.of(stage.district.tenant).begin() as session:
        row = (await rule_changes.by_versions(session, [here.id]))[here.id]
        stage.ids["RuleChange"], stage.revisions["RuleChange"] = encode_id("RuleChange", row.id), row.revision
        first = next(each for each in await list_versions(session) if each.number == 1)
        falling = {
            "kind": "building",
            "change": "revoked",
            "cause": "RULE_NOT_MET",
            "clause": "B-i",
            "names": 30,
        }
        held = RuleChange(
            id=new_id(),
            guideline_version_id=first.id,
            treatment="apply",
            due_on=row.due_on,
            status="held",
            expected=3,
            tally=[falling],
            decided_by=row.decided_by,
            decided_at=row.decided_at,
        )
        session.add(held)
        stage.ids["held rules"] = encode_id("RuleChange", held.id)
    async with stage.other.database.of(stage.other.tenant).read() as session:
        other = (await rule_changes.by_versions(session, [there.id]))[there.id]
        stage.ids["foreign RuleChange"] = encode_id("RuleChange", other.id)


async def _publish(stage: Stage) -> None:
    """Publish a second version with a longer window, here and there; what is under way stays with the first.

    A third was withdrawn before its day; drafts of the commission wait for the headquarters.
    """
    wenlong = load_template("wenlong").text
    source = wenlong.replace("days: 8, basis", "days: 14, basis") + DECLARED
    today = stage.officials.headquarters.today()
    later = Choice(Treatment.APPLY, apply_on=today + timedelta(days=40))
    here, there = await publish(stage.district, source, later), await publish(stage.other, source)
    commission, headquarters = stage.officials.commission, stage.officials.headquarters
    third = await draft(commission, wenlong.replace("days: 8, basis", "days: 21, basis"))
    await publish_draft(headquarters, third, *(today + timedelta(days=days) for days in (30, 60)), later)
    stage.ids["closed draft"] = encode_id("GuidelineDraft", third.id)
    command = WithdrawGuideline(idempotency_key=key(), number=3, reason="窗口过长")
    await withdraw_guideline(headquarters, command)
    fourth = await draft(commission, wenlong.replace("days: 8, basis", "days: 28, basis"))
    await publish_draft(headquarters, fourth, headquarters.today() + timedelta(days=30))
    await _change_rules(stage, here, there)
    for name, days in (("draft", 9), ("draft to discard", 10), ("draft to replace", 11)):
        row = await draft(commission, wenlong.replace("days: 8, basis", f"days: {days}, basis"))
        stage.ids[name], stage.revisions[name] = encode_id("GuidelineDraft", row.id), row.revision
    place, street = await stage.district.unit("V1"), stage.officials.street
    area = await list_area(commission)
    stage.note("area", area)
    await report(street, place.id, "close_contact", event_class="second_contact")
    await close(street, await report(street, place.id, "key_area_returnee", area=area))
    await record_figures(stage.callers["village"], place)


async def _run_late(stage: Stage) -> None:
    """Leave a day of the calendar set, and a deadline that was missed and escalated, as the sweep writes them."""
    actor = stage.officials.commission
    _, application = split_id(stage.ids["B5 application"])
    deadline = StepDeadline(
        id=new_id(), application_id=application, step="street_intake", status="done", budget=3, consumed=4
    )
    entry = CalendarEntry(
        id=new_id(),
        day=actor.today(),
        working=True,
        note="周日上班",
        set_by=actor.actor.id,
        set_at=actor.clock(),
    )
    rung = Escalation(
        id=new_id(), deadline_id=deadline.id, rung=0, action="remind", role="commission", at=actor.clock()
    )
    async with actor.begin() as session:
        session.add_all((entry, deadline))
        await session.flush()
        session.add(rung)


async def _furnish_other(stage: Stage) -> None:
    """Give the other district a household, a petition, an application, an event and a program of its own."""
    other = stage.other
    await other.import_units(*ELSEWHERE)
    leader = await other.official(Role.BUILDING_LEADER, "H1", "他区楼长")
    unit = await other.unit("H1")
    await register(leader, unit, 1)
    petition = await open_petition(leader, OpenPetition(idempotency_key=key(), unit_id=unit.id))
    async with leader.read() as session:
        (entry,) = (await petitions.list_entries(session, petition.id, None, Page(limit=1))).rows
        (household,) = (await residents.residents_by_household(session, [entry.household_id])).values()
    wanted = CreateApiClient(idempotency_key=key(), name="他区平台", scopes=("status:read",))
    client, _ = await create_api_client(stage.callers["outsider"], wanted)
    application = await create(leader, unit)
    written = await draft(stage.callers["outsider"], load_template("wenlong").text)
    stage.ids |= {
        "foreign GuidelineDraft": encode_id("GuidelineDraft", written.id),
        "foreign ApiClient": encode_id("ApiClient", client.id),
        "foreign Application": encode_id("Application", application.id),
        "foreign Complaint": encode_id(
            "Complaint", (await complain(await other.official(Role.COMMUNITY, "D1"), unit)).id
        ),
        **await _name_other(leader, application),
        "foreign RoleGrant": encode_id("RoleGrant", leader.actor.grants[0].membership_id),
        "foreign Official": encode_id("Official", _id_of(leader)),
        "foreign Delegation": encode_id("Delegation", await _lend_other(stage)),
        "foreign KeyArea": encode_id("KeyArea", (await list_area(stage.callers["outsider"])).id),
        "foreign HealthEvent": encode_id("HealthEvent", (await report(leader, unit.id, "close_contact")).id),
        "foreign Household": encode_id("Household", entry.household_id),
        "foreign Notification": await _tell_other(stage, unit),
        "foreign Petition": encode_id("Petition", petition.id),
        "foreign Resident": encode_id("Resident", household[0].id),
        "foreign Unit": encode_id("Unit", unit.id),
    }


async def _lend_other(stage: Stage) -> uuid.UUID:
    """Let somebody of the other district stand in for a colleague."""
    lender = await stage.other.official(Role.STREET, "T1", "他区街道办")
    command = DelegateRole(
        idempotency_key=key(),
        membership_id=lender.actor.grants[0].membership_id,
        delegate="admin",
        valid_until=lender.clock() + timedelta(days=7),
        reason="轮休",
    )
    return (await delegate_role(lender, command)).id


async def _tell_other(stage: Stage, unit: Unit) -> str:
    """Leave a notification in the other district."""
    outsider = stage.callers["outsider"]
    row = Notification(
        id=new_id(),
        official_id=outsider.actor.id,
        kind="application.arrived",
        unit_id=unit.id,
        subject_type="Unit",
        subject_id=unit.id,
        created_at=outsider.clock(),
    )
    async with outsider.begin() as session:
        session.add(row)
    return encode_id("Notification", row.id)


async def _name_other(actor: OperationContext, application: Application) -> dict[str, str]:
    """Leave a name in the other district, which nobody there went the way for, a finding and an appeal."""
    name, change, finding, appeal = (new_id() for _ in range(4))
    now, today, who = actor.clock(), actor.today(), actor.actor.id
    rows = (
        Designation(
            id=name,
            unit_id=application.unit_id,
            application_id=application.id,
            guideline_version_id=application.guideline_version_id,
            number="他区-0001",
            title="无疫楼栋",
            named_on=today,
            public_from=today,
        ),
        DesignationChange(
            id=change,
            designation_id=name,
            ordinal=1,
            change="named",
            cause="NAMED",
            effective_on=today,
            at=now,
        ),
        Finding(
            id=finding,
            designation_id=name,
            unit_id=application.unit_id,
            occasion="spot",
            clause="B-h",
            description="他区问题",
            found_by=who,
            found_on=today,
            due_on=today,
        ),
        Appeal(
            id=appeal,
            designation_id=name,
            change_id=change,
            unit_id=application.unit_id,
            grounds="他区申诉",
            lodged_by=who,
            lodged_at=now,
        ),
    )
    async with actor.begin() as session:
        for row in rows:
            session.add(row)
            await session.flush()
        unit = await session.get_one(Unit, (actor.tenant.id, application.unit_id))
        await count_names(session, {(unit.path, unit.kind): (1, 1)})
    return {
        "foreign Appeal": encode_id("Appeal", appeal),
        "foreign Designation": encode_id("Designation", name),
        "foreign SupervisionFinding": encode_id("SupervisionFinding", finding),
    }


async def _inspect(stage: Stage) -> None:
    """Leave rows of a batch, which the district's own guideline does not have: a town's are in town_stage.py."""
    district, member = stage.district, stage.officials.street
    unit, street = await district.unit("B1"), await district.unit("S1")
    ids = {"unit_id": unit.id, "application_id": split_id(stage.ids["B1 application"])[1]}
    async with member.begin() as session:
        edition = await current_edition(session, member.today())
        batch, entry, inspection = new_id(), new_id(), new_id()
        now, today, who = member.clock(), member.today(), member.actor.id
        window = {"opens_on": today, "closes_on": today, "opened_at": now, "opened_by": who}
        rows = (
            Batch(
                id=batch,
                unit_id=street.id,
                guideline_version_id=edition.id,
                process="B-W1",
                number=1,
                kind="regular",
                **window,
            ),
            BatchMember(batch_id=batch, official_id=who, office="卫生院", leads=True, appointed_at=now),
            BatchEntry(id=entry, batch_id=batch, entered_at=now, **ids),
            Inspection(id=inspection, entry_id=entry, application_id=ids["application_id"], opened_at=now),
            ScoreSheet(inspection_id=inspection, inspector_id=who, office="卫生院", updated_at=now),
            PublicNotice(
                title="无疫楼栋", step="naming", starts_on=today, ends_on=today + timedelta(days=5), **ids
            ),
            Rectification(
                entry_id=entry, unit_id=unit.id, item="1", title="组织", finding="不足", due_on=today
            ),
            NameList(
                batch_id=batch,
                unit_id=street.id,
                title="文龙街道第 1 批命名名单",
                channels=["政府网站"],
                names=[dict.fromkeys(("code", "name", "kind", "title", "number"), "B1")],
                published_on=today,
                published_by=who,
                published_at=now,
            ),
        )
        for row in rows:
            session.add(row)
            await session.flush()
    stage.ids["Batch"] = encode_id("Batch", batch)


async def _bring_evidence(stage: Stage) -> None:
    """Put files on record, here one withdrawn and one that counts, there one; their content lies nowhere."""
    here = stage.officials.community
    kept = await _file(here, (await stage.district.unit("B1")).id, "现场照片.jpg", "a" * 64)
    gone = await _file(here, (await stage.district.unit("B1")).id, "误传.jpg", "b" * 64)
    await withdraw_evidence(here, WithdrawEvidence(idempotency_key=key(), file_id=gone, reason="误传"))
    there = stage.callers["outsider"]
    foreign = await _file(there, (await stage.other.unit("H1")).id, "他区照片.jpg", "c" * 64)
    stage.ids["EvidenceFile"] = encode_id("EvidenceFile", kept)
    stage.ids["withdrawn EvidenceFile"] = encode_id("EvidenceFile", gone)
    stage.ids["foreign EvidenceFile"] = encode_id("EvidenceFile", foreign)


async def _file(actor: OperationContext, unit_id: uuid.UUID, name: str, sha256: str) -> uuid.UUID:
    row = EvidenceFile(
        id=new_id(),
        unit_id=unit_id,
        criterion="B-h",
        requirement="photo",
        type="image",
        media_type="image/jpeg",
        size=1_000,
        sha256=sha256,
        original_name=name,
        taken_on=actor.today(),
        uploaded_by=actor.actor.id,
        uploaded_at=actor.clock(),
    )
    async with actor.begin() as session:
        session.add(row)
    return row.id


async def _note_ids(stage: Stage, owner: AsyncEngine) -> None:
    """Look up the global ids of units, and of one row of each other kind."""
    tenant = {"tenant": stage.district.tenant.id}
    async with owner.connect() as connection:
        for code, unit_id in await connection.execute(
            text("select code, id from units where tenant_id = :tenant"), tenant
        ):
            stage.ids[code] = encode_id("Unit", unit_id)
        for kind, statement in _ONE_OF_EACH.items():
            found = (await connection.scalars(text(statement), tenant)).first()
            assert found is not None, kind
            stage.ids[kind] = encode_id(kind, found)


_B1 = "(select id from units where tenant_id = :tenant and code = 'B1')"
_ONE_OF_EACH: Mapping[str, str] = {
    "Assessment": f"select id from assessments where tenant_id = :tenant and unit_id = {_B1}",
    "Designation": f"select id from designations where tenant_id = :tenant and unit_id = {_B1}",
    "Household": f"select id from households where tenant_id = :tenant and unit_id = {_B1}",
    "Petition": f"select id from petitions where tenant_id = :tenant and unit_id = {_B1}",
    "Official": "select id from officials where tenant_id = :tenant and username = 'admin'",
    "PetitionEntry": "select e.id from petition_entries e join petitions p on p.id = e.petition_id "
    f"where e.tenant_id = :tenant and p.unit_id = {_B1}",
    "Resident": "select r.id from residents r join households h on h.id = r.household_id "
    f"where r.tenant_id = :tenant and h.unit_id = {_B1} and r.telephone is not null",
    "Review": "select id from reviews where tenant_id = :tenant and opinion is not null",
    "UnitLog": f"select id from unit_logs where tenant_id = :tenant and unit_id = {_B1} and note is not null",
}
