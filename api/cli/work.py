"""`wuyi worker`: does what happens in the background until it is stopped."""

from api.cli.configuration import read_settings
from api.cli.foreground import run_until_stopped
from api.collector import spare_collector
from api.logging import configure_logging
from api.worker import run_worker


def worker() -> None:
    """Do what happens in the background until stopped."""
    settings = read_settings()
    configure_logging(settings)
    spare_collector()
    run_until_stopped(run_worker(settings))
