"""Rules of bringing evidence: for which requirement, of which type, taken when, under which name."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta

from schema.frame.characters import BLANKS, unseen
from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.rules import criteria_for
from schema.guidelines.rules.format import Evidence, Guideline
from schema.guidelines.rules.words import FILES, named

NAME_LIMIT = 120
OLDEST = timedelta(days=3653)
"""A day longer ago than ten years is a slip of the pen."""
_UNFIT = re.compile(r'[<>:"|?*\\/]')


def requirements_of(
    guidelines: Iterable[Guideline], kind: str, criterion: str, requirement: str
) -> list[Evidence]:
    """Find what versions of a scheme ask under an id, newest first; none where no version asks it."""
    return [
        file
        for guideline in guidelines
        for asked in criteria_for(guideline, kind)
        if asked.id == criterion
        for file in asked.evidence
        if file.id == requirement
    ]


def type_fault(found: list[Evidence], type_: str) -> DomainError | None:
    """Tell whether none of the versions takes a file of this type."""
    allowed = {kind for file in found for kind in file.types}
    if type_ in allowed:
        return None
    message = f"{found[0].name}须为{named(FILES, sorted(allowed))}，上传的是{FILES[type_]}。"
    return DomainError(ErrorCode.EVIDENCE_TYPE_NOT_ALLOWED, message, field=("file",))


def day_fault(taken_on: date, today: date) -> DomainError | None:
    """Tell what is wrong with the day a file is said to show."""
    if taken_on > today or today - taken_on > OLDEST:
        message = "材料日期须为不晚于今天、十年以内的日期。"
        return DomainError(ErrorCode.INVALID_INPUT, message, field=("takenOn",))
    return None


def tidy_name(given: str | None) -> str:
    """Make a name fit to be shown and saved under: the last part of a path, without what systems choke on."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", given or ""))[-1]
    hidden = set(unseen(last))
    plain = re.sub(f"[{BLANKS}]", " ", "".join(letter for at, letter in enumerate(last) if at not in hidden))
    name = _UNFIT.sub("_", plain).strip(" .")
    return name[:NAME_LIMIT].strip(" .") or "未命名"
