"""Failures, in plain words."""
