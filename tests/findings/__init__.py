"""What supervisors find, and what becomes of it."""
