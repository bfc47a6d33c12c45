"""Tests of what becomes of names as days go by."""
