"""Boundaries: units move in the tree, are split and merged, with everything that follows from it."""
