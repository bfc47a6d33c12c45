"""The way of an application: a state machine over the process its guideline version describes.

Draft and returned applications stand at the step `draft`; each submission opens a round. A closed application
stands at no step. Revocation of a name is no step of an application."""

from schema.applications.rules.states import (
    DRAFT_STEP as DRAFT_STEP,
)
from schema.applications.rules.states import (
    OPINION_LIMIT as OPINION_LIMIT,
)
from schema.applications.rules.states import (
    STEP_ACTIONS as STEP_ACTIONS,
)
from schema.applications.rules.states import (
    Move as Move,
)
from schema.applications.rules.states import (
    State as State,
)
from schema.applications.rules.states import (
    Status as Status,
)
from schema.applications.rules.states import (
    act as act,
)
from schema.applications.rules.states import (
    by_team as by_team,
)
from schema.applications.rules.states import (
    elapse as elapse,
)
from schema.applications.rules.states import (
    find_step as find_step,
)
from schema.applications.rules.states import (
    open_actions as open_actions,
)
from schema.applications.rules.states import (
    prior_actors as prior_actors,
)
from schema.applications.rules.states import (
    require_opinion as require_opinion,
)
from schema.applications.rules.states import (
    step_actions as step_actions,
)
from schema.applications.rules.states import (
    step_not_open as step_not_open,
)
from schema.applications.rules.states import (
    submit as submit,
)
from schema.applications.rules.states import (
    withdraw as withdraw,
)
