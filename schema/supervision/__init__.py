"""Supervision: what becomes of names as days go by, whatever nobody reports."""
