"""What events do to names."""
