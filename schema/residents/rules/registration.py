"""What a registration of households must say, and each person in it.

No message and no detail of a refusal carries personal data: the field path says which row is meant.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.frame.text import IDEOGRAPHS, code_key, text_fault
from schema.residents.rules.documents import identity_faults
from schema.residents.rules.people import ResidentRow, normal

_MARKS = rf"0-9A-Za-z{IDEOGRAPHS}_#()/.-"
HOUSEHOLD_CODE = re.compile(rf"(?=.{{1,32}}\Z)[{_MARKS}]+(?: [{_MARKS}]+)*")
TELEPHONE = re.compile(r"\+?\d[\d-]{5,18}\d", re.ASCII)
FLOORS = range(-9, 201)
NAME_LIMIT = 40
HOUSEHOLD_LIMIT = 1_000
_OF_IDENTITY = frozenset({"document", "identity_number", "issuer", "birth_date", "arrived_on"})
"""Fields that say who a person is, and the day that hangs on the birth date."""
RESIDENT_LIMIT = 100


class Occupancy(StrEnum):
    """How a dwelling is used; a collective one (dormitory) counts by room (open question 4)."""

    OCCUPIED = "occupied"
    VACANT = "vacant"
    COLLECTIVE = "collective"


@dataclass(frozen=True, slots=True)
class Place:
    """The unit in which somebody is on the roster already, for those who may see it."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """A dwelling to register with those who live in it."""

    code: str
    floor: int | None = None
    occupancy: str = Occupancy.OCCUPIED
    verified_on: date | None = None
    residents: tuple[ResidentRow, ...] = ()


def check_households(
    rows: Sequence[HouseholdRow],
    today: date,
    *,
    special_groups: Collection[str],
    existing_codes: Collection[str] = (),
    existing_numbers: Collection[str] = (),
    places: Mapping[str, Place] = MappingProxyType({}),
) -> tuple[HouseholdRow, ...]:
    """Return the rows with normal identity numbers, or refuse with every fault (B-g, B-o).

    `existing_codes` are keys of door codes of the unit, `existing_numbers` keys of identities of the tenant, as far as
    rows name them; of these, `places` tells where, as far as the caller may see it.
    Raises DomainErrors; a field is `("households", "3", "residents", "0", "name")`.
    """
    if not rows:
        raise DomainErrors([_invalid("没有要登记的住户。", ("households",))])
    if len(rows) > HOUSEHOLD_LIMIT:
        raise DomainErrors([too_many(("households",), "户", HOUSEHOLD_LIMIT, len(rows))])
    people = People(today, frozenset(special_groups), set(existing_numbers), places)
    roster = _Roster(today, set(existing_codes), people)
    faults = [
        fault
        for index, row in enumerate(rows)
        for fault in roster.household_faults(row, ("households", str(index)))
    ]
    if faults:
        raise DomainErrors(faults)
    return tuple(replace(row, residents=tuple(normal(person) for person in row.residents)) for row in rows)


@dataclass
class People:
    """What people are checked against; the keys of their identities fill up as they pass."""

    today: date
    special_groups: frozenset[str]
    keys: set[str] = field(default_factory=set)
    places: Mapping[str, Place] = field(default_factory=dict)

    def faults(self, row: ResidentRow, at: tuple[str, ...] = ()) -> Iterator[DomainError]:
        """Tell everything that keeps a person from being registered, with fields below `at`."""
        yield from _name_faults(row, at)
        yield from self.identity_faults(row, at)
        yield from self._other_faults(row, at)

    def correction_faults(
        self, row: ResidentRow, corrected: Collection[str], at: tuple[str, ...] = ()
    ) -> Iterator[DomainError]:
        """Tell what is wrong with a person of whom some fields were corrected: what stood before is left alone."""
        asked = row if "special_groups" in corrected else replace(row, special_groups=None)
        yield from _name_faults(row, at)
        if not _OF_IDENTITY.isdisjoint(corrected):
            yield from self.identity_faults(row, at)
        yield from self._other_faults(asked, at)

    def _other_faults(self, row: ResidentRow, at: tuple[str, ...]) -> Iterator[DomainError]:
        if row.telephone is not None and TELEPHONE.fullmatch(row.telephone) is None:
            yield _invalid("电话号码须为7至20位数字。", (*at, "telephone"))
        if not self.special_groups.issuperset(row.special_groups or ()):
            yield _invalid("现行方案没有这种特殊人群。", (*at, "specialGroups"))
        yield from day_faults(row.needs_recorded_on, self.today, "需求登记日期", (*at, "needsRecordedOn"))
        yield from day_faults(row.arrived_on, self.today, "入住日期", (*at, "arrivedOn"))

    def identity_faults(self, row: ResidentRow, at: tuple[str, ...]) -> Iterator[DomainError]:
        """Tell what is wrong with what shows who the person is, and whether somebody else is shown by it."""
        identity = row.identity
        faults = list(identity_faults(identity, self.today, at))
        yield from faults
        if faults:
            return
        if row.arrived_on is not None and row.arrived_on < identity.born_on:
            yield _invalid("入住日期不得早于出生日期。", (*at, "arrivedOn"))
        if identity.key is None:
            return
        if identity.key in self.keys:
            yield duplicate_resident(self.places.get(identity.key), (*at, "identityNumber"))
        self.keys.add(identity.key)


def _name_faults(row: ResidentRow, at: tuple[str, ...]) -> Iterator[DomainError]:
    if fault := text_fault(row.name, field=(*at, "name"), label="姓名", maximum=NAME_LIMIT, lines=False):
        yield fault


def duplicate_resident(place: Place | None, field: tuple[str, ...]) -> DomainError:
    """Refuse somebody who is on the roster already; tell in which unit to those who may see it."""
    if place is None:
        return DomainError(ErrorCode.DUPLICATE_RESIDENT, "该证件号码重复登记。", field=field)
    message = f"该证件号码已登记在{place.name}。"
    return DomainError(ErrorCode.DUPLICATE_RESIDENT, message, field=field, details={"unit": place.code})


@dataclass
class _Roster:
    """What one registration is checked against; codes fill up as its rows pass."""

    today: date
    codes: set[str]
    people: People

    def household_faults(self, row: HouseholdRow, at: tuple[str, ...]) -> Iterator[DomainError]:
        yield from code_faults(row.code, self.codes, (*at, "code"))
        self.codes.add(code_key(row.code))
        yield from dwelling_faults(row, self.today, at)
        if row.occupancy == Occupancy.VACANT and row.residents:
            yield _invalid("空置房屋不登记居住人员。", (*at, "residents"))
        if len(row.residents) > RESIDENT_LIMIT:
            yield too_many((*at, "residents"), "人", RESIDENT_LIMIT, len(row.residents))
            return
        for index, person in enumerate(row.residents):
            yield from self.people.faults(person, (*at, "residents", str(index)))


def code_faults(code: str, taken: Collection[str], at: tuple[str, ...]) -> Iterator[DomainError]:
    """Tell what is wrong with a door number; `taken` are keys of codes."""
    if HOUSEHOLD_CODE.fullmatch(code) is None:
        yield _invalid("户号须为1至32位的字母、数字、汉字或“_#-()/.”，中间可有空格，如 1单元 301。", at)
    elif code_key(code) in taken:
        yield DomainError(ErrorCode.DUPLICATE_CODE, f"户号 {code} 重复。", field=at)


def dwelling_faults(row: HouseholdRow, today: date, at: tuple[str, ...] = ()) -> Iterator[DomainError]:
    """Tell what is wrong with a dwelling, its door number and its people aside."""
    if row.floor is not None and row.floor not in FLOORS:
        yield _invalid(f"楼层须在{FLOORS[0]}至{FLOORS[-1]}之间。", (*at, "floor"))
    if row.occupancy not in set(Occupancy):
        yield _invalid("没有这种居住状况。", (*at, "occupancy"))
    yield from day_faults(row.verified_on, today, "核实日期", (*at, "verifiedOn"))


def day_faults(day: date | None, today: date, label: str, at: tuple[str, ...]) -> Iterator[DomainError]:
    """Tell that a day has not come."""
    if day is not None and day > today:
        yield _invalid(f"{label}不得晚于今天。", at)


def too_many(field: tuple[str, ...], unit: str, maximum: int, actual: int) -> DomainError:
    """Refuse more than one call, or one household, may have."""
    details = {"maximum": maximum, "actual": actual}
    return DomainError(ErrorCode.TOO_MANY_ITEMS, f"最多{maximum}{unit}。", field=field, details=details)


def _invalid(message: str, field: tuple[str, ...]) -> DomainError:
    return DomainError(ErrorCode.INVALID_INPUT, message, field=field)
