"""What the codes of a scheme stand for: its classes of events, kinds of work, benchmarks and risk levels."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from schema.guidelines.rules.format import Benchmark, Control, Figure, Guideline, RiskLevel

_CENTRAL: tuple[Control, ...] = ("central",)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The codes a guideline declares beyond those every guideline has; without any the base codes stand alone.

    `kinds` are the words for its unit kinds.
    """

    levels: tuple[RiskLevel, ...] = ()
    events: Mapping[str, str] = field(default_factory=dict)
    controls: Mapping[str, tuple[Control, ...]] = field(default_factory=dict)
    logs: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)
    benchmarks: Mapping[str, Benchmark] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, guideline: Guideline) -> "Vocabulary":
        """Read the codes of a guideline."""
        return cls(
            levels=guideline.risk_levels,
            events={each.id: each.name for each in guideline.event_classes},
            controls={each.id: each.controls for each in guideline.event_classes if each.controls},
            logs={each.id: each.name for each in guideline.log_kinds},
            figures={each.id: each for each in guideline.figures},
            benchmarks={each.id: each for each in guideline.benchmarks},
            kinds={each.id: each.name for each in guideline.unit_kinds},
        )

    def percent(self, benchmark: str, on: date) -> Decimal | None:
        """Tell what a benchmark says on a day; null before its first value, and of an unknown one."""
        found = self.benchmarks.get(benchmark)
        values = [each for each in found.values if each.since <= on] if found is not None else []
        return max(values, key=lambda each: each.since).percent if values else None

    def controls_of(self, event_class: str | None) -> tuple[Control, ...]:
        """Tell under which controls people of a class do no harm: those it declares, else central quarantine."""
        return self.controls.get(event_class or "", _CENTRAL)

    def named(self, benchmark: str) -> str:
        """Name a benchmark in zh-CN."""
        return self.benchmarks[benchmark].name if benchmark in self.benchmarks else benchmark


BASE = Vocabulary()
"""The codes of a guideline that declares none."""


def base_kinds(guideline: Guideline, codes: Iterable[str]) -> frozenset[str]:
    """Tell as which kinds of events codes count: a class by what it counts as, a kind as itself."""
    classes = {each.id: each.counts_as for each in guideline.event_classes}
    return frozenset(classes.get(code, code) for code in codes)
