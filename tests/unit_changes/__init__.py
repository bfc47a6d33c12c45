"""Changes of the tree on the database."""
