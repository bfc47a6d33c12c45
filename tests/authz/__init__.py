"""Tests of the permissions."""
