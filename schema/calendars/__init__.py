"""Calendars: which days a district works, by the national calendar and its own exceptions."""
