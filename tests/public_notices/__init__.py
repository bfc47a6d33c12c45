"""Applications shown before they go on."""
