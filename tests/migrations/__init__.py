"""Migrations as the release before, long readers and the catalogue see them."""
