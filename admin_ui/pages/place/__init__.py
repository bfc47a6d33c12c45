"""What is done to a place for a reason: it is called otherwise, gets another code, or is no more."""

from admin_ui.pages.place.changes import CHANGES
from admin_ui.pages.place.page import send_change, show_change
from admin_ui.routing import PageRoute, get, post

ROUTES: tuple[PageRoute, ...] = tuple(
    route
    for change in CHANGES
    for route in (
        get(f"/admin/units/{{code}}/{change.path}", change.route, show_change(change)),
        post(f"/admin/units/{{code}}/{change.path}", change.route, send_change(change)),
    )
)
