"""The page of the calendar."""

from admin_ui.pages.calendar.page import set_day, show_calendar
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/calendar", "calendar", show_calendar),
    post("/admin/calendar", "calendar", set_day),
)
