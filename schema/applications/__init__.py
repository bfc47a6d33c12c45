"""Applications: a unit asks for its name, step by step."""
