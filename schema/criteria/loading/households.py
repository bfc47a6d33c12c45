"""Loads how many households and residents units have, with all below them."""

from collections.abc import Collection, Mapping, Sequence

from schema.criteria.loading.lines import inside
from schema.criteria.rules.facts import RosterFact
from schema.residents.repository.rosters import RosterCounts, count_rosters
from tenants.database import Session


async def load_rosters(session: Session, paths: Collection[str]) -> Mapping[str, RosterFact]:
    """Load the rosters of the units at some paths; nothing of one without a household."""
    counted = [(counts, counts.path) for counts in await count_rosters(session, paths)]
    return {path: _together(found) for path, found in inside(counted, paths).items()}


def _together(found: Sequence[RosterCounts]) -> RosterFact:
    dates = (each.oldest_verification for each in found)
    return RosterFact(
        households=sum(each.households for each in found),
        unverified=sum(each.unverified for each in found),
        oldest_verification=min((day for day in dates if day is not None), default=None),
        occupied_without_residents=sum(each.occupied_without_residents for each in found),
        residents=sum(each.residents for each in found),
        not_asked_for_special_groups=sum(each.not_asked_for_special_groups for each in found),
        in_special_groups=sum(each.in_special_groups for each in found),
        needs_not_recorded=sum(each.needs_not_recorded for each in found),
    )
