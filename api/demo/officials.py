"""The officials of the demo: invented persons, one password a district. For demonstration only."""

from dataclasses import dataclass

from api.demo.places import CAIBA, CHUNDENG, JIULONG, SHAXI, STREET, TIANQIAO
from authz.actions import Role

OPERATOR = "operator"
OPERATOR_PASSWORD = "wuyi-operator-demo"  # noqa: S105 - public on purpose: demo data only
QIJIANG_PASSWORD = "qijiang-demo-2022"  # noqa: S105 - public on purpose: demo data only
HENGSHAN_PASSWORD = "hengshan-demo-2022"  # noqa: S105 - public on purpose: demo data only
DISTRICT = "500110"
HENGSHAN = "500110124"


@dataclass(frozen=True, slots=True)
class DemoOfficial:
    """Somebody who signs in to a demo district and holds one role over some units."""

    username: str
    display_name: str
    role: Role
    units: tuple[str, ...]


def _buildings(compound: str, count: int) -> tuple[str, ...]:
    return tuple(f"{compound}-{order:02d}" for order in range(1, count + 1))


QIJIANG_ADMINISTRATOR = DemoOfficial("admin", "韦立诚", Role.TENANT_ADMINISTRATOR, (DISTRICT,))
QIJIANG_OFFICIALS: tuple[DemoOfficial, ...] = (
    DemoOfficial("leader", "罗建华", Role.BUILDING_LEADER, (*_buildings(f"{SHAXI}-X1", 4), f"{SHAXI}-L1")),
    DemoOfficial("leader-binhe", "谭晓兰", Role.BUILDING_LEADER, _buildings(f"{SHAXI}-X2", 2)),
    DemoOfficial("leader-tianqiao", "封志平", Role.BUILDING_LEADER, _buildings(f"{TIANQIAO}-X1", 3)),
    DemoOfficial("leader-jiulong", "穆雨涵", Role.BUILDING_LEADER, _buildings(f"{JIULONG}-X1", 2)),
    DemoOfficial("leader-caiba", "蒲国强", Role.BUILDING_LEADER, _buildings(f"{CAIBA}-X1", 3)),
    DemoOfficial(
        "leader-chundeng", "犹光明", Role.BUILDING_LEADER, tuple(f"{CHUNDENG}-S{n}" for n in (1, 2, 3))
    ),
    DemoOfficial("property", "令狐佳", Role.PROPERTY, (f"{SHAXI}-X1", f"{SHAXI}-X2")),
    DemoOfficial("property-tianqiao", "敖俊", Role.PROPERTY, (f"{TIANQIAO}-X1",)),
    DemoOfficial("community", "冉秀梅", Role.COMMUNITY, (SHAXI,)),
    DemoOfficial("community-2", "池斌", Role.COMMUNITY, (SHAXI,)),
    DemoOfficial("community-tianqiao", "危静", Role.COMMUNITY, (TIANQIAO,)),
    DemoOfficial("community-jiulong", "晏涛", Role.COMMUNITY, (JIULONG,)),
    DemoOfficial("community-caiba", "骆琴", Role.COMMUNITY, (CAIBA,)),
    DemoOfficial("community-chundeng", "赖松", Role.COMMUNITY, (CHUNDENG,)),
    DemoOfficial("street-intake", "成琳", Role.STREET, (STREET,)),
    DemoOfficial("street-review", "牟远", Role.STREET, (STREET,)),
    DemoOfficial("commission", "代文博", Role.COMMISSION, (DISTRICT,)),
    DemoOfficial("headquarters", "喻安", Role.HEADQUARTERS, (DISTRICT,)),
)

HENGSHAN_ADMINISTRATOR = DemoOfficial("admin", "蓝怡", Role.TENANT_ADMINISTRATOR, (DISTRICT,))
HENGSHAN_OFFICIALS: tuple[DemoOfficial, ...] = (
    DemoOfficial("property", "桂诚", Role.PROPERTY, (f"{HENGSHAN}001-X1",)),
    DemoOfficial("community", "粟敏", Role.COMMUNITY, (f"{HENGSHAN}001",)),
    DemoOfficial("community-huilong", "阳勇", Role.COMMUNITY, (f"{HENGSHAN}200",)),
    DemoOfficial("street-intake", "简洁", Role.STREET, (HENGSHAN,)),
    DemoOfficial("street-review", "晋鹏", Role.STREET, (HENGSHAN,)),
    DemoOfficial("commission", "乐松", Role.COMMISSION, (DISTRICT,)),
    DemoOfficial("headquarters", "辛宇", Role.HEADQUARTERS, (DISTRICT,)),
)
