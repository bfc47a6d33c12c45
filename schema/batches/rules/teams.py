"""Who belongs to an acceptance team: one member at least for each office of the stage, and one leader. Pure."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from schema.batches.rules.course import Batch
from schema.frame.errors import DomainError, ErrorCode


@dataclass(frozen=True, slots=True)
class Appointment:
    """Somebody to be a member for an office; `leads` makes them the leader 组长."""

    official_id: uuid.UUID
    office: str
    leads: bool = False


class Member(Protocol):
    """A member of a team."""

    @property
    def official_id(self) -> uuid.UUID:
        """Identify the official."""

    @property
    def office(self) -> str:
        """Name the office they sit for."""

    @property
    def leads(self) -> bool:
        """Tell whether they lead the team."""


def check_team(
    batch: Batch,
    wanted: Sequence[Appointment],
    appointed: Sequence[Member],
    offices: Sequence[str],
    known: Collection[uuid.UUID],
    inspectors: int,
) -> list[DomainError]:
    """List what is wrong with a team that is to be `appointed` and `wanted` together (open question 16)."""
    if batch.status == "closed":
        return [DomainError(ErrorCode.BATCH_CLOSED, f"第 {batch.number} 批已关闭。")]
    if not offices:
        return [DomainError(ErrorCode.INVALID_INPUT, "方案没有为本批次设验收组。", field=("members",))]
    found = []
    seen = {member.official_id for member in appointed}
    for index, member in enumerate(wanted):
        field = ("members", str(index))
        if member.office not in offices:
            found.append(
                DomainError(
                    ErrorCode.UNKNOWN_OFFICE,
                    f"{member.office[:60]} 不在本批次验收组的办所之列：{'、'.join(offices)}。",
                    field=(*field, "office"),
                )
            )
        if member.official_id not in known:
            found.append(DomainError(ErrorCode.NOT_FOUND, "人员不存在。", field=(*field, "official")))
        elif member.official_id in seen:
            found.append(
                DomainError(ErrorCode.INVALID_INPUT, "此人已在本批次验收组中。", field=(*field, "official"))
            )
        seen.add(member.official_id)
    return found or team_faults((*appointed, *wanted), offices, inspectors)


def team_faults(members: Sequence[Member], offices: Sequence[str], inspectors: int) -> list[DomainError]:
    """List what a team lacks: an office, its leader (or a leader too many), members enough to inspect beside it."""
    found = []
    lacking = [office for office in offices if office not in {member.office for member in members}]
    leaders = sum(member.leads for member in members)
    if lacking:
        found.append(
            DomainError(
                ErrorCode.TEAM_INCOMPLETE,
                f"验收组缺少：{'、'.join(lacking)}。",
                field=("members",),
                details={"missing": len(lacking)},
            )
        )
    if leaders != 1:
        found.append(
            DomainError(
                ErrorCode.TEAM_INCOMPLETE,
                f"验收组须有且只有一名组长，现有 {leaders} 名。",
                field=("members",),
                details={"leaders": leaders},
            )
        )
    if len(members) <= inspectors:
        found.append(
            DomainError(
                ErrorCode.TEAM_INCOMPLETE,
                f"组长之外须有 {inspectors} 名成员评分，现共 {len(members)} 人。",
                field=("members",),
                details={"required": inspectors + 1, "actual": len(members)},
            )
        )
    return found
