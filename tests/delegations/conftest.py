"""The officials' schema and district, which delegations share."""

from tests.officials.conftest import administrator, district

__all__ = ["administrator", "district"]
