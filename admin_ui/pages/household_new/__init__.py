"""Registering a household with its people."""
