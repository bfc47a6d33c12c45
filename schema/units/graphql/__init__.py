"""Units in the API: the tree, its logs, and units beside one that are called the same."""

from schema.units.graphql.namesakes import Named, Namesake, Naming
from schema.units.graphql.units import Unit, UnitIdentity, UnitLog, find_unit, unit_then

__all__ = ["Named", "Namesake", "Naming", "Unit", "UnitIdentity", "UnitLog", "find_unit", "unit_then"]
