"""Recording routine work."""
