"""A town under the 100-point scheme: its villages, its offices, and what they do in each batch (T-P1, T-P2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from api.stage.walkthrough.caller import Caller, Json, expect, together
from api.stage.walkthrough.candidacy import Candidacy

ROOT = "990002"
TOWN = f"{ROOT}100"
PILOT, SOUND, SHORT = (f"{TOWN}{tail}" for tail in (201, 202, 203))
"""The village of the pilot batch, one that passes in the next, and one that fails there at first."""

VILLAGES = {PILOT: "柏树村", SOUND: "石桥村", SHORT: "河湾村"}
PROCESS = "T-P5"
WINDOW_DAYS = 7
WASTE_DAYS = 7
OPINION = "验收组现场检查完毕，同意检查结论。"


@dataclass(slots=True)
class Town:
    """The town's people at their doors, and the batch that is open. `members` are ids of the offices' people."""

    units: dict[str, str] = field(default_factory=dict)
    people: dict[str, Caller] = field(default_factory=dict)
    offices: dict[str, Caller] = field(default_factory=dict)
    members: dict[str, str] = field(default_factory=dict)
    residents: dict[str, int] = field(default_factory=dict)
    candidacies: dict[str, Candidacy] = field(default_factory=dict)
    terms: Json = field(default_factory=dict)
    batch: Json = field(default_factory=dict)

    @property
    def leader(self) -> Caller:
        """Give the leader of the acceptance team: the member of the first office."""
        return next(iter(self.offices.values()))

    @property
    def inspectors(self) -> list[Caller]:
        """Give the two members who inspect."""
        return [self.offices[office] for office in self._inspecting]

    @property
    def _inspecting(self) -> list[str]:
        return list(self.offices)[1:3]

    @property
    def pass_mark(self) -> int:
        """Tell the points that suffice."""
        return int(self.terms["scoreSheet"]["passMark"])

    def offices_of(self, kind: str) -> list[str]:
        """List the offices of the team in batches of a kind."""
        teams = self._rules["teams"]
        return next((team["offices"] for team in teams if kind in team["batches"]), [])

    @property
    def _rules(self) -> Json:
        rules: Json = next(row["batches"] for row in self.terms["processes"] if row["id"] == PROCESS)
        return rules

    async def today(self) -> date:
        """Tell the town's local day."""
        return date.fromisoformat((await self.people["clerk"].ask("Today"))["tenant"]["today"])

    async def open_batch(self, kind: str) -> int:
        """Open a batch from today with its acceptance team; the first office leads (T-P5, T-P7)."""
        clerk, today = self.people["clerk"], await self.today()
        window = {"opensOn": str(today), "closesOn": str(today + timedelta(days=WINDOW_DAYS - 1))}
        opened = await clerk.do("OpenBatch", unit=self.units[TOWN], process=PROCESS, kind=kind, **window)
        members = [
            {"official": self.members[office], "office": office, "leads": place == 0}
            for place, office in enumerate(self.offices_of(kind))
        ]
        appointed = await clerk.do("AppointAcceptanceTeam", **_addressed(opened["batch"]), members=members)
        self.batch = appointed["batch"]
        return int(self.batch["number"])

    async def refused_to_appoint(self, office: str) -> set[str]:
        """Try to add a member for an office the batch's team does not have; give the codes."""
        member = {"official": self.members[office], "office": office}
        refused = await self.people["clerk"].refused(
            "AppointAcceptanceTeam", **_addressed(self.batch), members=[member]
        )
        return {error["code"] for error in refused}

    async def refused_to_close(self) -> set[str]:
        """Try to close a batch too early; give the codes."""
        refused = await self.people["clerk"].refused("CloseBatch", **_addressed(self.batch))
        return {error["code"] for error in refused}

    async def close_batch(self) -> None:
        """Close the batch, every unit of which has its conclusion."""
        closed = await self.people["clerk"].do("CloseBatch", **_addressed(self.batch))
        expect(closed["batch"]["phase"] == "CLOSED", "批次没有关闭")

    async def prepare(self, village: str) -> Candidacy:
        """Open a village's application, log its work and assess it: nothing is missing then."""
        applicant = self.people[village]
        candidacy = Candidacy(self.units[village], applicant, self.residents[village])
        self.candidacies[village] = candidacy
        await candidacy.create()
        await candidacy.log_work()
        today = await self.today()
        days = [str(today - timedelta(days=age)) for age in range(WASTE_DAYS)]
        await together(
            applicant.do("RecordUnitLog", unit=self.units[village], kind="waste_clearance", performedOn=day)
            for day in days
        )
        share = {"numerator": candidacy.people, "denominator": candidacy.people, "source": "卫生院接种台账"}
        period = {"periodFrom": str(today.replace(day=1)), "periodUntil": str(today)}
        await together(
            applicant.do("RecordFigure", unit=self.units[village], figure=figure, **share, **period)
            for figure in ("vaccination", "due_vaccination")
        )
        expect(await candidacy.assess(), f"{VILLAGES[village]}自评未达标")
        return candidacy

    async def inspect(self, village: str, *losses: Mapping[str, int]) -> list[int]:
        """Let each inspector hand in a sheet that loses so many points by line; give the server's total of each."""
        application = self.candidacies[village].application
        lines = (await self.look(village))["sheetLines"]
        await together(
            inspector.do(
                "RecordScoreSheet", application=application, scores=score_sheet(lines, lost), submit=True
            )
            for inspector, lost in zip(self.inspectors, losses, strict=True)
        )
        scored = await self.leader.ask("Sheets", id=application)
        sheets = scored["application"]["inspections"][-1]["sheets"]
        totals = {sheet["office"]: sheet["total"] for sheet in sheets}
        return [totals[office] for office in self._inspecting]

    async def refused_to_score(self, village: str, score: Json) -> set[str]:
        """Try to give points that no line can have; give the codes."""
        application = self.candidacies[village].application
        refused = await self.inspectors[0].refused(
            "RecordScoreSheet", application=application, scores=[score], submit=False
        )
        return {error["code"] for error in refused}

    async def conclude(self, village: str, settlement: Sequence[Json] = ()) -> Json:
        """Let the leader conclude; give the inspection."""
        candidacy = self.candidacies[village]
        revision = await candidacy.revision(self.leader)
        done = await self.leader.do(
            "ConcludeInspection",
            application=candidacy.application,
            expectedRevision=revision,
            opinion=OPINION,
            settlement=list(settlement),
        )
        inspection: Json = done["inspection"]
        return inspection

    async def refused_to_conclude(self, village: str) -> list[Json]:
        """Let the leader try to conclude where something is in the way."""
        candidacy = self.candidacies[village]
        revision = await candidacy.revision(self.leader)
        return await self.leader.refused(
            "ConcludeInspection",
            application=candidacy.application,
            expectedRevision=revision,
            opinion=OPINION,
        )

    async def name(self, village: str) -> Json:
        """Let the town name the village, by somebody who did not inspect."""
        done = await self.candidacies[village].decide(self.people["decider"], "NAME")
        designation: Json = done["designation"]
        expect(designation and designation["number"], "镇认定后没有编号")
        return designation

    async def look(self, village: str) -> Json:
        """Read a village's application with its inspections and what it must put right."""
        seen = await self.people["clerk"].ask("Inspected", id=self.candidacies[village].application)
        expect(seen["application"], "镇看不到辖内的申请")
        application: Json = seen["application"]
        return application


def score_sheet(lines: Sequence[Json], lost: Mapping[str, int]) -> list[Json]:
    """Write a complete sheet, with a reason wherever points are lost."""
    return [
        {
            "item": line["id"],
            "points": line["maximum"] - lost.get(line["id"], 0),
            "reason": "现场有不足" if lost.get(line["id"]) else None,
        }
        for line in lines
    ]


def _addressed(batch: Json) -> Json:
    return {"batch": batch["id"], "expectedRevision": batch["revision"]}
