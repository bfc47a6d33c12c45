"""One unit: whether it bears the name, why, and what is in it."""
