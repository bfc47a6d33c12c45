"""Health events: what happened where, and when it became known."""
