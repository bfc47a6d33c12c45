"""Faults of losses: an `on_loss` by which no name would ever fall."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from schema.guidelines.rules.faults import Finding
from schema.guidelines.rules.format import (
    ChildrenCheck,
    Criterion,
    Guideline,
    NoneOfCheck,
    PetitionCheck,
    RateCheck,
    WindowCheck,
)
from schema.guidelines.rules.words import LOSSES

_INSTEAD: Mapping[str, str] = MappingProxyType(
    {
        "children": "下级失去名称时由 on_child_loss 决定；请在此写 on_loss: none。",
        "log": "请改用 duties 写明逾期未做时警示或暂停，并在此写 on_loss: none。",
        "petition": "名册冻结后退出、撤签都不再计入；请改为 roll: living，或写 on_loss: none。",
    }
)
_OTHERWISE = (
    "由监督检查按阶梯（supervision）处置的，请写 on_loss: none；一经查实即丧失的，请写 on_finding: at_once。"
)


def idle_losses(guideline: Guideline) -> Iterator[Finding]:
    """Find criteria said to cost the name that nothing watches or reports, and reports that would cost nothing."""
    for index, criterion in enumerate(guideline.criteria):
        if criterion.on_finding == "at_once" and criterion.on_loss == "none":
            yield Finding(
                ("criteria", index, "on_finding"),
                f"{criterion.id} 经查实不再达标时，没有什么可以立即发生。",
                "请写明 on_loss（warn、suspend 或 revoke），或删除 on_finding。",
            )
        if criterion.on_loss == "none" or _is_watched(criterion):
            continue
        kind = criterion.check.kind if criterion.check is not None else None
        yield Finding(
            ("criteria", index, "on_loss"),
            f"{criterion.id} 不再达标时不会{LOSSES[criterion.on_loss]}：无事件或名册变动可据以触发。",
            _INSTEAD.get(kind or "", _OTHERWISE),
        )


def lost_before_named(guideline: Guideline) -> Iterator[Finding]:
    """Find criteria judged only at applying though what they watch may happen before the naming."""
    for index, criterion in enumerate(guideline.criteria):
        check = criterion.check
        if criterion.judged == "at_applying" and isinstance(check, WindowCheck | NoneOfCheck | ChildrenCheck):
            yield Finding(
                ("criteria", index, "judged"),
                f"{criterion.id} 只在申报时核对，申报后至命名前发生的情况将不影响命名。",
                "病例、管控和下级名称须每一环节核对；请删除 judged。",
            )


def _is_watched(criterion: Criterion) -> bool:
    check = criterion.check
    return (
        criterion.on_finding == "at_once"
        or isinstance(check, WindowCheck | NoneOfCheck | RateCheck)
        or (isinstance(check, PetitionCheck) and check.roll == "living")
    )
