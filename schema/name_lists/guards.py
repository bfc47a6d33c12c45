"""What stands against publishing the names of a batch as a list: the same for the deed and for the page."""

from collections.abc import Sequence
from datetime import date

from authz.actions import Action
from authz.context import OperationContext
from schema.batches.tables import Batch
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.refusals import refusals_of
from schema.guidelines.rules.format import Publication
from schema.name_lists.rules import ListedName, list_faults
from schema.name_lists.tables import NameList


def may(context: OperationContext, path: str) -> list[DomainError]:
    """Tell why the caller may not publish lists of a place at all: whoever may close its batches does."""
    return refusals_of(context.decide(Action.BATCH_CLOSE, path))


def list_refusals(
    batch: Batch,
    published: NameList | None,
    terms: Publication,
    names: Sequence[ListedName],
    today: date,
    channels: Sequence[str],
) -> list[DomainError]:
    """List what stands against publishing the names of a batch in some channels; a list is published once."""
    if published is not None:
        return [DomainError(ErrorCode.LIST_NOT_OPEN, "该批次的名单已经公布。", field=("batch",))]
    return list_faults(batch, terms, channels, names, today)
