"""Events of suspicion and fever, and how a person is controlled; findings that come from outside.

A control is kept beside `in_central_quarantine`, which says the same of the one control there was; rows of old keep none.
Processes of the release before go on: they write neither a control nor a kind or occasion that is new.
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

KIND, OCCASION = "ck_health_events_kind", "ck_supervision_findings_occasion"


def upgrade() -> None:
    op.drop_constraint(op.f(KIND), "health_events", type_="check")
    op.create_check_constraint(
        op.f(KIND),
        "health_events",
        "kind in ('case', 'asymptomatic', 'close_contact', 'home_quarantine', 'key_area_returnee', "
        "'risk_zone', 'temporary_control_zone', 'suspected', 'fever')",
    )
    for table in ("health_events", "health_event_revisions"):
        op.add_column(table, sa.Column("control", sa.Text(), nullable=True))
    op.create_check_constraint(
        op.f("ck_health_events_control"),
        "health_events",
        "control in ('central', 'home', 'monitored')",
    )
    op.execute("grant update (control) on health_events to wuyi_runtime")
    op.drop_constraint(op.f(OCCASION), "supervision_findings", type_="check")
    op.create_check_constraint(
        op.f(OCCASION), "supervision_findings", "occasion in ('spot', 'periodic', 'media', 'conduct')"
    )
