"""Writing otherwise what is known of a person: what is left blank stays as it is."""

from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import Operation
from admin_ui.components.people import DAYS, groups_in, wrong_days
from admin_ui.forms import Form
from admin_ui.pages.resident.page import load_resident, resident_page
from admin_ui.pages.resident_new.page import placed
from admin_ui.visit import Visit

CORRECT = Operation.load(Path(__file__).with_name("correct.graphql"))
_TEXTS = (
    "name",
    "document",
    "identityNumber",
    "issuer",
    "birthDate",
    "telephone",
    "needsRecordedOn",
    "arrivedOn",
)
_GUARDED = {"yes": True, "no": False}


async def correct_resident(visit: Visit) -> Response:
    """Write the correction and return to the person."""
    form, id_ = visit.form, visit.request.path_params["id"]
    faults = wrong_days(form, DAYS)
    if not faults:
        _, refused = await visit.change(
            CORRECT,
            idempotencyKey=form.text("key"),
            resident=id_,
            expectedRevision=form.revision(),
            correction=_correction(form),
        )
        faults = [placed(fault) for fault in refused]
    if faults:
        return resident_page(visit, await load_resident(visit), 422, faults, "correct")
    return visit.see(visit.url("resident", id=id_), "resident_corrected")


def _correction(form: Form) -> dict[str, Any]:
    return {
        **{name: form.optional(name) for name in _TEXTS},
        "telephone": "" if form.text("noTelephone") else form.optional("telephone"),
        "specialGroups": groups_in(form),
        "underGuardianship": _GUARDED.get(form.text("underGuardianship")),
    }
