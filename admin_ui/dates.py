"""Dates as officials read them: in the district's time zone, in Chinese."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

Tenant = dict[str, Any]


def local(instant: str, tenant: Tenant) -> datetime:
    """Read an instant of the API as a time of the district."""
    return datetime.fromisoformat(instant).astimezone(ZoneInfo(tenant["timeZone"]))


def day(value: str) -> str:
    """Format a calendar day: 2022年11月20日."""
    return format_date(date.fromisoformat(value), "y年M月d日", locale="zh_CN")


def is_day(value: str) -> bool:
    """Tell whether a text is a calendar day such as 2022-11-20."""
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def moment(instant: str, tenant: Tenant) -> str:
    """Format an instant: 2022年11月20日 14:05."""
    return format_datetime(local(instant, tenant), "y年M月d日 HH:mm", locale="zh_CN")


def days_since(instant: str, tenant: Tenant) -> int:
    """Count the local midnights between an instant and the district's today."""
    return (date.fromisoformat(tenant["today"]) - local(instant, tenant).date()).days


def since(instant: str, tenant: Tenant) -> str:
    """Say how long something has waited: 今天, 昨天, 3 天."""
    days = days_since(instant, tenant)
    return "今天" if days <= 0 else "昨天" if days == 1 else f"{days} 天"
