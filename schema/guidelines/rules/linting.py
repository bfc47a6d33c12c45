"""The linter: everything that is wrong with a guideline beyond its form."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import MappingProxyType

from schema.guidelines.rules import (
    batches,
    codes,
    criteria,
    dated,
    deadlines,
    foregone,
    forms,
    intake,
    kinds,
    losses,
    names,
    notices,
    office_faults,
    oversights,
    processes,
    scenarios,
    scores,
    texts,
    titles,
    windows,
)
from schema.guidelines.rules.dating import as_of
from schema.guidelines.rules.faults import Fault, Finding, Lines, to_faults
from schema.guidelines.rules.format import Guideline
from schema.guidelines.rules.parsing import parse

_RULES: tuple[Callable[[Guideline], Iterator[Finding]], ...] = (
    kinds.duplicate_kinds,
    kinds.wrong_parents,
    kinds.wrong_roots,
    kinds.cycles,
    kinds.wrong_titles,
    criteria.wrong_references,
    criteria.empty_criteria,
    criteria.overlapping_ids,
    criteria.wrong_surveys,
    criteria.wrong_evidence,
    criteria.impossible_children,
    criteria.childless_rules,
    criteria.uninhabited_kinds,
    criteria.endless_logs,
    criteria.wrong_conditions,
    criteria.lonely_routes,
    criteria.unsaid_conditions,
    criteria.unknown_levels,
    criteria.kinds_exempt_from_zones,
    losses.idle_losses,
    losses.lost_before_named,
    codes.unknown_codes,
    codes.taken_codes,
    codes.wrong_area_levels,
    codes.wrong_benchmarks,
    codes.wrong_references,
    windows.wrong_lengths,
    windows.wrong_bases,
    windows.wrong_control,
    windows.idle_controls,
    windows.wrong_test_days,
    processes.wrong_subjects,
    processes.wrong_actions,
    processes.wrong_order,
    processes.lone_decisions,
    processes.unchecked_decisions,
    processes.impossible_separation,
    processes.repeated_entries,
    processes.repeated_role_names,
    office_faults.wrong_levels,
    office_faults.confusable_offices,
    office_faults.wrong_offices,
    office_faults.mixed_offices,
    office_faults.idle_offices,
    intake.wrong_cadences,
    intake.lonely_chains,
    notices.wrong_notices,
    deadlines.wrong_deadlines,
    forms.wrong_forms,
    forms.idle_forms,
    scores.wrong_sums,
    scores.wrong_sections,
    scores.wrong_scores,
    scores.wrong_points,
    scores.wrong_minima,
    scores.wrong_score_kinds,
    scores.scored_routes,
    batches.wrong_settings,
    batches.wrong_teams,
    batches.wrong_target,
    titles.wrong_kinds,
    titles.wrong_periods,
    titles.wrong_derivations,
    titles.wrong_tiers,
    titles.wrong_tier_criteria,
    titles.wrong_validity,
    titles.wrong_benefits,
    titles.wrong_publication,
    names.duplicate_ids,
    names.wrong_pattern,
    names.dangling_proposals,
    dated.wrong_dated_values,
    scenarios.wrong_scenarios,
    foregone.foregone_conditions,
    oversights.untried_guidelines,
    oversights.lasting_titles,
    oversights.shared_titles,
    oversights.low_pass_marks,
    oversights.excessive_deductions,
    oversights.late_test_days,
    oversights.overlapping_intake,
    oversights.absurd_dates,
    texts.unseen_characters,
)
_NO_LINES: Lines = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome of a check: the guideline, unless the text could not be read as one, and all its faults."""

    guideline: Guideline | None
    faults: tuple[Fault, ...]

    @property
    def errors(self) -> tuple[Fault, ...]:
        """List what keeps the guideline from being published."""
        return tuple(fault for fault in self.faults if fault.severity == "error")

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """List what a person should know before publishing."""
        return tuple(fault for fault in self.faults if fault.severity == "warning")


def lint(guideline: Guideline, lines: Lines = _NO_LINES) -> tuple[Fault, ...]:
    """Find all faults of a guideline's meaning; `lines` are those of the text it was parsed from, if any."""
    found = [finding for rule in _RULES for finding in rule(guideline)]
    if not any(finding.location[:1] == ("dated_values",) for finding in found):
        found += _later(guideline, frozenset(found))
    return to_faults(found, lines)


def _later(guideline: Guideline, now: frozenset[Finding]) -> Iterator[Finding]:
    """Find what will be wrong once a dated value is in force, told where that stands."""
    known = {finding.message for finding in now}
    for index, dated_value in enumerate(guideline.dated_values):
        so_far = guideline.model_copy(update={"dated_values": guideline.dated_values[: index + 1]})
        later = as_of(so_far, dated_value.since)
        for rule in _RULES:
            for finding in rule(later) if rule is not dated.wrong_dated_values else ():
                if finding.message not in known:
                    known.add(finding.message)
                    message = f"自 {dated_value.since.isoformat()} 起：{finding.message}"
                    yield Finding(("dated_values", index), message, finding.fix, finding.severity)


def check(source: str) -> Checked:
    """Check a guideline file: faults of form first; when there are none, faults of meaning and warnings.

    The door for `wuyi guideline check` and for publishing; raises nothing, whatever the text.
    """
    parsed = parse(source)
    if parsed.guideline is None:
        return Checked(None, parsed.faults)
    return Checked(parsed.guideline, lint(parsed.guideline, parsed.lines))
