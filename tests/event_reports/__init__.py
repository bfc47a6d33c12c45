"""What becomes known of events, and what is told beforehand of its consequences."""
