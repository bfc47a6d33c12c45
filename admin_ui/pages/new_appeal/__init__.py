"""Lodging an appeal."""
