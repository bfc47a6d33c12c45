"""What Python tells of units in plans: the names of work that was logged."""

from schema.guidelines.readable import GUIDELINE
from schema.guidelines.rules import log_kinds
from schema.plans.calls import Reading
from schema.plans.declarations import Readable, Told


def _kind_name(reading: Reading, kind: str) -> str:
    names: dict[str, str] = reading.known[GUIDELINE.name].make(
        "log kinds", lambda version: dict(log_kinds(version.guideline))
    )
    return names.get(kind, kind)


READABLE = (Readable("UnitLog", {"kindName": Told(_kind_name, lambda row: (row("kind"),), (GUIDELINE,))}),)
