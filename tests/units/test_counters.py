"""Counters of names: read with what is still to be added, which is added without anybody waiting or counting twice."""

import asyncio

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from schema.units.repository.counters import Counts, count_names, counts_at, counts_below
from schema.units.repository.folding import fold_counters, lock_counters
from schema.units.tables import UnitCounter, UnitCounterDelta
from tenants.database import Database, Session
from tests.builders.district import STREETS, District, make_district

KINDS = ("building",)


@pytest.fixture
async def district(database: Database) -> District:
    district = await make_district(database)
    await district.import_units(*STREETS)
    return district


async def name(session: Session, district: District, code: str, by: tuple[int, int]) -> None:
    """Count a name of a unit as given or lost."""
    unit = await district.unit(code)
    await count_names(session, {(unit.path, unit.kind): by})


async def below(session: Session, district: District, code: str) -> Counts:
    return await counts_below(session, [(await district.unit(code)).id], KINDS)


async def waiting(session: Session) -> int:
    return await session.scalar(select(func.count(UnitCounterDelta.id))) or 0


async def test_what_is_counted_shows_at_once_and_stays_when_it_is_added_up(district: District) -> None:
    """Inside the transaction, after it, and after the worker came; above the unit and nowhere else."""
    view = district.database.of(district.tenant)
    async with view.begin() as session:
        await name(session, district, "B1", (1, 1))
        await name(session, district, "B2", (1, 1))
        await name(session, district, "B2", (0, -1))
        assert await below(session, district, "X1") == Counts(2, 2, 1)
    for folded in (False, True):
        async with view.begin() as session:
            if folded:
                assert await fold_counters(session) == 4
            assert (await waiting(session) == 0) is folded
            for code, total in (("X1", 2), ("C1", 3), ("S1", 3), (district.root, 4)):
                assert await below(session, district, code) == Counts(total, 2, 1), code
            assert await below(session, district, "S2") == Counts(1, 0, 0)
            unit = await district.unit("C1")
            assert (await counts_at(session, [unit.id]))[unit.id]["building"] == Counts(3, 2, 1)
    async with view.begin() as session:
        assert await fold_counters(session) == 0


async def test_two_transactions_count_at_the_root_without_waiting(district: District) -> None:
    """Both are open at once; neither sees the other's, and both count in the end."""
    view = district.database.of(district.tenant)
    async with view.begin() as one, view.begin() as other:
        await name(one, district, "B1", (1, 1))
        await name(other, district, "B21", (1, 1))
        assert (await below(one, district, district.root)).held == 1
        assert (await below(other, district, district.root)).held == 1
    async with view.read() as session:
        assert (await below(session, district, district.root)).held == 2


async def test_a_counter_somebody_holds_is_left_for_later(district: District) -> None:
    """The worker adds up the others and does not wait; what it left counts all the same."""
    view = district.database.of(district.tenant)
    async with view.begin() as session:
        await name(session, district, "B1", (1, 1))
    async with view.begin() as holder, view.begin() as worker:
        await lock_counters(holder, (await district.unit("S1")).id, KINDS)
        assert await fold_counters(worker) == 3
    async with view.begin() as session:
        assert await waiting(session) == 1
        assert (await below(session, district, "S1")).held == 1
        assert await fold_counters(session) == 1


async def test_who_adds_up_the_same_counters_at_once_adds_each_once(district: District) -> None:
    """Workers and changes of the tree, all at the same time, while more is counted."""
    view = district.database.of(district.tenant)
    street = await district.unit("S1")

    async def count(code: str) -> None:
        async with view.begin() as session:
            await name(session, district, code, (1, 1))

    async def fold(*, wait: bool) -> None:
        async with view.begin() as session:
            await fold_counters(session, [street.id] if wait else None)

    await asyncio.gather(
        *(count(code) for code in ("B1", "B2", "B9")),
        *(fold(wait=turn % 2 == 0) for turn in range(8)),
    )
    await fold(wait=False)
    async with view.begin() as session:
        assert await waiting(session) == 0
        assert await below(session, district, "S1") == Counts(3, 3, 3)


async def test_a_counter_cannot_hold_what_was_never_given(district: District) -> None:
    """A name taken that nobody bore is a fault, and shows when it is added up: nothing is written then."""
    view = district.database.of(district.tenant)
    async with view.begin() as session:
        await name(session, district, "B1", (-1, -1))
    with pytest.raises(IntegrityError):
        async with view.begin() as session:
            await fold_counters(session)
    async with view.read() as session:
        assert await session.scalar(select(func.min(UnitCounter.held))) == 0
        assert await waiting(session) == 4
