"""What an import may add to the tree."""

import re
from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.frame.text import code_key, text_fault
from schema.units.rules.codes import ByCode
from schema.units.rules.existence import closed_unit
from schema.units.rules.paths import MAX_DEPTH, child_path

CODE = re.compile(r"[0-9A-Za-z_-]{1,32}")
NAME_LIMIT = 60
IMPORT_LIMIT = 2_000

Kinds = Mapping[str, Collection[str]]
"""Unit kinds of the guideline and, for each, the kinds its parent may have; none marks the root."""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One line of an import; `parent_code` is null for the root only.

    `opened_on` is the day it began to exist, null where nobody noted it.
    """

    code: str
    name: str
    kind: str
    parent_code: str | None
    opened_on: date | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class ExistingUnit:
    """What an import needs to know of a unit that is there already."""

    kind: str
    path: str
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class PlannedUnit:
    """A row that may be written, with the path it will have."""

    row: UnitRow
    path: str


def plan_import(
    rows: Sequence[UnitRow],
    existing: Mapping[str, ExistingUnit],
    kinds: Kinds,
    today: date = date.max,
    labels: Mapping[str, str] = MappingProxyType({}),
) -> tuple[PlannedUnit, ...]:
    """Order the rows parents first and compute their paths, or refuse with every fault of the import.

    `existing` holds, by code, at least those units that rows name as code or parent, and the root if there is
    one; `labels` tells, by code, those that are not the code. Raises DomainErrors whose fields are
    `("units", index, column)`.
    """
    if len(rows) > IMPORT_LIMIT:
        message = f"一次最多导入{IMPORT_LIMIT}个单元。"
        details = {"maximum": IMPORT_LIMIT, "actual": len(rows)}
        raise DomainErrors(
            [DomainError(ErrorCode.TOO_MANY_ITEMS, message, field=("units",), details=details)]
        )
    batch = _Import(rows, existing, kinds, today, labels)
    planned = tuple(batch.place())
    faults = [
        *batch.row_faults(),
        *batch.parent_faults(),
        *batch.cycle_faults(),
        *batch.depth_faults(planned),
    ]
    if faults:
        raise DomainErrors(sorted(faults, key=lambda fault: int(fault.field[1])))
    return planned


class _Import:
    """The rows of one import with the look-ups its checks share; the first row of a code stands for it."""

    def __init__(
        self,
        rows: Sequence[UnitRow],
        existing: Mapping[str, ExistingUnit],
        kinds: Kinds,
        today: date,
        labels: Mapping[str, str],
    ) -> None:
        self.rows = rows
        self.labels = labels
        self.today = today
        self.existing = ByCode(existing)
        self.kinds = kinds
        self.index_of = ByCode[int]()
        for index, row in enumerate(rows):
            self.index_of.setdefault(row.code, index)

    def row_faults(self) -> Iterator[DomainError]:
        for index, row in enumerate(self.rows):
            if CODE.fullmatch(row.code) is None:
                message = "编码须为1至32位的字母、数字、下划线或连字符。"
                yield _fault(ErrorCode.INVALID_INPUT, message, index, "code")
            elif row.code in self.existing:
                yield _fault(ErrorCode.DUPLICATE_CODE, f"编码 {row.code} 已被占用。", index, "code")
            elif self.index_of[row.code] != index:
                yield _fault(ErrorCode.DUPLICATE_CODE, f"编码 {row.code} 在本次导入中重复。", index, "code")
            field = ("units", str(index), "name")
            if fault := text_fault(row.name, field=field, label="名称", maximum=NAME_LIMIT, lines=False):
                yield fault
            if row.kind not in self.kinds:
                yield _fault(ErrorCode.UNKNOWN_KIND, "现行方案没有这种单元类型。", index, "kind")
            if row.opened_on is not None and row.opened_on > self.today:
                yield _fault(ErrorCode.TIME_IN_FUTURE, "设立日期不得晚于今天。", index, "openedOn")

    def parent_faults(self) -> Iterator[DomainError]:
        rooted = any("." not in unit.path for unit in self.existing.values())
        for index, row in enumerate(self.rows):
            allowed = self.kinds.get(row.kind)
            if row.parent_code is None:
                if allowed or rooted:
                    message = "该类单元须有上级单元。" if allowed else "本辖区已有最上级单元。"
                    yield _fault(ErrorCode.PARENT_NOT_ALLOWED, message, index, "parentCode")
                rooted = True
                continue
            parent_kind = self._kind_of(row.parent_code)
            parent = self.existing.get(row.parent_code)
            if parent is not None and parent.closed_on is not None:
                yield closed_unit(row.parent_code, parent.closed_on, ("units", str(index), "parentCode"))
            elif parent_kind is None:
                yield _fault(ErrorCode.UNKNOWN_PARENT, "上级编码不存在。", index, "parentCode")
            elif allowed is not None and parent_kind in self.kinds and parent_kind not in allowed:
                message = "方案不允许该类单元置于此类上级之下。"
                yield _fault(ErrorCode.PARENT_NOT_ALLOWED, message, index, "parentCode")

    def cycle_faults(self) -> Iterator[DomainError]:
        """Find every row that is above itself: with one parent a row, following parents meets each cycle."""
        seen: set[str] = set()
        for start in self.index_of:
            trail: dict[str, int] = {}
            code: str | None = code_key(start)
            while (
                code is not None and code not in seen and code in self.index_of and code not in self.existing
            ):
                seen.add(code)
                trail[code] = len(trail)
                code = _key(self.rows[self.index_of[code]].parent_code)
            if code in trail:
                for member in list(trail)[trail[code] :]:
                    yield _fault(ErrorCode.UNIT_CYCLE, "上级关系成环。", self.index_of[member], "parentCode")

    def place(self) -> Iterator[PlannedUnit]:
        """Walk down from what is there, breadth first; rows in or below a cycle are never reached."""
        below: dict[str | None, list[UnitRow]] = {}
        for row in self.rows:
            below.setdefault(_key(row.parent_code), []).append(row)
        waiting: deque[tuple[str | None, str | None]] = deque([(None, None)])
        waiting.extend((code, unit.path) for code, unit in self.existing.items() if code_key(code) in below)
        while waiting:
            parent_code, parent_path = waiting.popleft()
            for row in below.pop(_key(parent_code), ()):
                path = child_path(parent_path, self.labels.get(row.code, row.code))
                yield PlannedUnit(row, path)
                waiting.append((row.code, path))

    def depth_faults(self, planned: Sequence[PlannedUnit]) -> Iterator[DomainError]:
        for unit in planned:
            if unit.path.count(".") >= MAX_DEPTH:
                message = f"单元层级最多{MAX_DEPTH}层。"
                yield _fault(ErrorCode.INVALID_INPUT, message, self.index_of[unit.row.code], "parentCode")

    def _kind_of(self, code: str) -> str | None:
        if code in self.existing:
            return self.existing[code].kind
        index = self.index_of.get(code)
        return None if index is None else self.rows[index].kind


def _key(code: str | None) -> str | None:
    return None if code is None else code_key(code)


def _fault(code: ErrorCode, message: str, index: int, column: str) -> DomainError:
    return DomainError(code, message, field=("units", str(index), column))
