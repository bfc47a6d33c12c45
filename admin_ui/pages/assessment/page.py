"""Self-assessment: the machine's findings beside what only a person can say."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import NotForYouError, Operation
from admin_ui.components.permissions import sort_actions
from admin_ui.forms import Fault
from admin_ui.pages.assessment.answers import Attestation, attestations_in, place
from admin_ui.visit import Visit

_HERE = Path(__file__).parent
ASSESSMENT = Operation.load(_HERE / "assessment.graphql")
ASSESS = Operation.load(_HERE / "assess.graphql")


async def show_assessment(visit: Visit) -> Response:
    """Show the form, filled with what was attested last."""
    return render_assessment(visit, await load_assessment(visit))


async def assess(visit: Visit) -> Response:
    """Record the attestations and evaluate."""
    attestations, faults = attestations_in(visit.form)
    if not faults:
        faults = await _record(visit, attestations)
    if faults:
        return render_assessment(visit, await load_assessment(visit), 422, faults)
    return visit.see(visit.url("application", id=visit.request.path_params["id"]), "assessed")


async def _record(visit: Visit, attestations: list[Attestation]) -> list[Fault]:
    _, faults = await visit.change(
        ASSESS,
        idempotencyKey=visit.form.text("key"),
        application=visit.request.path_params["id"],
        expectedRevision=visit.form.revision(),
        attestations=attestations,
    )
    return [place(fault, attestations) for fault in faults]


async def load_assessment(visit: Visit) -> dict[str, Any]:
    """Load the application with what is found today and the files brought."""
    data = await visit.load(ASSESSMENT, id=visit.request.path_params["id"])
    application: dict[str, Any] | None = data["application"]
    if application is None:
        raise NotForYouError
    return application


def render_assessment(
    visit: Visit, application: dict[str, Any], status: int = 200, faults: Sequence[Fault] = ()
) -> Response:
    """Render the page: forms for files, statements to be made, what the machine found."""
    results = application["criteria"]
    return visit.render(
        "pages/assessment/assessment.html",
        status,
        application=application,
        attested=[result for result in results if result["criterion"]["attested"]],
        backed=[result for result in results if result["criterion"]["evidence"]],
        files=[file for file in application["unit"]["evidence"] or () if not file["withdrawal"]],
        machine=[result for result in results if not result["criterion"]["attested"]],
        permissions=sort_actions(application["actions"]),
        faults=faults,
    )
