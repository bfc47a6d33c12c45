"""Pieces of SQL that repositories share."""

import uuid
from collections.abc import Collection

from sqlalchemy import ARRAY, ColumnElement, Uuid, any_, literal
from sqlalchemy.orm import InstrumentedAttribute


def one_of(
    column: InstrumentedAttribute[uuid.UUID] | InstrumentedAttribute[uuid.UUID | None],
    ids: Collection[uuid.UUID],
) -> ColumnElement[bool]:
    """Say in SQL that `column` is one of `ids`, which travel as one array however many they are."""
    return column == any_(literal(list(ids), ARRAY(Uuid)))
