"""Every statement on units and their logs."""

from schema.units.repository.units import (
    UnitFilter as UnitFilter,
)
from schema.units.repository.units import (
    ancestor_paths as ancestor_paths,
)
from schema.units.repository.units import (
    below as below,
)
from schema.units.repository.units import (
    by_codes as by_codes,
)
from schema.units.repository.units import (
    by_ids as by_ids,
)
from schema.units.repository.units import (
    by_paths as by_paths,
)
from schema.units.repository.units import (
    count_children as count_children,
)
from schema.units.repository.units import (
    count_units as count_units,
)
from schema.units.repository.units import (
    covers as covers,
)
from schema.units.repository.units import (
    get as get,
)
from schema.units.repository.units import (
    get_by_code as get_by_code,
)
from schema.units.repository.units import (
    get_root as get_root,
)
from schema.units.repository.units import (
    list_children as list_children,
)
from schema.units.repository.units import (
    list_logs as list_logs,
)
from schema.units.repository.units import (
    list_units as list_units,
)
from schema.units.repository.units import (
    lock as lock,
)
from schema.units.repository.units import (
    logs_by_ids as logs_by_ids,
)
from schema.units.repository.units import (
    within as within,
)
