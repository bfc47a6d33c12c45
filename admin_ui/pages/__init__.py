"""The screens: one folder each, with its GraphQL operations and templates beside its code."""
