"""Rule changes: what a published version does to the names that stand."""
