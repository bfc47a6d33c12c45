"""Act three: the leader applies, the community verifies, the street signs its opinion (B-W1, B-W4)."""

from api.stage.walkthrough.caller import expect
from api.stage.walkthrough.stage import BUILDING, Stage

OPINION = "经现场核查，符合创建标准，同意上报。"


async def self_assessment(stage: Stage) -> str:
    """Every criterion of the standard is met before the application is handed in."""
    candidacy = stage.candidacies[BUILDING]
    met = await candidacy.assess()
    criteria = (await candidacy.look())["criteria"]
    unmet = [f"{row['criterion']['id']} {row['message']}" for row in criteria if row["outcome"] != "MET"]
    expect(met and not unmet, f"自评未达标：{'；'.join(unmet)}")
    return f"{len(criteria)} 项标准全部达标"


async def apply(stage: Stage) -> str:
    """The building leader hands in; the same person may decide nothing after that."""
    candidacy = stage.candidacies[BUILDING]
    application = await candidacy.submit()
    expect(application["status"] == "UNDER_REVIEW", "提交后申请没有进入审核")
    refused = await candidacy.refused_to_decide(stage.officials["leader"], "FORWARD")
    codes = "、".join(sorted(refused))
    return f"楼栋长提交申请，现处“{application['stepName']}”；楼栋长自行转报被拒绝（{codes}）"


async def community_verify(stage: Stage) -> str:
    """The community verifies and forwards; it cannot name."""
    candidacy, community = stage.candidacies[BUILDING], stage.officials["community"]
    await candidacy.refused_to_decide(community, "NAME", OPINION)
    application = (await candidacy.decide(community, "FORWARD"))["application"]
    return f"社区核实后转报，现处“{application['stepName']}”；社区直接命名被拒绝"


async def street_opinion(stage: Stage) -> str:
    """One street official takes it in, another one reviews it and signs an opinion 签注意见."""
    candidacy = stage.candidacies[BUILDING]
    intake, reviewer = stage.officials["street-intake"], stage.officials["street-review"]
    await candidacy.decide(intake, "FORWARD")
    both = await candidacy.refused_to_decide(intake, "ENDORSE", OPINION)
    expect("ALREADY_ACTED" in both, f"收件人自行初审没有因已参与而被拒绝：{both}")
    silent = await candidacy.refused_to_decide(reviewer, "ENDORSE")
    expect("OPINION_REQUIRED" in silent, f"未签注意见的初审没有因此被拒绝：{silent}")
    application = (await candidacy.decide(reviewer, "ENDORSE", OPINION))["application"]
    return (
        f"两名街道人员分别收件、初审并签注意见，现处“{application['stepName']}”；一人兼办、不签意见均被拒绝"
    )
