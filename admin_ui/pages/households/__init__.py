"""The roster of a unit."""
