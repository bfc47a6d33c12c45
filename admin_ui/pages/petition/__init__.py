"""Collecting signatures for a joint petition."""
