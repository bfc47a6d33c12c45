"""The HTTP edge and composition root: the only floor that knows all others."""
