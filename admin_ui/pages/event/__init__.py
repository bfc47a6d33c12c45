"""Reporting a health event."""
