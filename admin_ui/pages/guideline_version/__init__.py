"""A version of the guideline: what it says, what it changed, and its withdrawal."""
