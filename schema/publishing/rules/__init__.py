"""What a publication must keep to. Pure."""

from schema.publishing.rules.terms import term_faults

__all__ = ["term_faults"]
