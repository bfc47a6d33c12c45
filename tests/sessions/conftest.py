"""The officials' schema and district, which sessions share."""

from tests.officials.conftest import administrator, district

__all__ = ["administrator", "district"]
