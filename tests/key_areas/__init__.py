"""Tests of the list of key areas."""
