"""Inspections: what the acceptance team found on the spot, by score sheets, and what it came to."""
