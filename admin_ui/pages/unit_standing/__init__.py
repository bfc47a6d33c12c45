"""How a unit stood on a day, and how it was known."""
