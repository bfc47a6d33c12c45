"""The joint petition of a unit's households (B-k)."""
