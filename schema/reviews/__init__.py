"""Reviews: the reasoned decisions of officials."""
