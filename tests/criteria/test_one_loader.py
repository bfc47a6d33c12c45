"""Whatever is known of a district: a unit's facts are those worked out by hand, loaded alone, among some or all."""

from collections.abc import Sequence
from dataclasses import fields

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import select

from authz.tables import Official
from schema.criteria.loading import facts_of, load_census, load_facts
from schema.criteria.rules.facts import UnitFacts
from schema.guidelines.repository import current_edition
from schema.units import repository as units
from schema.units.tables import Unit
from tenants.database import Database, Session
from tests.builders.databases import Urls
from tests.builders.district import District, make_district
from tests.consequences.test_replay import own_loop
from tests.criteria.by_hand import Ledger
from tests.criteria.random_districts import ROWS, Plan, plans
from tests.criteria.written_districts import Writer

pytestmark = pytest.mark.long


class _Undone(Exception):  # noqa: N818 - nothing went wrong
    """Leaves a transaction so that nothing of it is kept."""


async def written(session: Session, district: District, plan: Plan) -> Sequence[Unit]:
    """Write a plan into a district; give its units that were not closed."""
    root = await units.get_root(session)
    official = (await session.scalars(select(Official.id))).first()
    assert root is not None
    assert official is not None
    today = district.clock.now.date()
    version = (await current_edition(session, today)).id
    found = await Writer(version, official, district.clock.now, today).write(session, root, plan)
    return [unit for unit in found if unit.closed_on is None]


def differing(one: UnitFacts, other: UnitFacts) -> list[str]:
    """Name the fields in which facts differ."""
    return [each.name for each in fields(UnitFacts) if getattr(one, each.name) != getattr(other, each.name)]


async def hold_together(district: District, plan: Plan) -> None:
    """Load the facts of every unit in each way, and hold them against each other."""
    try:
        async with district.database.of(district.tenant).begin() as session:
            standing = await written(session, district, plan)
            today = district.clock.now.date()
            census = {each.id: each for each in await load_census(session, today)}
            assert list(census) == [unit.id for unit in sorted(standing, key=lambda unit: unit.path)]
            some = [unit for number, unit in enumerate(standing) if number in plan.subset]
            among = await facts_of(session, some, today)
            assert set(among) == {unit.id for unit in some}
            ledger = await Ledger.read(session, today)
            for unit in standing:
                alone = await load_facts(session, unit, today)
                assert differing(alone, ledger.facts(unit)) == [], unit.path
                assert differing(alone, census[unit.id].facts) == [], unit.path
                assert differing(alone, among.get(unit.id, alone)) == [], unit.path
                for child in alone.children:
                    (named,) = [each for each in census.values() if each.code == child.code]
                    assert named.titled == child.titled
            raise _Undone
    except _Undone:
        return


def test_facts_are_the_same_alone_among_some_and_among_all(urls: Urls) -> None:
    """Events, zones above and below, heirs, rosters, logs, petitions, children, figures, complaints, statements."""
    with own_loop() as loop:

        async def opened() -> District:
            database = Database.open(urls.runtime, urls.platform, statement_timeout_ms=60_000)
            return await make_district(database)

        district = loop.run_until_complete(opened())

        try:
            for rows in ROWS:

                @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
                @given(plan=plans(rows))
                def hold(plan: Plan) -> None:
                    loop.run_until_complete(hold_together(district, plan))

                hold()
        finally:
            loop.run_until_complete(district.database.dispose())
