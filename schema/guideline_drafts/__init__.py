"""Publishing: from a draft to a version in force, and its withdrawal. It asks every noun below it."""
