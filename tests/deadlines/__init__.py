"""The clocks of steps."""
