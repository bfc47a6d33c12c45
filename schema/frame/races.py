"""What two callers at once run into: a duplicate that appeared meanwhile, a deadlock, a row that moved on."""

from collections.abc import Mapping

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from schema.frame.errors import DomainError, ErrorCode

_DUPLICATES: Mapping[str, tuple[ErrorCode, str]] = {
    "uq_api_clients_tenant_id_name": (ErrorCode.DUPLICATE_NAME, "该名称已被占用。"),
    "uq_appeals_change": (ErrorCode.APPEAL_NOT_OPEN, "已对该决定提出申诉。"),
    "uq_applications_open": (ErrorCode.APPLICATION_OPEN_ALREADY, "该单元已有办理中的申请。"),
    "uq_batches_open": (ErrorCode.BATCH_OPEN_ALREADY, "已有未关闭的批次。"),
    "uq_designations_held": (ErrorCode.ALREADY_TITLED, "该单元已命名。"),
    "uq_evidence_withdrawals_tenant_id_file_id": (ErrorCode.EVIDENCE_WITHDRAWN, "该材料已撤回。"),
    "uq_health_events_tenant_id_source_external_id": (ErrorCode.DUPLICATE_EVENT, "该外部编号已登记。"),
    "uq_households_tenant_id_unit_id_code": (ErrorCode.DUPLICATE_CODE, "门牌号已被占用。"),
    "uq_officials_tenant_id_username": (ErrorCode.USERNAME_TAKEN, "该用户名已被占用。"),
    "uq_petitions_open": (ErrorCode.PETITION_OPEN_ALREADY, "该单元已发起联名申请。"),
    "uq_residents_tenant_id_identity_number": (ErrorCode.DUPLICATE_RESIDENT, "证件号码已登记在册。"),
    "uq_tenants_host": (ErrorCode.SLUG_TAKEN, "该域名已被占用。"),
    "uq_tenants_slug": (ErrorCode.SLUG_TAKEN, "该标识已被占用。"),
    "uq_units_tenant_id_code": (ErrorCode.DUPLICATE_CODE, "单元编码已被占用。"),
}
_PASSING = frozenset({"40001", "40P01"})
"""SQLSTATE of serialization failures and deadlocks: nothing was written, and a second try may succeed."""


def refusal_of(error: IntegrityError | StaleDataError) -> DomainError | None:
    """Turn a lost race into the refusal its later caller would have met; None if it is a fault of ours."""
    if isinstance(error, StaleDataError):
        return DomainError(ErrorCode.STALE_REVISION, "内容刚被他人更新。", field=("expectedRevision",))
    cause = error.orig.__cause__ if error.orig is not None else None
    found = _DUPLICATES.get(str(getattr(cause, "constraint_name", None)))
    return DomainError(*found) if found is not None else None


def may_pass(error: DBAPIError) -> bool:
    """Tell whether trying again may succeed."""
    return getattr(error.orig, "sqlstate", None) in _PASSING
