"""Plain numbers are shown as prometheus-client's own metrics are."""

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from api.tallies import Durations, Tally

BOUNDS = (0.005, 0.5, 1)


def shown(registry: CollectorRegistry) -> list[str]:
    """List what a scrape reads, but for when a series began."""
    lines = generate_latest(registry).decode().splitlines()
    return [line for line in lines if "_created" not in line]


def test_a_tally_is_a_counter() -> None:
    ours, theirs = CollectorRegistry(), CollectorRegistry()
    tally = Tally("wuyi_x", "Says.", ["a", "b"], ours, [("never", "1")])
    counter = Counter("wuyi_x", "Says.", ["a", "b"], registry=theirs)
    counter.labels("never", "1")
    for labels in (("x", '"quoted"'), ("y", "2"), ("y", "2")):
        tally.add(*labels)
        counter.labels(*labels).inc()
    assert shown(ours) == shown(theirs)


def test_durations_are_a_histogram() -> None:
    ours, theirs = CollectorRegistry(), CollectorRegistry()
    durations = Durations("wuyi_x", "Says.", ["a"], ours, BOUNDS)
    histogram = Histogram("wuyi_x", "Says.", ["a"], registry=theirs, buckets=BOUNDS)
    for seconds in (0.0, 0.005, 0.25, 1, 3.5):
        durations.add(seconds, "x")
        histogram.labels("x").observe(seconds)
    assert shown(ours) == shown(theirs)
