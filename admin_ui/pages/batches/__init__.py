"""Batches of a town: the ones there are, and opening the next."""
