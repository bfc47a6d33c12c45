"""Evidence: files that back what is stated of a unit, checked, freed of metadata and kept by their hash."""
