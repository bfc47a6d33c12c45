"""A quarter under short terms: what its people do about names as days pass, one to each duty."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from time import monotonic

from api.stage.walkthrough.caller import Caller, Json, expect
from api.stage.walkthrough.candidacy import Candidacy
from api.stage.walkthrough.clock import MovableClock

ROOT = "990003"
DILIGENT, LAX, SHOP = (f"{ROOT}-{tail}" for tail in ("X1", "X2", "M1"))
"""An estate that puts right what was found, one that does not, and a shop nobody applies again for."""

UNITS = {
    DILIGENT: ("柳荫小区", "estate"),
    LAX: ("松风小区", "estate"),
    SHOP: ("巷口便民店", "shop"),
}
DUTIES = ("COMMUNITY", "STREET", "COMMISSION", "HEADQUARTERS")
OPINION = "经现场核查，情况属实。"
CLAUSE = "Q-2"
PATIENCE_SECONDS = 30.0
PAUSE_SECONDS = 0.1


@dataclass(slots=True)
class Quarter:
    """The quarter's people by role at their doors, and the clock they live by. `public` is anybody's door."""

    clock: MovableClock
    password: str
    public: Caller
    people: dict[str, Caller]
    units: dict[str, str]
    _signed_in: dict[str, timedelta] = field(init=False, default_factory=dict)

    async def at_work(self, role: str) -> Caller:
        """Give who holds a role, signed in this morning: yesterday's session has run out."""
        caller = self.people[role]
        if self._signed_in.get(role) != self.clock.ahead:
            caller.headers.clear()
            await caller.sign_in(role.lower(), self.password)
            self._signed_in[role] = self.clock.ahead
        return caller

    async def let_pass_until(self, day: date) -> None:
        """Let the days pass until `day`."""
        community = await self.at_work("COMMUNITY")
        today = date.fromisoformat((await community.ask("Today"))["tenant"]["today"])
        self.clock.let_pass((day - today).days)

    async def overnight(self, code: str, change: str) -> Json:
        """Wait for what the night brings to a name: its latest change; the worker has half a minute for it.

        The name is read once more then: the night may have come between the parts of the first answer.
        """

        async def came() -> Json | None:
            name = await self.name_of(code)
            return name if name["changes"][-1]["change"] == change else None

        await eventually(came, f"{UNITS[code][0]}的名称没有在夜间变为 {change}")
        return await self.name_of(code)

    async def inspect(self, code: str) -> Json:
        """Have the commission find something wanting on the spot, to be put right within the scheme's days."""
        commission = await self.at_work("COMMISSION")
        found = {"occasion": "SPOT", "clause": CLAUSE, "description": "抽查时出入口无人值守"}
        finding: Json = (await commission.do("RecordFinding", unit=self.units[code], **found))["finding"]
        return finding

    async def finding_of(self, code: str) -> Json:
        """Read the latest finding at a unit."""
        finding: Json = (await self._supervised(code))["supervisionFindings"][0]
        return finding

    async def name_of(self, code: str) -> Json:
        """Read the latest name of a unit with everything that happened to it."""
        name: Json = (await self._supervised(code))["designations"][0]
        return name

    async def status_of(self, code: str) -> Json:
        """Read what anybody can: how the unit's name stands, and why."""
        status: Json = (await self.public.ask("UnitHistory", code=code))["unitStatus"]
        return status

    async def apply(self, code: str) -> Json:
        """Go a unit's way to its name or the renewal of it: applied for, checked, named."""
        community = await self.at_work("COMMUNITY")
        candidacy = Candidacy(self.units[code], community, people=0)
        await candidacy.create()
        expect(await candidacy.assess(), f"{UNITS[code][0]}自评未达标")
        await candidacy.submit()
        await candidacy.decide(await self.at_work("STREET"), "FORWARD", OPINION)
        done = await candidacy.decide(await self.at_work("HEADQUARTERS"), "NAME")
        designation: Json = done["designation"]
        return designation

    async def _supervised(self, code: str) -> Json:
        unit: Json = (await (await self.at_work("COMMISSION")).ask("Supervised", code=code))["unit"]
        return unit


async def eventually(look: Callable[[], Awaitable[Json | None]], problem: str) -> Json:
    """Look until there is something to see; the worker has half a minute for it."""
    ends = monotonic() + PATIENCE_SECONDS
    while (seen := await look()) is None:
        expect(monotonic() < ends, problem)
        await asyncio.sleep(PAUSE_SECONDS)
    return seen
