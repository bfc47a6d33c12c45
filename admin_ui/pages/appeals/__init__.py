"""The list of appeals."""
