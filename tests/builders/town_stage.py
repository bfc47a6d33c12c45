"""A town in the middle of its batches, with the callers every mutation is tried by.

V1 failed and rectifies · V2 has both sheets, parting too far · V3 waits for its first sheet · T2 has a batch
to close · T3 has a batch without a team · T4 has none.
"""

import dataclasses

from authz.actions import Role
from authz.context import ANONYMOUS, Grant
from schema.batches.operations import CloseBatch, OpenBatch, close_batch, open_batch
from schema.batches.rules import BatchKind
from schema.batches.tables import Batch, BatchEntry
from schema.designations.tables import Designation
from schema.frame.identifiers import encode_id
from schema.guidelines.repository.templates import load_template
from schema.inspections.operations.rectifications import Measure, ReportRectification, report_rectification
from schema.inspections.rules import Score
from tenants.base import new_id
from tenants.database import Database
from tests.builders.applications import Officials, create
from tests.builders.district import key
from tests.builders.guidelines import publish
from tests.builders.stage import Stage, without_role
from tests.builders.town import PROCESS, Town, make_town, official_id

TOWNS = tuple((f"T{number}", f"第{number}镇", "town", "500110") for number in (2, 3, 4))
LISTS = "\npublication: {lists: true, channels: [镇政府公开栏]}\n"


async def set_town_stage(database: Database) -> Stage:
    """Bring a town to where each mutation of batches and inspections finds an object it can act on."""
    town = await make_town(database)
    await publish(town.district, load_template("town").text + LISTS)
    await town.district.import_units(*TOWNS)
    neighbour = await make_town(database)
    stage = Stage(town.district, neighbour.district, await _officials(town))
    await _note_foreign(stage, neighbour)
    await _invite(stage, town)
    await town.appoint(await town.open())
    applicant, failed = await town.submitted("V1")
    stage.callers["applicant"] = applicant
    for inspector, lost in zip(town.inspectors, (30, 20), strict=True):
        await town.score(inspector, failed, lost=lost)
    await town.conclude(failed, Score("2", 2, "复看现场后核定"))
    rectified = ReportRectification(
        idempotency_key=key(),
        application_id=failed.id,
        expected_revision=(await town.application(failed)).revision,
        measures=(Measure("2", "已逐项补齐"),),
    )
    await report_rectification(applicant, rectified)
    _, disputed = await town.submitted("V2")
    for inspector, lost in zip(town.inspectors, (0, 10), strict=True):
        await town.score(inspector, disputed, lost=lost)
    _, waiting = await town.submitted("V3")
    for name, row in (("failed", failed), ("disputed", disputed), ("waiting", waiting)):
        stage.note(name, await town.application(row))
    for code in ("T2", "T3"):
        _note_batch(stage, code, await _open_in(town, code))
    done = await _open_in(town, "T4")
    command = CloseBatch(idempotency_key=key(), batch_id=done.id, expected_revision=done.revision)
    await close_batch(stage.callers["clerk"], command)
    await _name_in(stage, town, done)
    for code in ("T1", "T4", "V1"):
        stage.ids[code] = encode_id("Unit", (await town.district.unit(code)).id)
    return stage


async def _name_in(stage: Stage, town: Town, batch: Batch) -> None:
    """Leave a village that was named in a batch, so that the batch has a list."""
    await town.district.import_units(("V9", "九曲村", "village", "T4"))
    unit = await town.district.unit("V9")
    applicant = await town.district.official(Role.COMMUNITY, "V9")
    application = await create(applicant, unit)
    clerk = stage.callers["clerk"]
    async with clerk.begin() as session:
        session.add(
            BatchEntry(
                id=new_id(),
                batch_id=batch.id,
                application_id=application.id,
                unit_id=unit.id,
                outcome="passed",
                entered_at=clerk.clock(),
                concluded_at=clerk.clock(),
            )
        )
        session.add(
            Designation(
                id=new_id(),
                unit_id=unit.id,
                application_id=application.id,
                guideline_version_id=application.guideline_version_id,
                number="WY-village-2022-9001",
                title="无疫村",
                named_on=clerk.today(),
                public_from=clerk.today(),
            )
        )
    stage.ids["done batch"] = encode_id("Batch", batch.id)


async def _note_foreign(stage: Stage, neighbour: Town) -> None:
    """Give the other district a batch and an application of its own."""
    unit = await neighbour.district.unit("V1")
    applicant = await neighbour.district.official(Role.COMMUNITY, "V1")
    stage.ids |= {
        "foreign Application": encode_id("Application", (await create(applicant, unit)).id),
        "foreign Batch": encode_id("Batch", (await neighbour.open()).id),
        "foreign Unit": encode_id("Unit", unit.id),
    }


async def _officials(town: Town) -> Officials:
    community = await town.district.official(Role.COMMUNITY, "V1")
    return Officials(
        applicant=community,
        community=community,
        intake=town.clerk,
        street=town.leader,
        commission=town.commission,
        headquarters=await town.district.official(Role.HEADQUARTERS, "500110"),
    )


async def _invite(stage: Stage, town: Town) -> None:
    district, other = stage.district, stage.other
    clerk = await district.official(Role.STREET, "500110", "各镇专班")
    root = await other.unit("500110")
    guest = await other.official(Role.TENANT_ADMINISTRATOR, "500110", "他区管理")
    grants = tuple(Grant(new_id(), role, root.id, root.path) for role in Role)
    stage.callers |= {
        "clerk": clerk,
        "leader": town.leader,
        "inspector": town.inspectors[0],
        "commission": town.commission,
        "anonymous": district.context(ANONYMOUS),
        "bystander": await district.official(Role.BUILDING_LEADER, "T4", "外镇楼长"),
        "nobody": district.context(await without_role(district)),
        "outsider": other.context(dataclasses.replace(guest.actor, grants=grants)),
    }
    for place, office in enumerate(town.offices.values()):
        stage.ids[f"office {place}"] = encode_id("Official", official_id(office))


async def _open_in(town: Town, code: str) -> Batch:
    today = town.clerk.today()
    command = OpenBatch(
        idempotency_key=key(),
        unit_id=(await town.district.unit(code)).id,
        process=PROCESS,
        kind=BatchKind.REGULAR,
        opens_on=today,
        closes_on=today,
        reason="按年度安排",
    )
    return await open_batch(await town.district.official(Role.STREET, code), command)


def _note_batch(stage: Stage, code: str, batch: Batch) -> None:
    stage.ids[f"{code} batch"] = encode_id("Batch", batch.id)
    stage.revisions[f"{code} batch"] = batch.revision
