"""Lists of names: what was named in a batch, published together and kept as it was published."""
