"""What a worker measures, and who may read it."""

import asyncio

import httpx
import pytest
from prometheus_client import generate_latest

from api.worker import Worker, run_worker
from schema.consequences.jobs import sweep_lapses
from schema.frame.background import JobKind, Sweep
from tenants.base import utc_now
from tenants.database import Database
from tests.api.conftest import make_settings
from tests.authz.district import make_district
from tests.builders.databases import Urls
from tests.builders.ports import free_port
from tests.consequences.test_healing import spoil
from tests.consequences.world import World, open_district
from tests.jobs.desk import order, refuse, tell, work


async def test_attempts_are_counted_by_how_they_ended(database: Database, urls: Urls) -> None:
    kinds = (JobKind("measured", tell), JobKind("measured_refusal", refuse))
    worker = Worker(database, make_settings(urls), kinds=kinds, sweeps=())
    view = (await make_district(database)).view
    for kind in ("measured", "measured_refusal"):
        await order(view, kind, utc_now())
    await work(worker)
    text = generate_latest(worker.metrics.registry).decode()
    assert 'wuyi_job_attempts_total{ending="succeeded",kind="measured"} 1.0' in text
    assert 'wuyi_job_attempts_total{ending="retried",kind="measured_refusal"} 1.0' in text
    assert "wuyi_jobs_running 0.0" in text
    assert view.tenant.slug not in text


async def test_names_left_out_at_night_are_counted_by_what_they_are(database: Database, urls: Urls) -> None:
    """Two windows are over; the name whose history is odd is passed over and counted, once for each night."""
    world = await World.found(*await open_district(database))
    for code in ("X2-1", "B"):
        assert await world.name(code, 3)
        await world.report(code, "case", 0, quarantined=False)
    await spoil(world, "B")
    world.district.clock.forward(9)
    worker = Worker(
        database, make_settings(urls), world.district.clock, kinds=(), sweeps=(Sweep("lapses", sweep_lapses),)
    )
    counted = 'wuyi_job_left_out_total{kind="sweep.lapses",what="units"}'
    for night in (1, 2):
        await work(worker)
        text = generate_latest(worker.metrics.registry).decode()
        assert f"{counted} {night}.0" in text
        assert 'what="events"' not in text
        assert world.district.tenant.slug not in text
        world.district.clock.forward(1)


@pytest.mark.parametrize(("token", "status"), [("of somebody", 401), ("of the scraper", 200)])
async def test_they_are_read_on_a_port_of_the_workers_own(urls: Urls, token: str, status: int) -> None:
    port = free_port()
    settings = make_settings(urls, worker_port=port, metrics_token="of the scraper", worker_seconds=0.05)
    working = asyncio.create_task(run_worker(settings))
    headers = {"authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
        while True:
            try:
                answer = await client.get("/metrics", headers=headers)
                break
            except httpx.ConnectError:
                await asyncio.sleep(0.05)
        assert answer.status_code == status
        assert (await client.get("/healthz")).status_code == 200
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working
