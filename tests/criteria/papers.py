"""What is on paper of the units of a random district: rosters, petitions, names, assessments, statements, files."""

import hashlib
import uuid
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from schema.criteria.tables import Assessment, Attestation
from schema.designations.tables import Designation
from schema.evidence.tables import EvidenceFile, EvidenceWithdrawal
from schema.petitions.rules import Answer
from schema.petitions.tables import Petition, PetitionEntry
from schema.residents.tables import Household, Resident
from tenants.base import Base, new_id
from tests.criteria.happenings import Moment


class Papers(Moment):
    """Writes what was put on paper of units."""

    def household(
        self, unit_id: uuid.UUID, occupancy: str, verified: int | None, odd: int, people: Sequence[Any]
    ) -> Iterator[Base]:
        """Write a household with its people: one in five moved out."""
        gone = self.today if odd == 0 else None
        home = Household(
            id=new_id(),
            unit_id=unit_id,
            code=new_id().hex,
            occupancy=occupancy,
            verified_on=self.ago_if(verified),
            departed_on=gone,
            created_at=self.now,
        )
        yield home
        for groups, needs_known in people:
            yield Resident(
                id=new_id(),
                household_id=home.id,
                name="某人",
                identity_number=new_id().hex,
                born_on=date(1980, 1, 1),
                special_groups=None if groups is None else list(groups),
                needs_recorded_on=self.today if needs_known else None,
                departed_on=gone,
                created_at=self.now,
            )

    def petition(self, unit_id: uuid.UUID, is_open: bool, answers: Sequence[Answer]) -> Iterator[Base]:
        """Write a petition with a household for each answer; those who departed left its roll, which lives."""
        petition = Petition(
            id=new_id(),
            unit_id=unit_id,
            opened_by=self.official,
            opened_at=self.now,
            closed_at=None if is_open else self.now,
        )
        yield petition
        for answer in answers:
            (home,) = self.household(unit_id, "occupied", 1, 0 if answer == "departed" else 1, ())
            yield home
            yield PetitionEntry(id=new_id(), petition_id=petition.id, household_id=home.id, answer=answer)

    def name(self, unit_id: uuid.UUID, status: str, over: int | None) -> Iterator[Base]:
        """Write a name whose validity had its last day so many days ago, if it has one."""
        yield Designation(
            id=new_id(),
            unit_id=unit_id,
            origin="derived",
            clause="B-f",
            guideline_version_id=self.version,
            number=new_id().hex,
            title="无疫",
            status=status,
            named_on=self.today - timedelta(days=9),
            public_from=self.today,
            valid_until=self.ago_if(over),
            ended_on=self.today if status == "revoked" else None,
            suspended_for=["evaluation"] if status == "suspended" else [],
        )

    def assessment(self, unit_id: uuid.UUID, met: bool, days: int) -> Iterator[Base]:
        """Write an assessment made later than those before."""
        yield Assessment(
            id=new_id(),
            unit_id=unit_id,
            guideline_version_id=self.version,
            kind="periodic",
            met=met,
            assessed_on=self.ago(days),
            assessed_at=self.now,
            assessed_by=self.official,
        )

    def attestation(
        self, unit_id: uuid.UUID, criterion: str, met: bool, sample: int | None, odd: int
    ) -> Iterator[Base]:
        """Write a statement, half of them at one moment with the one before."""
        self.now -= timedelta(seconds=odd)
        yield Attestation(
            id=new_id(),
            unit_id=unit_id,
            criterion=criterion,
            met=met,
            sample_size=sample,
            attested_by=self.official,
            attested_on=self.today,
            attested_at=self.now,
        )

    def evidence(self, unit_id: uuid.UUID, criterion: str, days: int, withdrawn: bool) -> Iterator[Base]:
        """Write a file, and maybe that it was withdrawn."""
        file = EvidenceFile(
            id=new_id(),
            unit_id=unit_id,
            criterion=criterion,
            requirement="photo",
            type="image",
            media_type="image/webp",
            size=1,
            sha256=hashlib.sha256(str(days).encode()).hexdigest(),
            original_name="现场.webp",
            taken_on=self.ago(days),
            uploaded_by=self.official,
            uploaded_at=self.now,
        )
        yield file
        if withdrawn:
            yield EvidenceWithdrawal(
                id=new_id(), file_id=file.id, reason="误传", withdrawn_by=self.official, withdrawn_at=self.now
            )
