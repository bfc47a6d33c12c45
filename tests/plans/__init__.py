"""Compiled plans: the same bytes as the resolvers', the tenant in every table, and when there is none."""
