"""Why names change: stable codes with a public text each (B-M4 摘牌销号)."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from schema.events.rules import EventKind


class Cause(StrEnum):
    """Why a name changed; stable codes a third party reads."""

    APPEAL_UPHELD = "APPEAL_UPHELD"
    ASYMPTOMATIC_REPORTED = "ASYMPTOMATIC_REPORTED"
    CASE_REPORTED = "CASE_REPORTED"
    CERTIFICATE_REISSUED = "CERTIFICATE_REISSUED"
    CHILDREN_TITLED = "CHILDREN_TITLED"
    CHILD_NAME_LOST = "CHILD_NAME_LOST"
    CLOSE_CONTACT_REPORTED = "CLOSE_CONTACT_REPORTED"
    CONTROL_ZONE_SET = "CONTROL_ZONE_SET"
    CRITERION_BROKEN = "CRITERION_BROKEN"
    DUTY_DONE = "DUTY_DONE"
    DUTY_MISSED = "DUTY_MISSED"
    EVENT_CORRECTED = "EVENT_CORRECTED"
    EVENT_EXCLUDED = "EVENT_EXCLUDED"
    FEVER_REPORTED = "FEVER_REPORTED"
    FIGURE_FELL_SHORT = "FIGURE_FELL_SHORT"
    FIGURE_REACHED = "FIGURE_REACHED"
    FINDING_NOT_RECTIFIED = "FINDING_NOT_RECTIFIED"
    HOME_QUARANTINE_REPORTED = "HOME_QUARANTINE_REPORTED"
    NAMED = "NAMED"
    NAMED_IN_ERROR = "NAMED_IN_ERROR"
    PROMOTED = "PROMOTED"
    QUORUM_LOST = "QUORUM_LOST"
    QUORUM_REGAINED = "QUORUM_REGAINED"
    REASSESSMENT_OVERDUE = "REASSESSMENT_OVERDUE"
    RECTIFIED = "RECTIFIED"
    RENEWED = "RENEWED"
    RETURNEE_REPORTED = "RETURNEE_REPORTED"
    RE_EVALUATED = "RE_EVALUATED"
    RISK_ZONE_SET = "RISK_ZONE_SET"
    RULE_CHANGED = "RULE_CHANGED"
    RULE_NOT_MET = "RULE_NOT_MET"
    SUSPECTED_REPORTED = "SUSPECTED_REPORTED"
    TITLE_DROPPED = "TITLE_DROPPED"
    TREE_CHANGED = "TREE_CHANGED"
    UNIT_CLOSED = "UNIT_CLOSED"
    VALIDITY_ENDED = "VALIDITY_ENDED"
    WITHHELD = "WITHHELD"


_TEXTS: Mapping[Cause, str] = MappingProxyType(
    {
        Cause.APPEAL_UPHELD: "申诉成立，原决定撤销",
        Cause.ASYMPTOMATIC_REPORTED: "辖内报告无症状感染者",
        Cause.CASE_REPORTED: "辖内报告确诊病例",
        Cause.CERTIFICATE_REISSUED: "证书换发，此前的证书作废",
        Cause.CHILDREN_TITLED: "下级单元的命名达到方案规定的比例",
        Cause.CHILD_NAME_LOST: "下级单元的名称被暂停或取消，待重新评估",
        Cause.CLOSE_CONTACT_REPORTED: "辖内报告密切接触者",
        Cause.CONTROL_ZONE_SET: "所在范围划定临时管控区",
        Cause.CRITERION_BROKEN: "经检查或核实，不再符合命名标准",
        Cause.DUTY_DONE: "逾期的日常职责已补做",
        Cause.DUTY_MISSED: "逾期未履行命名后的日常职责",
        Cause.EVENT_CORRECTED: "原报告已更正，名称恢复",
        Cause.EVENT_EXCLUDED: "原报告经核实排除，名称恢复",
        Cause.FEVER_REPORTED: "辖内报告发热人员",
        Cause.FIGURE_FELL_SHORT: "最近登记的比例未达到方案要求",
        Cause.FIGURE_REACHED: "比例重新达到方案要求",
        Cause.FINDING_NOT_RECTIFIED: "监督检查发现的问题逾期未整改",
        Cause.HOME_QUARANTINE_REPORTED: "辖内有居家隔离",
        Cause.NAMED: "经评审达标并命名",
        Cause.NAMED_IN_ERROR: "命名有误，命名决定撤销，名称自始无效",
        Cause.PROMOTED: "经评审取得更高级别",
        Cause.QUORUM_LOST: "联名申请的签名户数不再达到方案规定的比例",
        Cause.QUORUM_REGAINED: "联名申请的签名户数重新达到方案规定的比例",
        Cause.REASSESSMENT_OVERDUE: "方案修订后逾期未按新方案重新评估",
        Cause.RECTIFIED: "问题已整改，经核查通过",
        Cause.RENEWED: "经评审达标，名称续期",
        Cause.RETURNEE_REPORTED: "辖内有管控期内的市外重点疫区返回人员",
        Cause.RE_EVALUATED: "重新评估达标，名称恢复",
        Cause.RISK_ZONE_SET: "所在范围划定风险区",
        Cause.RULE_CHANGED: "方案修订，按新方案重新认定",
        Cause.RULE_NOT_MET: "方案修订，按新方案不再达标",
        Cause.SUSPECTED_REPORTED: "辖内报告疑似病例",
        Cause.TITLE_DROPPED: "现行方案不再设此称号",
        Cause.TREE_CHANGED: "下级单元调整，不再达到方案的要求，待重新评估",
        Cause.UNIT_CLOSED: "单元撤销或撤并，名称随之终止",
        Cause.VALIDITY_ENDED: "有效期届满，未续期",
        Cause.WITHHELD: "本方案不公布原因",
    }
)
_CAUSES: Mapping[str, Cause] = MappingProxyType(
    {
        EventKind.ASYMPTOMATIC: Cause.ASYMPTOMATIC_REPORTED,
        EventKind.CASE: Cause.CASE_REPORTED,
        EventKind.CLOSE_CONTACT: Cause.CLOSE_CONTACT_REPORTED,
        EventKind.HOME_QUARANTINE: Cause.HOME_QUARANTINE_REPORTED,
        EventKind.KEY_AREA_RETURNEE: Cause.RETURNEE_REPORTED,
        EventKind.RISK_ZONE: Cause.RISK_ZONE_SET,
        EventKind.TEMPORARY_CONTROL_ZONE: Cause.CONTROL_ZONE_SET,
        EventKind.SUSPECTED: Cause.SUSPECTED_REPORTED,
        EventKind.FEVER: Cause.FEVER_REPORTED,
    }
)


BELOW = frozenset({Cause.CHILD_NAME_LOST, Cause.TREE_CHANGED})
"""Causes that lie in the units below: of equal grounds, what is so in the unit itself is told before them."""
ADVERSE = frozenset({"warned", "suspended", "expired", "revoked", "voided"})
"""Changes by which a name falls, is about to, or turns out never to have been."""


def public_text(cause: Cause) -> str:
    """Say a cause in zh-CN; holds no personal data."""
    return _TEXTS[cause]


def public_cause(change: str, cause: Cause, clause: str | None, *, told: bool) -> tuple[Cause, str | None]:
    """Give what the public learns of a change: why a name was given always, why it fell only if it is `told`."""
    return (cause, clause) if told or change not in ADVERSE else (Cause.WITHHELD, None)


def cause_of_event(kind: str) -> Cause:
    """Name the cause that an event of this kind is."""
    return _CAUSES[kind]
