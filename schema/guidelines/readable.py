"""What plans know of a tenant's guideline: the version in force, tested by each statement, and all that ever was."""

import json
import uuid
from collections.abc import Mapping
from typing import Any, Protocol

from schema.guidelines.rules import titled_kinds
from schema.guidelines.rules.format import Guideline
from schema.guidelines.rules.words import role_words
from schema.plans.calls import TODAY, Given, Known, Reading, Row, Source
from schema.plans.declarations import Entry


class Version(Protocol):
    """A version with its content, as the repository gives it."""

    @property
    def id(self) -> uuid.UUID:
        """Identify it."""

    @property
    def guideline(self) -> Guideline:
        """Give its content."""


def _still_in_force(row: Row) -> str:
    """Say in SQL that the version we know is the one in force today; `rules.terms` says which that is."""
    version, withdrawal, day = row.alias("v"), row.alias("w"), row.given(TODAY)
    ended = Source(
        (("guideline_withdrawals", withdrawal),),
        (f"{withdrawal}.version_id = {version}.id", f"{withdrawal}.effective_on <= {day}"),
    )
    in_force = Source(
        (("guideline_versions", version),),
        (
            f"{version}.effective_from <= {day}",
            f"({version}.effective_until is null or {version}.effective_until >= {day})",
            f"not exists {row.scalar('1', ended)}",
        ),
        (f"{version}.effective_from desc", f"{version}.number desc"),
        limit=1,
    )
    known = Given("version in force", "uuid", lambda reading: reading.known[GUIDELINE.name].value.id)
    return f"{row.scalar(f'{version}.id', in_force)} = {row.given(known)}"


GUIDELINE = Known("guideline in force", _still_in_force)
"""The version in force today, a `Version`."""


def _all_known(row: Row) -> str:
    """Say in SQL that there is no version beside those we know: none is ever changed or taken away."""
    version = row.alias("v")
    count = Given("versions known", "int", lambda reading: len(reading.known[VERSIONS.name].value))
    return f"{row.scalar('count(*)', Source((('guideline_versions', version),)))} = {row.given(count)}"


VERSIONS = Known("guideline versions", _all_known)
"""All versions of a tenant, by id: what was published never changes."""
TITLE = Given(
    "guideline's title",
    "text",
    lambda reading: reading.known[GUIDELINE.name].value.guideline.title,
    known=GUIDELINE,
)
_ROLE_NAMES = Given(
    "role names",
    "jsonb",
    lambda reading: json.dumps(dict(role_words(reading.known[GUIDELINE.name].value.guideline))),
    known=GUIDELINE,
)
TITLED_KINDS = Given(
    "titled kinds",
    "text[]",
    lambda reading: list(titled_kinds(reading.known[GUIDELINE.name].value.guideline)),
    known=GUIDELINE,
)
BASE_TITLED_KINDS = Given(
    "kinds with a base title",
    "text[]",
    lambda reading: [
        kind.id for kind in reading.known[GUIDELINE.name].value.guideline.unit_kinds if kind.title
    ],
    known=GUIDELINE,
)


def role_name_of(row: Row, role: str, level: str | None = None) -> str:
    """Say in SQL what the guideline in force calls a role, and held at a level; null of a code that is none."""
    names = row.given(_ROLE_NAMES)
    if level is None:
        return f"({names} ->> ({role}))"
    return f"coalesce({names} ->> ({role} || '@' || {level}), {names} ->> ({role}))"


def post_name_of(row: Row, role: str, office: str) -> str:
    """Say in SQL what the guideline in force calls an office, by its id, or the role where there is none."""
    names = row.given(_ROLE_NAMES)
    return f"coalesce({names} ->> ({office}), {names} ->> ({role}))"


def unit_kinds(version: Version) -> Mapping[str, Any]:
    """Render each unit kind as the API gives it, by its code."""
    return {
        kind.id: {
            "id": kind.id,
            "name": kind.name,
            "title": kind.title,
            "pilotTitle": kind.pilot_title,
            "parents": list(kind.parents),
            "households": kind.households,
        }
        for kind in version.guideline.unit_kinds
    }


def kind_names(version: Version) -> Mapping[str, Any]:
    """Give each unit kind's name, by its code."""
    return {kind.id: kind.name for kind in version.guideline.unit_kinds}


def kind_of(column: str) -> Entry:
    """Declare the unit kind whose code stands in a column."""
    return Entry(lambda row: row(column), GUIDELINE, unit_kinds)


def kind_name_of(column: str) -> Entry:
    """Declare the name of the unit kind whose code stands in a column."""
    return Entry(lambda row: row(column), GUIDELINE, kind_names)


def shows_cause(row: Row, version_id: str) -> str:
    """Say in SQL, as `true` or `false`, whether a version tells the public why a name fell; null if it is not known."""
    return f"({row.given(_SHOWING)} ->> ({version_id})::text)"


def _showing(reading: Reading) -> str:
    """Give, as JSON, which versions show the cause; made once for what is known."""
    fact = reading.known[VERSIONS.name]
    if "showing" not in fact.texts:
        shown = {str(id_): version.guideline.publication.shows_cause for id_, version in fact.value.items()}
        fact.texts["showing"] = json.dumps(shown)
    return fact.texts["showing"]


_SHOWING = Given("versions that show the cause", "jsonb", _showing, known=VERSIONS)
