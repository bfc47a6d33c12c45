"""The compound 九龙嘉苑: each building at another point of its way, beside all that already happened in the district.

01 named under the district's own scheme, with a finding that is late · 02 at the street, handed in twice ·
03 a draft with a roll of 52 · 04 name lost to a case · 05 named, its loss proved false · 06 suspended
"""

from dataclasses import dataclass

from schema.applications.tables import Application
from schema.escalations.jobs import sweep_deadlines
from schema.evidence.ports import EvidenceStore
from schema.frame.background import SYSTEM
from schema.frame.identifiers import encode_id
from schema.frame.operation import Transaction, close
from schema.simulations.operations import (
    CancelSimulation,
    StartSimulation,
    cancel_simulation,
    start_simulation,
)
from tests.admin_ui.drafting import begin_draft
from tests.admin_ui.overseeing import find, hand_out_plaque, warn
from tests.admin_ui.scheme import own_source
from tests.builders.applications import (
    Officials,
    assess,
    create,
    gather_signatures,
    log_routine,
    named,
    pass_steps,
    register,
    review,
    submit,
)
from tests.builders.areas import list_area
from tests.builders.district import key
from tests.builders.events import correct, exclude, report
from tests.builders.evidence import bring, document, photo
from tests.builders.guidelines import draft, publish
from tests.builders.looks import application_now
from tests.builders.stage import Stage

COMPOUND = (
    ("WL-JYY", "九龙嘉苑", "compound", "C1"),
    *((f"WL-JYY-0{number}", f"九龙嘉苑{number}号楼", "building", "WL-JYY") for number in range(1, 7)),
)


@dataclass(slots=True)
class Compound:
    """The compound in its district, with who applies for its buildings and where files are kept."""

    stage: Stage
    store: EvidenceStore
    officials: Officials

    async def furnish(self) -> None:
        """Let five days go by in the compound."""
        district = self.stage.district
        for code, *_ in COMPOUND:
            self.stage.ids[f"unit {code}"] = encode_id("Unit", (await district.unit(code)).id)
        for code in ("WL-JYY-04", "WL-JYY-05", "WL-JYY-06"):
            application = await named(district, self.officials, code)
            self.stage.ids[f"{code} application"] = encode_id("Application", application.id)
        await hand_out_plaque(self.officials.street, await district.unit("WL-JYY-04"))
        district.clock.forward(2)
        await publish(district, own_source())
        await self._name()
        returned = await self._return()
        district.clock.forward(1)
        await self._befall()
        await warn(self.stage, self.officials, await district.unit("WL-JYY-05"))
        await review(self.officials.intake, returned, "forward", None)
        await begin_draft(self.stage, self.store, self.officials)
        district.clock.forward(2)
        await self._remind()
        area = await list_area(self.officials.commission, "某市高新区", level="high")
        self.stage.note("high area", area)
        await self._suppose()

    async def _prepared(self, code: str) -> Application:
        """Bring a building to a draft in which nothing is missing, its files included."""
        applicant, unit = self.officials.applicant, await self.stage.district.unit(code)
        await register(applicant, unit, 4)
        await log_routine(applicant, unit)
        await gather_signatures(applicant, unit)
        for requirement, name, data in (
            ("photo", "大厅.jpg", photo(shade=60)),
            ("photo", "电梯.jpg", photo(shade=90)),
            ("record", "巡查.pdf", document()),
        ):
            await bring(
                self.stage.district, applicant, self.store, code, data, requirement=requirement, name=name
            )
        return await assess(applicant, await create(applicant, unit), unit)

    async def _name(self) -> None:
        """Name 01, and find something at it."""
        application = await submit(self.officials.applicant, await self._prepared("WL-JYY-01"))
        await pass_steps(self.officials, application)
        unit = await self.stage.district.unit("WL-JYY-01")
        found = await find(self.officials.street, unit, "B-l", "出入口无人值守")
        self.stage.ids["late finding"] = encode_id("SupervisionFinding", found.id)
        await hand_out_plaque(self.officials.street, unit)

    async def _return(self) -> Application:
        """Let the community send 02 back once, and the leader hand it in again."""
        applicant, community = self.officials.applicant, self.officials.community
        application = await submit(applicant, await self._prepared("WL-JYY-02"))
        await review(community, application, "return", "11层2户的签名日期缺失，请补签后重新提交。")
        unit = await self.stage.district.unit("WL-JYY-02")
        again = await assess(applicant, await application_now(self.stage.district, application), unit)
        application = await submit(applicant, again)
        await review(community, application, "forward", "已逐户核对名册与签名，情况属实，同意上报。")
        self.stage.ids["review"] = encode_id("Application", application.id)
        return application

    async def _befall(self) -> None:
        """A case takes 04's name, what took 05's proves false, a contact keeps 06's down."""
        district, community = self.stage.district, self.officials.community
        case = await report(community, (await district.unit("WL-JYY-04")).id, "case")
        self.stage.note("case at 04", await correct(self.officials.street, case, days_ago=1))
        hit = (await district.unit("WL-JYY-05")).id
        false = await report(community, hit, "asymptomatic", external_id="CDC-0088")
        self.stage.note("false at 05", await exclude(self.officials.commission, false))
        kept = (await district.unit("WL-JYY-06")).id
        contact = await report(community, kept, "close_contact", event_class="second_contact")
        self.stage.note("contact at 06", contact)

    async def _suppose(self) -> None:
        """Draft two more guidelines, one at odds with its scenarios, and call a simulation off."""
        commission, headquarters = self.officials.commission, self.officials.headquarters
        source = own_source()
        odd = source.replace("expect: {met: true}", "expect: {met: false}", 1)
        for name, author, text in (
            ("foreign draft", headquarters, source),
            ("broken draft", commission, odd),
        ):
            self.stage.ids[name] = encode_id("GuidelineDraft", (await draft(author, text)).id)
        command = StartSimulation(idempotency_key=key(), source=source)
        run = await start_simulation(commission, command)
        await cancel_simulation(commission, CancelSimulation(idempotency_key=key(), simulation_id=run.id))
        self.stage.ids["called off run"] = encode_id("SimulationRun", run.id)

    async def _remind(self) -> None:
        """Remind the street of what waits there."""
        context = self.stage.district.context(SYSTEM)
        async with context.begin() as session:
            tx = Transaction(session, context, context.clock(), context.today())
            await sweep_deadlines(tx, tx.today)
            await close(tx)
