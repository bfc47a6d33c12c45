"""A city with two levels of headquarters: an enterprise applies, the town's command reviews, the city's names."""

from dataclasses import dataclass
from pathlib import Path

from authz.actions import Role
from authz.context import OperationContext
from schema.applications.tables import Application
from schema.districts.rules import District as NewDistrict
from schema.escalations.jobs import sweep_deadlines
from schema.frame.background import SYSTEM
from schema.frame.operation import Transaction, close
from schema.guidelines.rules import check
from tenants.database import Database
from tests.builders.applications import review
from tests.builders.district import District, found_district, fresh_slug
from tests.builders.looks import application_now
from tests.builders.play import Play

SCHEME = (Path(__file__).parents[1] / "guidelines" / "schemes" / "two_commands.yaml").read_text("utf-8")
PLACES = (
    ("TA", "青山镇", "town"),
    ("ZB", "滨江园区", "zone"),
    ("QY1", "青山机械厂", "enterprise"),
    ("QY2", "滨江电子厂", "enterprise"),
)
UNDER = {"QY1": "TA", "QY2": "ZB"}


@dataclass(slots=True)
class City:
    """The city and who sits where: `town` and `zone` hold the same role as `first` and `second` of the city."""

    district: District
    play: Play
    desk: OperationContext
    town: OperationContext
    zone: OperationContext
    first: OperationContext
    second: OperationContext
    commission: OperationContext

    async def applied(self, code: str = "QY1") -> Application:
        """Hand in the application of an enterprise, and let the desk pass it to the town's command."""
        unit = await self.district.unit(code)
        applicant = await self.play.actor("building_leader", code)
        await self.play.prepare(applicant, unit)
        process = self.play.guideline.processes[0]
        application = await self.play.hand_in(applicant, unit, process)
        return await self.decided(self.desk, application, "forward")

    async def decided(self, actor: OperationContext, application: Application, decision: str) -> Application:
        """Decide on an application as it stands now."""
        await review(actor, await application_now(self.district, application), decision, "同意")
        return await application_now(self.district, application)

    async def sweep(self) -> int:
        """Climb the rungs that were reached."""
        context = self.district.context(SYSTEM)
        async with context.begin() as session:
            tx = Transaction(session, context, context.clock(), context.today())
            climbed = await sweep_deadlines(tx, tx.today)
            await close(tx)
            return climbed


async def make_city(database: Database, source: str = SCHEME) -> City:
    """Bring such a city on board and seat everybody."""
    guideline = check(source).guideline
    assert guideline is not None
    tenant = NewDistrict(slug=fresh_slug(), guideline=source, name="临江市", division_code="430998")
    district = await found_district(database, tenant)
    root = district.root
    await district.import_units(*((code, name, kind, UNDER.get(code, root)) for code, name, kind in PLACES))
    return City(
        district=district,
        play=Play(district, guideline, root),
        desk=await district.official(Role.STREET, root),
        town=await district.official(Role.HEADQUARTERS, "TA"),
        zone=await district.official(Role.HEADQUARTERS, "ZB"),
        first=await district.official(Role.HEADQUARTERS, root),
        second=await district.official(Role.HEADQUARTERS, root),
        commission=await district.official(Role.COMMISSION, root),
    )
