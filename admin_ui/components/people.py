"""One person as forms ask for it and as the API takes it."""

from collections.abc import Mapping
from typing import Any

from admin_ui.dates import is_day
from admin_ui.forms import Fault, Form

DAYS = {"needsRecordedOn": "需求登记日期", "birthDate": "出生日期", "arrivedOn": "入住日期"}
"""Fields of a person that are days, with what they are called."""


def person_in(form: Form, at: str = "") -> dict[str, Any]:
    """Read the person whose fields begin with `at`; nobody asked is told apart from asked and in no group."""
    return {
        "name": form.text(f"{at}name"),
        "document": form.text(f"{at}document") or "IDENTITY_CARD",
        "identityNumber": form.optional(f"{at}identityNumber"),
        "issuer": form.optional(f"{at}issuer"),
        "birthDate": form.optional(f"{at}birthDate"),
        "telephone": form.optional(f"{at}telephone"),
        "specialGroups": groups_in(form, at),
        "needsRecordedOn": form.optional(f"{at}needsRecordedOn"),
        "underGuardianship": bool(form.text(f"{at}underGuardianship")),
        "arrivedOn": form.optional(f"{at}arrivedOn"),
    }


def groups_in(form: Form, at: str = "") -> list[str] | None:
    """Read the special groups; none where the person was asked, null where not."""
    groups = sorted(form.under(f"{at}group"))
    return groups if groups or form.text(f"{at}asked") else None


def wrong_days(form: Form, days: Mapping[str, str]) -> list[Fault]:
    """Find fields, called as given, that hold no day."""
    return [
        Fault(name, f"{label}应填写日期。")
        for name, label in days.items()
        if form.text(name) and not is_day(form.text(name))
    ]
