"""The steps of the walk in their order, and which earlier ones each cannot do without."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

import httpx

from api.stage.walkthrough.acceptance import (
    town_fail,
    town_file_with_county,
    town_next_batch,
    town_pilot_batch,
    town_rectify,
    town_score,
)
from api.stage.walkthrough.application import apply, community_verify, self_assessment, street_opinion
from api.stage.walkthrough.caller import UnmetError
from api.stage.walkthrough.departure import official_leaves
from api.stage.walkthrough.isolation import other_tenant_sees_nothing
from api.stage.walkthrough.learning import calendar_learned
from api.stage.walkthrough.naming import commission_review, headquarters_name, third_party_status
from api.stage.walkthrough.onboarding import import_units, onboard, sign_in
from api.stage.walkthrough.petition import petition_99_refused, petition_100
from api.stage.walkthrough.places import place_closed, place_renamed
from api.stage.walkthrough.residents import minor_household_signs, resident_moves, vacancy_refused
from api.stage.walkthrough.reversal import as_of_known, as_of_true, false_positive_reversed, parent_suspended
from api.stage.walkthrough.rules import rule_change_applied, rule_change_previewed
from api.stage.walkthrough.stage import Stage
from api.stage.walkthrough.supervision import appeal_upheld, rectification, warning
from api.stage.walkthrough.validity import expiry, renewal
from api.stage.walkthrough.voiding import name_voided
from api.stage.walkthrough.withdrawal import (
    changed_repeat_refused,
    name_withdrawn,
    parent_recomputed,
    report_case,
    third_party_sees_reason,
)

Act = Callable[[Stage], Awaitable[str]]

STEPS: tuple[Act, ...] = (
    onboard,
    import_units,
    sign_in,
    petition_99_refused,
    petition_100,
    self_assessment,
    apply,
    community_verify,
    street_opinion,
    commission_review,
    headquarters_name,
    third_party_status,
    parent_suspended,
    report_case,
    changed_repeat_refused,
    name_withdrawn,
    parent_recomputed,
    third_party_sees_reason,
    other_tenant_sees_nothing,
    false_positive_reversed,
    as_of_true,
    as_of_known,
    name_voided,
    official_leaves,
    resident_moves,
    minor_household_signs,
    vacancy_refused,
    place_renamed,
    place_closed,
    town_pilot_batch,
    town_score,
    town_fail,
    town_rectify,
    town_next_batch,
    town_file_with_county,
    warning,
    rectification,
    expiry,
    renewal,
    appeal_upheld,
    calendar_learned,
    rule_change_previewed,
    rule_change_applied,
)
_LOOKING_ONLY: frozenset[Act] = frozenset(
    {
        third_party_status,
        changed_repeat_refused,
        name_withdrawn,
        parent_recomputed,
        third_party_sees_reason,
        other_tenant_sees_nothing,
        as_of_true,
        as_of_known,
    }
)
"""Steps that change nothing for those after them: the walk goes on when one of these fails."""

_TAKING_DAYS: frozenset[Act] = frozenset(
    {
        warning,
        rectification,
        expiry,
        renewal,
        appeal_upheld,
        calendar_learned,
        rule_change_previewed,
        rule_change_applied,
    }
)
"""Steps that show only when days have passed: taken where the walk runs the platform and its clock itself."""

_NO_CLOCK = "跳过：要过几天才见分晓，而别人的平台的时钟不能拨动；不带 --url 时走这一步"


@dataclass(frozen=True, slots=True)
class StepResult:
    """What became of a step: whether what it promises held, and the facts it saw; or why it was not taken here."""

    name: str
    result: Literal["held", "failed", "skipped"]
    detail: str

    @property
    def ok(self) -> bool:
        """Tell whether nothing speaks against the platform."""
        return self.result != "failed"


async def walk(stage: Stage) -> AsyncIterator[StepResult]:
    """Take the steps in order and tell of each as it ends; never raises for what a step finds."""
    needed: str | None = None
    for act in STEPS:
        name = act.__name__
        if needed is not None:
            yield StepResult(name, "failed", f"未执行：此前的 {needed} 未成立")
            continue
        if act in _TAKING_DAYS and stage.clock is None:
            yield StepResult(name, "skipped", _NO_CLOCK)
            continue
        result = await _taken(act, stage)
        if not result.ok and act not in _LOOKING_ONLY:
            needed = name
        yield result


async def _taken(act: Act, stage: Stage) -> StepResult:
    name = act.__name__
    try:
        return StepResult(name, "held", await act(stage))
    except UnmetError as unmet:
        return StepResult(name, "failed", str(unmet))
    except httpx.HTTPError as failure:
        return StepResult(name, "failed", f"平台没有应答（{type(failure).__name__}）；请核对 --url。")
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as surprise:
        return StepResult(name, "failed", f"应答的形状与约定不符：{type(surprise).__name__} {surprise}")
