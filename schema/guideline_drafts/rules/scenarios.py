"""Runs a guideline's scenarios by the rules that judge for real, and tells which come out otherwise."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from schema.consequences.rules import AffectedUnit, broken_by
from schema.criteria.rules import Evaluation, evaluate_against, written
from schema.criteria.rules.facts import (
    AttestationFact,
    ChildFact,
    ComplaintFact,
    EventFact,
    EvidenceFact,
    FigureFact,
    RosterFact,
    TestRoundFact,
    UnitFacts,
)
from schema.criteria.rules.rates import falls_short
from schema.designations.rules import Standing
from schema.findings.rules import first_answer
from schema.guidelines.rules import Checked, Finding, as_of, criteria_for, lint, parse, to_faults
from schema.guidelines.rules.field_words import label_of
from schema.guidelines.rules.format import (
    Criterion,
    Guideline,
    Loss,
    RateCheck,
    Scenario,
    ScenarioEvent,
    ScenarioFile,
    ScenarioStatement,
)
from schema.guidelines.rules.vocabulary import Vocabulary
from schema.guidelines.rules.words import LOSSES
from schema.petitions.rules import Tally

_CHANGES: Mapping[str, Loss] = {
    "warned": "warn",
    "suspended": "suspend",
    "revoked": "revoke",
    "none": "none",
}
_STRENGTH = ("none", "warn", "suspend", "revoke")
_SAMPLE = 100_000
"""The sample of a survey where the scenario gives none: large enough for any bound."""


def check_package(source: str) -> Checked:
    """Check a guideline file as `check` does and, where it has no errors, run its scenarios."""
    parsed = parse(source)
    if parsed.guideline is None:
        return Checked(None, parsed.faults)
    faults = lint(parsed.guideline, parsed.lines)
    checked = Checked(parsed.guideline, faults)
    if checked.errors:
        return checked
    failed = to_faults(failed_scenarios(parsed.guideline), parsed.lines)
    return Checked(
        parsed.guideline,
        tuple(sorted((*faults, *failed), key=lambda each: (each.line or 0, each.column or 0))),
    )


def failed_scenarios(guideline: Guideline) -> Iterator[Finding]:
    """Find, in every scenario, each expectation that does not come true."""
    for index, scenario in enumerate(guideline.scenarios):
        facts = facts_of(guideline, scenario)
        applied = replace(facts, on=scenario.applied_on) if scenario.applied_on is not None else None
        evaluation = evaluate_against(guideline, facts, scenario.tier, applied)
        for part, expected, actual in _differences(guideline, scenario, evaluation):
            yield Finding(
                ("scenarios", index, "expect", part),
                f"情景“{scenario.name}”：{label_of('Expectation', part)}应为 {expected}，实为 {actual}。",
                "请核对条文，或改正情景的预期。",
            )


def facts_of(guideline: Guideline, scenario: Scenario) -> UnitFacts:
    """Make the facts of the imagined unit."""
    given = scenario.facts
    criteria = criteria_for(guideline, scenario.unit, scenario.tier)
    asked = [item for item in criteria if item.attest is not None]
    stated = {item.id: ScenarioStatement() for item in asked} if given.all_attested else {}
    return UnitFacts(
        on=scenario.on,
        kind=scenario.unit,
        events=tuple(_event(each) for each in given.events),
        roster=RosterFact(**given.roster.model_dump()) if given.roster is not None else RosterFact(),
        logs=given.logs,
        test_rounds=tuple(TestRoundFact(each.on, each.due, each.tested) for each in given.test_rounds),
        petition=_petition(scenario),
        children=tuple(
            ChildFact(str(number), each.kind, each.titled, each.met_on)
            for number, each in enumerate(given.children, 1)
        ),
        figures={name: FigureFact(**each.model_dump()) for name, each in given.figures.items()},
        complaints=tuple(ComplaintFact(**each.model_dump()) for each in given.complaints),
        attestations={
            clause: _statement(scenario, each) for clause, each in {**stated, **given.attestations}.items()
        },
        evidence=_evidence(criteria, scenario),
    )


def _event(event: ScenarioEvent) -> EventFact:
    given = event.model_dump(exclude={"reported_on", "in_central_quarantine"})
    central = event.in_central_quarantine or event.control == "central"
    return EventFact(
        reported_on=event.reported_on or event.occurred_on, in_central_quarantine=central, **given
    )


def _petition(scenario: Scenario) -> Tally | None:
    given = scenario.facts.petition
    if given is None:
        return None
    pending = max(0, given.roll - given.signed - given.vacant)
    return Tally(roll=given.roll, signed=given.signed, vacant=given.vacant, pending=pending)


def _statement(scenario: Scenario, statement: ScenarioStatement) -> AttestationFact:
    return AttestationFact(
        met=statement.met,
        on=statement.on or scenario.on,
        sample_size=_SAMPLE if statement.sample_size is None else statement.sample_size,
        share_percent=100 if statement.share_percent is None else statement.share_percent,
        points=statement.points,
        applicable=statement.applicable,
        sample_met=statement.sample_met,
    )


def _fall(change: str, clause: str | None) -> str:
    return f"{LOSSES.get(change, change)}{f'（{clause}）' if clause else ''}"


def _evidence(criteria: Sequence[Criterion], scenario: Scenario) -> dict[str, tuple[EvidenceFact, ...]]:
    given = scenario.facts
    asked = {item.id: _asked_for(item) for item in criteria} if given.all_attested else {}
    return {clause: tuple(_brought(files, scenario.on)) for clause, files in {**asked, **given.files}.items()}


def _asked_for(criterion: Criterion) -> tuple[ScenarioFile, ...]:
    return tuple(
        ScenarioFile(file=asked.id, type=asked.types[0], count=asked.minimum) for asked in criterion.evidence
    )


def _brought(files: Sequence[ScenarioFile], on: date) -> Iterator[EvidenceFact]:
    for place, each in enumerate(files):
        for number in range(each.count):
            yield EvidenceFact(each.file, each.type, each.taken_on or on, f"{each.file}-{place}-{number}")


def _differences(
    guideline: Guideline, scenario: Scenario, evaluation: Evaluation
) -> Iterator[tuple[str, str, str]]:
    expect = scenario.expect
    if evaluation.met != expect.met:
        yield "met", _word(met=expect.met), _word(met=evaluation.met) + _why(evaluation)
    failing = tuple(dict.fromkeys(finding.criterion_id for finding in evaluation.failures))
    if expect.failing is not None and set(expect.failing) != set(failing):
        yield "failing", "、".join(expect.failing) or "无", "、".join(failing) or "无"
    if expect.points is not None:
        points = written(evaluation.score.earned) if evaluation.score is not None else None
        if points is None or Decimal(points) != expect.points:
            yield "points", f"{expect.points} 分", f"{points} 分" if points is not None else "不评分"
    if expect.on_event is not None:
        loss = expect.on_event
        bearer = AffectedUnit(UUID(int=0), None, scenario.unit, "own", Standing.ACTIVE)
        found = broken_by(guideline, _event(loss.event), bearer, scenario.on)
        change, clause = (found.change, found.clause) if found is not None else ("none", None)
        if change != loss.change or (loss.clause is not None and clause != loss.clause):
            yield "on_event", _fall(loss.change, loss.clause), _fall(change, clause)
    yield from _later(guideline, scenario, evaluation)


def _later(
    guideline: Guideline, scenario: Scenario, evaluation: Evaluation
) -> Iterator[tuple[str, str, str]]:
    """Compare what a finding, and a figure recorded later, would do to the name."""
    guideline = as_of(guideline, scenario.on)
    criteria = criteria_for(guideline, scenario.unit, scenario.tier)
    found, short = scenario.expect.on_finding, scenario.expect.on_figures
    if found is not None:
        criterion = next(each for each in criteria if each.id == found.clause)
        change = _CHANGES[first_answer(criterion, guideline.supervision, scenario.on)]
        if change != found.change:
            yield "on_finding", _fall(found.change, found.clause), _fall(change, found.clause)
    if short is not None:
        figures = {name: FigureFact(**each.model_dump()) for name, each in short.figures.items()}
        facts = replace(evaluation.facts, figures={**evaluation.facts.figures, **figures})
        losses = [
            (each.on_loss, each.id)
            for each in criteria
            if isinstance(each.check, RateCheck) and falls_short(each.check, facts, Vocabulary.of(guideline))
        ]
        change, clause = max(losses, key=lambda loss: _STRENGTH.index(loss[0]), default=("none", None))
        if change != short.change or (short.clause is not None and clause != short.clause):
            yield "on_figures", _fall(short.change, short.clause), _fall(change, clause)


def _word(*, met: bool) -> str:
    return "达标" if met else "不达标"


def _why(evaluation: Evaluation) -> str:
    lacking = "、".join(finding.criterion_id for finding in evaluation.failures)
    return f"（{lacking}）" if lacking else ""
