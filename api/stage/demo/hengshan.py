"""横山区, which does not exist: a town on its 100-point scheme, with a batch behind it and one under way."""

from api.stage.demo.model import Candidate, DemoBatch, DemoDistrict, DemoOfficial, Place, Sheet, Story
from authz.actions import Role
from schema.districts.rules import District
from schema.units.rules import UnitRow

DISTRICT = "990124"
TOWN = f"{DISTRICT}100"
HEBA, WANGJIANG, GUIHUA = (f"{TOWN}{tail}" for tail in ("001", "002", "003"))
BAILIN, SHIBA, SHUANGHE, LONGTAI, QINGGANG = (f"{TOWN}{tail}" for tail in (200, 201, 202, 203, 204))
COMPOUND = f"{HEBA}-X1"

OFFICES = {
    "卫生院": ("office-health", "简宁（卫生院）"),
    "中心校": ("office-school", "郝文（中心校）"),
    "便民服务中心": ("office-service", "尤佳（便民服务中心）"),
    "市监所": ("office-market", "苗壮（市监所）"),
    "应管局": ("office-emergency", "柯勇（应管局）"),
    "执法队": ("office-enforcement", "卓越（执法队）"),
    "社会事务办": ("office-social", "阎芳（社会事务办）"),
    "派出所": ("office-police", "霍刚（派出所）"),
}
"""The town's eight offices (T-P1) and who sits for each; the police station is in the pilot batch only (T-P5)."""

PILOT_TEAM = {office: username for office, (username, _name) in OFFICES.items()}
TEAM = {office: username for office, username in PILOT_TEAM.items() if office != "派出所"}
SPOTLESS = Sheet()


def _found(**lost: tuple[int, str]) -> dict[str, tuple[int, str]]:
    """Name lines by their section: `s3_3` is 3.3."""
    return {line[1:].replace("_", "."): why for line, why in lost.items()}


PILOT = DemoBatch(
    town=TOWN,
    kind="pilot",
    opened_days_ago=25,
    closed_days_ago=21,
    team=PILOT_TEAM,
    candidates=(
        Candidate(
            BAILIN,
            "community-bailin",
            24,
            (SPOTLESS, Sheet(_found(s3_4=(2, "村口垃圾点周边有散落")))),
            concluded=True,
            decisions=("name", "record"),
        ),
        Candidate(
            HEBA,
            "community",
            24,
            (
                Sheet(_found(s1=(1, "一个居民小组负责人待补"))),
                Sheet(_found(s1=(1, "一个居民小组负责人待补"))),
            ),
            concluded=True,
            decisions=("name", "record"),
        ),
    ),
)
REGULAR = DemoBatch(
    town=TOWN,
    kind="regular",
    opened_days_ago=19,
    team=TEAM,
    candidates=(
        Candidate(
            SHUANGHE,
            "community-shuanghe",
            18,
            (
                Sheet(
                    _found(s2=(6, "“十有”缺应急预案和物资台账"), s3_3=(12, "宣传未到户，重点场所无监督员"))
                ),
                Sheet(_found(s2=(5, "应急预案未更新"), s3_3=(11, "宣传未到户"))),
            ),
            concluded=True,
            measures={"2": "应急预案已修订，物资台账已补齐。"},
        ),
        Candidate(
            GUIHUA,
            "community-guihua",
            8,
            (Sheet(_found(s3_4=(3, "楼道堆物两处"))), Sheet(_found(s3_4=(4, "楼道堆物两处，市场地面湿滑")))),
            concluded=True,
            decisions=("name",),
        ),
        Candidate(
            LONGTAI,
            "community-longtai",
            6,
            (
                Sheet(
                    _found(
                        s1=(5, "公共卫生委员会未成立"), s3_1=(6, "排查台账缺三日"), s4=(5, "上门服务无记录")
                    )
                ),
                Sheet(
                    _found(
                        s1=(5, "公共卫生委员会未成立"), s3_1=(5, "排查台账缺三日"), s4=(6, "上门服务无记录")
                    )
                ),
            ),
            concluded=True,
            measures={"3.1": "台账已逐户补录并核对。"},
        ),
        Candidate(
            QINGGANG,
            "community-qinggang",
            4,
            (
                Sheet(_found(s3_3=(2, "一处宣传栏缺失"))),
                Sheet(_found(s3_3=(9, "抽查知晓率偏低"), s3_4=(3, "沟渠有漂浮物"))),
            ),
        ),
        Candidate(
            WANGJIANG,
            "community-wangjiang",
            3,
            (
                Sheet(_found(s2=(1, "责任清单未上墙"))),
                Sheet(_found(s2=(2, "责任清单未上墙")), submitted=False),
            ),
        ),
        Candidate(SHIBA, "community-shiba", 2),
    ),
)


def hengshan() -> DemoDistrict:
    """Describe the district on the town guideline."""
    return DemoDistrict(
        district=District(slug="hengshan", name="横山区", division_code=DISTRICT, template="town"),
        password="hengshan-demo-2022",  # noqa: S106 - public on purpose: demo data only
        administrator=DemoOfficial("admin", "蓝怡", Role.TENANT_ADMINISTRATOR, (DISTRICT,)),
        officials=(
            DemoOfficial("property", "桂诚", Role.PROPERTY, (COMPOUND,)),
            DemoOfficial("community", "粟敏", Role.COMMUNITY, (HEBA,)),
            DemoOfficial("community-wangjiang", "舒畅", Role.COMMUNITY, (WANGJIANG,)),
            DemoOfficial("community-guihua", "费兰", Role.COMMUNITY, (GUIHUA,)),
            DemoOfficial("community-bailin", "阳勇", Role.COMMUNITY, (BAILIN,)),
            DemoOfficial("community-shiba", "石磊", Role.COMMUNITY, (SHIBA,)),
            DemoOfficial("community-shuanghe", "秦霞", Role.COMMUNITY, (SHUANGHE,)),
            DemoOfficial("community-longtai", "龙飞", Role.COMMUNITY, (LONGTAI,)),
            DemoOfficial("community-qinggang", "蒲英", Role.COMMUNITY, (QINGGANG,)),
            DemoOfficial("street-intake", "简洁", Role.STREET, (TOWN,)),
            DemoOfficial("street-review", "晋鹏", Role.STREET, (TOWN,)),
            *(DemoOfficial(username, name, Role.STREET, (TOWN,)) for username, name in OFFICES.values()),
            DemoOfficial("commission", "乐松", Role.COMMISSION, (DISTRICT,)),
            DemoOfficial("headquarters", "辛宇", Role.HEADQUARTERS, (DISTRICT,)),
        ),
        divisions=(UnitRow(TOWN, "清溪镇", "town", DISTRICT),),
        places=(
            Place(HEBA, "河坝社区", "community", TOWN, doors=8),
            Place(COMPOUND, "清溪小区", "compound", HEBA, 6, 2),
            Place(WANGJIANG, "望江社区", "community", TOWN, doors=9),
            Place(GUIHUA, "桂花社区", "community", TOWN, doors=10),
            Place(BAILIN, "柏林村", "village", TOWN, doors=12),
            Place(SHIBA, "石坝村", "village", TOWN, doors=7),
            Place(SHUANGHE, "双河村", "village", TOWN, doors=11),
            Place(LONGTAI, "龙台村", "village", TOWN, doors=6),
            Place(QINGGANG, "青杠村", "village", TOWN, doors=10),
        ),
        stories=(Story(COMPOUND, "community", 4, submitted=False),),
        batches=(PILOT, REGULAR),
    )
