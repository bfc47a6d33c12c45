"""What happened in the demo district: how far each unit came on the way to its name, what befell it."""

from dataclasses import dataclass

from api.demo.places import CAIBA, CHUNDENG, JIULONG, SHAXI, TIANQIAO

_NAMED_BUILDING = ("forward", "forward", "endorse", "endorse", "name")


@dataclass(frozen=True, slots=True)
class Story:
    """An application: who applies for what, begun how long ago, and the decisions taken since its submission.

    A story that is not `submitted` stops at the petition, with two households of the roll still to answer.
    """

    unit: str
    applicant: str
    days_ago: int
    decisions: tuple[str, ...] = ()
    submitted: bool = True
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Mishap:
    """A health event that the street reports in a named unit."""

    unit: str
    kind: str
    days_ago: int


STORIES: tuple[Story, ...] = (
    *(Story(f"{TIANQIAO}-X1-{n:02d}", "leader-tianqiao", 24, _NAMED_BUILDING) for n in (1, 2, 3)),
    Story(f"{TIANQIAO}-X1", "property-tianqiao", 18, _NAMED_BUILDING),
    Story(f"{SHAXI}-X1-01", "leader", 20, _NAMED_BUILDING),
    Story(f"{JIULONG}-X1-01", "leader-jiulong", 16, _NAMED_BUILDING),
    Story(f"{JIULONG}-X1-02", "leader-jiulong", 15, _NAMED_BUILDING),
    Story(f"{CHUNDENG}-S1", "leader-chundeng", 12, _NAMED_BUILDING),
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

MISHAPS: tuple[Mishap, ...] = (
    Mishap(f"{SHAXI}-X1-01", "case", 2),
    Mishap(f"{JIULONG}-X1-02", "home_quarantine", 1),
)

OPINIONS = {
    "forward": "材料齐全，情况属实，同意转报。",
    "endorse": "经现场核查，符合创建标准，同意上报。",
    "name": "符合命名条件，予以命名。",
    "return": "出入口值守记录缺少近三日登记，请补充后重新提交。",
    "reject": "现场核查发现两户实际居住人员与名册不符，本次申请不予通过，请整改后重新申报。",
}
