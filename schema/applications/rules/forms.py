"""Answers to the form of a submission or a step: checked field by field, kept with the label they were given to.

Pure. Answers come as text and are kept as text, whatever their type: `true` or `false`, `2022-11-20`, `12.5`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.frame.text import Held, text_fault
from schema.guidelines.rules.format import FormField

TEXT_LIMIT = 500
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,4})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class FormAnswer:
    """What was answered to a field of a form."""

    field: str
    value: str


def check_answers(
    form: Sequence[FormField], answers: Sequence[FormAnswer], *, complete: bool
) -> list[dict[str, str]]:
    """Give the answers as they are kept, or refuse with everything that is wrong with them.

    When `complete`, no required field may lack its answer; blank answers count as none.
    """
    fields = {field.id: field for field in form}
    found = list(_faults(fields, answers))
    given = {answer.field: answer.value.strip() for answer in answers if answer.value.strip()}
    lacking = [field.label for field in form if field.required and field.id not in given]
    if complete and lacking:
        found.append(
            DomainError(
                ErrorCode.FORM_INCOMPLETE,
                f"请填报：{'、'.join(lacking)}。",
                field=("answers",),
                details={"missing": len(lacking)},
            )
        )
    if found:
        raise DomainErrors(found)
    return [
        {"id": field.id, "label": field.label, "value": given[field.id]}
        for field in form
        if field.id in given
    ]


def _faults(fields: dict[str, FormField], answers: Iterable[FormAnswer]) -> Iterator[DomainError]:
    seen: set[str] = set()
    for index, answer in enumerate(answers):
        place = ("answers", str(index))
        field = fields.get(answer.field)
        if field is None:
            yield DomainError(ErrorCode.UNKNOWN_FIELD, "此处没有这个填报项。", field=(*place, "field"))
        elif field.id in seen:
            yield DomainError(ErrorCode.INVALID_INPUT, f"{field.label}填报了两次。", field=(*place, "field"))
        else:
            seen.add(field.id)
            fault = _fault(field, answer.value, (*place, "value")) if answer.value.strip() else None
            if fault is not None:
                yield fault


def _fault(field: FormField, value: str, place: tuple[str, ...]) -> DomainError | None:
    if field.type == "text":
        maximum = (
            field.maximum or TEXT_LIMIT
        )  # a scheme's form may ask for whom to call; officials alone read it
        return text_fault(value, field=place, label=field.label, maximum=maximum, held=Held.ANYTHING)
    wanted = _wanted(field, value.strip())
    return DomainError(ErrorCode.INVALID_INPUT, f"{field.label}{wanted}。", field=place) if wanted else None


def _wanted(field: FormField, value: str) -> str | None:
    """Say what an answer should be, if it is not that."""
    if field.type == "number":
        if _NUMBER.fullmatch(value) is None:
            return "须为数字，小数不超过四位"
        over = field.maximum is not None and Decimal(value) > field.maximum
        return f"不得大于 {field.maximum}" if over else None
    if field.type == "date":
        return None if _is_day(value) else "须为日期，如 2022-11-20"
    if field.type == "boolean":
        return None if value in {"true", "false"} else "须为 true 或 false"
    return None if value in field.choices else f"须为所列选项之一：{'、'.join(field.choices)}"


def _is_day(value: str) -> bool:
    if _DAY.fullmatch(value) is None:
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
