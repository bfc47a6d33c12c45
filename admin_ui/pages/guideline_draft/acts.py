"""Publishing a draft, after a check of what that brings about, and discarding it."""

from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import Operation
from admin_ui.components.checking import Check, answers_in
from admin_ui.components.standing_names import (
    CAUTIONS,
    choice_faults,
    shown_faults,
    standing_names,
    treatment_of,
)
from admin_ui.dates import day, is_day
from admin_ui.forms import Fault, Form
from admin_ui.pages.guideline_draft.page import draft_page, load_draft
from admin_ui.visit import Visit

_HERE = Path(__file__).parent
PUBLISH = Operation.load(_HERE / "publish.graphql")
SIMULATE = Operation.load(_HERE / "simulate.graphql")
DISCARD = Operation.load(_HERE / "discard.graphql")


async def publish(visit: Visit) -> Response:
    """Publish the draft for the days given, after a check."""
    form = visit.form
    if form.text("stage") == "commit":
        return await _publish(visit)
    draft = await load_draft(visit)
    if form.text("stage") == "edit":
        return draft_page(visit, draft)
    faults = _faults(form)
    if faults:
        return draft_page(visit, draft, 422, faults)
    return visit.render("components/check.html", check=_check(visit, draft))


async def simulate(visit: Visit) -> Response:
    """Begin a simulation of the draft's text and watch it."""
    draft = await load_draft(visit)
    payload, faults = await visit.change(
        SIMULATE, idempotencyKey=visit.form.text("key"), source=draft["source"]
    )
    if faults:
        return draft_page(visit, draft, 422, faults)
    return visit.see(visit.url("simulation", id=payload["simulation"]["id"]), "simulating")


async def discard(visit: Visit) -> Response:
    """Give the draft up."""
    identity = visit.request.path_params["id"]
    _, faults = await visit.change(
        DISCARD,
        idempotencyKey=visit.form.text("key"),
        draft=identity,
        expectedRevision=visit.form.revision(),
    )
    if faults:
        return draft_page(visit, await load_draft(visit), 422, faults)
    return visit.see(visit.url("guideline_drafts"), "draft_discarded")


async def _publish(visit: Visit) -> Response:
    form = visit.form
    payload, faults = await visit.change(
        PUBLISH,
        idempotencyKey=form.text("key"),
        draft=visit.request.path_params["id"],
        expectedRevision=form.revision(),
        effectiveFrom=form.optional("effectiveFrom"),
        effectiveUntil=form.optional("effectiveUntil"),
        simulation=form.optional("simulation"),
        standingNames=standing_names(form),
    )
    if faults:
        return draft_page(visit, await load_draft(visit), 422, shown_faults(faults))
    number = str(payload["version"]["number"])
    return visit.see(visit.url("guideline_version", number=number), "guideline_published")


def _check(visit: Visit, draft: dict[str, Any]) -> Check:
    form, against = visit.form, draft["againstInForce"]
    chosen, fields = standing_names(form), answers_in(form)
    falling = draft["simulation"]["run"]["namesFalling"] if draft["simulation"] else None
    if chosen and chosen["treatment"] == "APPLY" and falling is not None:
        fields["standingNames.falling"] = str(falling)
    until = form.text("effectiveUntil")
    count = len(against["differences"]) if against else 0
    return Check(
        title=f"发布方案：{draft['title']}",
        answers=[
            ("起草人", draft["author"]["displayName"] if draft["author"] else ""),
            ("施行日期", day(form.text("effectiveFrom"))),
            ("终止日期", day(until) if until else "长期"),
            ("与现行版本", f"{count} 处不同"),
            ("提醒", f"{len(draft['warnings'])} 处"),
            ("已有名称", treatment_of(chosen)),
            ("推演：名称不保", "未推演" if falling is None else f"{falling} 个"),
        ],
        caution="确认后成为新的版本，内容不再改变。施行之日起新的申请按此版办理；已开始的申请仍按原版本办理。"
        + CAUTIONS.get(chosen["treatment"] if chosen else "", ""),
        confirm="确认发布",
        action=visit.url("publish_draft", id=draft["id"]),
        fields=fields,
        section="guidelines",
    )


def _faults(form: Form) -> list[Fault]:
    """Find days that are none; which days are allowed is for the API to say."""
    if not form.text("effectiveFrom"):
        return [Fault("effectiveFrom", "请填写施行日期。")]
    named = ("effectiveFrom", "effectiveUntil")
    given = [name for name in named if form.text(name)]
    faults = [
        Fault(name, "请按 2022-12-01 的样式填写日期。") for name in given if not is_day(form.text(name))
    ]
    return [*faults, *choice_faults(form)]
