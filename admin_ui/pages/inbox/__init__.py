"""What the official was told."""
