"""Officials, their roles and sessions, and the keys of third-party programs."""
