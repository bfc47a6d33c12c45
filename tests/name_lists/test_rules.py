"""What stands against a list of names, told by the rules alone."""

from datetime import date

from schema.batches.tables import Batch
from schema.guidelines.rules.format import Publication
from schema.name_lists.rules import list_faults

TODAY = date(2026, 3, 2)


def told(terms: Publication, *channels: str) -> list[tuple[str, str]]:
    faults = list_faults(Batch(number=1, status="closed"), terms, channels, (), TODAY)
    return [(fault.code.value, ".".join(fault.field)) for fault in faults]


def test_where_no_lists_are_provided_for_nobody_is_asked_for_channels() -> None:
    for channels in ((), ("广播",), ("广播", "广播")):
        assert told(Publication(), *channels) == [("LIST_NOT_OPEN", "batch")]
    provided = Publication(lists=True, channels=("广播",))
    assert told(provided) == [("LIST_NOT_OPEN", "batch"), ("INVALID_INPUT", "channels")]
    assert told(provided, "广播") == [("LIST_NOT_OPEN", "batch")]
