"""What a decision of the permission tables means to a client: a grant, or the refusal that names what failed."""

from collections.abc import Mapping

from authz.context import Decision, Grant
from authz.table import Denial
from schema.frame.errors import DomainError, ErrorCode

_DENIALS: Mapping[Denial, tuple[ErrorCode, str]] = {
    Denial.NO_RULE: (ErrorCode.ROLE_NOT_ALLOWED, "您的角色不能办理此事项。"),
    Denial.OTHER_OFFICE: (ErrorCode.OTHER_OFFICE, "此环节由同一角色的另一级机构办理。"),
    Denial.EXPLICIT: (ErrorCode.ROLE_NOT_ALLOWED, "您的角色被明确禁止办理此事项。"),
    Denial.OUTSIDE_AREA: (ErrorCode.OUTSIDE_AREA, "该单元不在您的辖区内。"),
    Denial.ALREADY_ACTED: (ErrorCode.ALREADY_ACTED, "您已参与申报、起草或审核，不能再作决定。"),
}


def denied(denial: Denial) -> DomainError:
    """Turn a denial of the decision table into the error a client sees."""
    code, message = _DENIALS[denial]
    return DomainError(code, message, details={"reason": denial.name})


def refusals_of(decision: Decision) -> list[DomainError]:
    """List what stands against a deed: nothing where it is allowed."""
    return [] if decision.allowed else [denied(decision.denial or Denial.NO_RULE)]


def granted(decision: Decision) -> Grant:
    """Give the grant a decision rests on, or refuse with the failing reason."""
    if decision.grant is None:
        raise denied(decision.denial or Denial.NO_RULE)
    return decision.grant


def listed(refusal: DomainError | None) -> list[DomainError]:
    """List a refusal if there is one."""
    return [] if refusal is None else [refusal]
