"""Findings: what supervisors find wanting at units that bear a name, until it is put right."""
