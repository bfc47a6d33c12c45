"""Open applications under another version."""
