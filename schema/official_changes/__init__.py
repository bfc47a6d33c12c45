"""Officials change: roles end, are extended or become others; people leave, and what hangs on them is settled."""
