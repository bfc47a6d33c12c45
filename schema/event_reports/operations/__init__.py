"""Reporting, ending, correcting and excluding events, one by one or imported, after a preview or without."""
