"""Submitting, withdrawing and deciding: each is checked by the official before it is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import Operation
from admin_ui.forms import Fault, Form
from admin_ui.pages.application.check import check_of
from admin_ui.pages.application.page import application_page, load_application
from admin_ui.visit import Visit

_HERE = Path(__file__).parent
Application = dict[str, Any]
Answers = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Act:
    """A consequential act: its route, its mutation, the answers it takes and the notice it ends with."""

    route: str
    operation: Operation
    answers: tuple[str, ...]
    notice: str
    lacks: Callable[[Application, Answers], Sequence[Fault]]

    def answers_of(self, form: Form) -> dict[str, str | None]:
        """Take the act's own fields from the form."""
        return {name: form.optional(name) for name in self.answers}


def _nothing(application: Application, answers: Answers) -> Sequence[Fault]:  # noqa: ARG001
    return []


def _decision_or_opinion(application: Application, answers: Answers) -> Sequence[Fault]:
    """Find what the form lacks before it is checked; what is allowed is for the API to say."""
    decision = answers["decision"]
    if decision is None:
        return [Fault("decision", "请选择办理结果。")]
    current = application["step"] or {}
    required = decision in {"RETURN", "REJECT"} or any(
        step["opinionRequired"] for step in application["process"]["steps"] if step["id"] == current.get("id")
    )
    if required and answers["opinion"] is None:
        return [Fault("opinion", "请填写签注意见或理由。")]
    return []


SUBMIT = Act("submit", Operation.load(_HERE / "submit.graphql"), (), "submitted", _nothing)
WITHDRAW = Act("withdraw", Operation.load(_HERE / "withdraw.graphql"), ("reason",), "withdrawn", _nothing)
REVIEW = Act(
    "review",
    Operation.load(_HERE / "review.graphql"),
    ("decision", "opinion"),
    "reviewed",
    _decision_or_opinion,
)


async def submit(visit: Visit) -> Response:
    """Submit the application after a check."""
    return await _perform(visit, SUBMIT)


async def withdraw(visit: Visit) -> Response:
    """Withdraw the application after a check."""
    return await _perform(visit, WITHDRAW)


async def review(visit: Visit) -> Response:
    """Decide on the application after a check."""
    return await _perform(visit, REVIEW)


async def _perform(visit: Visit, act: Act) -> Response:
    if visit.form.text("stage") == "commit":
        return await _commit(visit, act)
    application = await load_application(visit)
    if visit.form.text("stage") == "edit":
        return application_page(visit, application)
    answers = act.answers_of(visit.form)
    faults = act.lacks(application, answers)
    if faults:
        return application_page(visit, application, 422, faults)
    return visit.render("components/check.html", check=check_of(visit, application, act.route, answers))


async def _commit(visit: Visit, act: Act) -> Response:
    identity = visit.request.path_params["id"]
    _, faults = await visit.change(
        act.operation,
        idempotencyKey=visit.form.text("key"),
        application=identity,
        expectedRevision=visit.form.revision(),
        **act.answers_of(visit.form),
    )
    if faults:
        return application_page(visit, await load_application(visit), 422, faults)
    return visit.see(visit.url("application", id=identity), act.notice)
