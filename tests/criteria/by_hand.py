"""The facts of a unit worked out by hand: every row of the district is read, and looked at for each unit alone."""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from schema.complaints.tables import Complaint
from schema.criteria.rules import facts as known
from schema.criteria.tables import Assessment, Attestation
from schema.designations.tables import Designation
from schema.events.tables import HealthEvent
from schema.evidence.tables import EvidenceFile, EvidenceWithdrawal
from schema.figures.tables import UnitFigure
from schema.petitions.rules import tally
from schema.petitions.tables import Petition, PetitionEntry
from schema.residents.tables import Household, Resident
from schema.units.tables import Unit, UnitLog, UnitSuccessor
from tenants.database import Session

TABLES: tuple[type[Any], ...] = (
    Assessment,
    Attestation,
    Complaint,
    Designation,
    EvidenceFile,
    EvidenceWithdrawal,
    HealthEvent,
    Household,
    Petition,
    PetitionEntry,
    Resident,
    Unit,
    UnitFigure,
    UnitLog,
    UnitSuccessor,
)
LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Ledger:
    """Every row of a district, by table."""

    rows: Mapping[type[Any], Sequence[Any]]
    today: date

    @classmethod
    async def read(cls, session: Session, today: date) -> "Ledger":
        """Read all tables that hold facts."""
        return cls({table: (await session.scalars(select(table))).all() for table in TABLES}, today)

    def of(self, table: type[Any], unit: Unit) -> list[Any]:
        """List the rows of one unit alone."""
        return [row for row in self.rows[table] if row.unit_id == unit.id]

    def facts(self, unit: Unit) -> known.UnitFacts:
        """Work out all facts of a unit."""
        logs = [row for row in self._placed(UnitLog, unit, _over) if self._lately(row.performed_on)]
        logs.sort(key=lambda row: (row.performed_on, row.id))
        complaints = [row for row in self._placed(Complaint, unit, _in) if self._lately(row.received_on)]
        complaints.sort(key=lambda row: (row.received_on, row.id))
        return known.UnitFacts(
            on=self.today,
            kind=unit.kind,
            events=tuple(self._events(unit)),
            roster=self._roster(unit),
            logs=_grouped((row.kind, row.performed_on) for row in logs),
            test_rounds=tuple(
                known.TestRoundFact(row.performed_on, row.people_due, row.people_tested)
                for row in logs
                if row.kind == "test_round"
            ),
            petition=self._petition(unit),
            children=tuple(self._children(unit)),
            figures=self._figures(unit),
            complaints=tuple(
                known.ComplaintFact(
                    row.received_on, row.due_on, row.about_epidemic, row.substantiated, row.settled_on
                )
                for row in complaints
            ),
            attestations=self._attestations(unit),
            evidence=self._evidence(unit),
        )

    def _lately(self, day: date) -> bool:
        return self.today - LONGEST < day <= self.today

    def _path(self, unit_id: uuid.UUID) -> str:
        (path,) = [row.path for row in self.rows[Unit] if row.id == unit_id]
        return str(path)

    def _placed(self, table: type[Any], unit: Unit, lies: Callable[[str, str], bool]) -> list[Any]:
        return [row for row in self.rows[table] if lies(self._path(row.unit_id), unit.path)]

    def _lines(self, unit_id: uuid.UUID) -> set[str]:
        heirs = [row.successor_id for row in self.rows[UnitSuccessor] if row.unit_id == unit_id]
        return {self._path(unit_id)}.union(*(self._lines(heir) for heir in heirs))

    def _events(self, unit: Unit) -> Iterable[known.EventFact]:
        for row in sorted(self.rows[HealthEvent], key=lambda row: row.id):
            lines, horizon = self._lines(row.unit_id), self.today - LONGEST
            own = any(_in(line, unit.path) for line in lines)
            counts = (
                row.kind in {"case", "asymptomatic"}
                or row.reported_on >= horizon
                or row.ended_on is None
                or row.ended_on >= horizon
            )
            if counts and not row.excluded and (own or any(_over(line, unit.path) for line in lines)):
                yield known.EventFact(
                    kind=row.kind,
                    occurred_on=row.occurred_on,
                    reported_on=row.reported_on,
                    ended_on=row.ended_on,
                    in_central_quarantine=row.in_central_quarantine,
                    above=not own,
                    risk_level=row.risk_level,
                    event_class=row.event_class,
                )

    def _roster(self, unit: Unit) -> known.RosterFact:
        homes = [row for row in self._placed(Household, unit, _in) if row.departed_on is None]
        people = [row for row in self.rows[Resident] if row.household_id in {home.id for home in homes}]
        lived_in = {row.household_id for row in people}
        flagged = [row for row in people if row.special_groups]
        return known.RosterFact(
            households=len(homes),
            unverified=sum(home.verified_on is None for home in homes),
            oldest_verification=min((home.verified_on for home in homes if home.verified_on), default=None),
            occupied_without_residents=sum(
                home.occupancy != "vacant" and home.id not in lived_in for home in homes
            ),
            residents=len(people),
            not_asked_for_special_groups=sum(row.special_groups is None for row in people),
            in_special_groups=len(flagged),
            needs_not_recorded=sum(row.needs_recorded_on is None for row in flagged),
        )

    def _petition(self, unit: Unit) -> known.Tally | None:
        for petition in self.of(Petition, unit):
            if petition.closed_at is None:
                answers = [row.answer for row in self.rows[PetitionEntry] if row.petition_id == petition.id]
                return tally({answer: answers.count(answer) for answer in answers})
        return None

    def _children(self, unit: Unit) -> Iterable[known.ChildFact]:
        below = [row for row in self.rows[Unit] if row.parent_id == unit.id and row.closed_on is None]
        for child in sorted(below, key=lambda row: row.code.encode()):
            titled = any(
                name.status == "active" and (name.valid_until is None or name.valid_until >= self.today)
                for name in self.of(Designation, child)
            )
            seen = max(self.of(Assessment, child), key=lambda row: (row.assessed_at, row.id), default=None)
            met_on = seen.assessed_on if seen is not None and seen.met else None
            yield known.ChildFact(child.code, child.kind, titled, met_on)

    def _figures(self, unit: Unit) -> Mapping[str, known.FigureFact]:
        over = [row for row in self.of(UnitFigure, unit) if row.period_until <= self.today]
        over.sort(key=lambda row: (row.period_until, row.recorded_at, row.id))
        return {
            row.figure: known.FigureFact(row.numerator, row.denominator, row.period_until, row.excluded)
            for row in over
        }

    def _attestations(self, unit: Unit) -> Mapping[str, known.AttestationFact]:
        said = sorted(self.of(Attestation, unit), key=lambda row: (row.attested_at, row.id))
        return {
            row.criterion: known.AttestationFact(
                row.met,
                row.attested_on,
                row.sample_size,
                row.share_percent,
                row.points,
                row.applicable,
                row.meaning,
                sample_met=row.sample_met,
            )
            for row in said
        }

    def _evidence(self, unit: Unit) -> Mapping[str, tuple[known.EvidenceFact, ...]]:
        withdrawn = {row.file_id for row in self.rows[EvidenceWithdrawal]}
        files = [row for row in self.of(EvidenceFile, unit) if row.id not in withdrawn]
        files.sort(key=lambda row: (row.taken_on, row.id))
        return _grouped(
            (row.criterion, known.EvidenceFact(row.requirement, row.type, row.taken_on, row.sha256))
            for row in files
        )


def _in(line: str, path: str) -> bool:
    return line == path or line.startswith(path + ".")


def _over(line: str, path: str) -> bool:
    return _in(path, line)


def _grouped(pairs: Iterable[tuple[str, Any]]) -> dict[str, tuple[Any, ...]]:
    found: dict[str, tuple[Any, ...]] = {}
    for name, each in pairs:
        found[name] = (*found.get(name, ()), each)
    return found
