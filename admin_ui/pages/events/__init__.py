"""The list of health events."""
