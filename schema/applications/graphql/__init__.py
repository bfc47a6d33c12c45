"""Applications in the API: where they stand, what stands in the way, what the viewer may do."""

from schema.applications.graphql.applications import (
    Application as Application,
)
from schema.applications.graphql.applications import (
    ApplicationPurpose as ApplicationPurpose,
)
from schema.applications.graphql.applications import (
    ApplicationStatus as ApplicationStatus,
)
from schema.applications.graphql.applications import (
    NoticePeriod as NoticePeriod,
)
from schema.applications.graphql.applications import (
    actions as actions,
)
from schema.applications.graphql.applications import (
    criteria as criteria,
)
from schema.applications.graphql.applications import (
    find_application as find_application,
)
from schema.applications.graphql.applications import (
    open_application as open_application,
)
from schema.applications.graphql.applications import (
    score as score,
)
