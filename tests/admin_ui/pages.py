"""Every page in every state worth looking at, with who looks."""

from dataclasses import dataclass

from tests.admin_ui.happenings import CASE, CONTACT, FALSE
from tests.admin_ui.schemes import BROKEN, FOREIGN, OWN
from tests.admin_ui.town import BATCH, EMPTY, FAILED, SETTLE, SHEET
from tests.admin_ui.watching import LODGED, OPEN, REPORTED

DRAFT, REVIEW, NAMED = "QXBwbGljYXRpb246Mw==", "QXBwbGljYXRpb246Mg==", "QXBwbGljYXRpb246NQ=="


@dataclass(frozen=True)
class PageToVisit:
    """A page, who visits it (None: a citizen), and the status it answers with."""

    name: str
    official: str | None
    path: str
    status: int = 200


PAGES = (
    PageToVisit("sign-in", None, "/admin/sign-in"),
    PageToVisit("worklist", "leader", "/admin/worklist"),
    PageToVisit("worklist-area", "reviewer", "/admin/worklist?tab=area"),
    PageToVisit("worklist-empty", "headquarters", "/admin/worklist"),
    PageToVisit("inbox", "leader", "/admin/inbox"),
    PageToVisit("inbox-empty", "community", "/admin/inbox"),
    PageToVisit("simulations", "commission", "/admin/simulations"),
    PageToVisit("simulation-under-way", "commission", "/admin/simulations/UNDER-WAY"),
    PageToVisit("simulation-ended", "commission", "/admin/simulations/ENDED"),
    PageToVisit("simulation-called-off", "headquarters", "/admin/simulations/CALLED-OFF"),
    PageToVisit("simulation-unknown", "headquarters", "/admin/simulations/nothing", 404),
    PageToVisit("key-areas", "commission", "/admin/key-areas?on=2022-11-20"),
    PageToVisit("calendar", "reviewer", "/admin/calendar?month=2022-11"),
    PageToVisit("delegations", "reviewer", "/admin/delegations"),
    PageToVisit("application-draft", "leader", f"/admin/applications/{DRAFT}"),
    PageToVisit("application-review", "reviewer", f"/admin/applications/{REVIEW}"),
    PageToVisit("application-named", "commission", f"/admin/applications/{NAMED}"),
    PageToVisit("assessment", "leader", f"/admin/applications/{DRAFT}/assessment"),
    PageToVisit("assessment-refused", "reviewer", f"/admin/applications/{DRAFT}/assessment"),
    PageToVisit("petition", "leader", "/admin/units/WL-JYY-03/petition?show=all"),
    PageToVisit("petition-open", "leader", "/admin/units/WL-JYY-03/petition"),
    PageToVisit("petition-claimed", "community", "/admin/units/WL-JYY-03/petition?show=claimed"),
    PageToVisit("petition-unseen", "reviewer", "/admin/units/WL-JYY-03/petition", 404),
    PageToVisit("petition-signed", "leader", "/admin/units/WL-JYY-03/petition?show=signed"),
    PageToVisit("households", "leader", "/admin/units/WL-JYY-03/households"),
    PageToVisit("household-new", "leader", "/admin/units/WL-JYY-03/households/new"),
    PageToVisit("household", "leader", "/admin/households/H1102"),
    PageToVisit("figures", "community", "/admin/units/WL-JYY/figures"),
    PageToVisit("complaints", "reviewer", "/admin/units/WL-JYY/complaints"),
    PageToVisit("units", "community", "/admin/units?search=嘉苑&kind=building"),
    PageToVisit("units-none", "community", "/admin/units?search=nothing"),
    PageToVisit("unit-named", "community", "/admin/units/WL-JYY-01"),
    PageToVisit("unit-lost", "community", "/admin/units/WL-JYY-04"),
    PageToVisit("unit-suspended", "commission", "/admin/units/WL-JYY"),
    PageToVisit("unit-street", "commission", "/admin/units/500110002"),
    PageToVisit("event", "community", "/admin/units/WL-JYY-01/events/new"),
    PageToVisit("events", "reviewer", "/admin/events"),
    PageToVisit("events-none", "community", "/admin/events?kind=RISK_ZONE&since=2022-11-01"),
    PageToVisit("event-record", "reviewer", f"/admin/events/{CASE}"),
    PageToVisit("event-excluded", "community", f"/admin/events/{FALSE}"),
    PageToVisit("event-correct", "commission", f"/admin/events/{CONTACT}/correct"),
    PageToVisit("event-exclude-refused", "reviewer", f"/admin/events/{CONTACT}/exclude"),
    PageToVisit("supervision", "reviewer", "/admin/supervision"),
    PageToVisit(
        "unit-standing", "community", "/admin/units/WL-JYY-04/standing?asOf=2022-11-21&knownOn=2022-11-20"
    ),
    PageToVisit("unit-assessment", "reviewer", "/admin/units/WL-JYY-01/assessment"),
    PageToVisit("findings", "community", "/admin/findings"),
    PageToVisit("finding-open", "community", f"/admin/findings/{OPEN}"),
    PageToVisit("finding-reported", "reviewer", f"/admin/findings/{REPORTED}"),
    PageToVisit("finding-new", "reviewer", "/admin/units/WL-JYY-01/findings/new"),
    PageToVisit("appeals", "commission", "/admin/appeals"),
    PageToVisit("appeal", "headquarters", f"/admin/appeals/{LODGED}"),
    PageToVisit("appeal-apart", "commission", f"/admin/appeals/{LODGED}"),
    PageToVisit("appeal-new", "community", "/admin/units/WL-JYY-04/appeals/new"),
    PageToVisit("log", "community", "/admin/units/WL-JYY-01/logs/new"),
    PageToVisit("log-refused", "reviewer", "/admin/units/WL-JYY-01/logs/new"),
    PageToVisit("batches", "reviewer", "/admin/batches"),
    PageToVisit("batch", "reviewer", f"/admin/batches/{BATCH}"),
    PageToVisit("batch-team", "reviewer", f"/admin/batches/{EMPTY}"),
    PageToVisit("application-failed", "leader", f"/admin/applications/{FAILED}"),
    PageToVisit("inspection-sheet", "reviewer", f"/admin/applications/{SHEET}/inspection"),
    PageToVisit("inspection-settle", "reviewer", f"/admin/applications/{SETTLE}/inspection"),
    PageToVisit("inspection-seen", "headquarters", f"/admin/applications/{SETTLE}/inspection"),
    PageToVisit("rectification", "leader", f"/admin/applications/{FAILED}/rectification"),
    PageToVisit("guidelines", "commission", "/admin/guidelines"),
    PageToVisit("guidelines-read", "leader", "/admin/guidelines"),
    PageToVisit("guideline-version", "headquarters", "/admin/guidelines/versions/2"),
    PageToVisit("guideline-withdrawn", "leader", "/admin/guidelines/versions/3"),
    PageToVisit("guideline-unknown", "leader", "/admin/guidelines/versions/9", 404),
    PageToVisit("guideline-drafts", "commission", "/admin/guidelines/drafts"),
    PageToVisit("guideline-draft-own", "commission", f"/admin/guidelines/drafts/{OWN}"),
    PageToVisit("guideline-draft-broken", "headquarters", f"/admin/guidelines/drafts/{BROKEN}"),
    PageToVisit("guideline-draft-publisher", "headquarters", f"/admin/guidelines/drafts/{OWN}"),
    PageToVisit("guideline-draft-foreign", "commission", f"/admin/guidelines/drafts/{FOREIGN}"),
    PageToVisit("guideline-text", "commission", f"/admin/guidelines/drafts/{OWN}/text"),
    PageToVisit("guideline-text-foreign", "headquarters", f"/admin/guidelines/drafts/{OWN}/text"),
    PageToVisit("guideline-new", "commission", "/admin/guidelines/drafts/new?from=2"),
    PageToVisit("guideline-new-refused", "leader", "/admin/guidelines/drafts/new"),
    PageToVisit("register", None, "/units"),
    PageToVisit("status-named", None, "/units/WL-JYY-01"),
    PageToVisit("status-suspended", None, "/units/WL-JYY"),
    PageToVisit("status-lost", None, "/units/WL-JYY-04"),
    PageToVisit("status-never", None, "/units/WL-JYY-02"),
    PageToVisit("status-unknown", None, "/units/nothing", 404),
)
