"""A worker in a process of its own, to be killed: `python -m tests.jobs.process SETTINGS`, settings as JSON.

It says `ready` on a line of its own once a signal would stop it in order.
"""

import asyncio
import sys

from api.cli.foreground import run_until_stopped
from api.database import open_database
from api.settings import Settings
from api.worker import Worker
from tests.jobs.desk import KINDS

READY = "ready"


async def work(settings: Settings) -> None:
    database = open_database(settings)
    try:
        worker = Worker(database, settings, kinds=KINDS, sweeps=())
        sys.stdout.write(f"{READY}\n")
        sys.stdout.flush()
        await asyncio.gather(worker.run())
    finally:
        await database.dispose()


if __name__ == "__main__":
    run_until_stopped(work(Settings.model_validate_json(sys.argv[1])))
