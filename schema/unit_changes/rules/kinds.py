"""A unit becomes one of another kind, as a village 村 becomes a community 居: which may, and its name then."""

from collections.abc import Collection

from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.rules.format import Guideline
from schema.units.rules import Kinds


def require_kind(
    kind: str, new: str, parent: str | None, below: Collection[str], kinds: Kinds, *, households: bool
) -> None:
    """Refuse a kind a unit may not become: the guideline says where each kind lies.

    `parent` is the kind of the unit above, null for the root; `below` are those of the units directly below. `kinds`
    are those that are kept; `households` tells whether the unit has some that the new kind has none of.
    """
    if new not in kinds:
        raise DomainError(ErrorCode.UNKNOWN_KIND, "现行方案没有这种单元类型。", field=("kind",))
    if new == kind:
        raise _not_allowed("单元已是此类单元。")
    if parent is None or not kinds[new]:
        raise _not_allowed("最上级单元的类型不能变更。")
    if parent not in kinds[new]:
        raise _not_allowed("方案不允许该类单元置于此类上级之下。")
    if any(each in kinds and new not in kinds[each] for each in below):
        raise _not_allowed("方案不允许现有的下级单元置于该类单元之下，请先调整下级单元。")
    if households:
        raise _not_allowed("方案规定该类单元不登记住户，请先将住户迁至下级单元。")


def keeps_name(guideline: Guideline, kind: str, new: str) -> bool:
    """Tell whether a name outlives that its unit changes kind: the guideline it stands under titles both alike."""
    titles = {each.id: each.title for each in guideline.unit_kinds}
    return titles.get(kind) is not None and titles.get(kind) == titles.get(new)


def _not_allowed(message: str) -> DomainError:
    return DomainError(ErrorCode.PARENT_NOT_ALLOWED, message, field=("kind",))
