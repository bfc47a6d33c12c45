"""The roster's rules: identity numbers, ages, masks, and what a registration of households must say.

No message and no detail of a refusal carries personal data: the field path says which row is meant.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_2

from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.frame.text import text_fault

IDENTITY_NUMBER = re.compile(r"[1-9]\d{5}(?P<born>(?:19|20)\d{6})\d{3}[\dX]", re.ASCII)
HOUSEHOLD_CODE = re.compile(r"[0-9A-Za-z\u4e00-\u9fff_#-]{1,32}", re.ASCII)
TELEPHONE = re.compile(r"\+?\d[\d-]{5,18}\d", re.ASCII)
FLOORS = range(-9, 201)
FULL_AGE = 18
NAME_LIMIT = 40
HOUSEHOLD_LIMIT = 1_000
RESIDENT_LIMIT = 100


class Occupancy(StrEnum):
    """How a dwelling is used; a collective one (dormitory) counts by room (open question 4)."""

    OCCUPIED = "occupied"
    VACANT = "vacant"
    COLLECTIVE = "collective"


@dataclass(frozen=True, slots=True)
class ResidentRow:
    """A person to register. `special_groups` null means not yet asked, empty means asked: none."""

    name: str
    identity_number: str
    telephone: str | None = None
    special_groups: tuple[str, ...] | None = None
    needs_recorded_on: date | None = None

    @property
    def born_on(self) -> date:
        """Read the birth date of a row that was checked."""
        return date.fromisoformat(self.identity_number[6:14])


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """A dwelling to register with those who live in it."""

    code: str
    floor: int | None = None
    occupancy: str = Occupancy.OCCUPIED
    verified_on: date | None = None
    residents: tuple[ResidentRow, ...] = ()


def normal_identity_number(text: str) -> str:
    """Write an identity number as it is stored: without blanks, with a capital X."""
    return "".join(text.split()).upper()


def born_on(identity_number: str, today: date, *, field: tuple[str, ...] = ("identityNumber",)) -> date:
    """Read the birth date of a valid 18-digit number, or refuse with INVALID_IDENTITY_NUMBER.

    Checked are the form, the calendar date and the ISO 7064 MOD 11-2 digit of GB 11643. The region is not
    looked up: regions are abolished over time, and synthetic persons live in the unassigned 999999.
    """
    fault = DomainError(
        ErrorCode.INVALID_IDENTITY_NUMBER, "证件号码的格式、出生日期或校验位有误。", field=field
    )
    number = normal_identity_number(identity_number)
    match = IDENTITY_NUMBER.fullmatch(number)
    if match is None:
        raise fault
    try:
        mod_11_2.validate(number)
        born = date.fromisoformat(match["born"])
    except (ValidationError, ValueError):
        # Without its cause: the library's error quotes the number.
        raise fault from None
    if born > today:
        raise fault
    return born


def age(born: date, on: date) -> int:
    """Count full years of life; one is a year older on the birthday itself (29 February: on 1 March)."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def is_capable_adult(born: date, on: date) -> bool:
    """Tell whether a person may sign for the household: 18 full years of age (open question 4, B-k)."""
    return age(born, on) >= FULL_AGE


def mask_name(name: str) -> str:
    """Show the first character of a name only: 欧阳小明 becomes 欧***."""
    return name[:1] + "*" * (len(name) - 1) if len(name) > 1 else "*" * len(name)


def mask_identity_number(number: str) -> str:
    """Show the first and the last character only: birth date, region and sequence stay hidden."""
    return number[:1] + "*" * max(len(number) - 2, 0) + number[-1:]


def mask_telephone(telephone: str) -> str:
    """Show the first three and the last two digits of a number of eight or more, else nothing."""
    if len(telephone) < 8:
        return "*" * len(telephone)
    return telephone[:3] + "*" * (len(telephone) - 5) + telephone[-2:]


def departed_refusal() -> DomainError:
    """Refuse what only a household that is still here takes."""
    return DomainError(ErrorCode.HOUSEHOLD_DEPARTED, "该户已登记迁出。", field=("household",))


def require_departure(on: date, today: date) -> None:
    """Refuse a day of moving out that has not come."""
    if on > today:
        raise _invalid("迁出日期不得晚于今天。", ("departedOn",))


def check_households(
    rows: Sequence[HouseholdRow],
    today: date,
    *,
    special_groups: Collection[str],
    existing_codes: Collection[str] = (),
    existing_numbers: Collection[str] = (),
) -> tuple[HouseholdRow, ...]:
    """Return the rows with normal identity numbers, or refuse with every fault (B-g, B-o).

    `existing_codes` are door codes of the unit, `existing_numbers` normal identity numbers of the tenant, as
    far as rows name them. Raises DomainErrors; a field is `("households", "3", "residents", "0", "name")`.
    """
    if not rows:
        raise DomainErrors([_invalid("没有要登记的住户。", ("households",))])
    if len(rows) > HOUSEHOLD_LIMIT:
        raise DomainErrors([_too_many(("households",), "户", HOUSEHOLD_LIMIT, len(rows))])
    roster = _Roster(today, frozenset(special_groups), set(existing_codes), set(existing_numbers))
    faults = [
        fault
        for index, row in enumerate(rows)
        for fault in roster.household_faults(row, ("households", str(index)))
    ]
    if faults:
        raise DomainErrors(faults)
    return tuple(replace(row, residents=tuple(_normal(person) for person in row.residents)) for row in rows)


@dataclass
class _Roster:
    """What one registration is checked against; codes and numbers fill up as its rows pass."""

    today: date
    special_groups: frozenset[str]
    codes: set[str]
    numbers: set[str]

    def household_faults(self, row: HouseholdRow, at: tuple[str, ...]) -> Iterator[DomainError]:
        if HOUSEHOLD_CODE.fullmatch(row.code) is None:
            yield _invalid("户号须为1至32位的字母、数字、汉字或“_#-”。", (*at, "code"))
        elif row.code in self.codes:
            yield DomainError(ErrorCode.DUPLICATE_CODE, f"户号 {row.code} 重复。", field=(*at, "code"))
        self.codes.add(row.code)
        if row.floor is not None and row.floor not in FLOORS:
            yield _invalid(f"楼层须在{FLOORS[0]}至{FLOORS[-1]}之间。", (*at, "floor"))
        if row.occupancy not in set(Occupancy):
            yield _invalid("没有这种居住状况。", (*at, "occupancy"))
        if row.occupancy == Occupancy.VACANT and row.residents:
            yield _invalid("空置房屋不登记居住人员。", (*at, "residents"))
        yield from self._day_faults(row.verified_on, "核实日期", (*at, "verifiedOn"))
        if len(row.residents) > RESIDENT_LIMIT:
            yield _too_many((*at, "residents"), "人", RESIDENT_LIMIT, len(row.residents))
            return
        for index, person in enumerate(row.residents):
            yield from self._resident_faults(person, (*at, "residents", str(index)))

    def _resident_faults(self, row: ResidentRow, at: tuple[str, ...]) -> Iterator[DomainError]:
        if fault := text_fault(row.name, field=(*at, "name"), label="姓名", maximum=NAME_LIMIT):
            yield fault
        yield from self._number_faults(row.identity_number, (*at, "identityNumber"))
        if row.telephone is not None and TELEPHONE.fullmatch(row.telephone) is None:
            yield _invalid("电话号码须为7至20位数字。", (*at, "telephone"))
        if not self.special_groups.issuperset(row.special_groups or ()):
            yield _invalid("现行方案没有这种特殊人群。", (*at, "specialGroups"))
        yield from self._day_faults(row.needs_recorded_on, "需求登记日期", (*at, "needsRecordedOn"))

    def _number_faults(self, text: str, at: tuple[str, ...]) -> Iterator[DomainError]:
        number = normal_identity_number(text)
        try:
            born_on(number, self.today, field=at)
        except DomainError as fault:
            yield fault
            return
        if number in self.numbers:
            yield DomainError(ErrorCode.DUPLICATE_RESIDENT, "该证件号码重复登记。", field=at)
        self.numbers.add(number)

    def _day_faults(self, day: date | None, label: str, at: tuple[str, ...]) -> Iterator[DomainError]:
        if day is not None and day > self.today:
            yield _invalid(f"{label}不得晚于今天。", at)


def _normal(person: ResidentRow) -> ResidentRow:
    return replace(
        person, name=person.name.strip(), identity_number=normal_identity_number(person.identity_number)
    )


def _invalid(message: str, field: tuple[str, ...]) -> DomainError:
    return DomainError(ErrorCode.INVALID_INPUT, message, field=field)


def _too_many(field: tuple[str, ...], unit: str, maximum: int, actual: int) -> DomainError:
    details = {"maximum": maximum, "actual": actual}
    return DomainError(ErrorCode.TOO_MANY_ITEMS, f"最多{maximum}{unit}。", field=field, details=details)
