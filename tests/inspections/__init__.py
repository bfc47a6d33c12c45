"""Proofs of inspections."""
