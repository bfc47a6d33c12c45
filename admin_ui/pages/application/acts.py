"""Submitting, withdrawing and deciding: each is checked by the official before it is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
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
ANSWERS = "answers"


@dataclass(frozen=True, slots=True)
class Act:
    """A consequential act: its route, its mutation, the answers it takes and the notice it ends with."""

    route: str
    operation: Operation
    answers: tuple[str, ...]
    notice: str
    lacks: Callable[[Application, Answers], Sequence[Fault]]
    asks: bool = False

    def answers_of(self, form: Form) -> dict[str, str | None]:
        """Take the act's own fields from the form."""
        return {name: form.optional(name) for name in self.answers}

    def filled_in(self, form: Form) -> dict[str, list[dict[str, str]]]:
        """Take the answers to the guideline's form, where the act has one."""
        given = form.under(ANSWERS) if self.asks else {}
        return {ANSWERS: [{"field": name, "value": value} for name, value in given.items()]} if given else {}


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


SUBMIT = Act("submit", Operation.load(_HERE / "submit.graphql"), (), "submitted", _nothing, asks=True)
WITHDRAW = Act("withdraw", Operation.load(_HERE / "withdraw.graphql"), ("reason",), "withdrawn", _nothing)
REVIEW = Act(
    "review",
    Operation.load(_HERE / "review.graphql"),
    ("decision", "opinion"),
    "reviewed",
    _decision_or_opinion,
    asks=True,
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
        **act.filled_in(visit.form),
    )
    if faults:
        named = _name_questions(faults, list(visit.form.under(ANSWERS)))
        return application_page(visit, await load_application(visit), 422, named)
    return visit.see(visit.url("application", id=identity), act.notice)


def _name_questions(faults: Sequence[Fault], questions: Sequence[str]) -> list[Fault]:
    """Point faults of answers, which the API counts, at the questions they answer."""
    named = []
    for fault in faults:
        head, _, rest = fault.field.partition(".")
        place = rest.partition(".")[0]
        known = head == ANSWERS and place.isdecimal() and int(place) < len(questions)
        named.append(replace(fault, field=f"{ANSWERS}.{questions[int(place)]}") if known else fault)
    return named
