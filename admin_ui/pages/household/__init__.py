"""One household: who lives there, and its moving out."""
