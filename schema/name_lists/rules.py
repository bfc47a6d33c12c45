"""When the names of a batch can be published as a list, and what stands in it. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.rules.format import Publication


@dataclass(frozen=True, slots=True)
class ListedName:
    """A name as it stands in a list, and from which day the public may know of it."""

    code: str
    name: str
    kind: str
    title: str
    number: str
    public_from: date


class Batch(Protocol):
    """A batch as far as its list goes."""

    @property
    def number(self) -> int:
        """Count the batches of the process in the place up to it."""

    @property
    def status(self) -> str:
        """Say `open` or `closed`."""


def title_of(place: str, number: int) -> str:
    """Say what the list of a batch is called."""
    return f"{place}第 {number} 批命名名单"


def list_faults(
    batch: Batch, terms: Publication, channels: Sequence[str], names: Sequence[ListedName], today: date
) -> list[DomainError]:
    """List every reason against publishing the names of a batch now, in these channels."""
    if not terms.lists:
        return [DomainError(ErrorCode.LIST_NOT_OPEN, "方案没有规定公布名单。", field=("batch",))]
    return [*_not_yet(batch, names, today), *_wrong_channels(terms, channels)]


def _not_yet(batch: Batch, names: Sequence[ListedName], today: date) -> Iterator[DomainError]:
    if batch.status != "closed":
        yield DomainError(ErrorCode.LIST_NOT_OPEN, f"第 {batch.number} 批尚未关闭。", field=("batch",))
    elif not names:
        yield DomainError(ErrorCode.LIST_NOT_OPEN, f"第 {batch.number} 批没有命名。", field=("batch",))
    first = max((name.public_from for name in names), default=today)
    if first > today:
        yield DomainError(
            ErrorCode.LIST_NOT_OPEN,
            f"名单中的名称自 {first.isoformat()} 起公布。",
            field=("batch",),
            details={"publicFrom": first.isoformat()},
        )


def _wrong_channels(terms: Publication, channels: Sequence[str]) -> Iterator[DomainError]:
    if not channels:
        yield DomainError(ErrorCode.INVALID_INPUT, "请选择公布渠道。", field=("channels",))
    for index, channel in enumerate(channels):
        if channel not in terms.channels or channel in channels[:index]:
            known = "、".join(terms.channels) or "（无）"
            message = f"公布渠道须是方案所列的，各选一次：{known}。"
            yield DomainError(ErrorCode.INVALID_INPUT, message, field=("channels", str(index)))
