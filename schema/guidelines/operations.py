"""What makes a guideline a version: a text without faults, no looser than its template, with a number."""

from datetime import date, datetime

from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.guidelines.repository.templates import list_templates, load_template
from schema.guidelines.rules import Checked, Difference, Fault, Term, check, compare, content_of, digest_of
from schema.guidelines.rules.format import Guideline
from schema.guidelines.tables import GuidelineVersion
from tenants.base import new_id
from tenants.database import Session

FAULT_LIMIT = 50
"""Faults told at once; whoever has more mends these first."""


async def adopt_template(session: Session, template: str, now: datetime, on: date) -> GuidelineVersion:
    """Give a new tenant its first version, from a built-in guideline, in force from `on` for good.

    The session is bound to the tenant; the platform is the author, and nobody else need agree.

    Refuses with UNKNOWN_TEMPLATE.
    """
    adopted = load_template(template)
    version = new_version(adopted.guideline, 1, now, Term(1, on), adopted.digest)
    session.add(version)
    await session.flush()
    return version


async def found_scheme(session: Session, source: str, now: datetime, on: date) -> GuidelineVersion:
    """Give a new tenant its first version, from a scheme of its own; the session is bound to the tenant.

    A scheme that keeps the id of a built-in guideline is held to it. Refuses with GUIDELINE_INVALID and
    GUIDELINE_LOOSER; the field is `guideline`.
    """
    guideline = require_valid(source, field="guideline")
    base = next((template for template in list_templates() if template.id == guideline.id), None)
    if base is not None:
        require_no_looser(base.guideline, guideline, field="guideline")
    version = new_version(guideline, 1, now, Term(1, on), base.digest if base is not None else None)
    session.add(version)
    await session.flush()
    return version


def new_version(
    guideline: Guideline, number: int, now: datetime, term: Term, base_digest: str | None
) -> GuidelineVersion:
    """Make the row of a version; whoever publishes it has seen to it that it may be one."""
    content = content_of(guideline)
    return GuidelineVersion(
        id=new_id(),
        number=number,
        template=guideline.id,
        content=content,
        digest=digest_of(content),
        base_digest=base_digest,
        published_at=now,
        effective_from=term.effective_from,
        effective_until=term.effective_until,
    )


def require_valid(source: str, field: str = "source") -> Guideline:
    """Read a guideline from YAML text, or refuse with every fault of it (GUIDELINE_INVALID)."""
    return require_sound(check(source), field)


def require_sound(checked: Checked, field: str = "source") -> Guideline:
    """Refuse a checked text with every fault of it (GUIDELINE_INVALID), else give the guideline."""
    if checked.guideline is None or checked.errors:
        raise DomainErrors([_refusal(fault, field) for fault in checked.errors[:FAULT_LIMIT]])
    return checked.guideline


def _refusal(fault: Fault, field: str) -> DomainError:
    details: dict[str, str | int] = {"path": fault.path, "fix": fault.fix}
    if fault.line is not None:
        details["line"] = fault.line
    if fault.column is not None:
        details["column"] = fault.column
    message = f"第 {fault.line} 行第 {fault.column} 列：{fault.message}{fault.fix}"
    return DomainError(ErrorCode.GUIDELINE_INVALID, message, field=(field,), details=details)


def require_no_looser(base: Guideline, guideline: Guideline, field: str = "source") -> None:
    """Refuse what falls short of the template, difference by difference (GUIDELINE_LOOSER)."""
    refused = shortfalls(base, guideline, field)
    if refused:
        raise DomainErrors(refused)


def shortfalls(base: Guideline, guideline: Guideline, field: str = "source") -> list[DomainError]:
    """List what falls short of the template."""
    refused = [difference for difference in compare(base, guideline) if difference.refused]
    return [_shortfall(difference, field) for difference in refused[:FAULT_LIMIT]]


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
