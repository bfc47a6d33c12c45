"""What-ifs over a whole district in the background."""
