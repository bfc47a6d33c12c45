"""What awaits whom."""
