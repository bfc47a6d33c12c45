"""Submitting, withdrawing and deciding: each is checked by the official before it is written."""

from collections.abc import Mapping, Sequence
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
ANSWERS = "answers"


@dataclass(frozen=True, slots=True)
class Act:
    """A consequential act: its route, its mutation, the answers it takes and the notice it ends with."""

    route: str
    operation: Operation
    answers: tuple[str, ...]
    notice: str
    asks: bool = False
    decides: bool = False

    def answers_of(self, form: Form) -> dict[str, str | None]:
        """Take the act's own fields from the form."""
        return {name: form.optional(name) for name in self.answers}

    def filled_in(self, form: Form) -> dict[str, list[dict[str, str]]]:
        """Take the answers to the guideline's form, where the act has one."""
        given = form.under(ANSWERS) if self.asks else {}
        return {ANSWERS: [{"field": name, "value": value} for name, value in given.items()]} if given else {}


SUBMIT = Act("submit", Operation.load(_HERE / "submit.graphql"), (), "submitted", asks=True)
WITHDRAW = Act("withdraw", Operation.load(_HERE / "withdraw.graphql"), ("reason",), "withdrawn")
REVIEW = Act(
    "review",
    Operation.load(_HERE / "review.graphql"),
    ("decision", "opinion"),
    "",
    asks=True,
    decides=True,
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
    if act.decides and answers["decision"] is None:
        return application_page(visit, application, 422, [Fault("decision", "请选择办理结果。")])
    if faults := await visit.check(act.operation, **_sent(visit, act)):
        return application_page(visit, application, 422, _named(visit, faults))
    return visit.render("components/check.html", check=check_of(visit, application, act.route, answers))


async def _commit(visit: Visit, act: Act) -> Response:
    payload, faults = await visit.change(act.operation, **_sent(visit, act))
    if faults:
        return application_page(visit, await load_application(visit), 422, _named(visit, faults))
    receipt = _receipt(payload) if act.decides else act.notice
    return visit.see(visit.url("application", id=visit.request.path_params["id"]), receipt)


def _sent(visit: Visit, act: Act) -> dict[str, Any]:
    return {
        "idempotencyKey": visit.form.text("key"),
        "application": visit.request.path_params["id"],
        "expectedRevision": visit.form.revision(),
        **act.answers_of(visit.form),
        **act.filled_in(visit.form),
    }


def _receipt(payload: Mapping[str, Any]) -> str:
    """Tell which receipt a decision has, by what became of the application."""
    if payload["designation"]:
        return "named"
    return {"REJECTED": "rejected", "RETURNED": "returned", "APPROVED": "finished"}.get(
        payload["application"]["status"], "reviewed"
    )


def _named(visit: Visit, faults: Sequence[Fault]) -> list[Fault]:
    """Point faults of answers, which the API counts, at the questions they answer."""
    named, questions = [], list(visit.form.under(ANSWERS))
    for fault in faults:
        head, _, rest = fault.field.partition(".")
        place = rest.partition(".")[0]
        known = head == ANSWERS and place.isdecimal() and int(place) < len(questions)
        named.append(replace(fault, field=f"{ANSWERS}.{questions[int(place)]}") if known else fault)
    return named
