"""What a change of the tree must respect: places allowed, parts that leave nothing out, units that are alike."""

import hashlib
import json
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from schema.consequences.rules.confirming import SHOWN, Seen
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.text import code_key, text_fault
from schema.units.rules import (
    CODE,
    MAX_DEPTH,
    NAME_LIMIT,
    Kinds,
    child_path,
    closed_unit,
    is_within,
    label_of,
)

PARTS = 50
"""A unit is split into, or merged from, at most so many."""
LOSSES = frozenset({"expired", "revoked", "suspended", "warned"})


@dataclass(frozen=True, slots=True)
class Part:
    """A unit a split makes: its code and name, the door numbers it takes by how they begin, the units below it."""

    code: str
    name: str
    doors: tuple[str, ...] = ()
    children: tuple[uuid.UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Lying:
    """A unit as it lies in the tree."""

    code: str
    kind: str
    path: str
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class NameChange:
    """What befell the name of a unit by a change of the tree, why and by which clause."""

    unit_id: uuid.UUID
    code: str
    number: str
    change: str
    cause: str
    clause: str | None

    @property
    def is_loss(self) -> bool:
        """Tell whether the name stands worse than before."""
        return self.change in LOSSES


@dataclass(frozen=True, slots=True)
class MovedUnit:
    """A unit whose path changed."""

    code: str
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class CountShift:
    """By how much the count of units of a kind below a unit changed, and of names among them."""

    code: str
    kind: str
    total: int
    held: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """All a change of the tree did: `moved` are the first of `moved_count`, `doors` are door numbers that changed.

    `seats` are the officials, by name and role, who gain or lose work; `ended` counts applications that end.
    """

    opened: tuple[str, ...]
    closed: tuple[str, ...]
    moved: tuple[MovedUnit, ...]
    moved_count: int
    names: tuple[NameChange, ...]
    counts: tuple[CountShift, ...]
    households: int
    doors: int
    memberships: int
    left_behind: int
    applications: int
    ended: int = 0
    seats: tuple[tuple[str, str], ...] = ()

    @property
    def losses(self) -> int:
        """Count the names that fall or end."""
        return len({each.number for each in self.names if each.is_loss})

    @property
    def seen(self) -> Seen:
        """Sum up what a preview shows."""
        names = sorted((each.code, each.number, each.change, each.clause or "") for each in self.names)
        told = [
            sorted(self.opened),
            sorted(self.closed),
            self.moved_count,
            [(each.before, each.after) for each in self.moved],
            names,
            [self.households, self.doors, self.memberships, self.left_behind, self.applications, self.ended],
        ]
        digest = hashlib.sha256(json.dumps(told).encode()).hexdigest()
        first = {code: change for code, _, change, _ in names[:SHOWN]}
        return Seen(digest, Counter(each.change for each in self.names), first)


def require_place(unit: Lying, parent: Lying, kinds: Kinds, levels: int) -> None:
    """Refuse a new place above a unit: itself, below itself, where it is, of a kind not allowed, too deep.

    `levels` are those of the unit's subtree, itself included.
    """
    if parent.closed_on is not None:
        raise closed_unit(parent.code, parent.closed_on, ("parent",))
    if is_within(parent.path, unit.path):
        raise DomainError(ErrorCode.UNIT_CYCLE, "单元不能移到自己或自己的下级之下。", field=("parent",))
    if "." not in unit.path:
        raise _not_allowed("最上级单元不能移动或撤并。", "unit")
    if child_path(parent.path, label_of(unit.path)) == unit.path:
        raise _not_allowed("单元已在该上级之下。", "parent")
    allowed = kinds.get(unit.kind)
    if allowed is not None and parent.kind not in allowed:
        raise _not_allowed("方案不允许该类单元置于此类上级之下。", "parent")
    if parent.path.count(".") + 1 + levels > MAX_DEPTH:
        raise _not_allowed(f"单元层级最多{MAX_DEPTH}层。", "parent")


def require_several(ids: Sequence[uuid.UUID]) -> None:
    """Refuse to merge fewer than two units, one twice, or too many."""
    if not 2 <= len(set(ids)) == len(ids) <= PARTS:
        raise DomainError(ErrorCode.INVALID_INPUT, f"须合并2至{PARTS}个不同的单元。", field=("units",))


def require_alike(units: Sequence[Lying]) -> None:
    """Refuse to merge units that are not of one kind below one unit."""
    if len({(unit.kind, unit.path.rpartition(".")[0]) for unit in units}) > 1 or "." not in units[0].path:
        message = "只能合并同一上级之下的同类单元。"
        raise DomainError(ErrorCode.UNITS_NOT_ALIKE, message, field=("units",))


def new_unit_faults(
    rows: Sequence[tuple[str, str]], taken: Iterable[str], at: Sequence[tuple[str, ...]]
) -> Iterator[DomainError]:
    """Find what is wrong with the codes and names of new units; `at` tells where each stands in the input."""
    seen = {code_key(code) for code in taken}
    for (code, name), field in zip(rows, at, strict=True):
        if CODE.fullmatch(code) is None:
            message = "编码须为1至32位的字母、数字、下划线或连字符。"
            yield DomainError(ErrorCode.INVALID_INPUT, message, field=(*field, "code"))
        elif code_key(code) in seen:
            yield DomainError(ErrorCode.DUPLICATE_CODE, f"编码 {code} 已被占用。", field=(*field, "code"))
        seen.add(code_key(code))
        if fault := text_fault(name, field=(*field, "name"), label="名称", maximum=NAME_LIMIT, lines=False):
            yield fault


def assign_doors(doors: Iterable[str], parts: Sequence[Part]) -> Mapping[str, int]:
    """Say which part takes each door number: the one that names its longest beginning; refuse what none or two take."""
    found: dict[str, int] = {}
    nowhere = twice = 0
    for door in doors:
        fitting = [
            (len(start), index)
            for index, part in enumerate(parts)
            for start in part.doors
            if code_key(door).startswith(code_key(start))
        ]
        longest = [index for length, index in fitting if length == max(fitting)[0]]
        nowhere += not longest
        twice += len(set(longest)) > 1
        if longest:
            found[door] = longest[0]
    if nowhere or twice:
        raise _incomplete({"householdsNowhere": nowhere, "householdsTwice": twice})
    return found


def assign_children(children: Iterable[uuid.UUID], parts: Sequence[Part]) -> Mapping[uuid.UUID, int]:
    """Say which part takes each unit below; refuse one that none or two take, and one that is not below."""
    below = set(children)
    given = [(child, index) for index, part in enumerate(parts) for child in part.children]
    for child, index in given:
        if child not in below:
            field = ("parts", str(index), "children")
            raise DomainError(ErrorCode.NOT_FOUND, "该单元的直属下级中没有此单元。", field=field)
    nowhere = len(below - {child for child, _ in given})
    twice = len(given) - len({child for child, _ in given})
    if nowhere or twice:
        raise _incomplete({"unitsNowhere": nowhere, "unitsTwice": twice})
    return dict(given)


def free_doors(
    homes: Sequence[tuple[uuid.UUID, str, str]],
) -> Mapping[uuid.UUID, str]:
    """Give households that come together door numbers of their own.

    `homes` are households with the code of the unit they come from and their door number. Who has a number nobody
    else has keeps it; of those who share one, each gets the code of the old unit put before it.
    """
    shared = Counter(code_key(door) for _, _, door in homes)
    return {home: door if shared[code_key(door)] == 1 else f"{unit}-{door}" for home, unit, door in homes}


def _not_allowed(message: str, field: str) -> DomainError:
    return DomainError(ErrorCode.PARENT_NOT_ALLOWED, message, field=(field,))


def _incomplete(details: dict[str, str | int]) -> DomainError:
    message = "每户、每个直属下级单元须归入且只归入一个新单元。"
    return DomainError(ErrorCode.SPLIT_INCOMPLETE, message, field=("parts",), details=details)
