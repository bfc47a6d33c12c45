"""A draft of a guideline: what it changes, publishing and discarding it."""
