"""Every statement on guideline versions and their withdrawals."""

from schema.guidelines.repository.versions import (
    Calendar as Calendar,
)
from schema.guidelines.repository.versions import (
    Edition as Edition,
)
from schema.guidelines.repository.versions import (
    calendars as calendars,
)
from schema.guidelines.repository.versions import (
    count_units_beyond as count_units_beyond,
)
from schema.guidelines.repository.versions import (
    current_edition as current_edition,
)
from schema.guidelines.repository.versions import (
    current_editions as current_editions,
)
from schema.guidelines.repository.versions import (
    edition_of as edition_of,
)
from schema.guidelines.repository.versions import (
    editions_by_ids as editions_by_ids,
)
from schema.guidelines.repository.versions import (
    find_current_edition as find_current_edition,
)
from schema.guidelines.repository.versions import (
    get_base as get_base,
)
from schema.guidelines.repository.versions import (
    get_edition as get_edition,
)
from schema.guidelines.repository.versions import (
    get_edition_by_number as get_edition_by_number,
)
from schema.guidelines.repository.versions import (
    get_in_force as get_in_force,
)
from schema.guidelines.repository.versions import (
    kinds_to_come as kinds_to_come,
)
from schema.guidelines.repository.versions import (
    list_versions as list_versions,
)
from schema.guidelines.repository.versions import (
    lock_publishing as lock_publishing,
)
from schema.guidelines.repository.versions import (
    not_in_force as not_in_force,
)
from schema.guidelines.repository.versions import (
    parsed as parsed,
)
from schema.guidelines.repository.versions import (
    read_calendar as read_calendar,
)
