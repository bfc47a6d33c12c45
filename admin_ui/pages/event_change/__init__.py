"""Correcting, excluding or ending a health event, and telling that it became an infection."""

from admin_ui.pages.event_change.changes import CLOSE, CORRECT, EXCLUDE, UPGRADE, EventChange
from admin_ui.pages.event_change.page import send_change, show_change
from admin_ui.routing import PageRoute, get, post


def _served(path: str, change: EventChange) -> tuple[PageRoute, PageRoute]:
    return get(path, change.route, show_change(change)), post(path, change.route, send_change(change))


ROUTES = (
    *_served("/admin/events/{id}/close", CLOSE),
    *_served("/admin/events/{id}/correct", CORRECT),
    *_served("/admin/events/{id}/exclude", EXCLUDE),
    *_served("/admin/events/{id}/upgrade", UPGRADE),
)
