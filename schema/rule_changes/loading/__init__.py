"""Reads what a rule change is about: the names that stand, the facts of their units, and what events do to them."""

from schema.rule_changes.loading.marks import facts_mark
from schema.rule_changes.loading.standing import Befallen, Loaded, Target, Verdict, load_names, older_versions

__all__ = [
    "Befallen",
    "Loaded",
    "Target",
    "Verdict",
    "facts_mark",
    "load_names",
    "older_versions",
]
