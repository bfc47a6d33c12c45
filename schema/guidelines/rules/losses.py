"""Faults of losses: an `on_loss` by which no name would ever fall."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from schema.guidelines.rules.faults import Finding
from schema.guidelines.rules.format import Criterion, Guideline, NoneOfCheck, PetitionCheck, WindowCheck
from schema.guidelines.rules.words import LOSSES

_INSTEAD: Mapping[str, str] = MappingProxyType(
    {
        "children": "下级失去名称时由 on_child_loss 决定；请在此写 on_loss: none。",
        "log": "请改用 duties 写明逾期未做时警示或暂停，并在此写 on_loss: none。",
        "petition": "名册冻结后退出、撤签都不再计入；请改为 roll: living，或写 on_loss: none。",
    }
)
_OTHERWISE = "命名后由定期评估和监督检查（supervision）处置；请写 on_loss: none。"


def idle_losses(guideline: Guideline) -> Iterator[Finding]:
    """Find criteria said to cost the name that nothing watches: only events and living rolls are."""
    for index, criterion in enumerate(guideline.criteria):
        if criterion.on_loss == "none" or _is_watched(criterion):
            continue
        kind = criterion.check.kind if criterion.check is not None else None
        yield Finding(
            ("criteria", index, "on_loss"),
            f"{criterion.id} 不再达标时不会{LOSSES[criterion.on_loss]}：无事件或名册变动可据以触发。",
            _INSTEAD.get(kind or "", _OTHERWISE),
        )


def _is_watched(criterion: Criterion) -> bool:
    check = criterion.check
    return isinstance(check, WindowCheck | NoneOfCheck) or (
        isinstance(check, PetitionCheck) and check.roll == "living"
    )
