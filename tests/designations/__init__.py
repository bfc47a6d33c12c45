"""Tests of names: how they stand, are numbered, derived, renewed and shown."""
