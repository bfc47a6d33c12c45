"""Simulations in the API: how far they have come, and what they found."""

from schema.simulations.graphql.runs import SimulationChange, SimulationRun, find_simulation

__all__ = [
    "SimulationChange",
    "SimulationRun",
    "find_simulation",
]
