"""Numbers that tell who somebody is, found in a text whatever it was typed with."""

import re
import unicodedata

_SHORT_GAP = r"[\s\-‐-―.·]?"
MOBILE_TELEPHONE = rf"(?<!\d)1[3-9]\d{_SHORT_GAP}\d{{4}}{_SHORT_GAP}\d{{4}}(?!\d)"
"""A mobile telephone of the mainland, in one or in groups of 3, 4 and 4 digits."""
IDENTITY_NUMBER = (
    rf"(?<!\d)[1-9]\d{{5}}{_SHORT_GAP}(?:19|20)\d{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
    rf"{_SHORT_GAP}\d{{3}}[\dXx](?![\dA-Za-z])"
)
"""A citizen's number by its form, right or mistyped: region, birth date, sequence and check digit (GB 11643)."""
_IDENTITY = re.compile(IDENTITY_NUMBER, re.ASCII)
_TELEPHONE = re.compile(MOBILE_TELEPHONE, re.ASCII)


def has_identity_number(text: str) -> bool:
    """Tell whether a citizen's number stands in a text, full-width digits and gaps included."""
    return _IDENTITY.search(unicodedata.normalize("NFKC", text)) is not None


def has_telephone(text: str) -> bool:
    """Tell whether a mobile telephone's number stands in a text, full-width digits and gaps included."""
    return _TELEPHONE.search(unicodedata.normalize("NFKC", text)) is not None
