"""Roles that are lent."""
