"""Complaints about units, by reference only (open question 17)."""
