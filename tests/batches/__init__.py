"""Proofs of the course of batches."""
