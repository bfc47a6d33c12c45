"""Every statement on designations and their numbers."""

from schema.designations.repository.designations import (
    Borne as Borne,
)
from schema.designations.repository.designations import (
    DesignationFilter as DesignationFilter,
)
from schema.designations.repository.designations import (
    borne_by_ids as borne_by_ids,
)
from schema.designations.repository.designations import (
    by_applications as by_applications,
)
from schema.designations.repository.designations import (
    by_ids as by_ids,
)
from schema.designations.repository.designations import (
    count_designations as count_designations,
)
from schema.designations.repository.designations import (
    held_by_units as held_by_units,
)
from schema.designations.repository.designations import (
    list_designations as list_designations,
)
from schema.designations.repository.designations import (
    list_held as list_held,
)
from schema.designations.repository.designations import (
    lock as lock,
)
from schema.designations.repository.designations import (
    lock_held_by_units as lock_held_by_units,
)
from schema.designations.repository.designations import (
    next_number as next_number,
)
from schema.designations.repository.designations import (
    of_unit as of_unit,
)
from schema.designations.repository.designations import (
    set_state as set_state,
)
from schema.designations.repository.designations import (
    unknown as unknown,
)
from schema.designations.repository.designations import (
    valid_on as valid_on,
)
