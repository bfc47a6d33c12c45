"""Reports in the API: what a client sends, and what it would do."""
