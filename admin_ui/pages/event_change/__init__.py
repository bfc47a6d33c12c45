"""Correcting, excluding or ending a health event."""
