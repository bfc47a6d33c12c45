"""The list of what checks found wanting."""
