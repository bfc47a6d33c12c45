"""A moment at which a random district is written, and what happens in it: events, work, figures, complaints."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from schema.complaints.tables import Complaint
from schema.events.tables import HealthEvent
from schema.figures.tables import UnitFigure
from schema.units.tables import UnitLog
from tenants.base import Base, new_id


@dataclass
class Moment:
    """Who writes, under which version, when; the moment moves on with each fact."""

    version: uuid.UUID
    official: uuid.UUID
    now: datetime
    today: date

    def ago(self, days: int) -> date:
        """Tell the day so many days ago."""
        return self.today - timedelta(days=days)

    def ago_if(self, days: int | None) -> date | None:
        """Tell the day so many days ago, if a number is given."""
        return None if days is None else self.ago(days)


class Happenings(Moment):
    """Writes what happened in units, and what was counted there."""

    def event(
        self, unit_id: uuid.UUID, kind: str, known: int, ended: int | None, away: bool, odd: int
    ) -> Iterator[Base]:
        """Write an event: one in five was excluded, one in five is of a class, a zone may have a level."""
        day = self.ago(known)
        yield HealthEvent(
            id=new_id(),
            unit_id=unit_id,
            responsible_unit_id=unit_id,
            kind=kind,
            occurred_on=day - timedelta(days=odd),
            reported_on=day,
            ended_on=self.ago_if(ended if ended is None else min(known, ended)),
            in_central_quarantine=away,
            risk_level="high" if kind == "risk_zone" and away else None,
            event_class="imported" if odd == 1 else None,
            excluded=odd == 0,
            reported_by=self.official,
            known_at=self.now,
        )

    def log(self, unit_id: uuid.UUID, kind: str, days: int, tested: int) -> Iterator[Base]:
        """Write a piece of work."""
        yield UnitLog(
            id=new_id(),
            unit_id=unit_id,
            kind=kind,
            performed_on=self.ago(days),
            people_due=5 if kind == "test_round" else None,
            people_tested=tested if kind == "test_round" else None,
            recorded_by=self.official,
            recorded_at=self.now,
        )

    def figure(self, unit_id: uuid.UUID, name: str, days: int, numerator: int) -> Iterator[Base]:
        """Write a value of a figure, for a period that is not over yet where it is of today."""
        until = self.ago(days or -1)
        yield UnitFigure(
            id=new_id(),
            unit_id=unit_id,
            figure=name,
            numerator=numerator,
            denominator=10,
            period_from=until,
            period_until=until,
            source="台账",
            recorded_by=self.official,
            recorded_at=self.now,
        )

    def complaint(
        self, unit_id: uuid.UUID, days: int, about: bool, substantiated: bool | None, settled: bool
    ) -> Iterator[Base]:
        """Write a complaint, settled only where somebody looked into it."""
        yield Complaint(
            id=new_id(),
            unit_id=unit_id,
            reference=new_id().hex,
            received_on=self.ago(days),
            due_on=self.today,
            about_epidemic=about,
            substantiated=substantiated,
            settled_on=self.today if settled and substantiated is not None else None,
            recorded_by=self.official,
            recorded_at=self.now,
        )
