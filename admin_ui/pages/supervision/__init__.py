"""What supervision has to come back to: assessments in turn, names that run out."""
