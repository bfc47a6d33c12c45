"""What a citizen sees: whether a unit bears the name, and why not."""
