"""Guidelines: what a district asks of its units, as data; published versions never change."""
