"""Consequences: what a health event does to names."""
