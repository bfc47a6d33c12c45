"""What an acceptance team does on the spot, and what a unit that failed reports afterwards."""

from schema.inspections.operations.sheets import (
    ConcludeInspection as ConcludeInspection,
)
from schema.inspections.operations.sheets import (
    RecordScoreSheet as RecordScoreSheet,
)
from schema.inspections.operations.sheets import (
    conclude_inspection as conclude_inspection,
)
from schema.inspections.operations.sheets import (
    record_score_sheet as record_score_sheet,
)
