"""Tests of publishing guidelines."""
