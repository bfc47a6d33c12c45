"""Households move in and out; the roster and the living rolls of petitions follow."""
