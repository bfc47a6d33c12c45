"""What applicants do: open, assess, submit and withdraw an application."""

from schema.applications.operations.applications import (
    AssessApplication as AssessApplication,
)
from schema.applications.operations.applications import (
    CreateApplication as CreateApplication,
)
from schema.applications.operations.applications import (
    SubmitApplication as SubmitApplication,
)
from schema.applications.operations.applications import (
    WithdrawApplication as WithdrawApplication,
)
from schema.applications.operations.applications import (
    assess_application as assess_application,
)
from schema.applications.operations.applications import (
    create_application as create_application,
)
from schema.applications.operations.applications import (
    lock_dossier as lock_dossier,
)
from schema.applications.operations.applications import (
    move as move,
)
from schema.applications.operations.applications import (
    set_calendar_day as set_calendar_day,
)
from schema.applications.operations.applications import (
    submit_application as submit_application,
)
from schema.applications.operations.applications import (
    withdraw_application as withdraw_application,
)
