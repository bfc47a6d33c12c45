"""A version that is applied reaches the names that stand: it takes them, lifts what held them, and gives none."""

from datetime import timedelta

from sqlalchemy import update

from authz.actions import Role
from schema.designations.tables import Designation
from schema.frame.background import SYSTEM
from schema.frame.operation import Transaction, close
from schema.guidelines.repository import get_edition
from schema.root import public_schema
from schema.rule_changes.loading import Target, load_names, older_versions
from schema.rule_changes.operations import settle
from schema.rule_changes.rules import Choice, Treatment
from tenants.database import Database
from tests.builders.applications import appoint_all, named
from tests.builders.district import STREETS, District, make_district
from tests.builders.guidelines import publish
from tests.builders.looks import changes_of, name_of
from tests.builders.statements import statements_of
from tests.clients import ask
from tests.jobs.desk import work
from tests.rule_changes.desk import MORE_ROUNDS, OURS, Desk, with_contacts

NO_CONTACTS = with_contacts("{kind: none_of, events: [close_contact]}", "none")
LONG_CONTACTS = with_contacts("{kind: window, events: [close_contact], days: 14, basis: ended}", "suspend")
HARD_CONTACTS = with_contacts("{kind: none_of, events: [close_contact]}", "revoke")


async def test_names_that_no_longer_meet_are_lost_that_day_by_clause_of_the_new_version(desk: Desk) -> None:
    """B-i: one or two rounds of tests were logged, three are asked; nothing happened to names before."""
    assert await desk.standings() == ["active"] * 3
    change = await desk.apply(MORE_ROUNDS)
    assert (change.status, change.tally) == (
        "applied",
        [
            {"kind": "building", "change": "revoked", "cause": "RULE_NOT_MET", "clause": "B-i", "names": 2},
            {"kind": "compound", "change": "revoked", "cause": "RULE_NOT_MET", "clause": "B-i", "names": 1},
        ],
    )
    assert await desk.standings() == ["revoked"] * 3
    told = [(each.change, each.cause, each.clause) for each in await changes_of(desk.district, "B1")]
    assert told == [
        ("named", "NAMED", None),
        ("rejudged", "RULE_CHANGED", None),
        ("revoked", "RULE_NOT_MET", "B-i"),
    ]


async def test_a_name_that_meets_stands_under_the_new_version(desk: Desk) -> None:
    """And what happens from then on is judged by that: a contact revokes, which suspended before (B-b)."""
    change = await desk.apply(HARD_CONTACTS)
    assert [count["change"] for count in change.tally] == ["rejudged", "rejudged"]
    assert await desk.standings() == ["active"] * 3
    name = await name_of(desk.district, "B1")
    assert name is not None
    assert name.guideline_version_id == change.guideline_version_id
    await desk.report("B1")
    assert await desk.standings() == ["revoked", "active", "revoked"]


async def test_kept_names_go_on_under_the_version_they_stood_under(desk: Desk) -> None:
    change = await desk.change_rules(HARD_CONTACTS, Choice(Treatment.KEEP))
    await work(desk.worker)
    assert (change.status, change.tally) == ("kept", [])
    await desk.report("B1")
    assert await desk.standings() == ["suspended", "active", "suspended"]


async def test_a_rule_that_is_dropped_lifts_what_it_held(desk: Desk) -> None:
    """B-b no longer takes a name, so the contact's hold ends, and the compound's with it (B-f)."""
    await desk.report("B1", days_ago=2)
    assert await desk.standings() == ["suspended", "active", "suspended"]
    change = await desk.apply(NO_CONTACTS)
    assert await desk.standings() == ["active"] * 3
    assert sorted((each["kind"], each["change"], each["names"]) for each in change.tally) == [
        ("building", "rejudged", 1),
        ("building", "restored", 1),
        ("compound", "restored", 1),
    ]
    last = (await changes_of(desk.district, "B1"))[-1]
    assert (last.change, last.cause, last.effective_on) == ("restored", "RULE_CHANGED", desk.today)


async def test_a_rule_that_hardens_takes_what_it_only_held(desk: Desk) -> None:
    """What suspended under the version before revokes under this one: from the day on, and by its own clause."""
    await desk.report("B1", days_ago=2)
    await desk.apply(HARD_CONTACTS)
    assert await desk.standings() == ["revoked", "active", "revoked"]
    last = (await changes_of(desk.district, "B1"))[-1]
    assert (last.change, last.cause, last.clause) == ("revoked", "CLOSE_CONTACT_REPORTED", "B-b")
    assert last.effective_on == desk.today


async def test_days_before_stay_as_the_rule_of_those_days_said(desk: Desk) -> None:
    """A contact ended four days ago: active since, suspended anew by a window of 14 days, and back by itself then."""
    await desk.night(3)
    event = await desk.report("B1", days_ago=1)
    await desk.close(event, desk.today)
    await desk.night(4)
    assert await desk.standings() == ["active"] * 3
    await desk.apply(LONG_CONTACTS)
    assert await desk.standings() == ["suspended", "active", "suspended"]
    history = await desk.ask(
        "query ($c: String!) { unit(code: $c) { standing { eligibleFrom history { fromOn standing } } } }",
        c="B1",
    )
    standing = history["unit"]["standing"]
    told = [(each["fromOn"], each["standing"]) for each in standing["history"]]
    begun, today = event.occurred_on, desk.today
    assert told[1:] == [
        (begun.isoformat(), "SUSPENDED"),
        ((begun + timedelta(days=1)).isoformat(), "ACTIVE"),
        (today.isoformat(), "SUSPENDED"),
    ]
    assert standing["eligibleFrom"] == (begun + timedelta(days=15)).isoformat()
    await desk.night(11)
    assert (await desk.standings("B1")) == ["active"]


async def test_what_a_unit_fell_short_of_before_and_stood_is_not_the_new_rules_doing(desk: Desk) -> None:
    """A month later statements and logs are stale by both versions; the compound of the text is another version."""
    await desk.night(40)
    change = await desk.apply(OURS)
    assert {count["change"] for count in change.tally} == {"rejudged"}
    assert await desk.standings() == ["active"] * 3


async def test_a_name_that_ran_out_is_not_judged_though_the_night_has_not_ended_it(desk: Desk) -> None:
    unit = await desk.district.unit("B1")
    version = await publish(desk.district, MORE_ROUNDS)
    async with desk.publisher.begin() as session:
        borne = (Designation.tenant_id == desk.district.tenant.id, Designation.unit_id == unit.id)
        await session.execute(update(Designation).where(*borne).values(valid_until=desk.today))
        edition = await get_edition(session, version.id)
        older = await older_versions(session, edition.number)
        judged = []
        for day in (desk.today, desk.today + timedelta(days=1)):
            target = Target(edition.id, edition.guideline, day)
            loaded = await load_names(session, target, older, day, lock=False)
            assert loaded is not None
            judged.append(len(list(loaded.verdicts())))
    assert judged == [3, 2]


async def test_no_name_is_given(desk: Desk) -> None:
    """A name that was revoked under the version before stays revoked, though the rule is gone."""
    await desk.apply(HARD_CONTACTS)
    await desk.report("B1")
    assert await desk.standings() == ["revoked", "active", "revoked"]
    await desk.apply(NO_CONTACTS)
    assert await desk.standings("B1") == ["revoked"]


async def test_a_name_that_comes_back_later_is_judged_then(desk: Desk) -> None:
    """A case that revoked before proves false afterwards: the name is back, and the night judges it by the version."""
    await desk.night()
    event = await desk.report("B1", kind="case")
    assert await desk.standings("B1") == ["revoked"]
    change = await desk.apply(MORE_ROUNDS)
    await desk.exclude(event)
    assert await desk.standings("B1") == ["active"]
    await desk.night()
    assert await desk.standings("B1") == ["revoked"]
    kept = await desk.change_of(change.guideline_version_id)
    assert [count["names"] for count in kept.tally if count["kind"] == "building"] == [2]


async def test_a_correction_afterwards_takes_back_what_the_event_did(desk: Desk) -> None:
    """By either version: excluded after the change, the contact holds nothing down on any day."""
    event = await desk.report("B1", days_ago=2)
    await desk.apply(LONG_CONTACTS)
    assert await desk.standings() == ["suspended", "active", "suspended"]
    await desk.exclude(event)
    assert await desk.standings() == ["active"] * 3


async def test_the_public_sees_by_which_clause_and_that_the_rules_changed(desk: Desk) -> None:
    """The status tells the loss with the new version's clause; its history, that the name was judged anew."""
    await desk.apply(HARD_CONTACTS)
    await desk.apply(MORE_ROUNDS)
    document = """query ($code: String!) { unitStatus(code: $code) {
      titled reason { code text clause } history { change reason { code } } } }"""
    result = await ask(desk.publisher, document, schema=public_schema, code="B1")
    assert result.data is not None
    status = result.data["unitStatus"]
    assert (status["titled"], status["reason"]["code"], status["reason"]["clause"]) == (
        False,
        "RULE_NOT_MET",
        "B-i",
    )
    assert [each["change"] for each in status["history"]] == ["revoked", "rejudged", "rejudged", "named"]


async def statements_for(district: District) -> tuple[int, int]:
    """Judge all names of a district by a version that takes them: how many there were, in how many statements."""
    version = await publish(district, MORE_ROUNDS)
    context = district.context(SYSTEM)
    with statements_of(district.database) as sent:
        async with context.begin() as session:
            tx = Transaction(session, context, context.clock(), context.today())
            edition = await get_edition(session, version.id)
            target = Target(edition.id, edition.guideline, tx.today)
            older = await older_versions(session, edition.number)
            loaded = await load_names(session, target, older, tx.today, lock=True)
            assert loaded is not None
            verdicts = list(loaded.verdicts())
            await settle(tx, loaded, verdicts)
            await close(tx)
    return len(verdicts), len(sent)


async def test_it_takes_as_many_statements_for_one_name_as_for_three(desk: Desk, database: Database) -> None:
    """Set-based; ten thousand are in benchmarks.rule_changes."""
    small = await make_district(database)
    await small.import_units(*STREETS)
    await named(small, await appoint_all(small, Role.BUILDING_LEADER, "B1"), "B1")
    (one, few), (three, many) = await statements_for(small), await statements_for(desk.district)
    assert (one, three) == (1, 3)
    assert many <= few + 3  # B-f: the level above the buildings is looked at, too
