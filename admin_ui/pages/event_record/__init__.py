"""One health event: what is and was known of it, and what it did to names."""
