"""One appeal, and deciding on it."""
