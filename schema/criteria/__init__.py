"""Criteria: evaluating a unit against its guideline, attesting, assessing."""
