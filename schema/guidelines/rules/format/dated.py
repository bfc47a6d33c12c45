"""Numbers that are others from a day on."""

from datetime import date

from pydantic import Field

from schema.guidelines.rules.format.base import Part


class DatedValue(Part):
    """From the day `since` on the number at `path` is `value`; null where the key may be left out."""

    since: date
    path: str = Field(min_length=1, max_length=120)
    value: int | None = Field(ge=0, le=100_000)
