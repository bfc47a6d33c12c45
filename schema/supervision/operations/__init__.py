"""What becomes of names as days go by: they run out, fall and come back, in few statements however many they are."""

from schema.designations.rules import CHILDREN
from schema.supervision.operations.children import children_apart_from_events, suspend_childless
from schema.supervision.operations.derived import settle_derived
from schema.supervision.operations.duties import answer_duties
from schema.supervision.operations.following import follow_names
from schema.supervision.operations.ladder import climb_ladder
from schema.supervision.operations.rates import answer_rates
from schema.supervision.operations.recording import RecordFinding, record_finding
from schema.supervision.operations.run_outs import end_dropped, let_run_out
from schema.supervision.operations.settling import guidelines_borne, settlement_of
from schema.supervision.operations.upwards import bring_back, follow_upwards, give_back
from schema.supervision.operations.voiding import VoidDesignation, void_designation

__all__ = [
    "CHILDREN",
    "RecordFinding",
    "VoidDesignation",
    "answer_duties",
    "answer_rates",
    "bring_back",
    "children_apart_from_events",
    "climb_ladder",
    "end_dropped",
    "follow_names",
    "follow_upwards",
    "give_back",
    "guidelines_borne",
    "let_run_out",
    "record_finding",
    "settle_derived",
    "settlement_of",
    "suspend_childless",
    "void_designation",
]
