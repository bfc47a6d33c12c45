"""Builders: what a test needs to be there, made as the platform makes it."""
