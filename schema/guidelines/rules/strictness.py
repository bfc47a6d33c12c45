"""Which of two values of one field asks more: a judge for every field of the format whose order is known."""

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Any, Literal

from schema.guidelines.rules.format import Benchmark, Cadence, Deadline, Figure, FormField, LogCheck

Change = Literal["stricter", "equal", "looser", "incomparable"]
Judge = Callable[[Any, Any], Change]

_LOOSER_MODES: Mapping[str, frozenset[str]] = {
    "NONE": frozenset(),
    "EACH_TITLED_OR_MEETS": frozenset({"NONE"}),
    "ALL_TITLED_OR_ALL_MEET": frozenset({"NONE", "EACH_TITLED_OR_MEETS"}),
    "ALL_TITLED": frozenset({"NONE", "EACH_TITLED_OR_MEETS", "ALL_TITLED_OR_ALL_MEET"}),
    "ALL_MEET": frozenset({"NONE", "EACH_TITLED_OR_MEETS", "ALL_TITLED_OR_ALL_MEET"}),
}


def words(_base: object, _adopted: object) -> Change:
    """Judge what is only read: a change of wording asks neither more nor less."""
    return "equal"


def more(base: int | None, adopted: int | None) -> Change:
    """Judge a figure of which more is stricter; none asks nothing."""
    return _ordered((base is not None, base or 0), (adopted is not None, adopted or 0))


def length(base: int | None, adopted: int | None) -> Change:
    """Judge a window's length: longer is stricter, and none, which means never at all, is the strictest."""
    return _ordered((base is None, base or 0), (adopted is None, adopted or 0))


def less(base: int | None, adopted: int | None) -> Change:
    """Judge a figure of which less is stricter; none asks nothing."""
    return _ordered((base is not None, -(base or 0)), (adopted is not None, -(adopted or 0)))


def wider(base: Sequence[Any], adopted: Sequence[Any]) -> Change:
    """Judge a list of which more entries are stricter; their order is nothing."""
    old, new = set(base), set(adopted)
    if old == new:
        return "equal"
    return "stricter" if new > old else "looser" if new < old else "incomparable"


def added(base: Sequence[Any], adopted: Sequence[Any]) -> Change:
    """Judge a list of declared codes: what nothing refers to asks nothing, but what stood must mean the same."""
    return "equal" if all(entry in adopted for entry in base) else "incomparable"


def continued(base: Sequence[Benchmark], adopted: Sequence[Benchmark]) -> Change:
    """Judge benchmarks: what was published stands, and what is published later is added."""
    later = {each.id: each.values for each in adopted}
    kept = all(later.get(each.id, ())[: len(each.values)] == each.values for each in base)
    return "equal" if kept else "incomparable"


def narrower(base: Sequence[Any], adopted: Sequence[Any]) -> Change:
    """Judge a list of which fewer entries are stricter."""
    return wider(adopted, base)


def rising(*steps: str) -> Judge:
    """Judge a word by its place among `steps`, the loosest first."""
    return lambda base, adopted: (
        _ordered(steps.index(base), steps.index(adopted)) if {base, adopted} <= set(steps) else "incomparable"
    )


def condition(base: str | None, adopted: str | None) -> Change:
    """Judge a condition under which something is asked at all: without one it is always asked."""
    if adopted is None:
        return "stricter"
    return "looser" if base is None else "incomparable"


def levels(base: Sequence[str], adopted: Sequence[str]) -> Change:
    """Judge the risk levels at which something is asked: none named means at every one."""
    if not adopted:
        return "stricter"
    return wider(base, adopted) if base else "looser"


def title(base: str | None, adopted: str | None) -> Change:
    """Judge whether a kind can bear a name at all; what the name is called is wording."""
    if base is not None and adopted is not None:
        return "equal"
    return "stricter" if adopted is None else "looser"


def office(base: str | None, adopted: str | None) -> Change:
    """Judge who acts at a step: one office of the role are fewer than all who hold it; two cannot be compared."""
    if base is None or adopted is None:
        return "stricter" if base is None else "looser"
    return "incomparable"


def mode(base: str, adopted: str) -> Change:
    """Judge a mode of the children rule: all titled and all meeting cannot be compared."""
    if base in _LOOSER_MODES.get(adopted, ()):
        return "stricter"
    return "looser" if adopted in _LOOSER_MODES.get(base, ()) else "incomparable"


def intake(base: str, adopted: str) -> Change:
    """Judge when applications are taken in: at any time is the loosest; batches and fixed days differ."""
    return "looser" if adopted == "rolling" else "stricter" if base == "rolling" else "incomparable"


def cadence(base: Cadence | None, adopted: Cadence | None) -> Change:
    """Judge the days of intake: stricter if each new one lies within the old ones; none means any day."""
    if base is None or adopted is None:
        return "stricter" if base is None else "looser"
    days = _openings(base, adopted)
    changes = {days, less(base.open_days, adopted.open_days)} - {"equal"}
    return changes.pop() if len(changes) == 1 else "incomparable" if changes else "equal"


def _openings(base: Cadence, adopted: Cadence) -> Change:
    if base.every_days is None and adopted.every_days is None:
        return narrower(base.opens_on_days, adopted.opens_on_days)
    fewer, further = _in_step(base, adopted), _in_step(adopted, base)
    return "equal" if fewer and further else "stricter" if fewer else "looser" if further else "incomparable"


def _in_step(base: Cadence, adopted: Cadence) -> bool:
    """Tell whether each opening of a rhythm of days is one of the other's, too."""
    if base.first_on is None or adopted.first_on is None:
        return False
    apart, days = (adopted.first_on - base.first_on).days, base.every_days or 1
    return apart >= 0 and apart % days == 0 and (adopted.every_days or 1) % days == 0


def figures(base: Sequence[Figure], adopted: Sequence[Figure]) -> Change:
    """Judge the shares: a denominator that has to have everybody on the roster asks more than one that has not."""
    known = added([_uncounted(each) for each in base], [_uncounted(each) for each in adopted])
    kept = {each.id for each in base} & {each.id for each in adopted}
    before, after = (
        [each.id for each in found if each.counts is not None and each.id in kept]
        for found in (base, adopted)
    )
    counted = wider(before, after)
    return counted if known == "equal" else known if counted in {"equal", known} else "incomparable"


def _uncounted(figure: Figure) -> Figure:
    return figure.model_copy(update={"counts": None})


def deadline(base: Deadline | None, adopted: Deadline | None) -> Change:
    """Judge a deadline: shorter, and with more reminders, is stricter; who else may decide cannot be compared."""
    if base is None or adopted is None:
        whole, change = (adopted, "stricter") if base is None else (base, "looser")
        takes_over = whole is not None and any(rung.action == "take_over" for rung in whole.escalate)
        return "incomparable" if takes_over else change  # type: ignore[return-value]  # of the two words above
    old, new = ({rung for rung in each.escalate if rung.action == "take_over"} for each in (base, adopted))
    if old != new:
        return "incomparable"
    changes = {less(base.working_days, adopted.working_days), wider(base.escalate, adopted.escalate)} - {
        "equal"
    }
    return changes.pop() if len(changes) == 1 else "incomparable" if changes else "equal"


def form(base: Sequence[FormField], adopted: Sequence[FormField]) -> Change:
    """Judge a form: stricter if it asks all it asked before, and more or more firmly; labels are wording."""
    asked, asks = _asked(base), _asked(adopted)
    if asked == asks:
        return "equal"
    return "stricter" if asked <= asks else "looser" if asks <= asked else "incomparable"


def _asked(form: Sequence[FormField]) -> set[tuple[object, ...]]:
    """List what a form asks; what is required counts as asked, too."""
    return {
        (field.id, field.type, field.choices, field.maximum, required)
        for field in form
        for required in {False, field.required}
    }


def log_spans(base: LogCheck, adopted: LogCheck) -> Change:
    """Judge two rhythms of work: stricter if every old span has a new one in it, so that work there counts."""
    implied, implies = _covers(base, adopted), _covers(adopted, base)
    if implied and implies:
        return "equal"
    return "stricter" if implied else "looser" if implies else "incomparable"


def each(part: str, *keys: str, gained: Change, lost: Change) -> Judge:
    """Judge a list of parts entry by entry; entries are known by their `keys`, one for each kind of units.

    Differences that point both ways cannot be compared.
    """

    def judge(base: Sequence[Any], adopted: Sequence[Any]) -> Change:
        old, new = ({key: entry for entry in side for key in _keys(entry, keys)} for side in (base, adopted))
        found: set[Change] = set()
        for key in old.keys() | new.keys():
            if key in old and key in new:
                found |= {_field(part, name, old[key], new[key]) for name in type(old[key]).model_fields}
            else:
                found.add(gained if key in new else lost)
        found.discard("equal")
        return "equal" if not found else found.pop() if len(found) == 1 else "incomparable"

    return judge


def _keys(entry: Any, names: Sequence[str]) -> Sequence[tuple[Any, ...]]:
    values = [getattr(entry, name) for name in names]
    return list(product(*(value if isinstance(value, tuple) else (value,) for value in values)))


def _field(part: str, name: str, base: Any, adopted: Any) -> Change:
    old, new = getattr(base, name), getattr(adopted, name)
    if old == new or name == "unit_kinds":  # kinds are part of the key
        return "equal"
    judge = JUDGES[part].get(name)
    return judge(old, new) if judge else "incomparable"


def _covers(asked: LogCheck, by: LogCheck) -> bool:
    spans = [(at * by.every_days, (at + 1) * by.every_days) for at in range(by.periods)]
    return all(
        asked.times
        <= by.times
        * sum(at * asked.every_days <= start and end <= (at + 1) * asked.every_days for start, end in spans)
        for at in range(asked.periods)
    )


def _ordered(base: Any, adopted: Any) -> Change:
    return "equal" if base == adopted else "stricter" if adopted > base else "looser"


JUDGES: Mapping[str, Mapping[str, Judge]] = {
    "Guideline": {
        **dict.fromkeys(
            (
                "id",
                "title",
                "source",
                "issued_on",
                "naming",
                "coverage_target",
                "role_names",
                "practices",
                "proposals",
                "scenarios",
            ),
            words,
        ),
        **dict.fromkeys(("event_classes", "log_kinds"), added),
        "figures": figures,
        "benchmarks": continued,
        "special_groups": lambda base, adopted: wider([g.id for g in base], [g.id for g in adopted]),
        "on_child_loss": rising("none", "recompute", "suspend", "revoke"),
        "confirm_above": less,
        "offices": each("Office", "id", gained="equal", lost="equal"),
        # a title given for nothing of one's own loosens; a further tier or benefit asks nothing of the base title
        "derived_titles": each("DerivedTitle", "id", gained="looser", lost="stricter"),
        "tiers": each("Tier", "id", "unit_kinds", gained="equal", lost="equal"),
        "validity": each("Validity", "unit_kinds", gained="stricter", lost="looser"),
        "benefits": words,
        "duties": each("Duty", "id", "unit_kinds", gained="stricter", lost="looser"),
    },
    # what an office does is told at its steps; at fewer levels fewer people may do them
    "Office": {"name": words, "levels": narrower},
    "DerivedTitle": {"title": words, "of": wider, "percent": more},
    "Tier": {**dict.fromkeys(("name", "title"), words), "after_days_held": more},
    # when renewal opens is the office's own planning, when and why the public learns of a name is no demand
    "Validity": {"days": less, "renewal_opens_days": words},
    "Duty": {
        "title": words,
        "every_days": less,
        "times": more,
        "grace_days": less,
        "on_miss": rising("warn", "suspend"),
    },
    # how long a unit may appeal is its right, no demand
    "Supervision": {
        "periodic": each("PeriodicAssessment", "unit_kinds", gained="stricter", lost="looser"),
        **dict.fromkeys(("rectification_days", "warnings", "suspension_days"), less),
        "appeal_days": words,
        "reapply_after_days": more,
    },
    "PeriodicAssessment": {"every_days": less},
    "Publication": dict.fromkeys(("after_days", "shows_cause", "lists", "channels"), words),
    "UnitKind": {"name": words, "title": title, "pilot_title": title, "parents": narrower},
    "Criterion": {
        **dict.fromkeys(("title", "guidance"), words),
        "risk_levels": levels,
        "only_where": condition,
        "on_loss": rising("none", "warn", "suspend", "revoke"),
        "on_finding": rising("ladder", "at_once"),
        "judged": rising("at_applying", "each_step"),
    },
    "WindowCheck": {"events": wider, "days": length, "count_central_quarantine": more},
    "NoneOfCheck": {"events": wider, "ancestors": more, "allowed_if_controlled": narrower},
    "TestDaysCheck": {"on_days": wider, "grace_days": less, "percent": more},
    "ConditionCheck": {"requires": words},
    "LatestRoundCheck": {"within_days": less, "percent": more},
    "RateCheck": {"at_least_percent": more, "minimum_denominator": more, "fresh_days": less},
    "ComplaintsCheck": {"within_days": more, "at_most": less, "in_time_too": more},
    "ChildrenCheck": {"mode": mode, "meets_within_days": less},
    "PetitionCheck": {
        "percent": more,
        "vacant": rising("exclude", "keep"),
        "absent": rising("exclude", "keep"),
        "remote": less,
        "proxies": less,
        "roll": rising("frozen", "living"),
    },
    "RosterCheck": {"verified_within_days": less},
    "TestRoundsCheck": {"within_days": less, "rounds": more, "percent": more},
    "Attest": {"threshold_percent": more, "minimum_sample": more, "items": wider, "valid_days": less},
    "Evidence": {"name": words, "types": narrower, "minimum": more, "fresh_days": less},
    "Score": {"hard": more, "per_occurrence": length},  # without it the whole maximum is taken off at once
    "ScoreSheet": {"pass_mark": more},
    "Process": {
        **dict.fromkeys(("id", "name"), words),
        "applicants": narrower,
        "fallback": more,
        "intake": intake,
        "cadence": cadence,
        "form": form,
        "resubmit_to": rising("returning_step", "first_step"),
        "separation": rising("round", "application"),
        "decides_at_once": less,
    },
    "BatchSettings": {
        "inspectors": more,
        "allowed_divergence": less,
        "rectification_days": less,
        "late_rectification": rising("admit", "later_batch"),
    },
    "Step": {
        "name": words,
        "office": office,
        "opinion": rising("optional", "required"),
        "rechecks": more,
        "deadline": deadline,
        "notice_days": more,
        "form": form,
    },
}
"""By part and field. What has no judge here cannot be compared: whoever adds to the format decides anew."""
