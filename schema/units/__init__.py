"""Units: the tree of places and the routine work done in them."""
