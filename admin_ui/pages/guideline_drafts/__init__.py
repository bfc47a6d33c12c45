"""The open drafts of guidelines."""
