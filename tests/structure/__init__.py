"""The house as a text: what its plan says, what its code does, and figures of both."""
