"""Every page in every state worth looking at, with who looks. `{name}` in a path stands for an id of the stage."""

from dataclasses import dataclass

DRAFT, REVIEW, NAMED = "{draft_application}", "{review}", "{WL-JYY-05_application}"


@dataclass(frozen=True)
class PageToVisit:
    """A page, who visits it (None: a citizen), and the status it answers with."""

    name: str
    official: str | None
    path: str
    status: int = 200


OFFICE = (
    PageToVisit("sign-in", None, "/admin/sign-in"),
    PageToVisit("worklist", "leader", "/admin/worklist"),
    PageToVisit("worklist-claims", "community", "/admin/worklist"),
    PageToVisit("worklist-area", "reviewer", "/admin/worklist?tab=area"),
    PageToVisit("worklist-empty", "headquarters", "/admin/worklist"),
    PageToVisit("inbox", "leader", "/admin/inbox"),
    PageToVisit("inbox-empty", "village", "/admin/inbox"),
    PageToVisit("simulations", "commission", "/admin/simulations"),
    PageToVisit("simulation-under-way", "commission", "/admin/simulations/{waiting_run}"),
    PageToVisit("simulation-ended", "commission", "/admin/simulations/{SimulationRun}"),
    PageToVisit("simulation-called-off", "headquarters", "/admin/simulations/{called_off_run}"),
    PageToVisit("simulation-unknown", "headquarters", "/admin/simulations/nothing", 404),
    PageToVisit("key-areas", "commission", "/admin/key-areas?on=2022-11-20"),
    PageToVisit("calendar", "reviewer", "/admin/calendar?month=2022-11"),
    PageToVisit("delegations", "reviewer", "/admin/delegations"),
)

APPLICATIONS = (
    PageToVisit("application-draft", "leader", f"/admin/applications/{DRAFT}"),
    PageToVisit("application-review", "reviewer", f"/admin/applications/{REVIEW}"),
    PageToVisit("application-named", "commission", f"/admin/applications/{NAMED}"),
    PageToVisit("assessment", "leader", f"/admin/applications/{DRAFT}/assessment"),
    PageToVisit("assessment-refused", "reviewer", f"/admin/applications/{DRAFT}/assessment"),
)

REGISTRY = (
    PageToVisit("officials", "personnel", "/admin/officials"),
    PageToVisit("officials-disabled", "personnel", "/admin/officials?standing=disabled"),
    PageToVisit("officials-unseen", "reviewer", "/admin/officials", 404),
    PageToVisit("official", "personnel", "/admin/officials/{reviewer_official}"),
    PageToVisit("official-own", "personnel", "/admin/officials/{personnel_official}"),
    PageToVisit("official-disabled", "personnel", "/admin/officials/{absent}"),
    PageToVisit("official-unseen", "reviewer", "/admin/officials/{leader_official}", 404),
    PageToVisit("departure", "personnel", "/admin/officials/{commission_official}/departure"),
    PageToVisit("departure-own", "personnel", "/admin/officials/{personnel_official}/departure"),
    PageToVisit("unattended", "personnel", "/admin/unattended"),
    PageToVisit("worklist-personnel", "personnel", "/admin/worklist"),
    PageToVisit("account", "reviewer", "/admin/account"),
    PageToVisit("own-password", "newcomer", "/admin/password"),
    PageToVisit("petition", "leader", "/admin/units/WL-JYY-03/petition?show=all"),
    PageToVisit("petition-open", "leader", "/admin/units/WL-JYY-03/petition"),
    PageToVisit("petition-claimed", "community", "/admin/units/WL-JYY-03/petition?show=claimed"),
    PageToVisit("petition-unseen", "reviewer", "/admin/units/WL-JYY-03/petition", 404),
    PageToVisit("petition-signed", "leader", "/admin/units/WL-JYY-03/petition?show=signed"),
    PageToVisit("households", "leader", "/admin/units/WL-JYY-03/households"),
    PageToVisit("household-new", "leader", "/admin/units/WL-JYY-03/households/new"),
    PageToVisit("household", "leader", "/admin/households/{door_11-2}"),
    PageToVisit("resident", "leader", "/admin/residents/{resident_11-2}"),
    PageToVisit("resident-new", "leader", "/admin/households/{door_11-2}/residents/new"),
    PageToVisit("resident-new-refused", "reviewer", "/admin/households/{door_11-2}/residents/new"),
    PageToVisit("figures", "village", "/admin/units/V1/figures"),
    PageToVisit("complaints", "reviewer", "/admin/units/V1/complaints"),
    PageToVisit("units", "community", "/admin/units?search=嘉苑&kind=building"),
    PageToVisit("units-none", "community", "/admin/units?search=nothing"),
    PageToVisit("unit-named", "community", "/admin/units/WL-JYY-01"),
    PageToVisit("unit-lost", "community", "/admin/units/WL-JYY-04"),
    PageToVisit("unit-suspended", "commission", "/admin/units/WL-JYY-06"),
    PageToVisit("place-name", "personnel", "/admin/units/WL-JYY-01/name"),
    PageToVisit("place-name-refused", "leader", "/admin/units/WL-JYY-03/name"),
    PageToVisit("place-code", "personnel", "/admin/units/WL-JYY-01/code"),
    PageToVisit("place-kind", "headquarters", "/admin/units/V1/kind"),
    PageToVisit("place-closing", "headquarters", "/admin/units/WL-JYY-01/closing"),
    PageToVisit("place-unknown", "headquarters", "/admin/units/nothing/closing", 404),
    PageToVisit("unit-street", "commission", "/admin/units/S1"),
)

WATCH = (
    PageToVisit("event", "community", "/admin/units/WL-JYY-01/events/new"),
    PageToVisit("events", "reviewer", "/admin/events"),
    PageToVisit("events-none", "community", "/admin/events?kind=RISK_ZONE&since=2022-11-01"),
    PageToVisit("event-record", "reviewer", "/admin/events/{case_at_04}"),
    PageToVisit("event-excluded", "community", "/admin/events/{false_at_05}"),
    PageToVisit("event-correct", "commission", "/admin/events/{contact_at_06}/correct"),
    PageToVisit("event-upgrade", "reviewer", "/admin/events/{contact_at_06}/upgrade"),
    PageToVisit("event-exclude-refused", "reviewer", "/admin/events/{contact_at_06}/exclude"),
    PageToVisit("supervision", "reviewer", "/admin/supervision"),
    PageToVisit(
        "unit-standing", "community", "/admin/units/WL-JYY-04/standing?asOf=2022-11-23&knownOn=2022-11-22"
    ),
    PageToVisit("unit-assessment", "reviewer", "/admin/units/WL-JYY-01/assessment"),
    PageToVisit("findings", "community", "/admin/findings"),
    PageToVisit("finding-open", "community", "/admin/findings/{late_finding}"),
    PageToVisit("finding-reported", "reviewer", "/admin/findings/{reported_finding}"),
    PageToVisit("finding-new", "reviewer", "/admin/units/WL-JYY-01/findings/new"),
    PageToVisit("appeals", "commission", "/admin/appeals"),
    PageToVisit("appeal", "judge", "/admin/appeals/{appeal}"),
    PageToVisit("appeal-apart", "commission", "/admin/appeals/{appeal}"),
    PageToVisit("appeal-new", "community", "/admin/units/WL-JYY-04/appeals/new"),
    PageToVisit("plaque-replacement", "reviewer", "/admin/units/WL-JYY-01/name/plaque"),
    PageToVisit("certificate-reissue", "reviewer", "/admin/units/WL-JYY-01/name/certificate"),
    PageToVisit("name-voiding", "commission", "/admin/units/WL-JYY-01/name/voiding"),
    PageToVisit("name-voiding-refused", "reviewer", "/admin/units/WL-JYY-01/name/voiding"),
    PageToVisit("log", "community", "/admin/units/WL-JYY-01/logs/new"),
    PageToVisit("log-refused", "reviewer", "/admin/units/WL-JYY-01/logs/new"),
)

BATCHES = (
    PageToVisit("batches", "clerk", "/admin/batches"),
    PageToVisit("batch", "clerk", "/admin/batches/{town_batch}"),
    PageToVisit("batch-team", "clerk", "/admin/batches/{town_T3_batch}"),
    PageToVisit("name-list", "clerk", "/admin/batches/{town_done_batch}/list"),
    PageToVisit("name-list-waits", "onlooker", "/admin/batches/{town_batch}/list"),
    PageToVisit("application-failed", "villager", "/admin/applications/{town_failed}"),
    PageToVisit("inspection-sheet", "inspector", "/admin/applications/{town_waiting}/inspection"),
    PageToVisit("inspection-settle", "head", "/admin/applications/{town_disputed}/inspection"),
    PageToVisit("inspection-seen", "onlooker", "/admin/applications/{town_disputed}/inspection"),
    PageToVisit("rectification", "villager", "/admin/applications/{town_failed}/rectification"),
)

GUIDELINES = (
    PageToVisit("guidelines", "commission", "/admin/guidelines"),
    PageToVisit("guidelines-read", "leader", "/admin/guidelines"),
    PageToVisit("guideline-version", "headquarters", "/admin/guidelines/versions/2"),
    PageToVisit("guideline-withdrawn", "leader", "/admin/guidelines/versions/3"),
    PageToVisit("guideline-unknown", "leader", "/admin/guidelines/versions/9", 404),
    PageToVisit("guideline-drafts", "commission", "/admin/guidelines/drafts"),
    PageToVisit("guideline-draft-own", "commission", "/admin/guidelines/drafts/{draft}"),
    PageToVisit("guideline-draft-broken", "headquarters", "/admin/guidelines/drafts/{broken_draft}"),
    PageToVisit("guideline-draft-publisher", "headquarters", "/admin/guidelines/drafts/{draft}"),
    PageToVisit("guideline-draft-foreign", "commission", "/admin/guidelines/drafts/{foreign_draft}"),
    PageToVisit("guideline-text", "commission", "/admin/guidelines/drafts/{draft}/text"),
    PageToVisit("guideline-text-foreign", "headquarters", "/admin/guidelines/drafts/{draft}/text"),
    PageToVisit("guideline-new", "commission", "/admin/guidelines/drafts/new?from=2"),
    PageToVisit("guideline-new-refused", "leader", "/admin/guidelines/drafts/new"),
)

CITIZENS = (
    PageToVisit("register", None, "/units"),
    PageToVisit("status-named", None, "/units/WL-JYY-01"),
    PageToVisit("status-suspended", None, "/units/WL-JYY-06"),
    PageToVisit("status-lost", None, "/units/WL-JYY-04"),
    PageToVisit("status-never", None, "/units/WL-JYY-02"),
    PageToVisit("status-unknown", None, "/units/nothing", 404),
)

PAGES = (*OFFICE, *APPLICATIONS, *REGISTRY, *WATCH, *BATCHES, *GUIDELINES, *CITIZENS)
