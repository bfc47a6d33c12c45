"""Worklists: which applications wait for an official, were dealt with, lie in the area, wait for nobody; and which
claimed vacancies wait."""

from schema.worklists.repository.claims import closed_but_answering, count_claims, list_claims
from schema.worklists.repository.tabs import (
    ALL,
    Narrowing,
    Tab,
    count_tab,
    editions_at_work,
    open_editions,
    read_tab,
)

__all__ = [
    "ALL",
    "Narrowing",
    "Tab",
    "closed_but_answering",
    "count_claims",
    "count_tab",
    "editions_at_work",
    "list_claims",
    "open_editions",
    "read_tab",
]
