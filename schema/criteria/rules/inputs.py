"""The facts a machine check looks at, named for people: the inputs of its explanation."""

from collections.abc import Iterator
from typing import assert_never

from schema.criteria.rules.conditions import told, values_of
from schema.criteria.rules.events import label
from schema.criteria.rules.facts import ComplaintFact, UnitFacts
from schema.guidelines.rules.conditions import facts_in
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
from schema.guidelines.rules.words import CONTROLS

SHOWN = 5
"""Events, rounds and days shown at most, latest first: an explanation is read by people."""

Inputs = Iterator[tuple[str, str]]


def inputs_of(check: Check, facts: UnitFacts, vocabulary: Vocabulary = BASE) -> tuple[tuple[str, str], ...]:
    """Name the facts the check looks at, with the day they are looked at from."""
    return (("评估日", facts.on.isoformat()), *_facts_of(check, facts, vocabulary))


def _facts_of(  # noqa: C901 - an arm for each kind
    check: Check, facts: UnitFacts, vocabulary: Vocabulary
) -> Inputs:
    match check:
        case WindowCheck() | NoneOfCheck():
            yield from _events(check.events, facts, vocabulary)
        case ChildrenCheck():
            children = [child for child in facts.children if child.kind in check.kinds]
            yield "直接下级", f"{len(children)}个"
            yield "已命名", f"{sum(child.titled for child in children)}个"
            yield "曾评估达标", f"{sum(child.met_on is not None for child in children)}个"
        case ConditionCheck():
            yield from told(facts_in(check.holds), values_of(facts), vocabulary)
        case RateCheck():
            yield from _figure(check, facts, vocabulary)
        case ComplaintsCheck():
            for complaint in sorted(facts.complaints, key=lambda each: each.received_on, reverse=True)[
                :SHOWN
            ]:
                yield "投诉", _complaint(complaint)
        case PetitionCheck():
            if facts.petition is not None:
                counted = facts.petition.under(check)
                yield "应签", f"{counted.denominator}户"
                yield "已签", f"{counted.signed}户"
        case RosterCheck():
            yield "住户", f"{facts.roster.households}户"
            yield "未核实", f"{facts.roster.unverified}户"
            yield "未登记居住人员", f"{facts.roster.occupied_without_residents}户"
        case SpecialGroupsCheck():
            yield "居住人员", f"{facts.roster.residents}人"
            yield "未询问", f"{facts.roster.not_asked_for_special_groups}人"
            yield "未登记需求", f"{facts.roster.needs_not_recorded}人"
        case LogCheck():
            for day in sorted(facts.logs.get(check.log, ()), reverse=True)[:SHOWN]:
                yield "记录", day.isoformat()
        case TestDaysCheck():
            yield from _events(check.events, facts, vocabulary)
            yield from _rounds(facts)
        case TestRoundsCheck() | LatestRoundCheck():
            yield from _rounds(facts)
        case _:
            assert_never(check)


def _events(kinds: tuple[str, ...], facts: UnitFacts, vocabulary: Vocabulary) -> Inputs:
    seen = sorted(
        (event for event in facts.events if event.is_one_of(kinds)),
        key=lambda event: event.reported_on,
        reverse=True,
    )
    for event in seen[:SHOWN]:
        words = [f"{event.occurred_on}发生", f"{event.reported_on}报告"]
        words += [f"{event.ended_on}结束"] if event.ended_on else []
        words += ["集中隔离点内"] if event.in_central_quarantine else []
        words += [CONTROLS[event.control]] if event.control and not event.in_central_quarantine else []
        words += ["位于上级范围"] if event.above else []
        yield label(event.event_class or event.kind, vocabulary), "，".join(words)


def _rounds(facts: UnitFacts) -> Inputs:
    for test in sorted(facts.test_rounds, key=lambda test: test.on, reverse=True)[:SHOWN]:
        yield "检测", f"{test.on}，应检{test.due}人，实检{test.tested}人"


def _figure(check: RateCheck, facts: UnitFacts, vocabulary: Vocabulary) -> Inputs:
    figure = facts.figures.get(check.figure)
    if figure is not None:
        known = vocabulary.figures.get(check.figure)
        yield "截至", figure.until.isoformat()
        yield known.name if known else check.figure, f"{figure.numerator}/{figure.denominator}"
        yield (known.excludes if known and known.excludes else "不计入"), str(figure.excluded)
    if check.benchmark is not None:
        percent = vocabulary.percent(check.benchmark, facts.on)
        yield vocabulary.named(check.benchmark), "尚无数值" if percent is None else f"{percent}%"


def _complaint(complaint: ComplaintFact) -> str:
    found = {True: "属实", False: "不属实", None: "未核实"}[complaint.substantiated]
    words = [f"{complaint.received_on}收到", f"{complaint.due_on}前办结", found]
    words += [f"{complaint.settled_on}办结"] if complaint.settled_on else []
    return "，".join([*words, "与疫情有关" if complaint.about_epidemic else "与疫情无关"])
