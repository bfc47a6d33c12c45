"""Finding a unit."""
