"""Two demo districts, made through operations and served from one process."""
