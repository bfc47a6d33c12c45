"""Checks on households and residents: joint petition, roster, special groups (B-g, B-k, B-o)."""

from schema.criteria.rules.facts import UnitFacts
from schema.criteria.rules.results import CheckResult, listed
from schema.guidelines.rules.format import PetitionCheck, RosterCheck


def check_petition(check: PetitionCheck, facts: UnitFacts) -> CheckResult:
    """Pass when enough households of the roll signed, counted by the check's rule (open questions 4 and 5)."""
    tally = facts.petition.under(check) if facts.petition is not None else None
    required = f"{check.percent}%住户签名"
    if tally is None:
        return CheckResult(False, "未发起", required, "尚未发起联名申请")
    measured = f"{tally.signed}/{tally.denominator}户已签名"
    if tally.complete(check.percent):
        return CheckResult(True, measured, required, measured)
    if tally.denominator == 0:
        return CheckResult(False, measured, required, "名册中没有可以计入的住户")
    missing = tally.missing(check.percent)
    waiting = listed(
        (tally.pending, "户未答复"),
        (tally.kept, "户空置但须签名"),
        (tally.absent, "户暂时外出"),
        (tally.refused, "户未同意"),
        (tally.vacancy_claimed, "户空置待核实"),
    )
    return CheckResult(False, measured, required, f"还差{missing}户（{waiting}）", missing)


def check_roster(check: RosterCheck, facts: UnitFacts) -> CheckResult:
    """Pass when each household is verified, recently if asked, and each occupied one lists its residents."""
    roster = facts.roster
    days = check.verified_within_days
    required = "每户已核实、有人居住的均登记人员" + (f"，核实不超过{days}天" if days else "")
    if roster.residents + roster.occupied_without_residents + roster.unverified == 0:
        return CheckResult(False, "没有住户", required, "没有登记有人居住的住户，不能认定达标")
    measured = f"{roster.households}户、{roster.residents}人"
    stale = (
        days is not None
        and roster.oldest_verification is not None
        and (facts.on - roster.oldest_verification).days > days
    )
    missing = roster.unverified + roster.occupied_without_residents
    if missing == 0 and not stale:
        return CheckResult(True, measured, required, measured)
    faults = listed((roster.unverified, "户未核实"), (roster.occupied_without_residents, "户未登记居住人员"))
    aged = f"最早一户于{roster.oldest_verification}核实，须重新核实" if stale else ""
    message = "；".join(part for part in (f"还差：{faults}" if faults else "", aged) if part)
    return CheckResult(False, measured, required, message, missing or None)


def check_special_groups(facts: UnitFacts) -> CheckResult:
    """Pass when everybody was asked, and the needs of those in a special group are recorded."""
    roster = facts.roster
    required = "逐人询问，特殊人群均登记需求"
    if roster.residents == 0:
        return CheckResult(False, "没有居住人员", required, "没有登记居住人员，不能认定达标")
    measured = f"特殊人群{roster.in_special_groups}人"
    missing = roster.not_asked_for_special_groups + roster.needs_not_recorded
    if missing == 0:
        return CheckResult(True, measured, required, measured)
    faults = listed(
        (roster.not_asked_for_special_groups, "人未询问"), (roster.needs_not_recorded, "人未登记需求")
    )
    return CheckResult(False, measured, required, f"还差：{faults}", missing)
