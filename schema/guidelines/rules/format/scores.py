"""Score sheets: sections, their points, and what suffices."""

from pydantic import Field

from schema.guidelines.rules.format.base import CLAUSE, Name, Part


class Section(Part):
    """A section of a score sheet and its maximum of points; `parent` is the section it is a part of.

    Below `minimum` the sheet is not passed, whatever the total.
    """

    id: str = Field(pattern=CLAUSE, max_length=12)
    title: Name
    maximum: int = Field(ge=1)
    minimum: int | None = Field(default=None, ge=1)
    parent: str | None = None


class ScoreSheet(Part):
    """A score sheet: its top sections add up to `total`, parts to their section.

    `pass_mark` is the tenant's choice (open question 14).
    """

    total: int = Field(ge=1)
    pass_mark: int = Field(ge=1)
    sections: tuple[Section, ...] = Field(min_length=1)
