"""Tests of officials who change."""
