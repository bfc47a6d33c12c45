"""Who may do what, written by hand from the guideline: B-W1 … B-W4, T-P5, T-P7, open questions 8, 10, 11.

No code of ours is asked. Each step names the one role that decides there and what it may do; nobody decides
who took part before.
"""

from authz.actions import ANY
from authz.table import Denial, Reach

_STREET_TO_NAMING = {
    "street_intake": ("street", "forward return"),
    "street_review": ("street", "endorse return reject"),
    "commission_review": ("commission", "endorse return reject"),
    "naming": ("headquarters", "name return reject"),
}

DECIDERS = {
    "B-W1": {"community_verification": ("community", "forward return"), **_STREET_TO_NAMING},
    "B-W2": {"community_verification": ("community", "forward return"), **_STREET_TO_NAMING},
    "B-W3": _STREET_TO_NAMING,
}

# B-W1: building or group leader. B-W2: the property company, or the community where there is none.
# B-W3: the village or community itself.
APPLICANTS = {"B-W1": "building_leader", "B-W2": "property community", "B-W3": "community"}

IN_OWN_SUBTREE = {
    "building_leader": """
        appeal.lodge figure.record finding.read finding.rectify
        application.read event.read event.report evidence.read evidence.upload
        household.read household.register inspection.read log.record
        petition.open petition.read_roll petition.record unit.read""",
    "property": """
        appeal.lodge figure.record finding.read finding.rectify
        application.read event.read event.report evidence.read evidence.upload
        household.read household.register inspection.read log.record
        petition.open petition.read_roll petition.record unit.read""",
    "community": """
        appeal.lodge complaint.read complaint.record figure.record finding.read finding.rectify
        application.read event.read event.report evidence.read evidence.upload evidence.withdraw
        household.read household.register inspection.read log.record
        petition.confirm_vacancy petition.open petition.read_roll petition.record unit.assess
        unit.import unit.read""",
    "street": """
        complaint.read complaint.record complaint.settle figure.record finding.read finding.record finding.verify
        application.read batch.appoint_team batch.close batch.open designation.record_plaque designation.reissue
        event.close event.correct event.read event.report evidence.read evidence.upload evidence.withdraw household.read
        inspection.conclude inspection.read inspection.score
        unit.assess unit.import unit.read""",
}

IN_WHOLE_DISTRICT = {
    "building_leader": "batch.read guideline.read",
    "property": "batch.read guideline.read",
    "community": "batch.read guideline.read",
    "street": "batch.read guideline.read",
    "commission": """
        appeal.decide finding.read finding.record finding.verify
        complaint.read complaint.record complaint.settle designation.void
        application.migrate application.read batch.read event.close event.correct event.exclude event.read
        event.report evidence.read guideline.draft guideline.read inspection.read job.read job.retry
        simulation.run unit.read unit.rearrange""",
    "headquarters": """
        appeal.decide finding.read complaint.read application.read batch.read designation.record_plaque
        designation.reissue designation.void event.close event.correct event.exclude event.read event.report
        evidence.read guideline.draft guideline.publish guideline.read guideline.withdraw inspection.read
        job.read job.retry rule_change.decide simulation.run unit.read unit.rearrange""",
    "tenant_administrator": """
        client.manage guideline.draft guideline.read official.appoint official.change official.read
        official.reset_password
        unit.import unit.read""",
    "platform_operator": "",
}

# What waits for nobody is looked after above the streets.
for overseer in ("commission", "headquarters"):
    IN_WHOLE_DISTRICT[overseer] += " application.oversee"


FOUR_EYES = {"appeal.decide", "designation.void", "finding.verify", "guideline.publish", "rule_change.decide"}
"""What whoever took part before does not do: the author of a draft neither publishes it nor chooses for it, who
lodged or found does not decide on the appeal, who reported a finding put right does not verify it, who gave a name
does not void it."""

# The calendar is everybody's to read; the administrator and the headquarters say which days are worked.
for reader in set(IN_WHOLE_DISTRICT) - {"platform_operator"}:
    IN_WHOLE_DISTRICT[reader] += " calendar.read"
for setter in ("headquarters", "tenant_administrator"):
    IN_WHOLE_DISTRICT[setter] += " calendar.set"

# The list of key areas is everybody's to read; the commission and the headquarters keep it.
for reader in set(IN_WHOLE_DISTRICT) - {"platform_operator"}:
    IN_WHOLE_DISTRICT[reader] += " area.read"
for keeper in ("commission", "headquarters"):
    IN_WHOLE_DISTRICT[keeper] += " area.list"

# Whoever holds a role of the guideline may lend it; the administrator appoints substitutes.
for lender in ("building_leader", "property", "community", "street", "commission", "headquarters"):
    IN_OWN_SUBTREE[lender] = IN_OWN_SUBTREE.get(lender, "") + " delegation.give"
IN_WHOLE_DISTRICT["tenant_administrator"] += " delegation.give"


def expected(role: str, target: str, action: str, reach: Reach, acted: bool) -> Denial | None:
    """Say what the table must answer."""
    noun, verb = action.split(".")
    if action in IN_WHOLE_DISTRICT[role].split():
        return Denial.ALREADY_ACTED if acted and action in FOUR_EYES else None
    if action in IN_OWN_SUBTREE.get(role, "").split():
        if reach is Reach.DISTRICT:
            return Denial.OUTSIDE_AREA
        return Denial.ALREADY_ACTED if acted and action in FOUR_EYES else None
    if target == ANY or noun != "application":
        return Denial.NO_RULE
    process, step = target.split("/")
    applies = role in APPLICANTS[process].split()
    if applies and (verb == "withdraw" or (step == "draft" and verb in ("assess", "create", "submit"))):
        return Denial.OUTSIDE_AREA if reach is Reach.DISTRICT else None
    decider, verbs = DECIDERS[process].get(step, ("nobody", ""))
    if role != decider or verb not in verbs.split():
        return Denial.NO_RULE
    if reach is Reach.DISTRICT:
        return Denial.OUTSIDE_AREA
    return Denial.ALREADY_ACTED if acted else None
