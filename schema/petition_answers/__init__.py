"""What is done with petitions: their living rolls change, and the names that rest on them follow."""
