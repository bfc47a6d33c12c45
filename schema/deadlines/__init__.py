"""Deadlines: the clocks of steps, counted in working days."""
