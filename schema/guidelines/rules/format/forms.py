"""Forms: what else is asked when an application is handed in or decided on."""

from typing import Literal

from pydantic import Field

from schema.guidelines.rules.format.base import CODE, Name, Part

FieldType = Literal["text", "number", "date", "choice", "boolean"]


class FormField(Part):
    """One question of a form. Answers are kept with the move and shown with it: never ask for personal data.

    `choices` belong to a `choice`. `maximum` bounds the characters of a `text` or the value of a `number`.
    """

    id: str = Field(pattern=CODE)
    label: Name
    type: FieldType
    required: bool = False
    choices: tuple[Name, ...] = Field(default=(), max_length=50)
    maximum: int | None = Field(default=None, ge=1, le=1_000_000_000)
