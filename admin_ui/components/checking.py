"""The check-answers page before an act that others will feel."""

from collections.abc import Sequence
from dataclasses import dataclass

from admin_ui.forms import Form
from admin_ui.wording import Tone

_FRAME_FIELDS = frozenset({"csrf", "key", "stage"})


@dataclass(frozen=True, slots=True)
class Check:
    """What is asked to be confirmed: the answers in words, the fields to send, what it will bring about."""

    title: str
    answers: Sequence[tuple[str, str]]
    caution: str
    confirm: str
    action: str
    fields: dict[str, str]
    tone: Tone = "info"
    section: str = "worklist"


def answers_in(form: Form) -> dict[str, str]:
    """Take the answers of a form, without the fields that belong to the form itself."""
    return {name: value for name, value in form.values.items() if name not in _FRAME_FIELDS}
