"""横山区, which does not exist: a small district on the town's guideline, waiting for its first batch."""

from api.demo.model import DemoDistrict, DemoOfficial, Place, Story
from authz.actions import Role
from schema.districts.rules import District
from schema.units.rules import UnitRow

DISTRICT = "990124"
TOWN = f"{DISTRICT}100"
HEBA, WANGJIANG, BAILIN, SHIBA = (f"{TOWN}{tail}" for tail in ("001", "002", "200", "201"))


def hengshan() -> DemoDistrict:
    """Describe the district on the town guideline."""
    return DemoDistrict(
        district=District(slug="hengshan", name="横山区", division_code=DISTRICT, template="town"),
        password="hengshan-demo-2022",  # noqa: S106 - public on purpose: demo data only
        administrator=DemoOfficial("admin", "蓝怡", Role.TENANT_ADMINISTRATOR, (DISTRICT,)),
        officials=(
            DemoOfficial("property", "桂诚", Role.PROPERTY, (f"{HEBA}-X1",)),
            DemoOfficial("community", "粟敏", Role.COMMUNITY, (HEBA,)),
            DemoOfficial("community-bailin", "阳勇", Role.COMMUNITY, (BAILIN,)),
            DemoOfficial("street-intake", "简洁", Role.STREET, (TOWN,)),
            DemoOfficial("street-review", "晋鹏", Role.STREET, (TOWN,)),
            DemoOfficial("commission", "乐松", Role.COMMISSION, (DISTRICT,)),
            DemoOfficial("headquarters", "辛宇", Role.HEADQUARTERS, (DISTRICT,)),
        ),
        divisions=(
            UnitRow(TOWN, "清溪镇", "town", DISTRICT),
            UnitRow(WANGJIANG, "望江社区", "community", TOWN),
        ),
        places=(
            Place(HEBA, "河坝社区", "community", TOWN, doors=8),
            Place(f"{HEBA}-X1", "清溪小区", "compound", HEBA, 6, 2),
            Place(BAILIN, "柏林村", "village", TOWN, doors=12),
            Place(SHIBA, "石坝村", "village", TOWN),
        ),
        stories=(
            Story(f"{HEBA}-X1", "community", 4, submitted=False),
            Story(BAILIN, "community-bailin", 3, submitted=False),
        ),
    )
