"""What a worker measures: jobs by how they ended, how long they took, how long the oldest has been waiting."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from types import MappingProxyType

import uvicorn
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
)
from starlette.applications import Starlette
from starlette.routing import Route

from api.errors import EdgeError, refuse
from api.health import alive
from api.metrics import metrics_endpoint
from api.server import QuietServer
from api.settings import Settings

NOTHING: Mapping[str, int] = MappingProxyType({})


class WorkerMetrics:
    """The measurements of one worker; labels are kinds of jobs, never tenants."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=self.registry)
        self._attempts = Counter(
            "wuyi_job_attempts",
            "Attempts at jobs by how they ended.",
            ["kind", "ending"],
            registry=self.registry,
        )
        self._seconds = Histogram(
            "wuyi_job_seconds",
            "How long attempts at jobs took.",
            ["kind"],
            registry=self.registry,
            buckets=(0.01, 0.05, 0.25, 1, 5, 15, 60, 300),
        )
        self._running = Gauge("wuyi_jobs_running", "Jobs being done.", registry=self.registry)
        self._delay = Gauge(
            "wuyi_jobs_delay_seconds", "How long the oldest job has been due.", registry=self.registry
        )
        self._failed = Counter(
            "wuyi_tenant_visits_failed", "Visits of tenants that failed.", registry=self.registry
        )
        self._left_out = Counter(
            "wuyi_job_left_out",
            "What jobs passed over because its history is odd, by what it is: units with their names, or events.",
            ["kind", "what"],
            registry=self.registry,
        )

    def began(self) -> None:
        """Count an attempt that is being made."""
        self._running.inc()

    def ended(self, kind: str, ending: str, seconds: float, left_out: Mapping[str, int] = NOTHING) -> None:
        """Count an attempt that ended, and what it passed over."""
        self._running.dec()
        self._attempts.labels(kind, ending).inc()
        self._seconds.labels(kind).observe(seconds)
        for what, number in left_out.items():
            self._left_out.labels(kind, what).inc(number)

    def round(self, delay_seconds: float, failed: int) -> None:
        """Note what a round saw."""
        self._delay.set(delay_seconds)
        self._failed.inc(failed)


@asynccontextmanager
async def measured(settings: Settings, metrics: WorkerMetrics) -> AsyncIterator[None]:
    """Serve `/metrics` and `/healthz` on the worker's port while the block lasts; nothing without a port."""
    if settings.worker_port is None:
        yield
        return
    app = Starlette(
        routes=[
            Route("/healthz", alive),
            Route("/metrics", metrics_endpoint(metrics.registry, settings.metrics_token)),
        ],
        exception_handlers={EdgeError: refuse},
    )
    server = QuietServer(
        uvicorn.Config(
            app,
            host=settings.host,
            port=settings.worker_port,
            access_log=False,
            log_config=None,
            ws="none",
            timeout_graceful_shutdown=settings.shutdown_seconds,  # nobody's open line keeps a worker from ending
        )
    )
    serving = asyncio.ensure_future(server.serve())
    try:
        yield
    finally:
        server.should_exit = True
        await serving
