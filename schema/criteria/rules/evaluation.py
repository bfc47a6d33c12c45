"""Evaluates a unit against criteria: gates, alternative routes, and the score sheet where there is one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from schema.criteria.rules.explanations import Explanation, joined
from schema.criteria.rules.facts import UnitFacts
from schema.criteria.rules.findings import Finding, find
from schema.criteria.rules.scores import SheetScore, fill_sheet, lacking
from schema.criteria.rules.sheets import explain_sheet
from schema.guidelines.rules import as_of, criteria_for
from schema.guidelines.rules.format import Criterion, Guideline, ScoreSheet
from schema.guidelines.rules.meaning import meaning_of
from schema.guidelines.rules.vocabulary import BASE, Vocabulary


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was found from facts, in the guideline's order; `score` where criteria are scored."""

    facts: UnitFacts
    findings: tuple[Finding, ...]
    score: SheetScore | None = None

    @property
    def on(self) -> date:
        """Tell the local calendar day it is about."""
        return self.facts.on

    @property
    def met(self) -> bool:
        """Tell whether nothing stands in the way; a unit nothing is asked of does not pass (open question 7)."""
        asked = any(finding.outcome != "not_asked" for finding in self.findings)
        return asked and not self.failures and (self.score is None or self.score.met)

    @property
    def failures(self) -> tuple[Finding, ...]:
        """List what stands in the way: not met, or not attested, and not made up for."""
        return tuple(finding for finding in self.findings if finding.in_the_way)

    @property
    def machine_failures(self) -> tuple[Finding, ...]:
        """List what a machine found in the way: what is checked again at each review (open question 1)."""
        return tuple(finding for finding in self.failures if finding.machine is False)

    @property
    def failures_first(self) -> tuple[Finding, ...]:
        """List what is not met, not attested, met, not asked here; each in the guideline's order."""
        rank = {"not_met": 0, "not_attested": 1, "met": 2, "not_asked": 3}
        return tuple(sorted(self.findings, key=lambda finding: rank[finding.outcome]))

    @property
    def explanation(self) -> Explanation:
        """Explain the whole: every gate, then the score sheet."""
        gates = tuple(finding.explanation for finding in self.findings if not finding.scored)
        sheet = (explain_sheet(self.score),) if self.score is not None else ()
        remedies = [finding.message for finding in self.failures if not finding.scored]
        remedies += [part.remedy for part in sheet if part.remedy]
        return Explanation(
            title="评估结论",
            result="met" if self.met else joined([*(f.outcome for f in self.failures), "not_met"]),
            measured=f"{self.on}评估",
            remedy=None if self.met else "；".join(remedies) or "没有适用于该单元的标准",
            parts=(*gates, *sheet),
        )


def evaluate_against(
    guideline: Guideline, facts: UnitFacts, tier: str | None = None, applied: UnitFacts | None = None
) -> Evaluation:
    """Evaluate a unit against everything a guideline asks of its kind, or of who applies for a tier.

    `applied` are the facts its application was handed in with: what is judged at applying is judged by them.
    """
    guideline = as_of(guideline, facts.on)
    asked = criteria_for(guideline, facts.kind, tier)
    return evaluate(asked, facts, Vocabulary.of(guideline), guideline.score_sheet, applied)


def evaluate(
    criteria: Sequence[Criterion],
    facts: UnitFacts,
    vocabulary: Vocabulary = BASE,
    sheet: ScoreSheet | None = None,
    applied: UnitFacts | None = None,
) -> Evaluation:
    """Find, for each criterion that applies to the unit's kind, whether it is met on the day of the facts.

    `vocabulary` is what the guideline declares. Without `sheet` every criterion is a gate.
    """
    asked = [criterion for criterion in criteria if facts.kind in criterion.applies_to]
    facts = with_outdated(asked, facts)
    findings = [_find(criterion, vocabulary, facts, applied) for criterion in asked]
    findings = _weigh_routes(asked, findings)
    if sheet is None or all(criterion.score is None for criterion in asked):
        return Evaluation(facts, tuple(findings))
    score = fill_sheet(sheet, asked, findings, facts)
    return Evaluation(facts, tuple(_weigh_scores(asked, findings, score)), score)


def with_outdated(criteria: Sequence[Criterion], facts: UnitFacts) -> UnitFacts:
    """Mark the statements that were made of another wording of their clause: they are asked for anew."""
    outdated = {
        criterion.id: replace(said, outdated=True)
        for criterion in criteria
        if (said := facts.attestations.get(criterion.id)) is not None
        and said.meaning is not None
        and said.meaning != meaning_of(criterion)
    }
    return replace(facts, attestations={**facts.attestations, **outdated}) if outdated else facts


def _find(
    criterion: Criterion, vocabulary: Vocabulary, facts: UnitFacts, applied: UnitFacts | None
) -> Finding:
    """Find by the facts of today, or by those of the day it was handed in, and say so."""
    if applied is None or criterion.judged == "each_step":
        return find(criterion, vocabulary, facts)
    found = find(criterion, vocabulary, applied)
    measured = f"{applied.on}申报时：{found.measured}"
    return replace(found, measured=measured, explanation=replace(found.explanation, measured=measured))


def _weigh_routes(criteria: Sequence[Criterion], findings: Sequence[Finding]) -> list[Finding]:
    """Let only one route block: none when one is met, else the one with the least to do (T-D1 or T-D2)."""
    open_of: dict[str, int] = {}
    for criterion, finding in zip(criteria, findings, strict=True):
        if criterion.route is not None:
            open_of[criterion.route] = open_of.get(criterion.route, 0) + finding.in_the_way
    nearest = min(open_of, key=lambda route: open_of[route], default=None)
    return [
        finding if criterion.route in {None, nearest} else replace(finding, blocking=False)
        for criterion, finding in zip(criteria, findings, strict=True)
    ]


def _weigh_scores(
    criteria: Sequence[Criterion], findings: Sequence[Finding], score: SheetScore
) -> list[Finding]:
    """Let a scored criterion block only where it voids the sheet, or the points do not suffice without it."""
    void = {item.criterion.id for item in score.void}
    short = set(lacking(score)) if score.earned < score.sheet.pass_mark else set()
    for section in score.short:
        leaves = section.parts or (section,)
        short |= {item.criterion.id for leaf in leaves for item in leaf.items} & set(lacking(score))
    return [
        finding
        if criterion.score is None
        else replace(finding, blocking=criterion.id in void | short, scored=True)
        for criterion, finding in zip(criteria, findings, strict=True)
    ]
