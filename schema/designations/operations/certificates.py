"""Certificates: each edition says what the name was when it was issued, and supersedes the one before."""

import uuid
from dataclasses import dataclass
from typing import Literal

from authz.actions import Action
from schema.designations import repository
from schema.designations.guards import not_held
from schema.designations.rules import Cause
from schema.designations.tables import Designation, DesignationCertificate
from schema.frame.operation import Command, Transaction, operation, require_revision
from schema.frame.text import text_fault
from schema.units import repository as units
from schema.units.tables import Unit

Occasion = Literal["named", "renewed", "promoted", "reissued"]
REASON_LIMIT = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class ReissueCertificate(Command):
    """Have the certificate of a name issued anew, and say why."""

    designation_id: uuid.UUID
    expected_revision: int
    reason: str


def issue_certificate(
    tx: Transaction, designation: Designation, unit: Unit, occasion: Occasion, reason: str | None = None
) -> None:
    """Keep what the certificate of this edition says, as the name and its unit are now."""
    tx.records.append(
        DesignationCertificate(
            designation_id=designation.id,
            edition=designation.certificate_edition,
            unit_name=unit.name,
            title=designation.title,
            valid_until=designation.valid_until,
            occasion=occasion,
            reason=reason,
            issued_on=tx.today,
            actor_id=tx.context.actor.id,
            role=tx.role,
            level=tx.level,
            on_behalf_of=tx.on_behalf_of,
            at=tx.now,
        )
    )


def issue_next(
    tx: Transaction, designation: Designation, unit: Unit, occasion: Occasion, reason: str | None = None
) -> None:
    """Issue a certificate that supersedes the present one of a name the caller has locked."""
    designation.certificate_edition += 1
    designation.certificate_issued_on = tx.today
    issue_certificate(tx, designation, unit, occasion, reason)


def reissue(tx: Transaction, designation: Designation, unit: Unit, reason: str) -> None:
    """Issue the certificate anew under the unit's present name, for whoever changed what it says; the feed tells."""
    issue_next(tx, designation, unit, "reissued", reason)
    message = {
        "code": unit.code,
        "number": designation.number,
        "status": designation.status,
        "cause": Cause.CERTIFICATE_REISSUED,
        "clause": None,
        "effectiveOn": tx.today.isoformat(),
    }
    tx.publish("designation.reissued", message, on=designation.public_from)


@operation("designation.reissue_certificate", Designation)
async def reissue_certificate(tx: Transaction, command: ReissueCertificate) -> Designation:
    """Issue the certificate of a name anew 换发: its unit is called otherwise now, or the paper was lost or spoilt."""
    designation = await repository.lock(tx.session, command.designation_id)
    unit = await units.get(tx.session, designation.unit_id)
    if unit is None or not tx.context.decide(Action.UNIT_READ, unit.path).allowed:
        raise repository.unknown()
    tx.authorize(Action.DESIGNATION_REISSUE, unit.path)
    require_revision(designation.revision, command.expected_revision)
    refusal = not_held(designation) or text_fault(
        command.reason, field=("reason",), label="换发原因", maximum=REASON_LIMIT
    )
    if refusal is not None:
        raise refusal
    reissue(tx, designation, unit, command.reason)
    tx.note(unit=unit.code, number=designation.number, edition=designation.certificate_edition)
    return designation
