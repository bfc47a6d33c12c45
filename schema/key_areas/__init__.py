"""Key areas: the dated list of places outside the district whose returnees are to be told of (B-d)."""
