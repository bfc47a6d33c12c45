"""Pieces of SQL that repositories share.

A statement that is asked often is made once and kept by its repository: its tenant is `TENANT`, its other values are
named, and whoever asks it gives them by `given`. To make a statement anew costs more than to ask it.
"""

import uuid
from collections.abc import Collection
from typing import Any

from sqlalchemy import ARRAY, BindParameter, ColumnElement, Text, Uuid, any_, bindparam, literal
from sqlalchemy.orm import InstrumentedAttribute

from tenants.database import Session

TENANT: BindParameter[uuid.UUID] = bindparam("tenant", type_=Uuid())
"""The tenant in a statement that is kept."""


def given(session: Session, **values: Any) -> dict[str, Any]:
    """Give the values of a statement that is kept, the session's tenant among them."""
    return {"tenant": session.info["tenant_id"], **values}


def named_ids(name: str) -> ColumnElement[Any]:
    """Stand in a statement that is kept for any of some ids, which are given as a list."""
    return any_(bindparam(name, type_=ARRAY(Uuid)))


def named_texts(name: str) -> BindParameter[Any]:
    """Stand in a statement that is kept for some texts, which are given as a list."""
    texts: Any = ARRAY(Text)
    return bindparam(name, type_=texts)


def one_of(
    column: InstrumentedAttribute[uuid.UUID] | InstrumentedAttribute[uuid.UUID | None],
    ids: Collection[uuid.UUID],
) -> ColumnElement[bool]:
    """Say in SQL that `column` is one of `ids`, which travel as one array however many they are."""
    return column == any_(literal(list(ids), ARRAY(Uuid)))
