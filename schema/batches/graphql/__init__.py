"""Batches in the API: their windows, their acceptance teams, the units in them."""

from schema.batches.graphql.batches import (
    Batch as Batch,
)
from schema.batches.graphql.batches import (
    BatchEntry as BatchEntry,
)
from schema.batches.graphql.batches import (
    BatchQuery as BatchQuery,
)
from schema.batches.graphql.batches import (
    EntryOutcome as EntryOutcome,
)
from schema.batches.graphql.batches import (
    Rectification as Rectification,
)
from schema.batches.graphql.batches import (
    TeamMember as TeamMember,
)
from schema.batches.graphql.batches import (
    find_batch as find_batch,
)
