"""The page of who stands in for whom."""
