"""Supervision: what becomes of names as days go by, and which are due to be assessed again."""
