"""Supervision in the API: what may be done about a name, and which names are due to be assessed again."""
