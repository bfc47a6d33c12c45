"""Finds in a response what belongs to a district: ids of its rows, names and numbers only it has."""

import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from schema.frame.errors import DomainError
from schema.frame.identifiers import split_id
from schema.guidelines.repository.templates import list_templates
from schema.metadata import METADATA
from tests.builders.stage import Stage

_GLOBAL_ID = re.compile(r"[0-9A-Za-z_-]{40,}")
_WORDS = """
    select name from units where tenant_id = :here and parent_id is not null
    union select number from designations where tenant_id = :here
    union select external_id from health_events where tenant_id = :here and external_id is not null
    union select display_name from officials where tenant_id = :here
    except select display_name from officials where tenant_id = :there
"""
_PERSONS = """
    select name from residents where tenant_id = :here
    union select identity_number from residents where tenant_id = :here and identity_number is not null
    union select telephone from residents where tenant_id = :here and telephone is not null
"""


@dataclass(frozen=True)
class Property:
    """What is a district's own: rows by id, words, and what its residents are known by."""

    rows: frozenset[uuid.UUID]
    words: frozenset[str]
    persons: frozenset[str]

    def found_in(self, response: Any) -> list[str]:
        """List what of it shows in a response."""
        shown = json.dumps(response, default=str, ensure_ascii=False)
        return [
            *self.persons_in(response),
            *(word for word in self.words if word in shown),
            *self._ids(shown),
        ]

    def persons_in(self, response: Any) -> list[str]:
        """List names, identity numbers and telephones of residents that show in a response."""
        shown = json.dumps(response, default=str, ensure_ascii=False)
        return [person for person in self.persons if person in shown]

    def _ids(self, shown: str) -> Iterator[str]:
        for candidate in _GLOBAL_ID.findall(shown):
            try:
                kind, row = split_id(candidate)
            except DomainError:
                continue
            if row in self.rows:
                yield f"{kind} {row}"


async def property_of(stage: Stage, owner: AsyncEngine) -> Property:
    """Read all that is the district's own."""
    here = {"here": stage.district.tenant.id}
    tables = [table.name for table in METADATA.sorted_tables if "tenant_id" in table.c]
    ids = " union all ".join(f"select id from {table} where tenant_id = :here" for table in tables)
    async with owner.connect() as connection:
        rows = frozenset(await connection.scalars(text(ids), here))
        words = frozenset(await connection.scalars(text(_WORDS), here | {"there": stage.other.tenant.id}))
        persons = frozenset(await connection.scalars(text(_PERSONS), here))
    told = "".join(template.text for template in list_templates())
    return Property(rows, frozenset(word for word in words if word not in told), persons)
