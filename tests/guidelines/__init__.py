"""Tests of guidelines."""
