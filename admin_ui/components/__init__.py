"""Shared parts of pages: template macros, GraphQL fragments and what they need computed."""
