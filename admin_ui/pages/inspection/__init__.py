"""An inspection: the score sheet of an inspector, the conclusion of the leader."""
