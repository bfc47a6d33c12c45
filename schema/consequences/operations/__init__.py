"""Carries out what events do to names, and what they no longer do once days have passed."""
