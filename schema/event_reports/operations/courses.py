"""What becomes known of an event takes its course: what was planned for names, and what followed on that above them."""

from collections.abc import Sequence
from dataclasses import dataclass

from schema.consequences.loading.lines import Line
from schema.consequences.rules import Plan, Seen, require_few, require_seen, seen_in
from schema.designations.operations.shifts import Shift, befallen, numbers_lost
from schema.frame.operation import Transaction


@dataclass(frozen=True, slots=True)
class Course:
    """A plan with its line, and above how many names falling somebody must have seen it."""

    line: Line
    plan: Plan
    confirm_above: int

    def followed(self, tx: Transaction) -> Sequence[Shift]:
        """List what befell names because of what the plan did to others: what it planned was done first."""
        return befallen(tx)[len(self.plan.transitions) :]

    def seen(self, tx: Transaction) -> Seen:
        """Sum up all that happened."""
        return seen_in(self.plan, self.line.codes, self.followed(tx))

    def losses(self, tx: Transaction) -> int:
        """Count the names that fell or were warned."""
        planned = {each.name.number for each in self.plan.transitions if each.is_loss}
        return len(planned | numbers_lost(self.followed(tx)))

    def gains(self, tx: Transaction) -> int:
        """Count the names that came back or were given, in whole or in part."""
        planned = {each.name.number for each in self.plan.transitions if not each.told_anew}
        followed = {each.number for each in self.followed(tx)}
        return len(planned | followed) - self.losses(tx)

    def require_confirmable(self, token: str | None) -> None:
        """Refuse at once, before anything is written, what lets many names fall and nobody has seen."""
        if token is None:
            require_few(self.plan.losses, self.confirm_above)

    def require_seen(self, tx: Transaction, token: str | None) -> None:
        """Refuse in the end what nobody has seen; see `require_seen`."""
        require_seen(self.seen(tx), self.losses(tx), token, self.confirm_above)
