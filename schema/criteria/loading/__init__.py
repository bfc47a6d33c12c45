"""Loads what evaluations need to know of units: the same few statements for one as for all, no personal data."""

from schema.criteria.loading.census import load_census
from schema.criteria.loading.children import load_children
from schema.criteria.loading.events import fact_of
from schema.criteria.loading.facts import facts_of, load_facts
from schema.criteria.loading.records import load_evidence, load_statements

__all__ = [
    "fact_of",
    "facts_of",
    "load_census",
    "load_children",
    "load_evidence",
    "load_facts",
    "load_statements",
]
