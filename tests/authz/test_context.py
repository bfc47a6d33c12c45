"""From grants to decisions: areas, several roles, separation of duties, callers without rights."""

import uuid
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authz.actions import ANY, DRAFT, Action, Role, step_object
from authz.context import ANONYMOUS, Actor, Grant, OperationContext
from authz.table import DecisionTable, Denial, Effect, Reach, Rule, compile_table
from schema.guidelines.guards import decision_table
from tenants.base import new_id
from tenants.database import TenantDatabase
from tests.authz.wenlong import wenlong

B_W1 = next(process for process in wenlong().processes if process.id == "B-W1")
UNIT = "d1.s1.c1.b1"


def grant(role: Role, path: str) -> Grant:
    return Grant(membership_id=new_id(), role=role, unit_id=new_id(), scope_path=path)


def context(*grants: Grant, actor_id: uuid.UUID | None = None) -> OperationContext:
    """Make a context for decisions only: it has no database behind it."""
    actor = Actor("official", actor_id or new_id(), "", grants)
    return OperationContext(actor, cast("TenantDatabase", None))


codes = st.lists(st.sampled_from(["s1", "s10", "s1-", "s", "b"]), min_size=1, max_size=4)


@given(codes, codes)
def test_reach_is_the_tree(scope: list[str], unit: list[str]) -> None:
    """`d1.s1` is no prefix of `d1.s10`: areas are compared code by code."""
    found = grant(Role.STREET, ".".join(scope)).reach_of(".".join(unit))
    if unit == scope:
        assert found is Reach.OWN
    elif unit[: len(scope)] == scope:
        assert found is Reach.SUBTREE
    else:
        assert found is Reach.DISTRICT


@pytest.mark.parametrize(
    ("path", "denial"),
    [
        ("d1.s1", None),
        ("d1.s1.c1.b1", None),
        ("d1.s10", Denial.OUTSIDE_AREA),
        ("d1.s10.c1", Denial.OUTSIDE_AREA),
        ("d1", Denial.OUTSIDE_AREA),
    ],
)
def test_street_closes_events_in_its_own_area(path: str, denial: Denial | None) -> None:
    decision = context(grant(Role.STREET, "d1.s1")).decide(Action.EVENT_CLOSE, path)
    assert decision.denial is denial
    assert decision.allowed == (denial is None)


def test_nearest_reason_of_several_roles_is_given() -> None:
    me = new_id()
    asked = context(grant(Role.PROPERTY, UNIT), grant(Role.STREET, "d1.s2"), actor_id=me)
    target = step_object("B-W1", "street_review")
    table = decision_table(wenlong())
    outside = asked.decide(Action.APPLICATION_ENDORSE, UNIT, target=target, table=table)
    assert outside.denial is Denial.OUTSIDE_AREA
    nearer = context(*asked.actor.grants, grant(Role.STREET, "d1.s1"), actor_id=me)
    acted = nearer.decide(
        Action.APPLICATION_ENDORSE, UNIT, target=target, prior_actors=frozenset({me}), table=table
    )
    assert acted.denial is Denial.ALREADY_ACTED
    assert nearer.decide(Action.APPLICATION_ENDORSE, UNIT, target=target, table=table).allowed


def test_one_denying_role_outweighs_an_allowing_one() -> None:
    allow = Rule(Role.STREET, ANY, Action.UNIT_READ, Reach.SUBTREE)
    deny = Rule(Role.PROPERTY, ANY, Action.UNIT_READ, Reach.SUBTREE, effect=Effect.DENY)
    both = context(grant(Role.STREET, "d1"), grant(Role.PROPERTY, "d1"))
    assert both.decide(Action.UNIT_READ, "d1.s1", table=compile_table([allow])).allowed
    decision = both.decide(Action.UNIT_READ, "d1.s1", table=compile_table([allow, deny]))
    assert decision.denial is Denial.EXPLICIT
    assert not decision.allowed


@pytest.mark.parametrize("actor", [ANONYMOUS, Actor("client", new_id(), "", (), frozenset({"status.read"}))])
def test_callers_without_a_role_may_nothing(actor: Actor) -> None:
    """An API client's scopes are no roles: the official schema is closed to it."""
    asked = OperationContext(actor, cast("TenantDatabase", None))
    for action in Action:
        assert asked.decide(action, "d1").denial is Denial.NO_RULE
        assert asked.scopes_for(action) == ()


def test_scopes_are_where_single_reads_are_allowed() -> None:
    paths = ["d1", "d1.s1", "d1.s1.c1", "d1.s10", "d1.s10.c1", "d1.s2"]
    for role in Role:
        asked = context(grant(role, "d1.s1"), grant(Role.PROPERTY, "d1.s10.c1"))
        for action in Action:
            scopes = asked.scopes_for(action)
            listed = {
                path
                for path in paths
                if any(scope in ("", path) or path.startswith(f"{scope}.") for scope in scopes)
            }
            assert listed == {path for path in paths if asked.decide(action, path).allowed}


def _omnipotent(person: uuid.UUID) -> OperationContext:
    return context(*(grant(role, "d1") for role in Role), actor_id=person)


def _positive(step_id: str) -> Action:
    step = next(step for step in B_W1.steps if step.id == step_id)
    return Action(f"application.{step.actions[0]}")


def _may(table: DecisionTable, step: str, person: uuid.UUID, chain: tuple[uuid.UUID, ...]) -> bool:
    action = Action.APPLICATION_SUBMIT if step == DRAFT else _positive(step)
    target = step_object(B_W1.id, step)
    asked = _omnipotent(person)
    return asked.decide(action, UNIT, target=target, prior_actors=frozenset(chain), table=table).allowed


def test_nobody_decides_twice_in_any_order() -> None:
    """Over all orders of six people who each hold every role: a step is open to those who took no part yet.

    Street intake and street review are two duties, so two people (open question 11).
    """
    people = [new_id() for _ in range(6)]
    table = decision_table(wenlong())
    chains: list[tuple[uuid.UUID, ...]] = [()]
    for step in (DRAFT, *(step.id for step in B_W1.steps)):
        longer = []
        for chain in chains:
            able = [person for person in people if _may(table, step, person, chain)]
            assert able == [person for person in people if person not in chain]
            longer.extend((*chain, person) for person in able)
        chains = longer
    assert len(chains) == 720
