"""What Python tells of guidelines in plans: the version in force, whole."""

from authz.actions import Action
from schema.guidelines.graphql import Guideline
from schema.guidelines.readable import GUIDELINE
from schema.plans.calls import Reading
from schema.plans.declarations import Readable, Told


def _in_force(reading: Reading) -> Guideline:
    made: Guideline = reading.known[GUIDELINE.name].make("guideline", Guideline.of)
    return made


READABLE = (
    Readable("Query", {"guideline": Told(_in_force, known=(GUIDELINE,), needed=Action.GUIDELINE_READ)}),
)
