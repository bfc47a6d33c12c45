"""People with valid numbers, one by one."""

from stdnum.iso7064 import mod_11_2

from schema.residents.rules import ResidentRow


def numbered(order: int, name: str = "居民") -> ResidentRow:
    """Make a person with a valid number of 1 January 1980 in the unassigned region 999999."""
    body = f"99999919800101{order:03d}"
    return ResidentRow(name, body + mod_11_2.calc_check_digit(body), None, (), None)
