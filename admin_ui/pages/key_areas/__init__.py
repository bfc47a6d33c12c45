"""The dated list of key areas."""
