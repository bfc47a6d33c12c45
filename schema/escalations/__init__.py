"""Escalations: what happens when the deadline of a step runs out, rung by rung."""
