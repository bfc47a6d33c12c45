"""The template environment: autoescaped, strict about unknown names, with our filters and words."""

from pathlib import Path

from heroicons.jinja import heroicon_mini, heroicon_outline, heroicon_solid
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from admin_ui import dates, naming, wording
from admin_ui.assets import ASSETS


def environment() -> Environment:
    """Build the environment over components/ and pages/."""
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    made.filters.update(day=dates.day, full_name=naming.full_name, moment=dates.moment, since=dates.since)
    made.globals.update(
        assets=ASSETS,
        icon=heroicon_mini,
        icon_outline=heroicon_outline,
        icon_solid=heroicon_solid,
        words=wording,
    )
    return made
