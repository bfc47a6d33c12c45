"""Whether an adopted guideline asks no less than its template: every difference, classed.

What cannot be shown to be as strict counts as `incomparable`. Values the template itself calls proposals are
the district's to choose: such differences are `open`, whatever their class.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from schema.guidelines.rules.dating import as_of
from schema.guidelines.rules.explanation import explain_check
from schema.guidelines.rules.field_words import label_of
from schema.guidelines.rules.format import (
    Check,
    Criterion,
    Guideline,
    LogCheck,
    Part,
    Process,
    Step,
    UnitKind,
    WindowCheck,
)
from schema.guidelines.rules.lookup import process_for
from schema.guidelines.rules.strictness import JUDGES, Change, log_spans, narrower
from schema.guidelines.rules.value_words import Wording

WORDS: Mapping[Change, str] = {
    "stricter": "更严",
    "equal": "宽严不变",
    "looser": "放宽",
    "incomparable": "不能比较宽严",
}
_OPPOSITE: Mapping[Change, Change] = {"stricter": "looser", "looser": "stricter"}
_ELSEWHERE = frozenset(
    {
        "unit_kinds",
        "criteria",
        "processes",
        "applies_to",
        "steps",
        "check",
        "attest",
        "evidence",
        "dated_values",
    }
)
"""Fields that are compared entry by entry, or by the kind they apply to."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: where, how it is classed, and what stood and stands there, in zh-CN.

    `open` tells that the template left the value to the district; such a one is never in the way.
    """

    path: str
    change: Change
    message: str
    base: str
    adopted: str
    open: bool = False

    @property
    def refused(self) -> bool:
        """Tell whether it keeps the guideline from being published as an adoption of its template."""
        return not self.open and self.change in {"looser", "incomparable"}


def compare(base: Guideline, adopted: Guideline) -> tuple[Difference, ...]:
    """List every difference between a template and what was made of it, each once, in the format's order."""
    found: dict[Difference, None] = {}
    for difference in _differences(base, adopted):
        found[_opened(difference, base.proposals)] = None
    return tuple(found)


def _differences(base: Guideline, adopted: Guideline) -> Iterator[Difference]:
    """Compare two guidelines as they are at first, then on each day on which a number of one changes."""
    known = set()
    days = [each.since for side in (base, adopted) for each in side.dated_values]
    for day in (date.min, *sorted(set(days))):
        for difference in _on_a_day(*(_plain(side, day) for side in (base, adopted))):
            key = (difference.path, difference.base, difference.adopted)
            if key not in known:
                known.add(key)
                since = f"自 {day.isoformat()} 起，" if day != date.min else ""
                yield replace(difference, message=since + difference.message)


def _plain(guideline: Guideline, day: date) -> Guideline:
    """Give a guideline as it is on a day, with windows of the length they have then."""
    found = as_of(guideline, day)
    if not guideline.dated_values:
        return found
    paths = {each.path for each in guideline.dated_values}
    criteria = tuple(
        each.model_copy(update={"check": _on(each.check, day)})
        if isinstance(each.check, WindowCheck) and f"criteria[{each.id}].check.days" in paths
        else each
        for each in found.criteria
    )
    return found.model_copy(update={"criteria": criteria, "dated_values": ()})


def _on(check: WindowCheck, day: date) -> WindowCheck:
    days = next((each.days for each in reversed(check.changes) if each.since <= day), check.days)
    return check.model_copy(update={"days": days, "changes": ()})


def _on_a_day(base: Guideline, adopted: Guideline) -> Iterator[Difference]:
    wording = Wording(base, adopted)
    yield from _fields(base, adopted, "", "方案", wording)
    old, new = ({kind.id: kind for kind in each.unit_kinds} for each in (base, adopted))
    for kind in dict.fromkeys((*old, *new)):
        yield from _kind(kind, old.get(kind), new.get(kind), wording)
        if kind in old and kind in new:
            yield from _criteria(base, adopted, kind, wording)
            for tier in (None, *dict.fromkeys(each.id for each in (*base.tiers, *adopted.tiers))):
                was, now = (process_for(each, kind, tier) for each in (base, adopted))
                yield from _way(was, now, old[kind].name, wording, further=tier is not None)


def _kind(
    kind: str, base: UnitKind | None, adopted: UnitKind | None, wording: Wording
) -> Iterator[Difference]:
    path = f"unit_kinds[{kind}]"
    if base is not None and adopted is not None:
        yield from _fields(base, adopted, path, base.name, wording)
    elif base is not None:
        yield _lost(path, "stricter" if base.title else "equal", base.name)
    elif adopted is not None:
        yield _gained(path, "looser" if adopted.title else "equal", adopted.name)


def _criteria(base: Guideline, adopted: Guideline, kind: str, wording: Wording) -> Iterator[Difference]:
    old, new = (
        {item.id: item for item in each.criteria if kind in item.applies_to} for each in (base, adopted)
    )
    called = f"（{wording.tell('UnitKind', 'unit', kind)}）"
    for clause in dict.fromkeys((*old, *new)):
        path = f"criteria[{clause}]"
        if clause in old and clause in new:
            yield from _criterion(old[clause], new[clause], path, wording)
        elif clause in old:
            yield _lost(path, _flip(_asks(old[clause], new.values())), _named(old[clause]), called)
        else:
            yield _gained(path, _asks(new[clause], old.values()), _named(new[clause]), called)


def _asks(criterion: Criterion, others: Iterable[Criterion]) -> Change:
    """Class a criterion one side has alone: a further route loosens, and points shift with what is scored.

    That of a tier the other side may not even have is stricter all the same: it is asked besides.
    """
    if criterion.score is not None and criterion.score.kind == "item":
        return "incomparable"
    routes = {other.route for other in others if other.route}
    return "looser" if criterion.route and routes and criterion.route not in routes else "stricter"


def _criterion(base: Criterion, adopted: Criterion, path: str, wording: Wording) -> Iterator[Difference]:
    subject = _named(base)
    yield from _fields(base, adopted, path, subject, wording)
    yield from _check(base.check, adopted.check, f"{path}.check", subject, wording)
    if base.attest is not None and adopted.attest is not None:
        yield from _fields(base.attest, adopted.attest, f"{path}.attest", f"{subject}的人工确认", wording)
    elif base.attest is not None:
        yield _lost(f"{path}.attest", "looser", f"{subject}的人工确认")
    elif adopted.attest is not None:
        yield _gained(f"{path}.attest", "stricter", f"{subject}的人工确认")
    yield from _evidence(base, adopted, path, subject, wording)


def _evidence(
    base: Criterion, adopted: Criterion, path: str, subject: str, wording: Wording
) -> Iterator[Difference]:
    old, new = ({file.id: file for file in each.evidence} for each in (base, adopted))
    for at in dict.fromkeys((*old, *new)):
        place = f"{path}.evidence[{at}]"
        if at in old and at in new:
            yield from _fields(old[at], new[at], place, f"{subject}的证明材料{old[at].name}", wording)
        elif at in old:
            yield _lost(place, "looser", f"{subject}的证明材料{old[at].name}")
        else:
            yield _gained(place, "stricter", f"{subject}的证明材料{new[at].name}")


def _check(
    base: Check | None, adopted: Check | None, path: str, subject: str, wording: Wording
) -> Iterator[Difference]:
    if base is None and adopted is None:
        return
    if base is None or adopted is None:
        made = _gained if base is None else _lost
        yield made(path, "stricter" if base is None else "looser", f"{subject}的机器核对")
    elif base.kind != adopted.kind:
        told = (explain_check(each, wording.names) for each in (base, adopted))
        yield _difference(path, "incomparable", f"{subject}的机器核对", *told)
    elif isinstance(base, LogCheck) and isinstance(adopted, LogCheck) and base.log == adopted.log:
        for name in ("every_days", "periods", "times"):
            old, new = getattr(base, name), getattr(adopted, name)
            if old != new:
                change = log_spans(base, adopted)
                yield _difference(
                    f"{path}.{name}", change, f"{subject}的{label_of('LogCheck', name)}", str(old), str(new)
                )
    else:
        yield from _fields(base, adopted, path, subject, wording)


def _way(
    base: Process | None, adopted: Process | None, kind: str, wording: Wording, *, further: bool = False
) -> Iterator[Difference]:
    """Compare the ways to a title; one to a `further` tier, gained or lost, asks nothing of the title itself."""
    if base is not None and adopted is not None:
        path = f"processes[{base.id}]"
        yield from _fields(
            base, adopted, path, base.name, wording, skip=frozenset({"unit_kinds", "applicants"})
        )
        yield from _applicants(base, adopted, f"{path}.applicants", wording)
        yield from _steps(base, adopted, path, wording)
    elif base is not None:
        yield _lost(f"processes[{base.id}]", "equal" if further else "stricter", f"{kind}的申报流程")
    elif adopted is not None:
        yield _gained(f"processes[{adopted.id}]", "equal" if further else "looser", f"{kind}的申报流程")


def _applicants(base: Process, adopted: Process, path: str, wording: Wording) -> Iterator[Difference]:
    """Compare who may apply; in a chain, whoever moves up may apply where they could not before."""
    old, new = base.applicants, adopted.applicants
    if old == new or (not base.fallback and set(old) == set(new)):
        return
    change = narrower(old, new)
    if base.fallback and old[: len(new)] != new:
        change = "looser" if new[: len(old)] == old else "incomparable"
    told = (wording.tell("Process", "applicants", each) for each in (old, new))
    yield _difference(path, change, f"{base.name}的申报人", *told)


def _steps(base: Process, adopted: Process, path: str, wording: Wording) -> Iterator[Difference]:
    old, new = ({step.id: step for step in each.steps} for each in (base, adopted))
    for at in dict.fromkeys((*old, *new)):
        place = f"{path}.steps[{at}]"
        if at in old and at in new:
            yield from _fields(old[at], new[at], place, f"{base.name}的{old[at].name}", wording)
        elif at in old:
            yield _lost(place, "looser", f"{base.name}的环节{old[at].name}")
        else:
            yield _gained(place, _added_step(new[at]), f"{base.name}的环节{new[at].name}")
    orders = [[at for at in each if at in old and at in new] for each in (old, new)]
    if orders[0] != orders[1]:
        told = ("→".join(old[at].name for at in order) for order in orders)
        yield _difference(f"{path}.steps", "incomparable", f"{base.name}的环节顺序", *told)


def _added_step(step: Step) -> Change:
    """Class a further step: it is one more pair of eyes, unless it can name, which is no longer the same."""
    return "incomparable" if "name" in step.actions else "stricter"


def _fields(
    base: Part,
    adopted: Part,
    path: str,
    subject: str,
    wording: Wording,
    *,
    skip: frozenset[str] = frozenset(),
) -> Iterator[Difference]:
    """Compare two parts of one kind field by field; parts within are compared the same way."""
    part = type(base).__name__
    judges = JUDGES.get(part, {})
    for name in type(base).model_fields:
        old, new = getattr(base, name), getattr(adopted, name)
        if old == new or name in _ELSEWHERE or name in skip:
            continue
        place = f"{path}.{name}" if path else name
        if name not in judges and isinstance(old, Part) and type(old) is type(new):
            yield from _fields(old, new, place, f"{subject}的{label_of(part, name)}", wording)
            continue
        judge = judges.get(name)
        yield _difference(
            place,
            judge(old, new) if judge else "incomparable",
            f"{subject}的{label_of(part, name)}",
            *wording.both(part, name, old, new),
        )


def _difference(path: str, change: Change, subject: str, base: str, adopted: str) -> Difference:
    message = f"{subject}由“{base}”改为“{adopted}”，{WORDS[change]}。"
    return Difference(path, change, message, base, adopted)


def _lost(path: str, change: Change, subject: str, where: str = "") -> Difference:
    return Difference(path, change, f"删去{subject}{where}，{WORDS[change]}。", subject, "")


def _gained(path: str, change: Change, subject: str, where: str = "") -> Difference:
    return Difference(path, change, f"增加{subject}{where}，{WORDS[change]}。", "", subject)


def _flip(change: Change) -> Change:
    return _OPPOSITE.get(change, change)


def _named(criterion: Criterion) -> str:
    return f"{criterion.id} {criterion.title}"


def _opened(difference: Difference, proposals: Sequence[str]) -> Difference:
    if not any(_covers(proposal, difference.path) for proposal in proposals):
        return difference
    return Difference(
        difference.path,
        difference.change,
        difference.message.removesuffix("。") + "（原文未定，由本区县确认）。",
        difference.base,
        difference.adopted,
        open=True,
    )


def _covers(proposal: str, path: str) -> bool:
    """Tell whether a path of `proposals` names the place or something around it; `*` stands for any id."""
    pattern = re.escape(proposal).replace(r"\[\*\]", r"\[[^\]]+\]")
    return re.match(rf"{pattern}(?=$|[.\[])", path) is not None
