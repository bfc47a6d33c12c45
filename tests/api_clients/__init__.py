"""Keys of third-party programs."""
