"""Drafts of guidelines: from a text being written to a version in force, and its withdrawal."""
