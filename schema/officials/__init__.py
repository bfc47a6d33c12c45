"""Officials, and the roles they hold over units."""
