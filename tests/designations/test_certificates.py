"""Certificates: each edition says what the name was when it was issued, and supersedes the one before."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from authz.context import ANONYMOUS, OperationContext
from schema.designations.operations import ReissueCertificate, reissue_certificate
from schema.units.tables import Unit
from tenants.audit import AuditEntry
from tenants.database import Database
from tenants.outbox import OutboxMessage
from tests.builders.district import key
from tests.builders.events import report
from tests.builders.looks import changes_of, name_of
from tests.builders.refusals import refused
from tests.clients import ask, ask_public
from tests.designations.over_time import Place, make_place

CERTIFICATES = """
query($code: String!) { unit(code: $code) { designations {
  title certificateEdition actions { name allowed }
  certificates { edition unitName title validUntil occasion reason issuedOn supersededOn role } } } }
"""
PUBLIC = """
query($code: String!) { unitStatus(code: $code) { certificateEdition certificateIssuedOn title } }
"""


@pytest.fixture
async def place(database: Database) -> Place:
    return await make_place(database)


async def reissue(
    place: Place, reason: str = "社区更名", behind: int = 0, by: OperationContext | None = None
) -> None:
    name = await name_of(place.district, "C1")
    assert name is not None
    command = ReissueCertificate(
        idempotency_key=key(),
        designation_id=name.id,
        expected_revision=name.revision - behind,
        reason=reason,
    )
    await reissue_certificate(by or place.headquarters, command)


async def seen(place: Place) -> Any:
    result = await ask(place.headquarters, CERTIFICATES, code="C1")
    assert result.errors is None, result.errors
    assert result.data is not None
    return result.data["unit"]["designations"][0]


async def rename(place: Place, name: str) -> None:
    """Have the unit called otherwise, as whoever changes places will."""
    async with place.district.database.of(place.district.tenant).begin() as session:
        tenant = session.info["tenant_id"]
        await session.execute(
            update(Unit).where(Unit.tenant_id == tenant, Unit.code == "C1").values(name=name)
        )


async def test_a_renamed_units_certificate_is_issued_anew_and_the_old_one_superseded(place: Place) -> None:
    await place.name("C1")
    named_on, number = place.headquarters.today(), (await seen(place))["certificates"]
    assert [(one["edition"], one["unitName"], one["occasion"], one["supersededOn"]) for one in number] == [
        (1, "一社区", "NAMED", None)
    ]
    before = len(await changes_of(place.district, "C1"))
    place.district.clock.forward(5)
    await rename(place, "河街社区")
    await reissue(place)
    today = place.headquarters.today()
    found = await seen(place)
    assert (found["certificateEdition"], found["title"]) == (2, "无疫社区")
    first, second = found["certificates"]
    assert (first["unitName"], first["supersededOn"]) == ("一社区", str(today))
    assert second == {
        "edition": 2,
        "unitName": "河街社区",
        "title": "无疫社区",
        "validUntil": str(named_on + timedelta(days=30)),
        "occasion": "REISSUED",
        "reason": "社区更名",
        "issuedOn": str(today),
        "supersededOn": None,
        "role": "headquarters",
    }
    assert len(await changes_of(place.district, "C1")) == before, "nothing befell the name itself"
    public = await ask_public(place.district.context(ANONYMOUS), PUBLIC, code="C1")
    assert public["unitStatus"] == {
        "certificateEdition": 2,
        "certificateIssuedOn": str(today),
        "title": "无疫社区",
    }
    async with place.headquarters.read() as session:
        tenant = session.info["tenant_id"]
        (message,) = await session.scalars(
            select(OutboxMessage).where(
                OutboxMessage.tenant_id == tenant, OutboxMessage.topic == "designation.reissued"
            )
        )
        (entry,) = await session.scalars(
            select(AuditEntry).where(
                AuditEntry.tenant_id == tenant, AuditEntry.action == "designation.reissue_certificate"
            )
        )
    assert (message.payload["cause"], message.payload["status"]) == ("CERTIFICATE_REISSUED", "active")
    assert entry.detail["edition"] == 2


async def test_a_renewal_and_a_tier_bring_a_certificate_of_their_own(place: Place) -> None:
    """What the paper says changed: how long the name holds, or which it is."""
    await place.name("C1")
    place.district.clock.forward(20)
    await place.name("C1")
    await place.name("C1", tier="model")
    found = [(one["edition"], one["occasion"], one["title"]) for one in (await seen(place))["certificates"]]
    assert found == [
        (1, "NAMED", "无疫社区"),
        (2, "RENEWED", "无疫社区"),
        (3, "PROMOTED", "无疫示范社区"),
    ]


async def test_who_may_and_of_what(place: Place) -> None:
    """Refused, nothing is issued: to a community, on a stale page, without a reason, for a name that is over."""
    await place.name("C1")
    applicant = await place.applicant("C1")
    for refusal, work in (
        ([("ROLE_NOT_ALLOWED", "")], reissue(place, by=applicant)),
        ([("INVALID_INPUT", "reason")], reissue(place, "  ")),
        ([("TEXT_TOO_LONG", "reason")], reissue(place, "长" * 201)),
        ([("STALE_REVISION", "expectedRevision")], reissue(place, behind=1)),
    ):
        assert await refused(work) == refusal
    assert [one["edition"] for one in (await seen(place))["certificates"]] == [1]
    await reissue(place, by=place.intake)
    assert [one["edition"] for one in (await seen(place))["certificates"]] == [1, 2]
    await report(place.headquarters, (await place.district.unit("C1")).id, "case")
    assert await refused(reissue(place)) == [("NOT_TITLED", "designation")]
    offered = {one["name"]: one["allowed"] for one in (await seen(place))["actions"]}
    assert offered["REISSUE_CERTIFICATE"] is False
