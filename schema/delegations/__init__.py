"""Delegations: a role lent to a colleague for some days, for deciding on applications alone."""
