"""Figures and complaints of the district as the API would tell them."""

from tests.admin_ui import cases
from tests.admin_ui.district import OFFICIALS, Json

FIGURES: list[Json] = [
    {
        "name": "应接种人员接种率",
        "numerator": 1_204,
        "denominator": 1_320,
        "excluded": 41,
        "percent": "94.13",
        "periodFrom": "2022-10-01",
        "periodUntil": "2022-11-20",
        "source": "九龙社区卫生服务站按接种台账统计",
    }
]
KNOWN: list[Json] = [
    {"id": "vaccination", "name": "疫苗接种率", "excludes": None},
    {"id": "due_vaccination", "name": "应接种人员接种率", "excludes": "有接种禁忌证的人员"},
]
AREAS: list[Json] = [
    {
        "id": "A-2",
        "revision": 1,
        "name": "某市高新区",
        "code": "990101",
        "levelName": "高风险区",
        "validFrom": "2022-11-18",
        "validUntil": None,
        "source": "市疫情防控指挥部通告第31号",
        "knownAt": "2022-11-18T02:00:00+00:00",
    },
    {
        "id": "A-1",
        "revision": 2,
        "name": "邻省某县",
        "code": None,
        "levelName": None,
        "validFrom": "2022-11-01",
        "validUntil": "2022-11-30",
        "source": "邻省通告",
        "knownAt": "2022-11-02T02:00:00+00:00",
    },
]
READS_COMPLAINTS = {"community", "street", "commission", "headquarters"}
SETTLES = {"street", "commission"}


def complaints(place: Json, username: str) -> list[Json] | None:
    """List one complaint in every state: open, late, settled; none to who does not read them."""
    role = OFFICIALS[username][1]
    if role not in READS_COMPLAINTS:
        return None
    foreign = cases.reason("ROLE_NOT_ALLOWED", "您的角色不能办理此事项。", "请由对应角色人员办理。")
    done = cases.reason("COMPLAINT_SETTLED", "该投诉已经办结。", "如有新的情况，请登记新的投诉。")
    may = [] if role in SETTLES else [foreign]
    states = (
        ("C-3", "綦卫诉〔2022〕31号", "2022-11-30", None, None),
        ("C-2", "綦卫诉〔2022〕30号", "2022-11-20", True, None),
        ("C-1", "綦卫诉〔2022〕28号", "2022-11-15", False, "2022-11-14"),
    )
    return [
        {
            "id": key,
            "revision": 2,
            "reference": reference,
            "receivedOn": "2022-11-10",
            "dueOn": due,
            "aboutEpidemic": key != "C-1",
            "substantiated": found,
            "settledOn": settled,
            "unit": place,
            "actions": [cases.action("SETTLE", "登记查处结果", may + ([done] if settled else []))],
        }
        for key, reference, due, found, settled in states
    ]
