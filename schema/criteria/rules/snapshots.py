"""The facts of an assessment as they are kept, so that the judgement can be made again from them alone."""

from typing import Any

from pydantic import TypeAdapter

from schema.criteria.rules.facts import UnitFacts

_FACTS: TypeAdapter[UnitFacts] = TypeAdapter(UnitFacts)


def facts_to_data(facts: UnitFacts) -> dict[str, Any]:
    """Write facts as plain data."""
    written: dict[str, Any] = _FACTS.dump_python(facts, mode="json")
    return written


def facts_from_data(data: dict[str, Any]) -> UnitFacts:
    """Read facts as they were kept."""
    return _FACTS.validate_python(data)
