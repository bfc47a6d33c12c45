"""What the worker does: the kinds of jobs and the sweeps of all nouns, registered in one place."""

from collections.abc import Sequence
from datetime import date, timedelta

from api.mail import NoSender, SmtpSender
from api.settings import Settings
from authz.repository import forget_tokens
from schema.applications.jobs import sweep_notices
from schema.calendar_changes.jobs import sweep_calendar, sweep_deadlines
from schema.calendars.ports import COUNTRY
from schema.consequences.jobs import sweep_lapses
from schema.evidence.jobs import sweep_orphans
from schema.frame.background import JobKind, Sweep
from schema.frame.operation import Transaction
from schema.inspections.jobs import sweep_rectifications
from schema.notifications.jobs import mail_kind
from schema.notifications.ports import Sender
from schema.rule_changes.jobs import RULE_CHANGE, sweep_rule_changes
from schema.simulations.jobs import SIMULATION, sweep_simulations
from schema.supervision.jobs import sweep_names
from tenants.idempotency import forget_keys
from tenants.queue import forget_jobs

KINDS: tuple[JobKind, ...] = (SIMULATION, RULE_CHANGE)
"""Jobs that operations ask for and that need no settings."""

HOUR = timedelta(hours=1)
SWEEPS: tuple[Sweep, ...] = (
    Sweep("calendar", sweep_calendar, every=HOUR, of=COUNTRY.fingerprint),
    Sweep("deadlines", sweep_deadlines),
    Sweep("lapses", sweep_lapses),
    Sweep("notices", sweep_notices),
    Sweep("names", sweep_names),
    Sweep("rectifications", sweep_rectifications),
    Sweep("rule_changes", sweep_rule_changes),
    Sweep("simulations", sweep_simulations, every=timedelta(hours=1), housekeeping=True),
)
"""Work that comes round: `Sweep("name", operation)` daily at two in the morning, local time, unless told."""

JOBS_ARE_KEPT = timedelta(days=30)


def kinds_for(settings: Settings) -> Sequence[JobKind]:
    """List the kinds of jobs, with the one that sends mail."""
    sender: Sender = SmtpSender(settings) if settings.smtp_host else NoSender()
    return (*KINDS, mail_kind(sender))


def sweeps_for(settings: Settings) -> Sequence[Sweep]:
    """List the sweeps, with the one that forgets what has served its time."""
    keys_live = timedelta(days=settings.idempotency_days)

    async def forget(tx: Transaction, _today: date) -> int:
        return (
            await forget_tokens(tx.session, tx.now)
            + await forget_keys(tx.session, tx.now - keys_live)
            + await forget_jobs(tx.session, tx.now - JOBS_ARE_KEPT)
        )

    store = settings.evidence.store()

    async def orphans(tx: Transaction, _today: date) -> int:
        return await sweep_orphans(tx, store)

    return (
        Sweep("forgetting", forget, every=HOUR, housekeeping=True),
        Sweep("evidence", orphans, housekeeping=True),
        *SWEEPS,
    )
