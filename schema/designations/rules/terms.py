"""How long a name holds, when it may be renewed or raised to a tier, and from when the public sees it."""

from dataclasses import dataclass
from datetime import date, timedelta

from schema.designations.rules.standing import Standing
from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.rules import tier_for, validity_for
from schema.guidelines.rules.format import Guideline


@dataclass(frozen=True, slots=True)
class Held:
    """The name a unit bears, as far as an application for it goes."""

    standing: Standing
    named_on: date
    valid_until: date | None = None
    tier: str | None = None

    def over_on(self, day: date) -> bool:
        """Tell whether its validity has run out, whether or not that was recorded."""
        return self.valid_until is not None and day > self.valid_until


def valid_until(guideline: Guideline, kind: str, named_on: date) -> date | None:
    """Tell the last day a name given today holds; None: until it is lost."""
    term = validity_for(guideline, kind)
    return named_on + timedelta(days=term.days) if term else None


def renewed_until(guideline: Guideline, kind: str, until: date, today: date) -> date | None:
    """Tell the last day of a name renewed today: for as long again after its present last day."""
    return valid_until(guideline, kind, max(until, today))


def public_from(guideline: Guideline, named_on: date) -> date:
    """Tell the first day the public sees a name."""
    return named_on + timedelta(days=guideline.publication.after_days)


def purpose_of(held: Held | None, tier: str | None, today: date) -> str:
    """Tell what an application asks for: `naming`, `renewal` or `tier`."""
    if tier is not None:
        return "tier"
    return "naming" if held is None or held.over_on(today) else "renewal"


def reapplication_opens(guideline: Guideline, revoked_on: date | None) -> date | None:
    """Tell the first day a unit may apply again whose last name was revoked on a day, if it was."""
    if revoked_on is None:
        return None
    return revoked_on + timedelta(days=guideline.supervision.reapply_after_days)


def application_refusal(
    guideline: Guideline,
    kind: str,
    held: Held | None,
    tier: str | None,
    today: date,
    revoked_on: date | None = None,
) -> DomainError | None:
    """Tell why a unit may not apply for its name, its renewal or a tier today; None if it may.

    `revoked_on` is the day its last name was revoked, if it was.
    """
    if held is not None and held.over_on(today):
        held = None
    opens = reapplication_opens(guideline, revoked_on)
    if held is None and opens is not None and today < opens:
        message = f"名称已于 {revoked_on} 取消，自 {opens} 起可重新申报。"
        details = {"opensOn": opens.isoformat()}
        return DomainError(ErrorCode.REAPPLICATION_TOO_EARLY, message, field=("unit",), details=details)
    if tier is not None:
        return _tier_refusal(guideline, kind, held, tier, today)
    return _renewal_refusal(guideline, kind, held, today) if held is not None else None


def _renewal_refusal(guideline: Guideline, kind: str, held: Held, today: date) -> DomainError | None:
    term = validity_for(guideline, kind)
    if term is None or held.valid_until is None:
        return DomainError(ErrorCode.ALREADY_TITLED, "该单元已命名。", field=("unit",))
    opens = held.valid_until - timedelta(days=term.renewal_opens_days)
    if today < opens or not held.standing.in_force:
        message = f"名称有效期至 {held.valid_until}，自 {opens} 起、名称有效时可申请续期。"
        details = {"opensOn": opens.isoformat(), "standing": held.standing.value}
        return DomainError(ErrorCode.RENEWAL_NOT_OPEN, message, field=("unit",), details=details)
    return None


def _tier_refusal(
    guideline: Guideline, kind: str, held: Held | None, tier: str, today: date
) -> DomainError | None:
    wanted = tier_for(guideline, kind, tier)
    if wanted is None:
        return DomainError(ErrorCode.UNKNOWN_TIER, "方案没有为该类单元设此级别。", field=("tier",))
    if held is None or not held.standing.in_force:
        message = "须先取得命名，且名称有效，方可申报级别。"
        return DomainError(ErrorCode.TIER_NOT_OPEN, message, field=("tier",))
    if held.tier == tier:
        return DomainError(ErrorCode.ALREADY_TITLED, "该单元已取得此级别。", field=("tier",))
    opens = held.named_on + timedelta(days=wanted.after_days_held)
    if today < opens:
        message = f"须命名满 {wanted.after_days_held} 天，自 {opens} 起可申报。"
        details = {"opensOn": opens.isoformat()}
        return DomainError(ErrorCode.TIER_NOT_OPEN, message, field=("tier",), details=details)
    return None
