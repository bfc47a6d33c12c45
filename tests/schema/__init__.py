"""Proofs over the three schemas as a whole."""
