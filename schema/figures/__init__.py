"""Figures of units: shares the guideline names, recorded for a period (open questions 18 and 19)."""
