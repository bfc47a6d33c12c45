"""The number a name is given under, as the built-in guidelines have it."""

from tests.builders.district import District


def number_of(district: District, kind: str, sequence: int, *, year: int = 2022, prefix: str = "无疫") -> str:
    """Write a number of a district; `kind` is the guideline's word for the kind of the unit."""
    return f"{prefix}-{district.tenant.slug}-{kind}-{year}-{sequence:04d}"
