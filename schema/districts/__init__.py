"""Districts as the platform sees them: coming on board."""
