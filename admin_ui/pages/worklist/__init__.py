"""The worklist: what is asked of me."""
