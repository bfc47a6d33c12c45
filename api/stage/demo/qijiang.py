"""綦江区: all real divisions; invented buildings, people and applications in five communities of 文龙街道."""

from collections.abc import Iterator

from api.stage.demo.divisions import DISTRICT, qijiang_divisions
from api.stage.demo.model import DemoDistrict, DemoOfficial, Mishap, Place, Story
from authz.actions import Role
from schema.districts.rules import District

STREET = "500110002"
SHAXI, TIANQIAO, JIULONG, CAIBA, CHUNDENG = (
    f"{STREET}{tail}" for tail in ("013", "014", "021", "003", "209")
)
NAMED = ("forward", "forward", "endorse", "endorse", "name")


def _compound(community: str, number: int, name: str, *buildings: tuple[int, int]) -> Iterator[Place]:
    code = f"{community}-X{number}"
    yield Place(code, name, "compound", community)
    for order, (floors, doors) in enumerate(buildings, start=1):
        yield Place(f"{code}-{order:02d}", f"{name}{order}号楼", "building", code, floors, doors)


def _groups(village: str, name: str, *households: int) -> Iterator[Place]:
    for order, (count, numeral) in enumerate(zip(households, "一二三四五六", strict=False), start=1):
        yield Place(f"{village}-S{order}", f"{name}{numeral}社", "group", village, doors=count)


def _buildings(compound: str, count: int) -> tuple[str, ...]:
    return tuple(f"{compound}-{order:02d}" for order in range(1, count + 1))


PLACES = (
    *_compound(SHAXI, 1, "沙溪苑", (6, 2), (6, 2), (7, 2), (7, 2)),
    *_compound(SHAXI, 2, "滨河家园", (11, 2), (9, 3)),
    Place(f"{SHAXI}-L1", "沙溪路18号楼", "building", SHAXI, 5, 2, frozenset({"302", "501"})),
    *_compound(TIANQIAO, 1, "天桥佳苑", (6, 2), (6, 2), (6, 3)),
    *_compound(JIULONG, 1, "九龙雅居", (0, 0), (8, 2)),
    Place(f"{JIULONG}-X1-01-1", "九龙雅居1号楼1单元", "entrance", f"{JIULONG}-X1-01", 6, 2),
    Place(f"{JIULONG}-X1-01-2", "九龙雅居1号楼2单元", "entrance", f"{JIULONG}-X1-01", 6, 2),
    *_compound(CAIBA, 1, "菜坝花园", (5, 2), (5, 2), (5, 2)),
    *_groups(CHUNDENG, "春灯村", 14, 11, 9),
)
OFFICIALS = (
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
STORIES = (
    *(Story(building, "leader-tianqiao", 24, NAMED) for building in _buildings(f"{TIANQIAO}-X1", 3)),
    Story(f"{TIANQIAO}-X1", "property-tianqiao", 18, NAMED),
    Story(f"{SHAXI}-X1-01", "leader", 20, NAMED),
    Story(f"{JIULONG}-X1-01", "leader-jiulong", 16, NAMED),
    Story(f"{JIULONG}-X1-02", "leader-jiulong", 15, NAMED),
    Story(f"{CHUNDENG}-S1", "leader-chundeng", 12, NAMED),
    Story(f"{CAIBA}-X1-03", "leader-caiba", 9, ("forward",), withdrawn=True),
    Story(f"{CAIBA}-X1-02", "leader-caiba", 8, ("forward", "forward", "reject")),
    Story(f"{CAIBA}-X1-01", "leader-caiba", 6, ("forward", "forward", "return")),
    Story(f"{SHAXI}-X1-02", "leader", 5, ("forward", "forward", "endorse", "endorse")),
    Story(f"{SHAXI}-X1-03", "leader", 4, ("forward", "forward", "endorse")),
    Story(f"{SHAXI}-X1-04", "leader", 4, ("forward", "forward")),
    Story(f"{SHAXI}-X2-01", "leader-binhe", 3, ("forward",)),
    Story(f"{SHAXI}-X2-02", "leader-binhe", 2),
    Story(f"{CHUNDENG}-S2", "leader-chundeng", 2),
    Story(f"{SHAXI}-L1", "leader", 1, submitted=False),
)
MISHAPS = (Mishap(f"{SHAXI}-X1-01", "case", 2), Mishap(f"{JIULONG}-X1-02", "home_quarantine", 1))


def qijiang() -> DemoDistrict:
    """Describe the district on the wenlong guideline."""
    return DemoDistrict(
        district=District(slug="qijiang", name="綦江区", division_code=DISTRICT, template="wenlong"),
        password="qijiang-demo-2022",  # noqa: S106 - public on purpose: demo data only
        administrator=DemoOfficial("admin", "韦立诚", Role.TENANT_ADMINISTRATOR, (DISTRICT,)),
        officials=OFFICIALS,
        divisions=tuple(row for row in qijiang_divisions() if row.code != DISTRICT),
        places=PLACES,
        stories=STORIES,
        mishaps=MISHAPS,
    )
