"""The door through which statements of other nouns are joined with the units of their rows."""

import uuid
from typing import Any, TypeVar

from sqlalchemy import Select, and_
from sqlalchemy.orm import InstrumentedAttribute

from schema.units.tables import Unit

S = TypeVar("S", bound=Select[*tuple[Any, ...]])


ID, PARENT_ID, KIND, PATH, CODE = Unit.id, Unit.parent_id, Unit.kind, Unit.path, Unit.code
UNIT = Unit
"""The whole unit, where a statement has to have it."""
PLACE = (ID, PARENT_ID, KIND, PATH, CODE)
"""What a statement may select of the units it is joined with, or narrow them by."""


def with_unit(
    statement: S, tenant_id: InstrumentedAttribute[uuid.UUID], unit_id: InstrumentedAttribute[uuid.UUID]
) -> S:
    """Join the unit of each row, given by the row's columns; its own columns are those of `PLACE`."""
    return statement.join(Unit, and_(Unit.tenant_id == tenant_id, Unit.id == unit_id))
