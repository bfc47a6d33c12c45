"""The format as a JSON Schema, for editors and for whoever checks files without the platform."""

from functools import cache
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from schema.guidelines.rules.format import Guideline


@cache
def json_schema() -> dict[str, Any]:
    """Describe the format; a file that fits may still have faults of meaning, which only `check` finds."""
    described = Guideline.model_json_schema(mode="validation")
    return {"$schema": GenerateJsonSchema.schema_dialect, **described, "title": "无疫单元创建方案"}
