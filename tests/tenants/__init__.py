"""Proofs that a tenant's rows are its own."""
