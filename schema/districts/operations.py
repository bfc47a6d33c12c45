"""A district comes on board: tenant, guideline, root unit and first administrator in one transaction."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from authz.actions import Role
from authz.passwords import USERNAME, hash_password, password_flaw, written_username
from authz.tables import Membership, Official
from schema.districts.rules import District, district_faults
from schema.frame import races
from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.frame.text import text_fault
from schema.guideline_drafts.rules import check_package
from schema.guidelines.operations import adopt_template, found_scheme, require_sound
from schema.guidelines.repository import edition_of
from schema.guidelines.rules import root_kind
from schema.guidelines.tables import GuidelineVersion
from schema.units.repository.placements import keep_placements
from schema.units.tables import Unit
from tenants import register
from tenants.audit import AuditEntry
from tenants.base import new_id
from tenants.database import Database, Session, bind_tenant
from tenants.tables import Tenant


@dataclass(frozen=True, kw_only=True, slots=True)
class Administrator:
    """The first official of a district: appoints all others."""

    username: str
    display_name: str
    password: str


async def onboard_district(
    database: Database,
    operator_id: uuid.UUID,
    district: District,
    administrator: Administrator,
    now: datetime,
    trace_id: str = "",
) -> Tenant:
    """Make a tenant ready to work, or refuse with every fault and write nothing.

    Refuses with INVALID_INPUT, TEXT_TOO_LONG, WEAK_PASSWORD, UNKNOWN_TEMPLATE or SLUG_TAKEN, and a guideline of
    its own with all its faults (GUIDELINE_INVALID, GUIDELINE_LOOSER). The administrator can sign in at once.
    """
    faults = [*district_faults(district), *_administrator_faults(administrator)]
    if faults:
        raise DomainErrors(faults)
    password_hash = await hash_password(administrator.password)
    tenant = Tenant(
        id=new_id(),
        slug=district.slug,
        host=district.host,
        name=district.name,
        division_code=district.division_code,
        time_zone=district.time_zone,
        created_at=now,
    )
    audit = _audit(operator_id, tenant, district, now, trace_id)
    with races.refused():
        await _write(database, tenant, district, administrator, password_hash, audit)
    return tenant


async def _write(
    database: Database,
    tenant: Tenant,
    district: District,
    administrator: Administrator,
    password_hash: str,
    audit: AuditEntry,
) -> None:
    now = tenant.created_at
    async with database.begin_platform() as session:
        taken = await register.taken(session, district.slug, district.host)
        if taken is not None:
            field = "slug" if taken.slug == district.slug else "host"
            raise DomainError(ErrorCode.SLUG_TAKEN, "该标识或域名已被占用。", field=(field,))
        session.add(tenant)
        await session.flush()
        await bind_tenant(session, tenant.id)
        edition = await edition_of(session, await _first_version(session, district, now))
        code = district.division_code or district.slug
        root = Unit(
            id=new_id(),
            code=code,
            name=district.name,
            kind=root_kind(edition.guideline).id,
            path=code,
            created_at=now,
        )
        session.add(root)
        await session.flush()
        await keep_placements(session, [root], now)
        official = Official(
            id=new_id(),
            username=written_username(administrator.username),
            display_name=administrator.display_name,
            password_hash=password_hash,
            created_at=now,
        )
        session.add(official)
        await session.flush()
        session.add(
            Membership(
                official_id=official.id,
                role=Role.TENANT_ADMINISTRATOR,
                unit_id=root.id,
                scope_path=root.path,
                valid_from=now,
            )
        )
        audit.detail = {**audit.detail, "guideline": edition.digest}
        session.add(audit)


async def _first_version(session: Session, district: District, now: datetime) -> GuidelineVersion:
    today = now.astimezone(ZoneInfo(district.time_zone)).date()
    if district.guideline is not None:
        require_sound(check_package(district.guideline), field="guideline")
        return await found_scheme(session, district.guideline, now, today)
    return await adopt_template(session, district.template or "", now, today)


def _administrator_faults(administrator: Administrator) -> list[DomainError]:
    field = ("administrator",)
    faults = []
    if USERNAME.fullmatch(written_username(administrator.username)) is None:
        message = "用户名为2至64个字母、数字或 . _ @ -，以字母或数字开头。"
        faults.append(DomainError(ErrorCode.INVALID_INPUT, message, field=(*field, "username")))
    if password_flaw(administrator.username, administrator.password) is not None:
        faults.append(DomainError(ErrorCode.WEAK_PASSWORD, "密码不符合要求。", field=(*field, "password")))
    fault = text_fault(
        administrator.display_name, field=(*field, "displayName"), label="姓名", maximum=40, lines=False
    )
    return [*faults, fault] if fault is not None else faults


def _audit(
    operator_id: uuid.UUID, tenant: Tenant, district: District, now: datetime, trace_id: str
) -> AuditEntry:
    return AuditEntry(
        at=now,
        actor_kind="operator",
        actor_id=operator_id,
        role=Role.PLATFORM_OPERATOR,
        action="district.onboard",
        entity_type="Tenant",
        entity_id=tenant.id,
        trace_id=trace_id,
        detail={"slug": tenant.slug, "template": district.template},
    )
