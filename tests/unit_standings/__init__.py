"""How a unit stood on a day, as it was known at a moment."""
