"""Errors of the product: each has a stable code, the field at fault, the reason and what would fix it."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

Details = Mapping[str, str | int]
_NONE: Details = MappingProxyType({})


class ErrorCode(StrEnum):
    """Every code a client may meet in a payload's `errors`, never renamed; FIXES says what helps."""

    ALREADY_ACTED = "ALREADY_ACTED"
    ALREADY_TITLED = "ALREADY_TITLED"
    APPEAL_NOT_OPEN = "APPEAL_NOT_OPEN"
    APPLICATION_OPEN_ALREADY = "APPLICATION_OPEN_ALREADY"
    AREA_ENDED = "AREA_ENDED"
    AREA_LISTED_ALREADY = "AREA_LISTED_ALREADY"
    AREA_NOT_LISTED = "AREA_NOT_LISTED"
    ASSESSMENT_MISSING = "ASSESSMENT_MISSING"
    AUTHORISATION_REQUIRED = "AUTHORISATION_REQUIRED"
    BATCH_CLOSED = "BATCH_CLOSED"
    BATCH_OPEN_ALREADY = "BATCH_OPEN_ALREADY"
    BATCH_UNFINISHED = "BATCH_UNFINISHED"
    LIST_NOT_OPEN = "LIST_NOT_OPEN"
    CONFIRMATION_REQUIRED = "CONFIRMATION_REQUIRED"
    COMPLAINT_SETTLED = "COMPLAINT_SETTLED"
    CRITERIA_NOT_MET = "CRITERIA_NOT_MET"
    DESIGNATION_CHANGE_NOT_ALLOWED = "DESIGNATION_CHANGE_NOT_ALLOWED"
    DIVERGENCE_UNSETTLED = "DIVERGENCE_UNSETTLED"
    DRAFT_CLOSED = "DRAFT_CLOSED"
    DUPLICATE_CODE = "DUPLICATE_CODE"
    DUPLICATE_COMPLAINT = "DUPLICATE_COMPLAINT"
    DUPLICATE_EVENT = "DUPLICATE_EVENT"
    DUPLICATE_NAME = "DUPLICATE_NAME"
    DUPLICATE_RESIDENT = "DUPLICATE_RESIDENT"
    EARLIER_APPLICANT = "EARLIER_APPLICANT"
    EVENT_BEFORE_UNIT = "EVENT_BEFORE_UNIT"
    EVENT_CLOSED = "EVENT_CLOSED"
    EVENT_EXCLUDED = "EVENT_EXCLUDED"
    EVENT_IN_FUTURE = "EVENT_IN_FUTURE"
    EVENT_UNCHANGED = "EVENT_UNCHANGED"
    EVIDENCE_EXPIRED = "EVIDENCE_EXPIRED"
    EVIDENCE_REQUIRED = "EVIDENCE_REQUIRED"
    EVIDENCE_TOO_LARGE = "EVIDENCE_TOO_LARGE"
    EVIDENCE_TYPE_NOT_ALLOWED = "EVIDENCE_TYPE_NOT_ALLOWED"
    EVIDENCE_UNREADABLE = "EVIDENCE_UNREADABLE"
    EVIDENCE_WITHDRAWN = "EVIDENCE_WITHDRAWN"
    FORM_INCOMPLETE = "FORM_INCOMPLETE"
    GUARDIAN_NOT_ALLOWED = "GUARDIAN_NOT_ALLOWED"
    GUIDELINE_ENDED = "GUIDELINE_ENDED"
    FINDING_NOT_OPEN = "FINDING_NOT_OPEN"
    GUIDELINE_INVALID = "GUIDELINE_INVALID"
    GUIDELINE_LOOSER = "GUIDELINE_LOOSER"
    GUIDELINE_REQUIRED = "GUIDELINE_REQUIRED"
    GUIDELINE_UNCHANGED = "GUIDELINE_UNCHANGED"
    HOUSEHOLD_DEPARTED = "HOUSEHOLD_DEPARTED"
    IDEMPOTENCY_KEY_REUSED = "IDEMPOTENCY_KEY_REUSED"
    INSPECTION_INCOMPLETE = "INSPECTION_INCOMPLETE"
    INSPECTION_REQUIRED = "INSPECTION_REQUIRED"
    INSPECTOR_CONFLICTED = "INSPECTOR_CONFLICTED"
    INTAKE_CLOSED = "INTAKE_CLOSED"
    INVALID_CREDENTIALS = "INVALID_CREDENTIALS"
    INVALID_ID = "INVALID_ID"
    INVALID_IDENTITY_NUMBER = "INVALID_IDENTITY_NUMBER"
    INVALID_INPUT = "INVALID_INPUT"
    JOB_NOT_DEAD = "JOB_NOT_DEAD"
    KIND_IN_USE = "KIND_IN_USE"
    LAST_ADMINISTRATOR = "LAST_ADMINISTRATOR"
    NEXT_BATCH_REQUIRED = "NEXT_BATCH_REQUIRED"
    NOT_FOUND = "NOT_FOUND"
    NOT_ON_TEAM = "NOT_ON_TEAM"
    NOT_TITLED = "NOT_TITLED"
    NOT_THE_AUTHOR = "NOT_THE_AUTHOR"
    NO_PROCESS_FOR_KIND = "NO_PROCESS_FOR_KIND"
    OFFICIAL_DISABLED = "OFFICIAL_DISABLED"
    OFFICIAL_NOT_DISABLED = "OFFICIAL_NOT_DISABLED"
    OPINION_REQUIRED = "OPINION_REQUIRED"
    OTHER_OFFICE = "OTHER_OFFICE"
    OUTSIDE_AREA = "OUTSIDE_AREA"
    PARENT_NOT_ALLOWED = "PARENT_NOT_ALLOWED"
    PASSWORD_CHANGE_REQUIRED = "PASSWORD_CHANGE_REQUIRED"  # noqa: S105 - a code, not a password
    PASSWORD_EXPIRED = "PASSWORD_EXPIRED"  # noqa: S105 - a code, not a password
    PERSONAL_DATA = "PERSONAL_DATA"
    PETITION_CLOSED = "PETITION_CLOSED"
    PETITION_INCOMPLETE = "PETITION_INCOMPLETE"
    PETITION_OPEN_ALREADY = "PETITION_OPEN_ALREADY"
    PETITION_ROLL_EMPTY = "PETITION_ROLL_EMPTY"
    PLAQUE_NOT_ALLOWED = "PLAQUE_NOT_ALLOWED"
    RECORD_CHANGED = "RECORD_CHANGED"
    RECTIFICATION_LATE = "RECTIFICATION_LATE"
    ROLE_ENDED = "ROLE_ENDED"
    ROLE_UNHELD = "ROLE_UNHELD"
    REAPPLICATION_TOO_EARLY = "REAPPLICATION_TOO_EARLY"
    RECTIFICATION_OPEN = "RECTIFICATION_OPEN"
    RENEWAL_NOT_OPEN = "RENEWAL_NOT_OPEN"
    RESIDENT_DEPARTED = "RESIDENT_DEPARTED"
    ROLE_NOT_ALLOWED = "ROLE_NOT_ALLOWED"
    SCORE_OUT_OF_RANGE = "SCORE_OUT_OF_RANGE"
    SCORE_REASON_REQUIRED = "SCORE_REASON_REQUIRED"
    SCORE_TOO_LOW = "SCORE_TOO_LOW"
    SHEET_SUBMITTED = "SHEET_SUBMITTED"
    SIGNATORY_NOT_CAPABLE = "SIGNATORY_NOT_CAPABLE"
    SIGNATURE_NOT_GIVEN = "SIGNATURE_NOT_GIVEN"
    RULE_CHANGE_CLOSED = "RULE_CHANGE_CLOSED"
    SIMULATION_ENDED = "SIMULATION_ENDED"
    SPLIT_INCOMPLETE = "SPLIT_INCOMPLETE"
    SIMULATION_REQUIRED = "SIMULATION_REQUIRED"
    SIMULATION_STALE = "SIMULATION_STALE"
    SIMULATION_TOO_LARGE = "SIMULATION_TOO_LARGE"
    SIMULATION_UNFINISHED = "SIMULATION_UNFINISHED"
    STANDING_NAMES_UNDECIDED = "STANDING_NAMES_UNDECIDED"
    SLUG_TAKEN = "SLUG_TAKEN"
    STALE_PREVIEW = "STALE_PREVIEW"
    STALE_REVISION = "STALE_REVISION"
    STEP_NOT_MAPPED = "STEP_NOT_MAPPED"
    STEP_NOT_OPEN = "STEP_NOT_OPEN"
    STEP_UNHELD = "STEP_UNHELD"
    STORE_UNAVAILABLE = "STORE_UNAVAILABLE"
    TEAM_INCOMPLETE = "TEAM_INCOMPLETE"
    TEXT_TOO_LONG = "TEXT_TOO_LONG"
    TIER_NOT_OPEN = "TIER_NOT_OPEN"
    TIME_IN_FUTURE = "TIME_IN_FUTURE"
    TOO_MANY_ATTEMPTS = "TOO_MANY_ATTEMPTS"
    TOO_MANY_ITEMS = "TOO_MANY_ITEMS"
    TOO_MANY_SIMULATIONS = "TOO_MANY_SIMULATIONS"
    UNAUTHENTICATED = "UNAUTHENTICATED"
    UNITS_NOT_ALIKE = "UNITS_NOT_ALIKE"
    UNIT_BUSY = "UNIT_BUSY"
    UNIT_CLOSED = "UNIT_CLOSED"
    UNIT_CYCLE = "UNIT_CYCLE"
    UNIT_HAS_HISTORY = "UNIT_HAS_HISTORY"
    UNIT_WITHOUT_HOUSEHOLDS = "UNIT_WITHOUT_HOUSEHOLDS"
    UNKNOWN_AREA = "UNKNOWN_AREA"
    UNKNOWN_CRITERION = "UNKNOWN_CRITERION"
    UNKNOWN_FIELD = "UNKNOWN_FIELD"
    UNKNOWN_ITEM = "UNKNOWN_ITEM"
    UNKNOWN_KIND = "UNKNOWN_KIND"
    UNKNOWN_OFFICE = "UNKNOWN_OFFICE"
    UNKNOWN_PARENT = "UNKNOWN_PARENT"
    UNKNOWN_TEMPLATE = "UNKNOWN_TEMPLATE"
    UNKNOWN_TIER = "UNKNOWN_TIER"
    USERNAME_TAKEN = "USERNAME_TAKEN"
    VACANCY_CONFIRMED_ALREADY = "VACANCY_CONFIRMED_ALREADY"
    VACANCY_NOT_CLAIMED = "VACANCY_NOT_CLAIMED"
    WEAK_PASSWORD = "WEAK_PASSWORD"  # noqa: S105 - a code, not a password


FIXES: Mapping[ErrorCode, str] = MappingProxyType(
    {
        ErrorCode.ALREADY_ACTED: "请由未参与本轮申报、起草、审核的其他人员办理。",
        ErrorCode.ALREADY_TITLED: "该单元已命名，无需再次申报；名称被取消后方可重新申报。",
        ErrorCode.APPEAL_NOT_OPEN: "请在期限内对尚在生效的决定申诉；因健康事件引起的，请更正或排除事件。",
        ErrorCode.APPLICATION_OPEN_ALREADY: "请继续办理现有申请，或先撤回后再新建。",
        ErrorCode.AREA_ENDED: "截止日期只能提前；仍须列入的，请自次日起另行列入名单。",
        ErrorCode.AREA_LISTED_ALREADY: "请先结束现有的一条，再自次日起按新的等级列入。",
        ErrorCode.AREA_NOT_LISTED: "请核对离开、返回日期和来源地区；确在名单内的，请先补录名单。",
        ErrorCode.ASSESSMENT_MISSING: "请先对照标准完成自评，再提交申请。",
        ErrorCode.AUTHORISATION_REQUIRED: "委托签名须填写授权书编号，监护人签名须填写监护证明编号。",
        ErrorCode.BATCH_CLOSED: "该批次已关闭；请在开放的批次中办理。",
        ErrorCode.BATCH_OPEN_ALREADY: "请先关闭现有批次；确需加开的，按紧急批次办理并说明理由。",
        ErrorCode.BATCH_UNFINISHED: "请先对批次内每个单元作出结论，再关闭批次。",
        ErrorCode.LIST_NOT_OPEN: "请在批次关闭、各名称到公布日期之后公布；每批名单只公布一次。",
        ErrorCode.CONFIRMATION_REQUIRED: "请先预览后果，核对后带上预览的 token 重新提交。",
        ErrorCode.COMPLAINT_SETTLED: "该投诉已办结；如有新情况请另行登记。",
        ErrorCode.CRITERIA_NOT_MET: "请按所列未达标项逐项整改，再次自评后办理。",
        ErrorCode.DESIGNATION_CHANGE_NOT_ALLOWED: "请刷新后查看名称的现状；已取消、已撤销的名称须重新申报。",
        ErrorCode.DIVERGENCE_UNSETTLED: "请由组长逐项核定分差所在的项目，并说明理由。",
        ErrorCode.DRAFT_CLOSED: "请刷新后查看；需要修改的，另起一份草案。",
        ErrorCode.DUPLICATE_CODE: "请换用未被占用的编码，或修改重复的行。",
        ErrorCode.DUPLICATE_COMPLAINT: "该卷宗编号已登记；请勿重复登记。",
        ErrorCode.DUPLICATE_EVENT: "该外部编号已登记；请勿重复上报。",
        ErrorCode.DUPLICATE_NAME: "请换用未被占用的名称。",
        ErrorCode.DUPLICATE_RESIDENT: "请核对证件号码；确已迁居的，请先办理迁往他户，或在原住户登记离开。",
        ErrorCode.EARLIER_APPLICANT: "请由所列的申报人申报；该单元没有此申报人时方可代为申报。",
        ErrorCode.EVENT_BEFORE_UNIT: "请核对日期；当时尚无此单元的，请在其前身或上级单元登记。",
        ErrorCode.EVENT_CLOSED: "该事件已办结，请刷新后查看。",
        ErrorCode.EVENT_EXCLUDED: "该事件已排除；确有其事的，请以新的外部编号重新上报。",
        ErrorCode.EVENT_IN_FUTURE: "请填写不晚于今天的日期。",
        ErrorCode.EVENT_UNCHANGED: "更正后的内容与现有内容相同，无需更正。",
        ErrorCode.EVIDENCE_EXPIRED: "请重新拍摄或取得在有效期内的材料，上传后再办理。",
        ErrorCode.EVIDENCE_REQUIRED: "请补齐所要求的证明材料（上传文件，或填写编号、说明）后再办理。",
        ErrorCode.EVIDENCE_TOO_LARGE: "请压缩文件、缩小图片尺寸或分成几份后再上传。",
        ErrorCode.EVIDENCE_TYPE_NOT_ALLOWED: "请上传该项材料所允许类型的文件：照片用 JPEG、PNG 或 WebP，文件用 PDF。",
        ErrorCode.EVIDENCE_UNREADABLE: "请确认文件能正常打开、未加密，重新导出后再上传。",
        ErrorCode.EVIDENCE_WITHDRAWN: "该材料已撤回，请刷新后查看。",
        ErrorCode.FORM_INCOMPLETE: "请填齐所列的必填项后再办理。",
        ErrorCode.GUARDIAN_NOT_ALLOWED: "请由该户成年成员签名；只有未成年人或被监护人居住的户由监护人签名。",
        ErrorCode.GUIDELINE_ENDED: "请刷新后查看各版本的施行日期。",
        ErrorCode.FINDING_NOT_OPEN: "请刷新后查看问题现处的环节。",
        ErrorCode.GUIDELINE_INVALID: "请按提示逐处修改方案文件后重新发布。",
        ErrorCode.GUIDELINE_LOOSER: "请改回不低于模板的要求；确需另立方案的，请换用自己的方案编号 id。",
        ErrorCode.GUIDELINE_REQUIRED: "请先发布接替它的版本，再撤回。",
        ErrorCode.GUIDELINE_UNCHANGED: "内容与届时施行的版本相同，无需发布。",
        ErrorCode.HOUSEHOLD_DEPARTED: "请刷新后查看名册；迁回的户须重新登记。",
        ErrorCode.IDEMPOTENCY_KEY_REUSED: "请为新的内容换用新的幂等键。",
        ErrorCode.INSPECTION_INCOMPLETE: "请待各检查人员交齐评分表后再下结论。",
        ErrorCode.INSPECTION_REQUIRED: "此环节由验收组检查评分后得出结论，不能直接办理。",
        ErrorCode.INSPECTOR_CONFLICTED: "请由与该单元无利害关系的验收组成员办理。",
        ErrorCode.INTAKE_CLOSED: "请在批次或受理日开放时申报。",
        ErrorCode.INVALID_CREDENTIALS: "请核对用户名和密码后重试。",
        ErrorCode.INVALID_ID: "请使用接口返回的 id。",
        ErrorCode.INVALID_IDENTITY_NUMBER: "请按所选证件核对号码，含校验位与出生日期。",
        ErrorCode.INVALID_INPUT: "请按字段说明修改后重试。",
        ErrorCode.JOB_NOT_DEAD: "请刷新后查看任务的现状；只有被放弃的任务可以重试。",
        ErrorCode.KIND_IN_USE: "请在新版中保留这些单元类型，可去掉其称号。",
        ErrorCode.LAST_ADMINISTRATOR: "请先任命另一名任期更长的区县管理员，再停用或变更。",
        ErrorCode.NEXT_BATCH_REQUIRED: "请在下一批次开放后申请复验。",
        ErrorCode.NOT_FOUND: "请核对编号；该记录不存在或不在您的辖区内。",
        ErrorCode.NOT_ON_TEAM: "请由本批次验收组成员办理；评分与定结论不由同一人承担。",
        ErrorCode.NOT_TITLED: "定期评估只针对已命名的单元；未命名的单元请走申报流程。",
        ErrorCode.NOT_THE_AUTHOR: "请由起草人修改，或以其内容另起一份草案。",
        ErrorCode.NO_PROCESS_FOR_KIND: "该类单元在现行方案中不作为创建主体；请选择其他单元。",
        ErrorCode.OFFICIAL_DISABLED: "请先恢复该人员，再办理；无需办理的，请刷新后查看。",
        ErrorCode.OFFICIAL_NOT_DISABLED: "该人员未停用，无需恢复；请刷新后查看。",
        ErrorCode.OPINION_REQUIRED: "请填写签注意见或理由。",
        ErrorCode.OTHER_OFFICE: "该环节由同一角色的另一级机构办理；请由所列机构的人员办理，或由其委托。",
        ErrorCode.OUTSIDE_AREA: "该单元不在您的辖区内；请由辖区内人员办理。",
        ErrorCode.PARENT_NOT_ALLOWED: "请按方案规定的层级选择上级单元。",
        ErrorCode.PASSWORD_CHANGE_REQUIRED: "请用 changePassword（或“修改密码”页）设置自己的密码，再办理其他事项。",
        ErrorCode.PASSWORD_EXPIRED: "请联系管理员重新设置密码。",
        ErrorCode.PERSONAL_DATA: "请删去公民身份号码和手机号码；需要指明人员时，用卷宗编号或外部系统的编号。",
        ErrorCode.PETITION_CLOSED: "该联名申请已随申请办结而关闭；请为新的申请重新发起。",
        ErrorCode.PETITION_INCOMPLETE: "请补齐尚未签名的住户，或对空置房屋办理核实。",
        ErrorCode.PETITION_OPEN_ALREADY: "请继续使用已发起的联名申请。",
        ErrorCode.PETITION_ROLL_EMPTY: "请先登记住户，再发起联名申请。",
        ErrorCode.PLAQUE_NOT_ALLOWED: "请核对名称现状：有效的名称发一块铭牌，发出后可换发、收回。",
        ErrorCode.RECORD_CHANGED: (
            "请核对两者：登记有误的请更正（correctHealthEvent），已转为感染者的请用 upgradeHealthEvent，"
            "另一事件请用另一编号。"
        ),
        ErrorCode.RECTIFICATION_LATE: "整改逾期的单元错过了已开放的批次；请在下一个新开的批次提交。",
        ErrorCode.ROLE_ENDED: "该任职已结束，不能再变更；确需担任的，请重新任命。",
        ErrorCode.ROLE_UNHELD: "请先任命担任该角色的人员，再发布。",
        ErrorCode.REAPPLICATION_TOO_EARLY: "请在方案规定的间隔期满后重新申报。",
        ErrorCode.RECTIFICATION_OPEN: "请逐项填报整改措施后再提交。",
        ErrorCode.RENEWAL_NOT_OPEN: "请在有效期届满前、续期开放之后申请；名称暂停的，先行恢复。",
        ErrorCode.RESIDENT_DEPARTED: "请刷新后查看名册；迁回的成员须重新登记。",
        ErrorCode.ROLE_NOT_ALLOWED: "当前角色无权在此环节办理；请由对应角色人员办理。",
        ErrorCode.SCORE_OUT_OF_RANGE: "请按该项或所在部分的分值上限填写。",
        ErrorCode.SCORE_REASON_REQUIRED: "低于满分的项目须写明扣分理由。",
        ErrorCode.SCORE_TOO_LOW: "请按评分表逐项查看失分原因，整改后重新评分。",
        ErrorCode.SHEET_SUBMITTED: "评分表提交后不能修改；有出入的由组长核定。",
        ErrorCode.SIGNATORY_NOT_CAPABLE: "签名人须为该户年满18周岁的居住成员；没有的，由监护人签名并填写监护证明编号。",
        ErrorCode.SIGNATURE_NOT_GIVEN: "请核对户号：只有已签名的户可以撤回签名。",
        ErrorCode.SPLIT_INCOMPLETE: "请用门牌号前缀和直属下级单元，把全部住户和下级各归入一个新单元。",
        ErrorCode.RULE_CHANGE_CLOSED: "该项处理已执行或已撤销；如需再变，请起草新的版本。",
        ErrorCode.SIMULATION_REQUIRED: "请先对该草案推演（startSimulation），完成后随发布一并提交。",
        ErrorCode.SIMULATION_STALE: "请按现在的草案和现在的情况重新推演，核对结果后再发布。",
        ErrorCode.SIMULATION_UNFINISHED: "请等候推演完成，核对结果后再发布。",
        ErrorCode.STANDING_NAMES_UNDECIDED: "请选择已有名称如何处理：保留、限期重新评估，或自某日起按新方案认定。",
        ErrorCode.SIMULATION_ENDED: "请刷新后查看推演的结果。",
        ErrorCode.SIMULATION_TOO_LARGE: "请用 startSimulation 在后台推演，完成后查看结果。",
        ErrorCode.SLUG_TAKEN: "请换用未被占用的标识。",
        ErrorCode.STALE_PREVIEW: "请重新预览，核对变化后再确认。",
        ErrorCode.STALE_REVISION: "内容已被他人更新，请刷新后重试。",
        ErrorCode.STEP_NOT_MAPPED: "请在 mapping 中指定新版中不越过任何环节的对应环节，或让申请留在原版办结。",
        ErrorCode.STEP_NOT_OPEN: "申请当前不在此环节；请刷新后查看可办理事项。",
        ErrorCode.STEP_UNHELD: "请先任命接替人员；停用人员时也可指定由谁接替其任职。",
        ErrorCode.STORE_UNAVAILABLE: "请稍后用原幂等键重新上传；多次失败请联系平台管理员。",
        ErrorCode.TEAM_INCOMPLETE: "请按方案从每个办所指派验收组成员，指定一名组长，组长之外的人数够填评分表。",
        ErrorCode.TEXT_TOO_LONG: "请缩短文字后重试。",
        ErrorCode.TIER_NOT_OPEN: "请先取得命名并满足规定的命名天数，再申报级别。",
        ErrorCode.TIME_IN_FUTURE: "请查询今天（现在）或更早的时间。",
        ErrorCode.TOO_MANY_ATTEMPTS: "请按提示时间稍后再试；如忘记密码，请联系管理员。",
        ErrorCode.TOO_MANY_ITEMS: "请分批提交。",
        ErrorCode.TOO_MANY_SIMULATIONS: "请等候进行中的推演结束，或先取消其中一个。",
        ErrorCode.UNAUTHENTICATED: "请先登录。",
        ErrorCode.UNITS_NOT_ALIKE: "请先用 moveUnit 把要合并的单元移到同一上级之下；不同类的单元不能合并。",
        ErrorCode.UNIT_BUSY: "请先办结或撤回所列事项，再调整单元。",
        ErrorCode.UNIT_CLOSED: "该单元已撤销或撤并；有承接单元的，请改用承接单元办理。",
        ErrorCode.UNIT_CYCLE: "上级单元不能是自己或自己的下级；请修改所列编码。",
        ErrorCode.UNIT_HAS_HISTORY: "请按撤销办理：单元自今日起不再存在，此前的记录保留。",
        ErrorCode.UNIT_WITHOUT_HOUSEHOLDS: "请把住户登记在方案写明登记住户的单元下。",
        ErrorCode.UNKNOWN_AREA: "请使用名单所列的区划代码，或先将该地区列入名单。",
        ErrorCode.UNKNOWN_CRITERION: "请使用现行方案中适用于该单元的标准编号。",
        ErrorCode.UNKNOWN_FIELD: "请使用该流程或环节列出的填报项。",
        ErrorCode.UNKNOWN_ITEM: "请使用评分表所列的项目编号。",
        ErrorCode.UNKNOWN_KIND: "请使用现行方案列出的单元类型。",
        ErrorCode.UNKNOWN_OFFICE: "请使用方案为本批次列出的办所。",
        ErrorCode.UNKNOWN_PARENT: "请先导入上级单元，或修改上级编码。",
        ErrorCode.UNKNOWN_TEMPLATE: "请从可用的方案模板中选择。",
        ErrorCode.UNKNOWN_TIER: "请使用现行方案为该类单元列出的级别。",
        ErrorCode.USERNAME_TAKEN: "请换用未被占用的用户名。",
        ErrorCode.VACANCY_CONFIRMED_ALREADY: "请由核实人本人更正，或保留现有结论。",
        ErrorCode.VACANCY_NOT_CLAIMED: "请先登记空置及证明材料，再由另一名有权核实的人员核实。",
        ErrorCode.WEAK_PASSWORD: "密码至少12个字符，且不得与用户名相同。",
    }
)


class DomainError(Exception):
    """A refusal the caller can act on. Nothing was written when it is raised.

    `field` is the path in the input, e.g. `("units", "3", "parentCode")`; `details` holds figures such as
    `missing`. Message and details carry no personal data.
    """

    def __init__(
        self, code: ErrorCode, message: str, *, field: tuple[str, ...] = (), details: Details = _NONE
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.field = field
        self.details = dict(details)

    @property
    def fix(self) -> str:
        """Say what would fix it."""
        return FIXES[self.code]


class DomainErrors(Exception):  # noqa: N818 - the plural of DomainError
    """Several refusals at once, e.g. every fault of an import, in the order of the input.

    Nothing was written when it is raised; a payload lists all of `errors`.
    """

    def __init__(self, errors: Sequence[DomainError]) -> None:
        super().__init__("; ".join(str(error) for error in errors))
        self.errors = tuple(errors)


def refuse(faults: Iterable[DomainError]) -> None:
    """Raise all faults of an input at once, if there are any."""
    found = tuple(faults)
    if found:
        raise DomainErrors(found)
