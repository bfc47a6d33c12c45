"""What the steps of one walk share: its districts, the people at their doors, what these made so far."""

import os
import secrets
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx

from api.stage.demo.credentials import OPERATOR, OPERATOR_PASSWORD
from api.stage.walkthrough.caller import Caller, Json, UnmetError
from api.stage.walkthrough.candidacy import Candidacy
from api.stage.walkthrough.clock import MovableClock
from api.stage.walkthrough.quarter import Quarter
from api.stage.walkthrough.town import Town
from schema.residents.rules import HouseholdRow

ROOT = "990001"
STREET = f"{ROOT}001"
COMMUNITY = f"{STREET}001"
COMPOUND = f"{COMMUNITY}-X1"
BUILDING = f"{COMPOUND}-01"
NEIGHBOURS = f"{COMPOUND}-02"
HOUSEHOLDS = 100


@dataclass(slots=True)
class District:
    """A district onboarded by the walk, with fresh passwords."""

    slug: str
    administrator: Caller
    public: Caller
    path: str


@dataclass(slots=True)
class Stage:
    """One walk against the platform at `http.base_url`, with its `clock` where the walk runs the platform itself."""

    http: httpx.AsyncClient
    clock: MovableClock | None = None
    run: str = field(default_factory=lambda: uuid.uuid4().hex[:10])
    password: str = field(default_factory=lambda: secrets.token_urlsafe(15))
    operator: str = field(default_factory=lambda: os.environ.get("WUYI_OPERATOR_USERNAME", OPERATOR))
    operator_password: str = field(
        default_factory=lambda: os.environ.get("WUYI_OPERATOR_PASSWORD", OPERATOR_PASSWORD)
    )
    at_platform: Caller | None = None
    districts: dict[str, District] = field(default_factory=dict)
    officials: dict[str, Caller] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    roster: tuple[HouseholdRow, ...] = ()
    candidacies: dict[str, Candidacy] = field(default_factory=dict)
    number: str = ""
    case: Json = field(default_factory=dict)
    town: Town = field(default_factory=Town)
    quarter: Quarter = field(init=False)

    @property
    def district(self) -> District:
        """Give the district the walk takes place in."""
        return self.districts["main"]

    @property
    def own_clock(self) -> MovableClock:
        """Give the clock of the platform the walk runs itself; of somebody else's nobody moves the clock."""
        if self.clock is None:
            raise UnmetError("平台不是演练自行启动的，不能让日子过去")
        return self.clock

    async def platform_operator(self) -> Caller:
        """Give the platform's operator, who signs in once."""
        if self.at_platform is None:
            operator = self.caller("/platform/graphql")
            await operator.sign_in(self.operator, self.operator_password, name="OperatorSignIn")
            self.at_platform = operator
        return self.at_platform

    def caller(self, path: str) -> Caller:
        """Make a caller nobody knows yet."""
        return Caller(self.http, path)

    @property
    def people(self) -> int:
        """Count the residents of the roster."""
        return sum(len(row.residents) for row in self.roster)

    def personal_data(self) -> Iterator[str]:
        """Give every text of the roster that must never leave the platform."""
        for row in self.roster:
            for person in row.residents:
                yield from filter(None, (person.name, person.identity_number, person.telephone))
