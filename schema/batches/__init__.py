"""Batches: when a town takes applications in, who inspects them, and what became of each."""
