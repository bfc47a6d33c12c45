"""The ten most used pages of the back office: what each asks for is read by a plan, with the bytes of the resolvers."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

import admin_ui
from admin_ui.client import with_fragments
from api.execution import PlanUse
from schema.frame.errors import DomainError
from schema.frame.identifiers import split_id
from tests.builders.stage import Stage
from tests.plans.both import OFFICIAL, PLANNED, PUBLIC, READ, Both

PAGES = Path(admin_ui.__file__).parent / "pages"
TABS = ("AREA", "DONE", "PENDING", "UNASSIGNED")
UNITS = 5
CALLERS = ("administrator", "headquarters", "street", "outsider")


def document(page: str, name: str = "") -> str:
    """Read what a page asks for, with the fragments it shares."""
    return with_fragments((PAGES / page / f"{name or page}.graphql").read_text(encoding="utf-8"))


def asked(stage: Stage) -> Iterator[tuple[str, Both, str, dict[str, Any]]]:
    """List the pages with what they are asked with, of some of the units."""
    kinds = {name: _kind(value) for name, value in stage.ids.items()}
    units = [name for name, kind in kinds.items() if kind == "Unit"]
    applications = [stage.ids[name] for name, kind in kinds.items() if kind == "Application"]
    yield from pages(sorted(units)[:: max(1, len(units) // UNITS)], applications)
    placed = {"unit": stage.ids["B1"], "under": stage.ids["B1"], "placed": True, "standing": "HAPPENED"}
    yield "events", OFFICIAL, document("events"), placed


def _kind(value: str) -> str:
    """Tell the type of a global id; the stage keeps other values, too, such as a hash."""
    try:
        return split_id(value)[0]
    except DomainError:
        return ""


def pages(
    codes: Iterable[str], applications: Iterable[str]
) -> Iterator[tuple[str, Both, str, dict[str, Any]]]:
    """List the ten pages with what they are asked with, of these units and applications."""
    for tab in TABS:
        for overdue in (False, True):
            told = {"tab": tab, "overdue": overdue, "escalated": False, "first": 20}
            yield "worklist", OFFICIAL, document("worklist"), told
    for one in applications:
        yield "application", OFFICIAL, document("application"), {"id": one, "first": 100}
    for code in codes:
        yield "unit", OFFICIAL, document("unit"), {"code": code, "childrenFirst": 50, "householdsFirst": 20}
        yield "households", OFFICIAL, document("households"), {"code": code, "first": 25}
        yield "status", PUBLIC, document("status"), {"code": code}
    yield "units", OFFICIAL, document("units"), {"search": None, "kind": None, "first": 25}
    for since in (None, "2022-11-01"):
        told = {"placed": False, "kind": None, "standing": None, "since": since, "until": None, "first": 20}
        yield "events", OFFICIAL, document("events"), told
    yield "inbox", OFFICIAL, document("inbox"), {"first": 20}
    yield "supervision", OFFICIAL, document("supervision"), {"within": 60, "first": 20}
    yield "register", PUBLIC, document("status", "register"), {"first": 20}


@pytest.mark.parametrize("who", CALLERS)
async def test_pages_get_the_same_bytes(stage: Stage, who: str) -> None:
    """Whoever asks: a plan has a part in what is not refused, and the bytes are those of the resolvers."""
    for page, both, source, variables in asked(stage):
        caller = stage.callers[who if both is OFFICIAL else "anonymous"]
        planned, resolved = await both.ask(caller, source, **variables)
        assert planned.encoded == resolved.encoded, (page, variables)
        assert planned.plan in READ or planned.codes, (page, variables, planned.plan)


async def test_pages_are_read_by_plans_alone(stage: Stage) -> None:
    """What the resolvers have a part in is what batches have a say in, and names that are suspended."""
    left = set()
    for page, both, source, variables in asked(stage):
        caller = stage.callers["street" if both is OFFICIAL else "anonymous"]
        planned, _ = await both.ask(caller, source, **variables)
        if planned.plan not in PLANNED:
            assert planned.plan is PlanUse.PARTLY, (page, variables, planned.body)
            left.add(page)
    assert left <= {"unit", "status", "worklist", "application"}


async def test_a_day_that_is_none_is_refused_by_the_resolvers(stage: Stage) -> None:
    variables = {"placed": False, "since": "2022-02-30"}
    planned, resolved = await OFFICIAL.ask(stage.callers["street"], document("events"), **variables)
    assert planned.codes == resolved.codes == ["BAD_USER_INPUT"]
    assert planned.plan is PlanUse.INELIGIBLE
