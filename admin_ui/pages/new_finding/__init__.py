"""Recording what a check found wanting."""
