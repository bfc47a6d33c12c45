"""Publishing guidelines: a new version takes the place of the one before, which stays for what it binds."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from authz.actions import Action
from schema.errors import DomainError, DomainErrors, ErrorCode
from schema.guidelines import repository
from schema.guidelines.format import Guideline
from schema.guidelines.rules import Difference, Fault, check, compare, content_of, digest_of
from schema.guidelines.tables import GuidelineVersion
from schema.guidelines.templates import list_templates, load_template
from schema.operation import Command, Transaction, operation
from tenants.base import new_id

FAULT_LIMIT = 50
"""Faults told at once; whoever has more mends these first."""
DISTRICT = ""
"""The path that stands for the whole tenant."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishGuideline(Command):
    """Publish a guideline given as YAML text."""

    source: str


@operation("guideline.publish", GuidelineVersion)
async def publish_guideline(tx: Transaction, command: PublishGuideline) -> GuidelineVersion:
    """Publish the next version; what was begun under an earlier one stays bound to that.

    Refuses with every fault of the text (GUIDELINE_INVALID), a content equal to the published one
    (GUIDELINE_UNCHANGED), the loss of unit kinds that units have (KIND_IN_USE), or all that falls short of the
    template whose id it keeps (GUIDELINE_LOOSER).
    """
    tx.authorize(Action.GUIDELINE_PUBLISH, DISTRICT)
    guideline = require_valid(command.source)
    await repository.lock_publishing(tx.session)
    published = await repository.get_published(tx.session)
    base = await repository.get_base(tx.session, guideline.id)
    version = _next_version(guideline, published, tx.now, base.digest if base is not None else None)
    if base is not None:
        _require_no_looser(base.guideline, guideline)
    if published is not None:
        await _require_kinds(tx.session, published, guideline)
        published.status = "superseded"
        published.superseded_at = tx.now
        await tx.session.flush()  # before the insert: one version at most is published
    tx.session.add(version)
    tx.publish("guideline.published", {"number": version.number, "digest": version.digest})
    tx.note(number=version.number, digest=version.digest, template=version.template)
    return version


async def adopt_template(session: AsyncSession, template: str, now: datetime) -> GuidelineVersion:
    """Give a new tenant its first version, from a built-in guideline; the session is bound to the tenant.

    Refuses with UNKNOWN_TEMPLATE.
    """
    adopted = load_template(template)
    version = _next_version(adopted.guideline, None, now, adopted.digest)
    session.add(version)
    await session.flush()
    return version


async def found_scheme(session: AsyncSession, source: str, now: datetime) -> GuidelineVersion:
    """Give a new tenant its first version, from a scheme of its own; the session is bound to the tenant.

    A scheme that keeps the id of a built-in guideline is held to it. Refuses with GUIDELINE_INVALID and
    GUIDELINE_LOOSER; the field is `guideline`.
    """
    guideline = require_valid(source, field="guideline")
    base = next((template for template in list_templates() if template.id == guideline.id), None)
    if base is not None:
        _require_no_looser(base.guideline, guideline, field="guideline")
    version = _next_version(guideline, None, now, base.digest if base is not None else None)
    session.add(version)
    await session.flush()
    return version


def _next_version(
    guideline: Guideline, published: GuidelineVersion | None, now: datetime, base_digest: str | None
) -> GuidelineVersion:
    content = content_of(guideline)
    digest = digest_of(content)
    if published is not None and published.digest == digest:
        raise DomainError(
            ErrorCode.GUIDELINE_UNCHANGED, f"内容与第 {published.number} 版相同。", field=("source",)
        )
    return GuidelineVersion(
        id=new_id(),
        number=published.number + 1 if published is not None else 1,
        template=guideline.id,
        content=content,
        digest=digest,
        base_digest=base_digest,
        published_at=now,
    )


def require_valid(source: str, field: str = "source") -> Guideline:
    """Read a guideline from YAML text, or refuse with every fault of it (GUIDELINE_INVALID)."""
    checked = check(source)
    if checked.guideline is None or checked.errors:
        raise DomainErrors([_refusal(fault, field) for fault in checked.errors[:FAULT_LIMIT]])
    return checked.guideline


def _refusal(fault: Fault, field: str) -> DomainError:
    details: dict[str, str | int] = {"path": fault.path, "fix": fault.fix}
    if fault.line is not None:
        details["line"] = fault.line
    message = f"第 {fault.line} 行：{fault.message}{fault.fix}"
    return DomainError(ErrorCode.GUIDELINE_INVALID, message, field=(field,), details=details)


def _require_no_looser(base: Guideline, guideline: Guideline, field: str = "source") -> None:
    refused = [difference for difference in compare(base, guideline) if difference.refused]
    if refused:
        raise DomainErrors([_shortfall(difference, field) for difference in refused[:FAULT_LIMIT]])


def _shortfall(difference: Difference, field: str) -> DomainError:
    details: dict[str, str | int] = {
        "path": difference.path,
        "change": difference.change,
        "base": difference.base,
        "adopted": difference.adopted,
    }
    return DomainError(
        ErrorCode.GUIDELINE_LOOSER, f"与模板相比：{difference.message}", field=(field,), details=details
    )


async def _require_kinds(session: AsyncSession, published: GuidelineVersion, guideline: Guideline) -> None:
    before = (await repository.edition_of(session, published)).guideline
    gone = {kind.id for kind in before.unit_kinds} - {kind.id for kind in guideline.unit_kinds}
    used = await repository.count_units(session, gone) if gone else {}
    if used:
        listed = "、".join(f"{kind}（{count} 个）" for kind, count in sorted(used.items()))
        raise DomainError(
            ErrorCode.KIND_IN_USE,
            f"新版缺少已有单元的类型：{listed}。",
            field=("source",),
            details=dict(used),
        )
