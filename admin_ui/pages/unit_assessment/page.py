"""Assessing a unit in turn: what a person states, what the machine finds; the name stays as it is."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import NotForYouError, Operation
from admin_ui.components.permissions import sort_actions
from admin_ui.forms import Fault
from admin_ui.pages.assessment.answers import attestations_in, place
from admin_ui.visit import Visit

_HERE = Path(__file__).parent
UNIT_ASSESSMENT = Operation.load(_HERE / "assessment.graphql")
ASSESS_UNIT = Operation.load(_HERE / "assess.graphql")


async def show_unit_assessment(visit: Visit) -> Response:
    """Show the form, filled with what was stated last."""
    return await _page(visit)


async def assess_unit(visit: Visit) -> Response:
    """Keep the assessment; what it finds wanting is recorded as a finding next."""
    attestations, faults = attestations_in(visit.form)
    payload: dict[str, Any] = {}
    if not faults:
        payload, faults = await visit.change(
            ASSESS_UNIT,
            idempotencyKey=visit.form.text("key"),
            unit=visit.form.text("unit"),
            attestations=attestations,
        )
        faults = [_onto_the_criterion(place(fault, attestations)) for fault in faults]
    if faults:
        return await _page(visit, 422, faults)
    code = visit.request.path_params["code"]
    if payload["assessment"]["met"]:
        return visit.see(visit.url("unit", code=code), "unit_assessed")
    return visit.see(visit.url("new_finding", code=code), "unit_failed")


def _onto_the_criterion(fault: Fault) -> Fault:
    """Point at the criterion where a file is missing: this page takes none."""
    head, _, rest = fault.field.partition(".")
    return replace(fault, field=f"met.{rest.rpartition('.')[0]}") if head == "file" else fault


async def _page(visit: Visit, status: int = 200, faults: Sequence[Fault] = ()) -> Response:
    data = await visit.load(UNIT_ASSESSMENT, code=visit.request.path_params["code"])
    unit: dict[str, Any] | None = data["unit"]
    if unit is None or unit["designation"] is None:
        raise NotForYouError
    results = unit["criteria"] or []
    actions = unit["designation"]["actions"]
    return visit.render(
        "pages/unit_assessment/assessment.html",
        status,
        unit=unit,
        attested=[result for result in results if result["criterion"]["attested"]],
        machine=[result for result in results if not result["criterion"]["attested"]],
        permissions=sort_actions(one for one in actions if one["name"] == "ASSESS_UNIT"),
        faults=faults,
    )
