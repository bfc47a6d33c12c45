"""Designations: the names units bear, their numbers and histories."""
