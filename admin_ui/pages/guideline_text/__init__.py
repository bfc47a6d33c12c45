"""Writing the text of a guideline: checked as often as one likes, then kept."""
