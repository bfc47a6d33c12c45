"""Worklists: which applications wait for an official, were dealt with, or wait for nobody."""
