"""What a district must say of itself to come on board."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import available_timezones

from schema.frame.errors import DomainError, ErrorCode
from schema.frame.text import text_fault

SLUG = re.compile(r"[a-z][a-z0-9-]{1,39}")
HOST = re.compile(r"(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*")
DIVISION_CODE = re.compile(r"\d{6}(?:\d{3}|\d{6})?")
NAME_LIMIT = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class District:
    """A district that comes on board, on a built-in `template` or on a `guideline` of its own (YAML text).

    `division_code` is its GB/T 2260 code where it has one: a development zone or a campus has none.
    """

    slug: str
    name: str
    template: str | None = None
    guideline: str | None = None
    host: str | None = None
    division_code: str | None = None
    time_zone: str = "Asia/Shanghai"


def district_faults(district: District) -> Iterator[DomainError]:
    """Tell everything that is wrong with a district's own words."""
    if SLUG.fullmatch(district.slug) is None:
        message = "标识须以小写字母开头，只含小写字母、数字和连字符，2至40个字符。"
        yield DomainError(ErrorCode.INVALID_INPUT, message, field=("slug",))
    fault = text_fault(district.name, field=("name",), label="名称", maximum=NAME_LIMIT, lines=False)
    if fault is not None:
        yield fault
    if (district.template is None) == (district.guideline is None):
        message = "模板和自有方案须填写其中一项，且只填一项。"
        yield DomainError(ErrorCode.INVALID_INPUT, message, field=("template",))
    if district.host is not None and HOST.fullmatch(district.host) is None:
        yield DomainError(ErrorCode.INVALID_INPUT, "域名格式不正确。", field=("host",))
    if district.division_code is not None and DIVISION_CODE.fullmatch(district.division_code) is None:
        message = "区划代码为6、9或12位数字。"
        yield DomainError(ErrorCode.INVALID_INPUT, message, field=("divisionCode",))
    if district.time_zone not in available_timezones():
        yield DomainError(ErrorCode.INVALID_INPUT, "没有这个时区。", field=("timeZone",))
