"""What a unit that failed must put right."""
