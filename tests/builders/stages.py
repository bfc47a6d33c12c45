"""Stages for a module of tests: played once in a process, then copied, so that no module finds another's doings."""

import dataclasses

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tenants.database import Database
from tests.builders.applications import Officials
from tests.builders.copies import act_in, copy_district
from tests.builders.stage import Stage, set_stage
from tests.builders.town_stage import set_town_stage


@pytest.fixture(scope="session")
async def played_stage(database: Database, owner: AsyncEngine) -> Stage:
    """Let everything happen once, where no test acts."""
    return await set_stage(database, owner)


@pytest.fixture(scope="session")
async def played_town_stage(database: Database) -> Stage:
    """Bring a town into the middle of its batches, where no test acts."""
    return await set_town_stage(database)


@pytest.fixture(scope="module")
async def stage(played_stage: Stage) -> Stage:
    """Give the module a district in which everything has happened once."""
    return await copy_stage(played_stage)


@pytest.fixture(scope="module")
async def town_stage(played_town_stage: Stage) -> Stage:
    """Give the module a town in the middle of its batches."""
    return await copy_stage(played_town_stage)


async def copy_stage(model: Stage) -> Stage:
    """Copy both districts of a stage; rows keep their ids, people act in the copies."""
    copies = {one.tenant.id: await copy_district(one) for one in (model.district, model.other)}
    people = {item.name: getattr(model.officials, item.name) for item in dataclasses.fields(Officials)}
    return Stage(
        district=copies[model.district.tenant.id],
        other=copies[model.other.tenant.id],
        officials=Officials(**{name: act_in(copies[one.tenant.id], one) for name, one in people.items()}),
        callers={name: act_in(copies[one.tenant.id], one) for name, one in model.callers.items()},
        ids=dict(model.ids),
        revisions=dict(model.revisions),
        departure=model.departure,
    )
