"""What stands in the way of publishing and withdrawing: the same for the mutation and for the page."""

from collections.abc import Sequence
from datetime import date, datetime

from authz.actions import Action
from authz.context import WHOLE_DISTRICT, OperationContext
from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.frame.refusals import refusals_of
from schema.guideline_drafts.rules import check_package, holders_by_post, term_faults, uncovered, unheld
from schema.guideline_drafts.tables import GuidelineDraft
from schema.guidelines import repository as guidelines
from schema.guidelines.operations import require_sound, shortfalls
from schema.guidelines.repository import Calendar
from schema.guidelines.rules import Fault, Term, common_kinds, digest, in_force, spans
from schema.guidelines.rules.format import Guideline
from schema.guidelines.tables import GuidelineVersion
from schema.officials import repository as officials
from schema.units import repository as units
from tenants.database import Session


def may(context: OperationContext, action: Action, draft: GuidelineDraft | None = None) -> list[DomainError]:
    """Tell why the caller may not do this at all; the author of a draft does not publish it."""
    prior = frozenset({draft.written_by}) if draft is not None else frozenset()
    decision = context.decide(action, WHOLE_DISTRICT, prior_actors=prior)
    return refusals_of(decision)


def closed(draft: GuidelineDraft) -> list[DomainError]:
    """Tell that a draft was published or discarded."""
    if draft.status == "open":
        return []
    word = {"published": "已发布", "discarded": "已废弃"}[draft.status]
    return [DomainError(ErrorCode.DRAFT_CLOSED, f"该草案{word}。", field=("draft",))]


def foreign(context: OperationContext, draft: GuidelineDraft) -> list[DomainError]:
    """Tell that somebody else wrote the draft: one name on it is the whole truth of who wrote it."""
    if context.actor.id == draft.written_by:
        return []
    return [DomainError(ErrorCode.NOT_THE_AUTHOR, "该草案由他人起草。", field=("draft",))]


def discard_refusals(context: OperationContext, draft: GuidelineDraft) -> list[DomainError]:
    """Tell that the caller neither wrote the draft nor publishes guidelines."""
    publishes = context.decide(Action.GUIDELINE_PUBLISH, WHOLE_DISTRICT).allowed
    return [] if publishes else foreign(context, draft)


async def draft_refusals(
    session: Session, draft: GuidelineDraft, today: date, now: datetime
) -> list[DomainError]:
    """List everything that keeps a draft from being published today for good."""
    try:
        guideline = require_sound(check_package(draft.source), field="draft")
    except DomainErrors as faults:
        return list(faults.errors)
    number = 1 + max((row.number for row in await guidelines.list_versions(session)), default=0)
    return await publishing_refusals(session, guideline, Term(number, today), today, now)


async def publishing_refusals(
    session: Session, guideline: Guideline, term: Term, today: date, now: datetime
) -> list[DomainError]:
    """List everything that keeps a guideline from being published for a term; its text has no faults."""
    faults = list(term_faults(term, today))
    if faults:
        return faults
    calendar = await guidelines.read_calendar(session)
    base = await guidelines.get_base(session, guideline.id)
    return [
        *_unchanged(calendar, guideline, term),
        *(shortfalls(base.guideline, guideline, field="draft") if base is not None else ()),
        *await _kinds(session, calendar, [*calendar.terms, term], today, {term.number: guideline}),
        *unheld(guideline, await officials.held_roles(session, now)),
    ]


async def staffing_warnings(session: Session, guideline: Guideline, now: datetime) -> list[Fault]:
    """Warn of units whose application would wait at a step for want of an official over them."""
    kinds = {kind for process in guideline.processes for kind in process.unit_kinds}
    counts = await officials.count_unheld(session, kinds, holders_by_post(guideline), now)
    return uncovered(guideline, counts)


async def withdrawal_refusals(
    session: Session, calendar: Calendar, version: GuidelineVersion, today: date
) -> list[DomainError]:
    """List everything that keeps a version from being withdrawn today."""
    term = calendar.term(version)
    if term.withdrawn_on is not None or (term.effective_until is not None and term.effective_until < today):
        message = "该版本已撤回。" if term.withdrawn_on is not None else "该版本的施行期已满。"
        return [DomainError(ErrorCode.GUIDELINE_ENDED, message, field=("number",))]
    ended = Term(term.number, term.effective_from, term.effective_until, withdrawn_on=today)
    rest = [ended if each.number == term.number else each for each in calendar.terms]
    gap = next((span for span in spans(rest, today) if span.number is None), None)
    if gap is not None:
        message = f"撤回后自 {gap.first} 起没有生效的方案。"
        details = {"from": gap.first.isoformat()}
        return [DomainError(ErrorCode.GUIDELINE_REQUIRED, message, field=("number",), details=details)]
    return await _kinds(session, calendar, rest, today, {})


def _unchanged(calendar: Calendar, guideline: Guideline, term: Term) -> list[DomainError]:
    number = in_force(calendar.terms, term.effective_from)
    standing = next((row for row in calendar.versions if row.number == number), None)
    if standing is None or standing.digest != digest(guideline):
        return []
    message = f"内容与 {term.effective_from} 施行的第 {number} 版相同。"
    return [DomainError(ErrorCode.GUIDELINE_UNCHANGED, message, field=("draft",))]


async def _kinds(
    session: Session,
    calendar: Calendar,
    terms: Sequence[Term],
    today: date,
    fresh: dict[int, Guideline],
) -> list[DomainError]:
    """Refuse that a version in force today or later lacks a kind of which there are units."""
    numbers = {span.number for span in spans(terms, today)}
    coming = [each for number, each in fresh.items() if number in numbers]
    kept = [row for row in calendar.versions if row.number in numbers]
    coming += [(await guidelines.edition_of(session, row)).guideline for row in kept]
    used = await units.count_of_other_kinds(session, common_kinds(coming))
    if not used:
        return []
    before = [row for row in calendar.versions if row.number == in_force(calendar.terms, today)]
    coming += [(await guidelines.edition_of(session, row)).guideline for row in before]
    names = {kind.id: kind.name for guideline in coming for kind in guideline.unit_kinds}
    listed = "、".join(f"{names.get(kind, kind)}（{count} 个）" for kind, count in sorted(used.items()))
    message = f"将施行的方案缺少已有单元的类型：{listed}。"
    return [DomainError(ErrorCode.KIND_IN_USE, message, field=("draft",), details=dict(used))]
