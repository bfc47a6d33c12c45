"""How a name is numbered, how it stands, and the public causes of its changes (B-W1 命名, B-M4 摘牌销号)."""

from collections.abc import Mapping
from enum import StrEnum
from string import Formatter
from types import MappingProxyType

from schema.errors import DomainError, ErrorCode
from schema.events.rules import EventKind
from schema.guidelines.format import Naming


class Standing(StrEnum):
    """How a name stands: `active` is in force, `suspended` is held but not in force, `revoked` is over."""

    ACTIVE = "active"
    REVOKED = "revoked"
    SUSPENDED = "suspended"

    @property
    def in_force(self) -> bool:
        """Tell whether the unit may show itself under the name."""
        return self is Standing.ACTIVE


class Cause(StrEnum):
    """Why a name changed; stable codes a third party reads."""

    ASYMPTOMATIC_REPORTED = "ASYMPTOMATIC_REPORTED"
    CASE_REPORTED = "CASE_REPORTED"
    CHILD_NAME_LOST = "CHILD_NAME_LOST"
    CLOSE_CONTACT_REPORTED = "CLOSE_CONTACT_REPORTED"
    CONTROL_ZONE_SET = "CONTROL_ZONE_SET"
    HOME_QUARANTINE_REPORTED = "HOME_QUARANTINE_REPORTED"
    NAMED = "NAMED"
    RETURNEE_REPORTED = "RETURNEE_REPORTED"
    RE_EVALUATED = "RE_EVALUATED"
    RISK_ZONE_SET = "RISK_ZONE_SET"


_TEXTS: Mapping[Cause, str] = MappingProxyType(
    {
        Cause.ASYMPTOMATIC_REPORTED: "辖内报告无症状感染者",
        Cause.CASE_REPORTED: "辖内报告确诊病例",
        Cause.CHILD_NAME_LOST: "下级单元的名称被暂停或取消，待重新评估",
        Cause.CLOSE_CONTACT_REPORTED: "辖内报告密切接触者",
        Cause.CONTROL_ZONE_SET: "所在范围划定临时管控区",
        Cause.HOME_QUARANTINE_REPORTED: "辖内有居家隔离",
        Cause.NAMED: "经评审达标并命名",
        Cause.RETURNEE_REPORTED: "辖内有管控期内的市外重点疫区返回人员",
        Cause.RE_EVALUATED: "重新评估达标，名称恢复",
        Cause.RISK_ZONE_SET: "所在范围划定风险区",
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
    }
)
_NEXT: Mapping[tuple[Standing, str], Standing] = MappingProxyType(
    {
        (Standing.ACTIVE, "suspended"): Standing.SUSPENDED,
        (Standing.ACTIVE, "revoked"): Standing.REVOKED,
        (Standing.SUSPENDED, "restored"): Standing.ACTIVE,
        (Standing.SUSPENDED, "revoked"): Standing.REVOKED,
    }
)


def public_text(cause: Cause) -> str:
    """Say a cause in zh-CN; holds no personal data."""
    return _TEXTS[cause]


def cause_of_event(kind: str) -> Cause:
    """Name the cause that an event of this kind is."""
    return _CAUSES[kind]


def next_standing(standing: Standing, change: str) -> Standing:
    """Tell how a name stands after a change: `suspended`, `restored` or `revoked`.

    A revoked name never comes back: the unit applies again. Refuses with DESIGNATION_CHANGE_NOT_ALLOWED.
    """
    following = _NEXT.get((standing, change))
    if following is None:
        raise DomainError(
            ErrorCode.DESIGNATION_CHANGE_NOT_ALLOWED,
            "名称的现状不允许此项变更。",
            details={"standing": standing.value, "change": change},
        )
    return following


def series_of(naming: Naming, kind: str, year: int) -> str:
    """Name the series a number is counted in: of the kind and year, as far as the pattern shows them.

    A pattern without {year} goes on counting at new year, so that its numbers stay unique.
    """
    shown = {name for _, name, _, _ in Formatter().parse(naming.pattern)}
    parts = {"kind": kind, "year": str(year)}
    return "-".join(part for name, part in parts.items() if name in shown) or "all"


def format_number(naming: Naming, kind: str, year: int, sequence: int) -> str:
    """Write the number under which a name is given, e.g. `WL-building-2022-0001`."""
    return naming.pattern.format(prefix=naming.prefix, kind=kind, year=year, sequence=sequence)
