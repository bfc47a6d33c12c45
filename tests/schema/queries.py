"""A sample call of every query of the official schema, and what each caller gets of it.

Callers: `anonymous`; `nobody`, signed in without any role; `bystander`, an official of another area; `outsider`,
who holds every role in another district and sends this district's ids; and `who`, one who may.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from schema.guidelines.repository.templates import load_template
from schema.root import official_schema
from tests.builders.stage import Stage
from tests.schema.selection import everything

Outcome = str | Literal["null", "empty", "own"]
"""A code it is refused with; null; a list without rows; or the caller's own, with nothing of this district."""
Variables = Callable[[Stage], dict[str, Any]]
UNSEEN = "UNAUTHENTICATED"
NO_ROLE = "ROLE_NOT_ALLOWED"


@dataclass(frozen=True, kw_only=True)
class Query:
    """A sample of a query field."""

    field: str
    who: str
    variables: Variables = lambda _: {}
    only: str = ""
    anonymous: Outcome = UNSEEN
    nobody: Outcome = NO_ROLE
    bystander: Outcome = "null"
    outsider: Outcome = "null"

    @property
    def name(self) -> str:
        return f"{self.field}{f'-{self.only.split()[3]}' if self.only else ''}"


def node(typename: str, who: str, key: str = "", *, bystander: Outcome = "null") -> Query:
    """Look an object up by its id; one who may not gets null."""
    return Query(
        field="node",
        who=who,
        variables=lambda stage: {"id": stage.ids[key or typename]},
        only=f"{{ ... on {typename} {everything(official_schema._schema, typename, depth=2)} }}",
        anonymous="null",
        nobody="null",
        bystander=bystander,
    )


def by_id(key: str) -> Variables:
    return lambda stage: {"id": stage.ids[key]}


NODES = (
    node("Appeal", "commission"),
    node("SupervisionFinding", "street", "open finding"),
    node("ApiClient", "administrator", "client"),
    node("Application", "community", "B5 application"),
    node("Assessment", "community"),
    node("Batch", "street", bystander="own"),
    node("Complaint", "street", "complaint"),
    node("Designation", "headquarters"),
    node("GuidelineDraft", "commission", "closed draft"),
    node("HealthEvent", "commission", "event"),
    node("Household", "street"),
    node("Job", "headquarters", "job"),
    node("KeyArea", "street", "area", bystander="own"),
    node("Notification", "street"),
    node("Official", "administrator"),
    node("Official", "administrator", "retired"),
    node("Petition", "applicant", "claimed petition"),
    node("PetitionEntry", "applicant"),
    node("Resident", "applicant"),
    node("Review", "commission"),
    node("RuleChange", "headquarters", bystander="own"),
    node("SimulationRun", "commission"),
    node("Unit", "administrator", "B1"),
    node("EvidenceFile", "street"),
    node("UnitLog", "street"),
)
QUERIES = (
    *NODES,
    Query(field="apiClients", who="administrator", bystander=NO_ROLE, outsider="own"),
    Query(field="application", who="applicant", variables=by_id("B5 application"), nobody="null"),
    Query(field="applications", who="commission", bystander="empty", outsider="own"),
    Query(
        field="applications",
        who="street",
        variables=lambda stage: {"unit": stage.ids["B5"], "status": "UNDER_REVIEW"},
        bystander="empty",
        outsider="empty",
    ),
    Query(field="batches", who="street", bystander="own", outsider="empty"),
    Query(
        field="calendar",
        who="street",
        variables=lambda _: {"year": 2022, "month": 10},
        bystander="own",
        outsider="own",
    ),
    Query(
        field="keyAreas",
        who="street",
        variables=lambda _: {"on": "2022-11-20"},
        bystander="own",
        outsider="own",
    ),
    Query(
        field="coverage",
        who="headquarters",
        variables=lambda _: {"kind": "building"},
        bystander="own",
        outsider="own",
    ),
    Query(field="delegations", who="street", nobody="empty", bystander="empty", outsider="own"),
    Query(field="designations", who="headquarters", bystander="empty", outsider="own"),
    Query(
        field="designations",
        who="community",
        variables=lambda stage: {"under": stage.ids["B8"], "status": "REVOKED"},
        bystander="NOT_FOUND",
        outsider="NOT_FOUND",
    ),
    Query(
        field="simulation",
        who="headquarters",
        variables=by_id("SimulationRun"),
        bystander=NO_ROLE,
    ),
    Query(field="simulations", who="commission", bystander=NO_ROLE, outsider="own"),
    Query(
        field="notifications",
        who="street",
        variables=lambda _: {"unread": False},
        nobody="own",
        bystander="own",
        outsider="own",
    ),
    Query(field="jobs", who="commission", bystander=NO_ROLE, outsider="own"),
    Query(
        field="jobs",
        who="headquarters",
        variables=lambda _: {"state": "DEAD", "kind": "sweep.forgetting"},
        bystander=NO_ROLE,
        outsider="own",
    ),
    Query(field="guideline", who="administrator", bystander="own", outsider="own"),
    Query(
        field="guidelineDiff",
        who="administrator",
        variables=lambda _: {"source": load_template("wenlong").text.replace("percent: 100", "percent: 90")},
        bystander="own",
        outsider="own",
    ),
    Query(
        field="guidelineDraft",
        who="commission",
        variables=by_id("draft to replace"),
        bystander=NO_ROLE,
    ),
    Query(field="guidelineDrafts", who="commission", bystander=NO_ROLE, outsider="own"),
    Query(
        field="guidelineVersion",
        who="administrator",
        variables=lambda _: {"number": 2},
        bystander="own",
        outsider="own",
    ),
    Query(
        field="validateGuideline",
        who="commission",
        variables=lambda _: {
            "source": load_template("wenlong").text.replace("failing: [B-b]", "failing: []")
        },
        bystander=NO_ROLE,
        outsider="own",
    ),
    Query(field="guidelineVersions", who="administrator", bystander="own", outsider="own"),
    Query(
        field="healthEvents",
        who="commission",
        variables=lambda stage: {"unit": stage.ids["500110"]},
        bystander="NOT_FOUND",
        outsider="NOT_FOUND",
    ),
    Query(
        field="healthEvents",
        who="street",
        variables=lambda _: {"kind": "CLOSE_CONTACT", "standing": "ONGOING"},
        bystander="empty",
        outsider="own",
    ),
    Query(
        field="supervisionFindings",
        who="street",
        variables=lambda stage: {"under": stage.ids["B1"], "status": "OPEN"},
        bystander="NOT_FOUND",
        outsider="NOT_FOUND",
    ),
    Query(field="appeals", who="commission", bystander="empty", outsider="own"),
    Query(field="account", who="signed", anonymous="null", nobody="own", bystander="own", outsider="own"),
    Query(field="appointableRoles", who="administrator", bystander=NO_ROLE, outsider="own"),
    Query(
        field="officialDeparture",
        who="administrator",
        variables=lambda stage: {"official": stage.ids["street official"]},
        bystander=NO_ROLE,
        outsider="NOT_FOUND",
    ),
    Query(field="officials", who="administrator", bystander=NO_ROLE, outsider="own"),
    Query(field="unattendedSteps", who="administrator", bystander=NO_ROLE, outsider="own"),
    Query(
        field="previewHealthEvent",
        who="community",
        variables=lambda stage: {
            "input": {
                "report": {
                    "idempotencyKey": "preview",
                    "unit": stage.ids["B1"],
                    "kind": "CLOSE_CONTACT",
                    "occurredOn": "2022-11-19",
                }
            }
        },
        bystander="own",
        outsider="own",
    ),
    Query(
        field="unit",
        who="administrator",
        variables=lambda stage: {"id": stage.ids["M6"]},
        only="{ __typename id formerly { __typename code name changed until reason } }",
        nobody="null",
    ),
    Query(
        field="previewUnitCodes",
        who="administrator",
        variables=lambda _: {"rows": [{"before": "B21", "after": "B-21"}, {"before": "-", "after": "."}]},
        bystander=NO_ROLE,
        outsider="own",
    ),
    Query(
        field="previewUnitChange",
        who="headquarters",
        variables=lambda stage: {
            "input": {
                "move": {
                    "idempotencyKey": "preview",
                    "unit": stage.ids["B21"],
                    "expectedRevision": 1,
                    "parent": stage.ids["C1"],
                }
            }
        },
        bystander=NO_ROLE,
        outsider="own",
    ),
    Query(
        field="previewStandingNames",
        who="headquarters",
        variables=lambda _: {
            "input": {
                "idempotencyKey": "preview",
                "version": 4,
                "expectedRevision": 1,
                "standingNames": {"treatment": "REASSESS", "withinDays": 7},
                "reason": "先行宣传",
            }
        },
        bystander=NO_ROLE,
        outsider="own",
    ),
    Query(
        field="simulateEvent",
        who="commission",
        variables=lambda stage: {
            "unit": stage.ids["B1"],
            "event": {"kind": "CASE", "occurredOn": "2022-11-19"},
        },
        bystander="own",
        outsider="own",
    ),
    Query(
        field="simulateGuideline",
        who="commission",
        variables=lambda _: {"source": load_template("wenlong").text},
        bystander="own",
        outsider="own",
    ),
    Query(field="tenant", who="street", anonymous="own", nobody="own", bystander="own", outsider="own"),
    Query(field="unit", who="applicant", variables=by_id("B6"), nobody="null"),
    Query(field="unit", who="headquarters", variables=lambda _: {"code": "B8"}, nobody="null"),
    Query(
        field="unit",
        who="headquarters",
        variables=lambda _: {
            "code": "B8",
            "asOf": "2022-11-20",
        },
        nobody="null",
    ),
    Query(field="units", who="community", bystander="own", outsider="own"),
    Query(
        field="units",
        who="headquarters",
        variables=lambda stage: {"under": stage.ids["C1"], "kind": "building", "search": "通惠"},
        bystander="NOT_FOUND",
        outsider="NOT_FOUND",
    ),
    Query(field="viewer", who="signed", anonymous="null", nobody="own", bystander="own", outsider="own"),
    Query(
        field="worklist",
        who="community",
        variables=lambda _: {"tab": "PENDING"},
        nobody="empty",
        bystander="empty",
        outsider="own",
    ),
    Query(
        field="worklist",
        who="commission",
        variables=lambda _: {"tab": "DONE"},
        nobody="empty",
        bystander="empty",
        outsider="empty",
    ),
    Query(field="vacancyClaims", who="community", nobody="empty", bystander="empty", outsider="own"),
    Query(field="worklistCounts", who="intake", nobody="empty", bystander="empty", outsider="own"),
)
