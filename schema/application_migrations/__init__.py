"""Application migrations: open applications go on under a later version of the guideline."""
