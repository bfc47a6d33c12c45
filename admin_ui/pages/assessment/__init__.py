"""Self-assessment: every criterion against the standard, with what a person must attest."""
