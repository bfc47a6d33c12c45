"""What-ifs over a whole district, answered in the background: nothing of the district is written."""
