"""Who may do what. Knows nouns only as action names."""
