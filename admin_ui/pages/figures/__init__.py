"""Shares recorded for a unit."""
