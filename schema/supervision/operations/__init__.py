"""What becomes of names as days go by: they run out, fall and come back, in few statements however many they are."""

from schema.designations.rules import CHILDREN
from schema.supervision.operations.derived import settle_derived
from schema.supervision.operations.duties import answer_duties
from schema.supervision.operations.ladder import climb_ladder
from schema.supervision.operations.run_outs import end_dropped, let_run_out
from schema.supervision.operations.settling import guidelines_borne, settlement_of
from schema.supervision.operations.upwards import failing_clause, follow_upwards, give_back

__all__ = [
    "CHILDREN",
    "answer_duties",
    "climb_ladder",
    "end_dropped",
    "failing_clause",
    "follow_upwards",
    "give_back",
    "guidelines_borne",
    "let_run_out",
    "settle_derived",
    "settlement_of",
]
