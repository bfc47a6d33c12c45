"""The machine checks by their kind. One never passes by vacuity: nobody to ask fails it (open question 7)."""

from typing import assert_never

from schema.criteria.rules.children import check_children
from schema.criteria.rules.conditions import check_condition
from schema.criteria.rules.events import check_none_of, check_window
from schema.criteria.rules.facts import UnitFacts
from schema.criteria.rules.households import check_petition, check_roster, check_special_groups
from schema.criteria.rules.rates import check_complaints, check_rate
from schema.criteria.rules.results import CheckResult
from schema.criteria.rules.routine import check_log
from schema.criteria.rules.testing import check_latest_round, check_test_days, check_test_rounds
from schema.guidelines.rules.format import (
    Check,
    ChildrenCheck,
    ComplaintsCheck,
    ConditionCheck,
    LatestRoundCheck,
    LogCheck,
    NoneOfCheck,
    PetitionCheck,
    RateCheck,
    RosterCheck,
    SpecialGroupsCheck,
    TestDaysCheck,
    TestRoundsCheck,
    WindowCheck,
)
from schema.guidelines.rules.vocabulary import BASE, Vocabulary


def run_check(  # noqa: C901 - an arm for each kind
    check: Check, facts: UnitFacts, vocabulary: Vocabulary = BASE
) -> CheckResult:
    """Run a check on the facts of a unit; `vocabulary` is what the guideline declares."""
    match check:
        case WindowCheck():
            return check_window(check, facts, vocabulary)
        case NoneOfCheck():
            return check_none_of(check, facts, vocabulary)
        case ChildrenCheck():
            return check_children(check, facts)
        case PetitionCheck():
            return check_petition(check, facts)
        case RosterCheck():
            return check_roster(check, facts)
        case SpecialGroupsCheck():
            return check_special_groups(facts)
        case LogCheck():
            return check_log(check, facts, vocabulary)
        case TestRoundsCheck():
            return check_test_rounds(check, facts)
        case TestDaysCheck():
            return check_test_days(check, facts)
        case LatestRoundCheck():
            return check_latest_round(check, facts)
        case RateCheck():
            return check_rate(check, facts, vocabulary)
        case ComplaintsCheck():
            return check_complaints(check, facts)
        case ConditionCheck():
            return check_condition(check, facts, vocabulary)
        case _:
            assert_never(check)
