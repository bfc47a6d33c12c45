"""A unit's way to its name, as its applicant and its reviewers go it."""

from dataclasses import dataclass
from typing import Any

from api.stage.walkthrough.caller import Caller, Json, expect, together

FULL_AGE = 18


@dataclass(slots=True)
class Candidacy:
    """One application with its petition; every call reads the revision it is based on, as a page would.

    `unit` is the unit's id, `people` how many live there.
    """

    unit: str
    applicant: Caller
    people: int
    application: str = ""
    petition: str = ""

    async def create(self) -> None:
        """Open the application."""
        created = await self.applicant.do("CreateApplication", unit=self.unit)
        self.application = created["application"]["id"]

    async def begin(self) -> int:
        """Open the application and the petition; tell how many households are on the roll."""
        await self.create()
        petition = (await self.applicant.do("OpenPetition", unit=self.unit))["petition"]
        self.petition = petition["id"]
        return int(petition["roll"])

    async def gather(self, count: int) -> Json:
        """Record the signatures of `count` more households, one adult resident each (B-k)."""
        pending, revision = await self._pending()
        expect(len(pending) >= count, f"名册上只剩 {len(pending)} 户待签")
        answers = [
            {"household": household, "answer": "SIGNED", "signatory": adult}
            for household, adult in pending[:count]
        ]
        recorded = await self.applicant.do(
            "RecordPetitionAnswers", petition=self.petition, expectedRevision=revision, answers=answers
        )
        petition: Json = recorded["petition"]
        return petition

    async def log_work(self) -> None:
        """Log this week's disinfection and a complete test round (B-i, B-m)."""
        today = (await self.applicant.ask("Today"))["tenant"]["today"]
        people = {"peopleDue": self.people, "peopleTested": self.people}
        log = {"unit": self.unit, "performedOn": today}
        kinds: tuple[Json, ...] = ({"kind": "disinfection"}, {"kind": "test_round", **people})
        await together(self.applicant.do("RecordUnitLog", **log, **kind) for kind in kinds)

    async def assess(self) -> bool:
        """Attest whatever the standard asks a person for, and have the unit assessed (B-W4)."""
        criteria = (await self.look())["criteria"]
        attestations = [_attested(row["criterion"]) for row in criteria if row["criterion"]["attested"]]
        payload = await self._act("AssessApplication", self.applicant, attestations=attestations)
        return bool(payload["application"]["latestAssessment"]["met"])

    async def submit(self) -> Json:
        """Hand the application in."""
        payload = await self._act("SubmitApplication", self.applicant)
        application: Json = payload["application"]
        return application

    async def decide(self, reviewer: Caller, decision: str, opinion: str | None = None) -> Json:
        """Decide at the open step."""
        return await self._act("ReviewApplication", reviewer, decision=decision, opinion=opinion)

    async def refused_to_submit(self) -> list[Json]:
        """Try to hand in too early."""
        return await self._refused("SubmitApplication", self.applicant)

    async def refused_to_decide(
        self, reviewer: Caller, decision: str, opinion: str | None = None
    ) -> set[str]:
        """Try a decision that must be refused; give the codes."""
        errors = await self._refused("ReviewApplication", reviewer, decision=decision, opinion=opinion)
        return {error["code"] for error in errors}

    async def look(self) -> Json:
        """Read the application with its criteria as the applicant sees it."""
        seen = await self.applicant.ask("Application", id=self.application)
        expect(seen["application"], "申请对应能看到它的人不可见")
        application: Json = seen["application"]
        return application

    async def revision(self, viewer: Caller) -> int:
        """Tell how often the application has moved, as `viewer` sees it now."""
        seen = (await viewer.ask("Revision", id=self.application))["application"]
        expect(seen, "申请对应能看到它的人不可见")
        return int(seen["revision"])

    async def _act(self, name: str, /, caller: Caller, **fields: Any) -> Json:
        return await caller.do(name, **await self._addressed(caller), **fields)

    async def _refused(self, name: str, /, caller: Caller, **fields: Any) -> list[Json]:
        return await caller.refused(name, **await self._addressed(caller), **fields)

    async def _addressed(self, caller: Caller) -> Json:
        return {"application": self.application, "expectedRevision": await self.revision(caller)}

    async def _pending(self) -> tuple[list[tuple[str, str]], int]:
        found: list[tuple[str, str]] = []
        after, more, revision = None, True, 0
        while more:
            data = await self.applicant.ask("Roll", petition=self.petition, after=after)
            year = int(data["tenant"]["today"][:4])
            revision, entries = data["node"]["revision"], data["node"]["entries"]
            households = [edge["node"]["household"] for edge in entries["edges"]]
            found += [(household["id"], _adult(household, year)) for household in households]
            after, more = entries["pageInfo"]["endCursor"], entries["pageInfo"]["hasNextPage"]
        return found, revision


def _adult(household: Json, year: int) -> str:
    adults = [row["id"] for row in household["residents"] if year - row["bornYear"] > FULL_AGE]
    expect(adults, "有一户没有成年居住成员可以签名")
    return str(adults[0])


def _attested(criterion: Json) -> Json:
    """Attest a criterion as met, the way its method asks for."""
    survey = {"sampleSize": 100, "sampleMet": 100} if criterion["attestMethod"] == "SURVEY" else {}
    return {"criterion": criterion["id"], "met": True, **survey}
