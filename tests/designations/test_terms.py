"""When a name may be renewed or raised to a tier, how long it holds, and what it brings. Pure."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.designations.rules import (
    Bearing,
    BenefitState,
    Held,
    Standing,
    application_refusal,
    due_change,
    entitlements,
    is_earned,
    purpose_of,
    renewed_until,
    valid_until,
)
from schema.guidelines.rules import check
from schema.guidelines.rules.format import DerivedTitle, Guideline
from tests.designations.over_time import SCHEME

DAY = date(2022, 11, 20)
NAMED = Held(Standing.ACTIVE, DAY, DAY + timedelta(days=30))


def scheme() -> Guideline:
    checked = check(SCHEME)
    assert checked.guideline is not None, checked.faults
    assert checked.errors == ()
    return checked.guideline


@pytest.mark.parametrize(
    ("held", "days", "tier", "code"),
    [
        (None, 0, None, None),
        (NAMED, 0, None, "RENEWAL_NOT_OPEN"),
        (NAMED, 19, None, "RENEWAL_NOT_OPEN"),
        (NAMED, 20, None, None),
        (NAMED, 30, None, None),
        (NAMED, 31, None, None),
        (Held(Standing.WARNED, DAY, DAY + timedelta(days=30)), 25, None, None),
        (Held(Standing.SUSPENDED, DAY, DAY + timedelta(days=30)), 25, None, "RENEWAL_NOT_OPEN"),
        (Held(Standing.ACTIVE, DAY), 400, None, "ALREADY_TITLED"),
        (None, 0, "model", "TIER_NOT_OPEN"),
        (NAMED, 9, "model", "TIER_NOT_OPEN"),
        (NAMED, 10, "model", None),
        (NAMED, 31, "model", "TIER_NOT_OPEN"),
        (Held(Standing.SUSPENDED, DAY, None), 20, "model", "TIER_NOT_OPEN"),
        (Held(Standing.ACTIVE, DAY, None, "model"), 20, "model", "ALREADY_TITLED"),
        (NAMED, 20, "gold", "UNKNOWN_TIER"),
    ],
)
def test_what_a_unit_may_apply_for(held: Held | None, days: int, tier: str | None, code: str | None) -> None:
    refusal = application_refusal(scheme(), "community", held, tier, DAY + timedelta(days=days))
    assert (refusal.code if refusal else None) == code


def test_what_an_application_asks_for() -> None:
    assert purpose_of(None, None, DAY) == "naming"
    assert purpose_of(NAMED, None, DAY) == "renewal"
    assert purpose_of(NAMED, None, DAY + timedelta(days=31)) == "naming"
    assert purpose_of(NAMED, "model", DAY) == "tier"


@given(st.integers(0, 60))
def test_a_renewed_name_holds_for_as_long_again(days: int) -> None:
    first = valid_until(scheme(), "community", DAY)
    assert first == DAY + timedelta(days=30)
    today = DAY + timedelta(days=days)
    assert renewed_until(scheme(), "community", first, today) == max(first, today) + timedelta(days=30)
    assert valid_until(scheme(), "street", DAY) is None


def bearing(standing: Standing, *, fell: int | None = None, tier_after: int | None = None) -> Bearing:
    return Bearing(
        standing,
        DAY,
        tier="model" if tier_after is not None else None,
        tier_since=DAY + timedelta(days=tier_after) if tier_after is not None else None,
        not_in_force_since=DAY + timedelta(days=fell) if fell is not None else None,
    )


@pytest.mark.parametrize(
    ("name", "days", "found"),
    [
        (bearing(Standing.ACTIVE), 4, {"award": BenefitState.AHEAD}),
        (bearing(Standing.WARNED), 5, {"award": BenefitState.RUNNING}),
        (
            bearing(Standing.ACTIVE, tier_after=10),
            10,
            {"award": BenefitState.RUNNING, "visits": BenefitState.RUNNING},
        ),
        (
            bearing(Standing.SUSPENDED, fell=12, tier_after=10),
            15,
            {"award": BenefitState.STOPPED, "visits": BenefitState.RUNNING},
        ),
        (
            bearing(Standing.REVOKED, fell=12, tier_after=10),
            15,
            {"award": BenefitState.STOPPED, "visits": BenefitState.STOPPED},
        ),
        (bearing(Standing.REVOKED, fell=3), 15, {}),
    ],
)
def test_what_a_name_brings(name: Bearing, days: int, found: dict[str, BenefitState]) -> None:
    """A benefit begins so many days after the naming, stops with the name, and was none if it never began."""
    today = DAY + timedelta(days=days)
    seen = entitlements(scheme(), "community", name, today)
    assert {each.benefit.id: each.state for each in seen} == found
    assert all(each.stopped_on == name.not_in_force_since for each in seen if each.stopped_on)


@given(st.integers(1, 100), st.integers(0, 50), st.integers(0, 50))
def test_a_derived_title_is_earned_by_a_share_and_never_by_nothing(
    percent: int, total: int, titled: int
) -> None:
    rule = DerivedTitle(id="S-1", unit_kind="street", title="无疫街道", of=("community",), percent=percent)
    in_force = min(titled, total)
    assert is_earned(rule, total, in_force) == (total > 0 and in_force / total * 100 >= percent - 1e-9)
    assert not is_earned(rule, 0, 0)


def test_what_becomes_of_a_derived_title() -> None:
    assert due_change(earned=True, held=False, suspended=False) == "give"
    assert due_change(earned=True, held=True, suspended=True) == "restore"
    assert due_change(earned=True, held=True, suspended=False) is None
    assert due_change(earned=False, held=True, suspended=False) == "suspend"
    assert due_change(earned=False, held=True, suspended=True) is None
    assert due_change(earned=False, held=False, suspended=False) is None
