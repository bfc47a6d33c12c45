"""Drafts and versions through GraphQL: what they would change, what may be done with them, and why not."""

from typing import Any

import pytest

from authz.context import OperationContext
from schema.frame.identifiers import encode_id
from tenants.database import Database
from tests.clients import ask, refused_with
from tests.guidelines.scheme import STRICTER, WENLONG, Scheme, make_scheme

SHORTER = WENLONG.text.replace("days: 8, basis", "days: 5, basis")
DIFF = "{ number bound differences { path change refused } errors { code } }"
DRAFT = f"""query ($id: ID!) {{ guidelineDraft(id: $id) {{
  status author {{ displayName }} explanation
  againstTemplate {DIFF} againstInForce {DIFF}
  actions {{ name allowed reasons {{ code }} }}
}} }}"""
VERSION = f"""query ($number: Int!) {{ guidelineVersion(number: $number) {{
  status text explanation inForce {{ first last }} withdrawal {{ reason effectiveOn }}
  againstPrevious {DIFF} againstTemplate {DIFF}
  actions {{ name allowed reasons {{ code }} }}
}} }}"""
WINDOW = "criteria[B-a].check.days"


@pytest.fixture
async def scheme(database: Database) -> Scheme:
    return await make_scheme(database)


async def seen(caller: OperationContext, document: str, **variables: Any) -> Any:
    result = await ask(caller, document, **variables)
    assert refused_with(result) == []
    assert result.data is not None
    (found,) = result.data.values()
    return found


def reasons(shown: Any) -> dict[str, list[str]]:
    return {action["name"]: [reason["code"] for reason in action["reasons"]] for action in shown["actions"]}


async def test_a_draft_shows_what_it_would_change(scheme: Scheme) -> None:
    """Against the version in force, and against the template it keeps to: the tightening is to be seen."""
    await scheme.publish(STRICTER)
    row = await scheme.draft(WENLONG.text.replace("days: 8, basis", "days: 10, basis"))
    shown = await seen(scheme.publisher, DRAFT, id=encode_id("GuidelineDraft", row.id))
    assert (shown["againstTemplate"]["number"], shown["againstInForce"]["number"]) == (1, 2)
    (tighter,), (looser,) = (shown[each]["differences"] for each in ("againstTemplate", "againstInForce"))
    assert tighter == {"path": WINDOW, "change": "STRICTER", "refused": False}
    assert looser == {"path": WINDOW, "change": "LOOSER", "refused": False}
    assert shown["explanation"].startswith("《无疫楼栋")
    assert reasons(shown) == {"REPLACE": ["NOT_THE_AUTHOR"], "PUBLISH": [], "DISCARD": []}


async def test_what_stands_in_the_way_of_a_draft_is_told_before(scheme: Scheme) -> None:
    """To its author, and of a text that falls short of the template; a closed one offers nothing."""
    row = await scheme.draft(SHORTER)
    shown = await seen(scheme.author, DRAFT, id=encode_id("GuidelineDraft", row.id))
    assert reasons(shown)["PUBLISH"] == ["ROLE_NOT_ALLOWED", "GUIDELINE_LOOSER"]
    assert shown["againstTemplate"]["differences"] == [{"path": WINDOW, "change": "LOOSER", "refused": True}]
    own = await scheme.draft(STRICTER)
    from_outside = await seen(scheme.publisher, DRAFT, id=encode_id("GuidelineDraft", own.id))
    assert reasons(from_outside)["PUBLISH"] == []


async def test_a_version_shows_its_days_and_what_it_changed(scheme: Scheme) -> None:
    today = scheme.author.today().isoformat()
    await scheme.publish(STRICTER)
    shown = await seen(scheme.publisher, VERSION, number=2)
    assert (shown["status"], shown["withdrawal"]) == ("IN_FORCE", None)
    assert shown["inForce"] == [{"first": today, "last": None}]
    assert [each["change"] for each in shown["againstPrevious"]["differences"]] == ["STRICTER"]
    assert reasons(shown) == {"WITHDRAW": [], "DECIDE_NAMES": []}
    first = await seen(scheme.author, VERSION, number=1)
    assert (first["status"], first["inForce"], first["againstPrevious"]) == ("SUPERSEDED", [], None)
    assert first["againstTemplate"]["differences"] == []
    assert reasons(first) == {
        "WITHDRAW": ["ROLE_NOT_ALLOWED"],
        "DECIDE_NAMES": ["ROLE_NOT_ALLOWED", "GUIDELINE_ENDED"],
    }
    assert await seen(scheme.author, VERSION, number=9) is None
