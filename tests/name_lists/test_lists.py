"""A batch as a list of names: published once, when it is closed, where the scheme says, and kept as it was."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.context import Actor
from schema.batches.operations import CloseBatch, close_batch
from schema.batches.tables import Batch
from schema.frame.identifiers import decode_id, encode_id
from schema.name_lists.operations import PublishNameList, publish_name_list
from schema.root import public_schema
from tenants.database import Database
from tests.builders.district import key
from tests.builders.ledger import changed, read_ledger
from tests.builders.looks import standing_of
from tests.builders.play import Play
from tests.builders.refusals import refused
from tests.clients import ask
from tests.guidelines.test_schemes import befall, set_up, source_of, story_of

LISTS = """{ publishedLists(first: 5) { totalCount edges { node {
  title publishedOn channels names { code name kind title number } } } } }"""
OWN = "query($id: ID!) { node(id: $id) { ... on Batch { publishedList { title names { code } } } } }"
CHANNELS = ("旗政府网站", "广播")


async def played(database: Database) -> tuple[Play, Batch]:
    """Name both hamlets in a batch that is still open."""
    story = story_of("name_lists")
    play = await set_up(database, source_of("name_lists"), story)
    for code in story.names:
        await play.name(code)
    return play, await only_batch(play)


async def only_batch(play: Play) -> Batch:
    clerk = await play.actor("street", play.root, "clerk")
    result = await ask(clerk, "{ batches { edges { node { id } } } }")
    assert result.data is not None, result.errors
    batch_id = decode_id("Batch", result.data["batches"]["edges"][0]["node"]["id"], "id")
    async with clerk.read() as session:
        return await session.get_one(Batch, (clerk.tenant.id, batch_id))


async def close(play: Play, batch: Batch) -> None:
    clerk = await play.actor("street", play.root, "clerk")
    await close_batch(
        clerk, CloseBatch(idempotency_key=key(), batch_id=batch.id, expected_revision=batch.revision)
    )


async def publish(play: Play, batch: Batch, channels: tuple[str, ...] = CHANNELS) -> None:
    clerk = await play.actor("street", play.root, "clerk")
    await publish_name_list(
        clerk, PublishNameList(idempotency_key=key(), batch_id=batch.id, channels=channels)
    )


async def test_a_list_is_published_once_and_stays_as_it_was(database: Database, owner: AsyncEngine) -> None:
    """Not while the batch is open, not before the day the public may know, not elsewhere, and not twice."""
    play, batch = await played(database)
    tenant = play.district.tenant.id
    before = await read_ledger(owner, tenant)
    assert await refused(publish(play, batch)) == [("LIST_NOT_OPEN", "batch")] * 2
    assert changed(before, await read_ledger(owner, tenant)) == set()
    await close(play, batch)
    assert await refused(publish(play, batch)) == [("LIST_NOT_OPEN", "batch")]
    play.district.clock.forward(1)
    assert await refused(publish(play, batch, ("电视台",))) == [("INVALID_INPUT", "channels.0")]
    assert await refused(publish(play, batch, ("广播", "广播"))) == [("INVALID_INPUT", "channels.1")]
    assert await refused(publish(play, batch, ())) == [("INVALID_INPUT", "channels")]
    await publish(play, batch)
    assert await refused(publish(play, batch)) == [("LIST_NOT_OPEN", "batch")]
    listed = await shown(play)
    assert listed["title"] == f"{(await play.district.unit(play.root)).name}第 1 批命名名单"
    assert listed["channels"] == list(CHANNELS)
    slug = play.district.tenant.slug
    assert [(name["code"], name["title"], name["number"]) for name in listed["names"]] == [
        ("GC1", "无疫嘎查", f"MD-{slug}-嘎查-2022-0001"),
        ("GC2", "无疫嘎查", f"MD-{slug}-嘎查-2022-0002"),
    ]
    await befall(play, "case", "GC1")
    assert await standing_of(play.district, "GC1") == "revoked"
    assert await shown(play) == listed


async def test_a_name_lost_before_is_not_in_the_list_and_officials_find_it_at_the_batch(
    database: Database,
) -> None:
    play, batch = await played(database)
    await befall(play, "case", "GC2")
    await close(play, batch)
    play.district.clock.forward(1)
    clerk = await play.actor("street", play.root, "clerk")
    asked = encode_id("Batch", batch.id)
    result = await ask(clerk, OWN, id=asked)
    assert result.data == {"node": {"publishedList": None}}
    await publish(play, batch)
    result = await ask(clerk, OWN, id=asked)
    assert result.data is not None
    assert [name["code"] for name in result.data["node"]["publishedList"]["names"]] == ["GC1"]


PREVIEW = """query($id: ID!) { node(id: $id) { ... on Batch { nameListPreview {
  title channels names { code } publish { allowed reasons { code } } } } } }"""


async def test_the_preview_tells_what_would_be_published_and_what_stands_against_it(
    database: Database,
) -> None:
    play, batch = await played(database)
    clerk = await play.actor("street", play.root, "clerk")

    async def seen() -> dict[str, object] | None:
        result = await ask(clerk, PREVIEW, id=encode_id("Batch", batch.id))
        assert result.data is not None, result.errors
        preview: dict[str, object] | None = result.data["node"]["nameListPreview"]
        return preview

    early = await seen()
    assert early is not None
    assert early["publish"] == {"allowed": False, "reasons": [{"code": "LIST_NOT_OPEN"}] * 2}
    await close(play, batch)
    play.district.clock.forward(1)
    shown_now = await seen()
    assert shown_now is not None
    assert shown_now["names"] == [{"code": "GC1"}, {"code": "GC2"}]
    assert shown_now["channels"] == ["旗政府网站", "嘎查公告栏", "广播"]
    assert shown_now["publish"] == {"allowed": True, "reasons": []}
    await publish(play, batch)
    assert await seen() is None


@pytest.mark.parametrize("role", ["community", "commission"])
async def test_who_may_not_close_a_batch_does_not_publish_its_list(database: Database, role: str) -> None:
    play, batch = await played(database)
    await close(play, batch)
    play.district.clock.forward(1)
    other = await play.actor(role, play.root, "other")
    command = PublishNameList(idempotency_key=key(), batch_id=batch.id, channels=CHANNELS)
    assert await refused(publish_name_list(other, command)) == [("ROLE_NOT_ALLOWED", "")]
    await publish(play, batch)


async def shown(play: Play) -> dict[str, object]:
    """Ask as anybody does."""
    anybody = play.district.context(Actor("anonymous", name=""))
    result = await ask(anybody, LISTS, schema=public_schema)
    assert result.errors is None, result.errors
    assert result.data is not None
    lists = result.data["publishedLists"]
    assert lists["totalCount"] == 1
    (edge,) = lists["edges"]
    node: dict[str, object] = edge["node"]
    return node
