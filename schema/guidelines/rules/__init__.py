"""What a guideline file must be, what it answers when asked, and what identifies it. Pure."""

from schema.guidelines.rules.dating import as_of
from schema.guidelines.rules.described import json_schema
from schema.guidelines.rules.explanation import explain
from schema.guidelines.rules.faults import Fault, Finding, Lines, to_faults
from schema.guidelines.rules.identity import content_of, digest, digest_of, to_text
from schema.guidelines.rules.linting import Checked, check, lint
from schema.guidelines.rules.lookup import (
    allowed_parents,
    child_kinds,
    common_kinds,
    criteria_for,
    process_for,
    root_kind,
    tier_for,
    titled_kinds,
    unit_kind,
    validity_for,
)
from schema.guidelines.rules.parsing import Parsed, parse
from schema.guidelines.rules.terms import Span, Term, in_force, spans
from schema.guidelines.rules.tightening import Difference, compare
from schema.guidelines.rules.words import log_kinds

__all__ = [
    "Checked",
    "Difference",
    "Fault",
    "Finding",
    "Lines",
    "Parsed",
    "Span",
    "Term",
    "allowed_parents",
    "as_of",
    "check",
    "child_kinds",
    "common_kinds",
    "compare",
    "content_of",
    "criteria_for",
    "digest",
    "digest_of",
    "explain",
    "in_force",
    "json_schema",
    "lint",
    "log_kinds",
    "parse",
    "process_for",
    "root_kind",
    "spans",
    "tier_for",
    "titled_kinds",
    "to_faults",
    "to_text",
    "unit_kind",
    "validity_for",
]
