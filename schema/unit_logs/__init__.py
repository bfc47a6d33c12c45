"""Routine work in units: what was done is noted, and of a test round how many were due."""
