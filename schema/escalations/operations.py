"""What happens when a deadline passes, and when the calendar it is counted on changes."""

from collections.abc import Collection, Sequence

from schema.applications.guards.applicants import running
from schema.applications.loading import Dossier
from schema.applications.tables import Transition
from schema.calendars.rules import WorkingCalendar
from schema.deadlines import repository as deadlines
from schema.deadlines.rules import next_rung_on, reached_on
from schema.deadlines.tables import Escalation, StepDeadline
from schema.frame.operation import Transaction
from schema.guidelines.rules.format import Rung
from schema.guidelines.rules.lookup import find_step
from schema.guidelines.rules.offices import find_office, holders_of, ladder_from, post_of, posts_held
from schema.guidelines.rules.words import held_at, role_words
from schema.notifications.operations.delivery import tell
from schema.notifications.rules import Happening, Kind
from schema.officials import repository as officials


async def escalate(
    tx: Transaction, dossier: Dossier, deadline: StepDeadline, calendar: WorkingCalendar
) -> int:
    """Climb every rung that was reached and not climbed yet; tell how many."""
    step = find_step(dossier.process, deadline.step)
    since = deadline.running_since
    if step is None or step.deadline is None or since is None:
        return 0
    rungs = step.deadline.escalate
    climbed = (await deadlines.escalations_of(tx.session, [deadline.id])).get(deadline.id, ())
    done = {each.rung for each in climbed}
    over = (await officials.terms_over(tx.session, [dossier.unit.path]))[dossier.unit.path]
    terms = running(over, tx.now)
    here = {subject for term in terms for subject in (term.role, held_at(term.role, term.level))}
    held = posts_held(dossier.edition.guideline, here)
    reached = [
        at
        for at, rung in enumerate(rungs)
        if at not in done and reached_on(calendar, since, deadline.consumed, rung) <= tx.today
    ]
    for place, at in enumerate(reached):
        _climb(tx, dossier, deadline, (at, rungs[at], held), len(dossier.history) + 1 + place)
    deadline.next_rung_on = next_rung_on(calendar, since, deadline.consumed, rungs, done | set(reached))
    return len(reached)


def executor(ladder: Sequence[str], held: Collection[str]) -> str:
    """Name the post a rung goes to: the one it names, or the next above somebody sits at over the unit."""
    return next((post for post in ladder if post in held), ladder[0])


def _climb(
    tx: Transaction,
    dossier: Dossier,
    deadline: StepDeadline,
    reached: tuple[int, Rung, Collection[str]],
    ordinal: int,
) -> None:
    at, rung, held = reached
    guideline = dossier.edition.guideline
    ladder = ladder_from(guideline, rung)
    post = executor(ladder, held)
    tell_rung(tx, dossier, rung, post, held)
    office = find_office(guideline, post)
    role, office_id = (office.role, office.id) if office is not None else (post, None)
    climbed = Escalation(
        deadline_id=deadline.id, rung=at, action=rung.action, role=role, office=office_id, at=tx.now
    )
    tx.session.add(climbed)
    words = role_words(guideline)
    instead = f"（{words[ladder[0]]}无人，顺延）" if post != ladder[0] else ""
    said = "提醒" if rung.action == "remind" else "可接手办理："
    tx.session.add(
        Transition(
            application_id=dossier.application.id,
            ordinal=ordinal,
            round=dossier.application.round,
            action=rung.action,
            from_step=deadline.step,
            to_step=deadline.step,
            actor_id=None,
            role="system",
            note=f"已满 {rung.after_working_days} 个工作日，{said}{words[post]}{instead}",
            at=tx.now,
        )
    )
    tx.publish(
        "application.escalated",
        {
            "code": dossier.unit.code,
            "step": deadline.step,
            "action": rung.action,
            "role": role,
            **({"office": office_id} if office_id is not None else {}),
        },
    )


def tell_rung(tx: Transaction, dossier: Dossier, rung: Rung, post: str, held: Collection[str]) -> None:
    """Tell those to whom a rung goes: to remind, to take over, or that nobody sits at the post of the step."""
    step = find_step(dossier.process, dossier.application.step)
    if step is not None and post_of(step) not in held:
        kind = Kind.APPLICATION_UNASSIGNED
    else:
        kind = Kind.APPLICATION_REMINDED if rung.action == "remind" else Kind.APPLICATION_TAKE_OVER
    unit = dossier.unit
    roles = holders_of(dossier.edition.guideline, post)
    tell(tx, Happening(kind, unit.id, unit.path, roles, "Application", dossier.application.id))
