"""One batch: its team, its units, its end."""
