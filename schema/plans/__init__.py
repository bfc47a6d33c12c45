"""Reads compiled into one statement each: below all nouns, which declare what may be read in their `readable` rooms."""
