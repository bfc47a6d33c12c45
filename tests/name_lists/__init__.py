"""Lists of names."""
