"""What may be done with one resident, and with one household: add, correct, move, remove."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from schema.frame.errors import DomainError, ErrorCode
from schema.residents.rules.people import ResidentRow
from schema.residents.rules.registration import (
    RESIDENT_LIMIT,
    HouseholdRow,
    Occupancy,
    too_many,
)


class Leaving(StrEnum):
    """How somebody left a household. Somebody registered wrongly never lived there, on no day."""

    LEFT = "left"
    MOVED = "moved"
    RECORDED_WRONGLY = "recorded_wrongly"


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction:
    """What of a person is written otherwise; null leaves it, an empty telephone takes it away."""

    name: str | None = None
    document: str | None = None
    identity_number: str | None = None
    issuer: str | None = None
    birth_date: date | None = None
    telephone: str | None = None
    special_groups: tuple[str, ...] | None = None
    needs_recorded_on: date | None = None
    under_guardianship: bool | None = None
    arrived_on: date | None = None

    @property
    def changes(self) -> dict[str, object]:
        """Give what is to be written, by field."""
        given = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {name: value for name, value in given.items() if value is not None}


@dataclass(frozen=True, kw_only=True, slots=True)
class DwellingCorrection:
    """What of a dwelling is written otherwise; null leaves it."""

    code: str | None = None
    floor: int | None = None
    occupancy: str | None = None
    verified_on: date | None = None


_IDENTITY = frozenset({"document", "identity_number", "issuer", "birth_date"})


def corrected(person: ResidentRow, correction: Correction) -> ResidentRow:
    """Write a person with a correction; another document leaves nothing of the former."""
    changes = correction.changes
    if not changes:
        raise DomainError(ErrorCode.INVALID_INPUT, "没有要更正的内容。", field=())
    if changes.get("document", person.document) != person.document:
        person = replace(person, identity_number=None, issuer=None, birth_date=None)
    if changes.get("telephone") == "":
        changes["telephone"] = None
    row = replace(person, **changes)  # type: ignore[arg-type]  # each field by its own name
    other = correction.birth_date is None and row.identity.told is not None
    return replace(row, birth_date=None) if other else row


def corrects_identity(correction: Correction) -> bool:
    """Tell whether a correction says otherwise who the person is."""
    return not _IDENTITY.isdisjoint(correction.changes)


def corrected_dwelling(row: HouseholdRow, correction: DwellingCorrection, people: int) -> HouseholdRow:
    """Write a dwelling with a correction; one in which somebody lives is not vacant."""
    fields = ("code", "floor", "occupancy", "verified_on")
    changes = {name: value for name in fields if (value := getattr(correction, name)) is not None}
    if not changes:
        raise DomainError(ErrorCode.INVALID_INPUT, "没有要更正的内容。", field=())
    if changes.get("occupancy") == Occupancy.VACANT and people:
        raise DomainError(
            ErrorCode.INVALID_INPUT, f"该户登记有{people}名居住成员，不是空置房屋。", field=("occupancy",)
        )
    return replace(row, **changes)


def require_room(people: int, field: tuple[str, ...]) -> None:
    """Refuse one more person in a household that has as many as one may have."""
    if people >= RESIDENT_LIMIT:
        raise too_many(field, "人", RESIDENT_LIMIT, people + 1)


def leaving_faults(
    on: date, today: date, *, born_on: date, arrived_on: date | None, label: str, field: str
) -> Iterator[DomainError]:
    """Tell that a day of leaving has not come, or lies before the person came."""
    since = max(born_on, arrived_on or born_on)
    if on > today:
        yield DomainError(ErrorCode.INVALID_INPUT, f"{label}不得晚于今天。", field=(field,))
    elif on < since:
        yield DomainError(ErrorCode.INVALID_INPUT, f"{label}不得早于入住或出生的日期。", field=(field,))


def departed_refusal() -> DomainError:
    """Refuse what only a household that is still here takes."""
    return DomainError(ErrorCode.HOUSEHOLD_DEPARTED, "该户已登记迁出。", field=("household",))


def gone_refusal() -> DomainError:
    """Refuse what only a resident who is still here takes."""
    return DomainError(ErrorCode.RESIDENT_DEPARTED, "该成员已不在该户。", field=("resident",))


def require_departure(on: date, today: date) -> None:
    """Refuse a day of moving out that has not come."""
    if on > today:
        raise DomainError(ErrorCode.INVALID_INPUT, "迁出日期不得晚于今天。", field=("departedOn",))
