"""Words, icons and tones for the codes of the API. A status is never colour alone."""

from dataclasses import dataclass
from typing import Literal

Tone = Literal["ok", "warn", "bad", "info", "plain"]


@dataclass(frozen=True, slots=True)
class Status:
    """How a state is shown: a heroicon, a word and a tone."""

    icon: str
    word: str
    tone: Tone


DESIGNATION = {
    "ACTIVE": Status("shield-check", "已命名", "ok"),
    "WARNED": Status("exclamation-triangle", "已命名，受警示", "warn"),
    "SUSPENDED": Status("pause-circle", "暂停，待复评", "warn"),
    "EXPIRED": Status("calendar-days", "名称已到期", "bad"),
    "REVOKED": Status("x-circle", "名称已取消", "bad"),
    "VOIDED": Status("no-symbol", "命名已撤销，自始无效", "bad"),
    None: Status("minus-circle", "未命名", "plain"),
}
APPLICATION = {
    "DRAFT": Status("pencil-square", "申报准备", "plain"),
    "UNDER_REVIEW": Status("clock", "审核中", "info"),
    "RETURNED": Status("arrow-uturn-left", "退回补正", "warn"),
    "REJECTED": Status("x-circle", "不予命名", "bad"),
    "WITHDRAWN": Status("minus-circle", "已撤回", "plain"),
    "APPROVED": Status("check-circle", "审核通过", "ok"),
}
DEADLINE = {
    "RUNNING": Status("clock", "限期内", "info"),
    "OVERDUE": Status("exclamation-triangle", "已逾期", "bad"),
    "PAUSED": Status("pause-circle", "计时暂停", "plain"),
}
OUTCOME = {
    "MET": Status("check-circle", "符合", "ok"),
    "NOT_MET": Status("x-circle", "不符合", "bad"),
    "NOT_ASKED": Status("minus-circle", "不适用", "plain"),
    "NOT_ATTESTED": Status("question-mark-circle", "待确认", "warn"),
}
CHANGE = {
    "NAMED": Status("shield-check", "命名", "ok"),
    "WARNED": Status("exclamation-triangle", "警示", "warn"),
    "SUSPENDED": Status("pause-circle", "暂停", "warn"),
    "EXPIRED": Status("calendar-days", "到期", "bad"),
    "REVOKED": Status("x-circle", "取消名称", "bad"),
    "RENEWED": Status("arrow-path", "续期", "ok"),
    "PROMOTED": Status("shield-check", "取得级别", "ok"),
    "RESTORED": Status("arrow-path", "恢复", "ok"),
    "REJUDGED": Status("arrow-path", "按新方案认定，名称不变", "plain"),
    "REINSTATED": Status("arrow-path", "撤销原决定，名称恢复", "ok"),
    "VOIDED": Status("no-symbol", "撤销命名（自始无效）", "bad"),
}
CERTIFICATE = {
    "NAMED": "命名",
    "RENEWED": "续期",
    "PROMOTED": "取得级别",
    "REISSUED": "换发",
}
PLAQUE = {"ISSUED": "发放", "REPLACED": "换发", "RETURNED": "收回"}
ANSWER = {
    "PENDING": Status("minus", "未签", "plain"),
    "SIGNED": Status("check", "当面签名", "ok"),
    "SIGNED_REMOTELY": Status("check", "远程签名", "ok"),
    "SIGNED_BY_PROXY": Status("check", "委托签名", "ok"),
    "SIGNED_BY_GUARDIAN": Status("check", "监护人签名", "ok"),
    "VACANCY_CLAIMED": Status("question-mark-circle", "空置待核实", "warn"),
    "VACANCY_CONFIRMED": Status("home", "空置已核实", "plain"),
    "ABSENT": Status("minus", "暂时外出", "plain"),
    "REFUSED": Status("minus", "未同意", "plain"),
    "DEPARTED": Status("minus", "已迁出", "plain"),
}
MOVE: dict[str, tuple[str, Tone]] = {
    "SUBMIT": ("paper-airplane", "info"),
    "WITHDRAW": ("minus-circle", "plain"),
    "FORWARD": ("arrow-right-circle", "info"),
    "ENDORSE": ("check-circle", "ok"),
    "RETURN": ("arrow-uturn-left", "warn"),
    "REJECT": ("x-circle", "bad"),
    "NAME": ("shield-check", "ok"),
    "RECORD": ("archive-box", "ok"),
    "ELAPSE": ("megaphone", "info"),
    "MIGRATE": ("arrow-path", "plain"),
    "REMIND": ("bell-alert", "warn"),
    "TAKE_OVER": ("arrow-trending-up", "bad"),
}
EVENT_KIND = {
    "CASE": "确诊病例",
    "ASYMPTOMATIC": "无症状感染者",
    "CLOSE_CONTACT": "密切接触者",
    "HOME_QUARANTINE": "居家隔离人员",
    "KEY_AREA_RETURNEE": "市外重点疫区返回人员",
    "RISK_ZONE": "划定风险区",
    "TEMPORARY_CONTROL_ZONE": "划定临时管控区",
    "SUSPECTED": "疑似病例",
    "FEVER": "发热人员",
}
CONTROL = {"CENTRAL": "集中隔离", "HOME": "居家隔离", "MONITORED": "健康监测"}
EVENT_STANDING = {
    "ONGOING": Status("clock", "持续中", "warn"),
    "HAPPENED": Status("exclamation-circle", "已发生", "bad"),
    "ENDED": Status("check-circle", "已结束", "plain"),
    "EXCLUDED": Status("minus-circle", "已排除（误报）", "plain"),
}
EVENT_CHANGE = {
    "reported": Status("megaphone", "上报", "info"),
    "corrected": Status("pencil-square", "更正", "warn"),
    "excluded": Status("minus-circle", "排除", "plain"),
    "ended": Status("check-circle", "结束", "ok"),
}
EVENT_SOURCE = {"manual": "人工登记"}
FINDING = {
    "OPEN": Status("clock", "待整改", "info"),
    "REPORTED": Status("inbox-arrow-down", "已报告，待核查", "warn"),
    "VERIFIED": Status("check-circle", "整改到位", "ok"),
    "LAPSED": Status("x-circle", "名称已失，终止", "plain"),
    "SET_ASIDE": Status("minus-circle", "经申诉撤销", "plain"),
}
OCCASION = {"SPOT": "抽查", "PERIODIC": "定期评估", "MEDIA": "媒体曝光", "CONDUCT": "失范行为"}
RUNG = {
    "found": Status("magnifying-glass", "发现问题", "info"),
    "warned": Status("exclamation-triangle", "警示", "warn"),
    "suspended": Status("pause-circle", "暂停名称", "warn"),
    "revoked": Status("x-circle", "摘牌销号", "bad"),
}
APPEAL = {
    "OPEN": Status("clock", "待决定", "info"),
    "UPHELD": Status("check-circle", "成立，已恢复", "ok"),
    "DISMISSED": Status("x-circle", "不成立，维持原决定", "plain"),
}
FILE_TYPE = {"IMAGE": "照片（JPEG、PNG、WebP）", "PDF": "PDF 文件"}
ACCEPT = {"IMAGE": "image/jpeg,image/png,image/webp", "PDF": "application/pdf"}
WITHDRAWAL = {"HOUSEHOLD_WISH": "住户自己要求撤回", "RECORDED_WRONGLY": "登记有误"}
DOCUMENT = {
    "IDENTITY_CARD": "居民身份证",
    "RESIDENCE_PERMIT": "港澳台居民居住证",
    "HK_MACAO_PERMIT": "港澳居民来往内地通行证",
    "TAIWAN_PERMIT": "台湾居民来往大陆通行证",
    "PERMANENT_RESIDENCE": "外国人永久居留身份证",
    "PASSPORT": "护照",
    "NEWBORN": "新生儿（尚无证件号码）",
}
REMOVAL = {"LEFT": "已不在该户居住", "RECORDED_WRONGLY": "登记有误，从未在该户居住"}
OCCUPANCY = {"OCCUPIED": "有人居住", "VACANT": "空置", "COLLECTIVE": "集体户"}
BATCH_KIND = {"PILOT": "试点批次", "REGULAR": "常规批次", "URGENT": "紧急加开"}
BATCH_PHASE = {
    "AHEAD": Status("calendar-days", "未到受理日", "plain"),
    "INTAKE": Status("inbox-arrow-down", "受理中", "info"),
    "INSPECTION": Status("clock", "受理截止，验收中", "warn"),
    "CLOSED": Status("check-circle", "已关闭", "ok"),
}
BATCH_OUTCOME = {
    "PENDING": Status("clock", "待结论", "info"),
    "PASSED": Status("check-circle", "通过", "ok"),
    "FAILED": Status("x-circle", "不合格", "bad"),
    "WITHDRAWN": Status("minus-circle", "已撤回", "plain"),
}
INSPECTION = {
    "OPEN": Status("clock", "检查中", "info"),
    "PASSED": Status("check-circle", "合格", "ok"),
    "FAILED": Status("x-circle", "不合格", "bad"),
}
RECTIFICATION = {
    "OPEN": Status("clock", "待整改", "info"),
    "OVERDUE": Status("exclamation-triangle", "已逾期", "bad"),
    "DONE": Status("check-circle", "按期完成", "ok"),
    "DONE_LATE": Status("exclamation-triangle", "逾期完成", "warn"),
}
COMPLAINT = {
    "OPEN": Status("clock", "办理中", "info"),
    "OVERDUE": Status("exclamation-triangle", "已逾期", "bad"),
    "SETTLED": Status("check-circle", "已办结", "ok"),
}
READ = {True: Status("envelope-open", "已读", "plain"), False: Status("envelope", "未读", "info")}
ENDED = Status("check-circle", "已办结", "plain")
JOB = {
    "WAITING": Status("clock", "等待中", "info"),
    "RUNNING": Status("arrow-path", "进行中", "info"),
    "SUCCEEDED": Status("check-circle", "已完成", "ok"),
    "DEAD": Status("x-circle", "失败", "bad"),
    "CANCELLED": Status("minus-circle", "已取消", "plain"),
}
SIMULATED = {
    "GAIN": Status("arrow-trending-up", "新达标", "ok"),
    "LOSE": Status("arrow-trending-down", "不再达标", "bad"),
    "PASS": Status("check-circle", "仍达标", "ok"),
    "FAIL": Status("x-circle", "仍不达标", "plain"),
}
SUBJECT = {"guideline": "换用方案", "event": "发生事件"}
SUFFERS = {
    "revoke": "将被取消",
    "suspend": "将被暂停",
    "warn": "将被警示",
    "recompute": "将重新评估",
    "restore": "将恢复",
}
TREATMENT = {
    "KEEP": "保留，仍按原版本",
    "REASSESS": "限期按新方案重新评估",
    "APPLY": "自某日起一律按新方案认定",
}
LIST_PUBLISHED = Status("check-circle", "已公布", "ok")
RULE_CHANGE_DEED = {"CHOSEN": "选择", "CONFIRMED": "确认执行", "UNDONE": "撤销"}
RULE_CHANGE = {
    "KEPT": Status("check-circle", "保留", "plain"),
    "PENDING": Status("clock", "待办", "info"),
    "HELD": Status("exclamation-triangle", "等待确认", "bad"),
    "APPLIED": Status("check-circle", "已执行", "ok"),
    "UNDONE": Status("minus-circle", "已撤销", "plain"),
}
GUIDELINE = {
    "IN_FORCE": Status("check-circle", "施行中", "ok"),
    "SCHEDULED": Status("calendar-days", "待施行", "info"),
    "SUPERSEDED": Status("archive-box", "不再施行", "plain"),
    "WITHDRAWN": Status("x-circle", "已撤回", "bad"),
}
GUIDELINE_DRAFT = {
    "OPEN": Status("pencil-square", "起草中", "info"),
    "PUBLISHED": Status("check-circle", "已发布", "ok"),
    "DISCARDED": Status("x-circle", "已废弃", "plain"),
}
STRICTNESS = {
    "STRICTER": Status("arrow-up-circle", "更严", "info"),
    "EQUAL": Status("minus-circle", "宽严不变", "plain"),
    "INCOMPARABLE": Status("arrows-right-left", "另作规定", "plain"),
    "LOOSER": Status("arrow-down-circle", "更宽", "warn"),
}
MISSED = {"WARN": "予以警示", "SUSPEND": "暂停名称"}
ROLE_STATE = {
    "HELD": Status("check-circle", "在任", "ok"),
    "COMING": Status("calendar-days", "尚未开始", "info"),
    "ENDED": Status("minus-circle", "已结束", "plain"),
}
OFFICIAL = {
    False: Status("check-circle", "正常", "ok"),
    True: Status("no-symbol", "已停用", "bad"),
}
NOTICE = {
    "appointed": "任命已办理，并已通知本人。",
    "official_disabled": "已停用：登录会话和委托已全部终止。",
    "official_enabled": "已恢复；未到期的任职重新生效。",
    "own_password_changed": "密码已修改，其他登录已全部退出。",
    "renamed": "姓名已更改。",
    "role_changed": "任职已变更，并已通知本人。",
    "role_ended": "任职的结束已登记，并已通知本人。",
    "role_extended": "任职已延长，并已通知本人。",
    "draft_discarded": "草案已废弃。",
    "draft_kept": "草案已保存。请由另一人核对后发布。",
    "guideline_published": "方案已发布。",
    "guideline_withdrawn": "该版方案已撤回。",
    "rules_confirmed": "已确认，正在执行。",
    "list_published": "名单已公布。",
    "names_decided": "已登记对已有名称的处理。",
    "rules_undone": "已撤销，已有名称仍按原版本。",
    "batch_closed": "批次已关闭，可开设下一批。",
    "batch_opened": "批次已开设。请组建验收组。",
    "concluded": "检查已下结论。",
    "rectified": "整改情况已保存。",
    "sheet_kept": "评分已保存，尚未提交。",
    "sheet_submitted": "评分表已提交。",
    "team_appointed": "验收组已组建。",
    "cancelled": "推演已取消。",
    "contact": "邮箱设置已保存。",
    "read": "全部消息已标为已读。",
    "simulating": "推演已开始，完成后结果保留一周。",
    "assessed": "自评已保存，各项标准已重新核查。",
    "created": "申请已建立。请完成自评和联名后提交。",
    "evidence": "材料已上传。",
    "logged": "工作记录已保存。",
    "certificate_reissued": "证书已换发，此前的证书作废。",
    "name_voided": "命名已撤销，名称自始无效；上级单元已重新判定。",
    "plaque_recorded": "铭牌情况已登记。",
    "plaque_replaced": "铭牌换发已登记。",
    "unit_closed": "单元已撤销；其申请和名称已随之结束。",
    "unit_recoded": "编码已更换，旧编码仍查到本单元。",
    "unit_retyped": "新类型的单元已接替原单元。",
    "unit_renamed": "名称已更换；有证书的已换发。",
    "unit_assessed": "评估结论已保存，各项标准均符合。",
    "unit_failed": "评估结论已保存，有标准不符合。请把不符合的标准登记为问题。",
    "appeal_decided": "已作出决定。",
    "appeal_lodged": "申诉已提出，等待决定。",
    "finding_recorded": "问题已登记，整改期限开始计算。",
    "finding_rectified": "已报告整改，等待核查；其间暂停计时。",
    "finding_sent_back": "已退回，继续整改。",
    "finding_verified": "整改已核查通过，因此受到的警示或暂停已解除。",
    "event_closed": "已登记结束，相关名称已重新判定。",
    "event_corrected": "已更正，相关名称已重新判定。",
    "event_upgraded": "已登记感染者，原事件到感染之日结束。",
    "event_excluded": "已排除，因该事件失去的名称已恢复。",
    "day_set": "日历已更新，在办期限已重新计算。",
    "figure_recorded": "统计比例已保存。",
    "complaint_recorded": "投诉已登记。",
    "complaint_settled": "查处结果已保存。",
    "area_listed": "地区已列入名单。",
    "area_ended": "名单上的最后一天已登记。",
    "lent": "已委托代办。",
    "taken_back": "委托已收回。",
    "opened": "联名申请已发起，名册取自现有住户。",
    "recorded": "签名情况已保存。",
    "registered": "住户已登记。",
    "departed": "迁出已登记。",
    "household_corrected": "住户信息已更正。",
    "resident_added": "成员已登记。",
    "resident_corrected": "成员信息已更正。",
    "resident_moved": "成员已迁入本户。",
    "resident_removed": "成员离开已登记。",
    "vacancy_refused": "空置登记已退回，并已告知登记的人员。",
    "signature_withdrawn": "签名已撤回，该户改为未签。",
    "reported": "已上报，相关单元的名称已按方案重新判定。",
    "finished": "已办理，申请办结。",
    "named": "已命名，申请办结。",
    "rejected": "已决定不予命名，申请办结。",
    "returned": "已退回补正。",
    "reviewed": "已办理，申请已转入下一环节。",
    "submitted": "申请已提交。",
    "vacancy": "空置房屋已核实，不再计入应签户数。",
    "withdrawn": "申请已撤回。",
}
