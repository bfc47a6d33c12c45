"""The assessment in turn of a unit that bears a name."""
