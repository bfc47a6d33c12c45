"""Counters and histograms that are counted on one thread, by the loop that serves: plain numbers until somebody asks.

prometheus-client's own take a lock for each number they add, five times a request.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from time import time

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector

Labels = tuple[str, ...]


@dataclass(slots=True)
class _Count:
    """One series of a counter, and since when there is one."""

    value: int
    since: float


class Tally(Collector):
    """A counter with labels; those of series that are there from the start may be given."""

    def __init__(
        self,
        name: str,
        says: str,
        labels: Sequence[str],
        registry: CollectorRegistry,
        known: Iterable[Labels] = (),
    ) -> None:
        self._name, self._says, self._labels = name, says, labels
        self._series = {each: _Count(0, time()) for each in known}
        registry.register(self)

    def add(self, *labels: str) -> None:
        """Count one."""
        found = self._series.get(labels)
        if found is None:
            found = self._series[labels] = _Count(0, time())
        found.value += 1

    def collect(self) -> Iterator[CounterMetricFamily]:
        """Tell what was counted."""
        family = CounterMetricFamily(self._name, self._says, labels=self._labels)
        for labels, count in self._series.items():
            family.add_metric(labels, count.value, created=count.since)
        yield family


class Durations(Collector):
    """A histogram of seconds with labels, in buckets up to these bounds and one beyond."""

    def __init__(
        self,
        name: str,
        says: str,
        labels: Sequence[str],
        registry: CollectorRegistry,
        bounds: Sequence[float],
    ) -> None:
        self._name, self._says, self._labels, self._bounds = name, says, labels, bounds
        self._counts: dict[Labels, list[int]] = {}
        self._sums: dict[Labels, float] = {}
        registry.register(self)

    def add(self, seconds: float, *labels: str) -> None:
        """Count one that took so long."""
        counts = self._counts.get(labels)
        if counts is None:
            counts = self._counts[labels] = [0] * (len(self._bounds) + 1)
            self._sums[labels] = 0.0
        counts[bisect_left(self._bounds, seconds)] += 1
        self._sums[labels] += seconds

    def collect(self) -> Iterator[HistogramMetricFamily]:
        """Tell what was counted: each bucket holds those below it too."""
        family = HistogramMetricFamily(self._name, self._says, labels=self._labels)
        named = [*(str(float(bound)) for bound in self._bounds), "+Inf"]
        for labels, counts in self._counts.items():
            buckets = list(zip(named, map(float, accumulate(counts)), strict=True))
            family.add_metric(labels, buckets, self._sums[labels])
        yield family
