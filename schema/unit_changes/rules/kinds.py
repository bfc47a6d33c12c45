"""What a kind must be so that a unit of it can take the place of one of another kind."""

from collections.abc import Iterator, Sequence

from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.rules.format import UnitKind


def kind_faults(
    kind: str,
    before: str,
    *,
    above: str | None,
    below: Sequence[str],
    households: int,
    kinds: Sequence[UnitKind],
) -> Iterator[DomainError]:
    """Find what keeps a unit from becoming one of another kind.

    `above` and `below` are the kinds of the unit directly above and of those directly below, `households` how many
    live in the unit itself.
    """
    known = {each.id: each for each in kinds}
    wanted = known.get(kind)
    if wanted is None:
        yield DomainError(ErrorCode.UNKNOWN_KIND, "现行方案没有这种单元类型。", field=("kind",))
        return
    if kind == before:
        yield DomainError(ErrorCode.INVALID_INPUT, "新旧类型相同。", field=("kind",))
        return
    if above not in wanted.parents:
        message = "方案不允许该类单元置于此类上级之下。"
        yield DomainError(ErrorCode.PARENT_NOT_ALLOWED, message, field=("kind",))
    unfit = sum(each in known and kind not in known[each].parents for each in below)
    if unfit:
        message = "方案不允许现有的部分下级单元置于该类单元之下，请先调整这些下级单元。"
        yield DomainError(ErrorCode.PARENT_NOT_ALLOWED, message, field=("kind",), details={"units": unfit})
    if households and not wanted.households:
        message = "该类单元不登记住户，请先将现有住户迁出或归入下级单元。"
        yield DomainError(ErrorCode.UNIT_BUSY, message, field=("kind",), details={"households": households})
