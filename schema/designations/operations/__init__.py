"""Giving, renewing, raising and changing names, parts of larger operations; and what becomes of plaques."""

from schema.designations.operations.naming import (
    RecordPlaque as RecordPlaque,
)
from schema.designations.operations.naming import (
    change_designation as change_designation,
)
from schema.designations.operations.naming import (
    held_of as held_of,
)
from schema.designations.operations.naming import (
    issue_designation as issue_designation,
)
from schema.designations.operations.naming import (
    record_plaque as record_plaque,
)
from schema.designations.operations.naming import (
    revoked_on as revoked_on,
)
from schema.designations.operations.naming import (
    standing_on as standing_on,
)
