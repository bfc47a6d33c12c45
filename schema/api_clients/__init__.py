"""API clients: programs of third parties, known by a key that is shown once."""
