"""What there is to tell, in words; whom it concerns, by role and place. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from schema.guidelines.rules.words import held_at


class Kind(StrEnum):
    """What may be told."""

    APPLICATION_ARRIVED = "application.arrived"
    APPLICATION_DECIDED = "application.decided"
    APPLICATION_REMINDED = "application.reminded"
    APPLICATION_RETURNED = "application.returned"
    APPLICATION_TAKE_OVER = "application.take_over"
    APPLICATION_UNASSIGNED = "application.unassigned"
    DELEGATION_ENDED = "delegation.ended"
    NAME_CHANGED = "name.changed"
    NAME_REVOKED = "name.revoked"
    NAME_SUSPENDED = "name.suspended"
    NAME_VOIDED = "name.voided"
    NAME_WARNED = "name.warned"
    RECTIFICATION_DUE = "rectification.due"
    RECTIFICATION_OVERDUE = "rectification.overdue"
    ROLE_CHANGED = "role.changed"
    ROLE_GIVEN = "role.given"
    UNIT_CHANGED = "unit.changed"
    UNIT_CLOSED = "unit.closed"
    WORK_PASSED = "work.passed"
    VACANCY_CLAIMED = "vacancy.claimed"
    VACANCY_REFUSED = "vacancy.refused"


_TEXTS: Mapping[Kind, str] = {
    Kind.APPLICATION_ARRIVED: "{unit}的申请到了您办理的环节。",
    Kind.APPLICATION_DECIDED: "{unit}的申请已有结论。",
    Kind.APPLICATION_REMINDED: "{unit}的申请办理已满提醒时限，请及时办理或督促办理。",
    Kind.APPLICATION_RETURNED: "{unit}的申请被退回，请补正后重新提交。",
    Kind.APPLICATION_TAKE_OVER: "{unit}的申请久未办理，现可由您接手办理。",
    Kind.APPLICATION_UNASSIGNED: "{unit}的申请所在环节无人承办，请办理或安排人员。",
    Kind.DELEGATION_ENDED: "{unit}的一项委托代办已提前结束。",
    Kind.NAME_CHANGED: "{unit}的称号有变化。",
    Kind.NAME_REVOKED: "{unit}的称号已被取消。",
    Kind.NAME_SUSPENDED: "{unit}的称号已被暂停。",
    Kind.NAME_VOIDED: "{unit}的命名有误，已撤销，称号自始无效。",
    Kind.NAME_WARNED: "{unit}受到警示。",
    Kind.RECTIFICATION_DUE: "{unit}有待整改的项目，请按期完成。",
    Kind.VACANCY_CLAIMED: "{unit}的联名名册有空置登记，请核实或退回。",
    Kind.VACANCY_REFUSED: "{unit}的空置登记被退回，请查看理由并重新登记该户。",
    Kind.RECTIFICATION_OVERDUE: "{unit}有逾期未完成整改的项目，请尽快整改并填报。",
    Kind.ROLE_CHANGED: "您在{unit}的任职已结束，或到期时间有变。",
    Kind.ROLE_GIVEN: "您已被任命在{unit}任职。",
    Kind.UNIT_CHANGED: "{unit}的名称、编码或隶属有变动，请核对您在该处的任职和待办。",
    Kind.UNIT_CLOSED: "{unit}已撤销或撤并，请核对您在该处的任职和待办。",
    Kind.WORK_PASSED: "{unit}的一名同岗人员已离任或变动，其待办事项请您继续办理。",
}


@dataclass(frozen=True, slots=True)
class Settled:
    """A matter that is dealt with: what was told of it, as one of some kinds, is over."""

    kinds: frozenset[Kind]
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened in a unit, of concern to holders of `roles` over it and `persons`, not to who did it.

    A role stands there by its code, or as `headquarters@town` where only those are meant who hold it at that level.
    """

    kind: Kind
    unit_id: UUID
    path: str
    roles: tuple[str, ...]
    subject_type: str
    subject_id: UUID
    persons: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Holder:
    """An official who holds a role over the subtree of a path; `level` is the kind of the unit there."""

    official_id: UUID
    role: str
    scope_path: str
    level: str = ""


@dataclass(slots=True)
class Told:
    """What one official is told of one kind of thing: the first unit, in how many it happened, and the matters."""

    happening: Happening
    units: set[UUID] = field(default_factory=set)
    subjects: set[UUID] = field(default_factory=set)

    def add(self, happening: Happening) -> None:
        """Tell of one more with the same line."""
        self.units.add(happening.unit_id)
        self.subjects.add(happening.subject_id)


def address(happenings: Sequence[Happening], holders: Iterable[Holder]) -> Mapping[tuple[UUID, Kind], Told]:
    """Tell who is told what: one line for each official and kind, however many units are concerned."""
    at: dict[tuple[str, str], list[UUID]] = defaultdict(list)
    for holder in holders:
        for subject in (holder.role, held_at(holder.role, holder.level)):
            at[subject, holder.scope_path].append(holder.official_id)
    told: dict[tuple[UUID, Kind], Told] = {}
    for happening in happenings:
        for person in happening.persons:
            told.setdefault((person, happening.kind), Told(happening)).add(happening)
        for path in (*above(happening.path), happening.path):
            for role in happening.roles:
                for official in at.get((role, path), ()):
                    told.setdefault((official, happening.kind), Told(happening)).add(happening)
    return told


def above(path: str) -> list[str]:
    """List the paths above a path."""
    parts = path.split(".")
    return [".".join(parts[:length]) for length in range(1, len(parts))]


def words(kind: Kind, unit: str, units: int) -> str:
    """Write what is told in zh-CN; without personal data."""
    return _TEXTS[kind].format(unit=f"{unit}等 {units} 个单元" if units > 1 else unit)
