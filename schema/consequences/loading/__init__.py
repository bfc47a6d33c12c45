"""Reads the lines events touch, and composes what the rules judge: places, names, holds."""
