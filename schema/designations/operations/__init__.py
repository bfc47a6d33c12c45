"""Giving, renewing, raising and changing names, parts of larger operations; what becomes of papers and plaques."""

from schema.designations.operations.certificates import ReissueCertificate, reissue, reissue_certificate
from schema.designations.operations.naming import (
    change_designation,
    held_of,
    issue_designation,
    revoked_on,
    standing_on,
)
from schema.designations.operations.plaques import (
    RecordPlaque,
    ReplacePlaque,
    record_plaque,
    replace_plaque,
)

__all__ = [
    "RecordPlaque",
    "ReissueCertificate",
    "ReplacePlaque",
    "change_designation",
    "held_of",
    "issue_designation",
    "record_plaque",
    "reissue",
    "reissue_certificate",
    "replace_plaque",
    "revoked_on",
    "standing_on",
]
