"""Complaints about a unit."""
