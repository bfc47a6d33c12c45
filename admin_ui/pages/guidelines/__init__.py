"""The versions of the guideline: for which days each is in force."""
