"""Sessions: officials sign in and out."""
