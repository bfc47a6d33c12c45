"""Supervision: what becomes of names as days go by, what is found wanting, and appeals against that."""
