"""What an application showed when it ended, kept; of those that ended before, what their last assessment found."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

TENANT = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"
TABLE = "application_closings"
READ = ("applications", "assessments", "assessment_results", "petitions", "petition_entries")
BEFORE = """
insert into application_closings (tenant_id, id, application_id, petition_id, judged_on, results, tally)
select a.tenant_id, gen_random_uuid(), a.id, p.id, s.assessed_on, coalesce(f.results, '[]'), p.tally
from applications a
left join lateral (
    select s.id, s.assessed_on from assessments s
    where s.tenant_id = a.tenant_id and s.application_id = a.id
    order by s.assessed_at desc, s.id desc limit 1
) s on true
left join lateral (
    select jsonb_agg(
        '{"machine": null, "attested": null, "measured": null, "required": null, "message": "", "missing": null,
           "eligible_from": null, "tree": null}'::jsonb || r.explanation
        || jsonb_build_object(
            'criterion', r.criterion, 'outcome', r.outcome, 'statement', null,
            'blocking', r.outcome in ('not_met', 'not_attested')
        )
        order by r.outcome not in ('not_met', 'not_attested'), r.id
    ) as results
    from assessment_results r
    where r.tenant_id = a.tenant_id and r.assessment_id = s.id
) f on true
left join lateral (
    select p.id, e.tally
    from petitions p
    cross join lateral (
        select jsonb_build_object(
            'roll', count(*) filter (where e.answer <> 'departed'),
            'signed', count(*) filter (where e.answer like 'signed%'),
            'vacant', count(*) filter (where e.answer = 'vacancy_confirmed'),
            'vacancy_claimed', count(*) filter (where e.answer = 'vacancy_claimed'),
            'refused', count(*) filter (where e.answer = 'refused'),
            'absent', count(*) filter (where e.answer = 'absent'),
            'pending', count(*) filter (where e.answer = 'pending'),
            'remote', count(*) filter (where e.answer = 'signed_remotely'),
            'proxies', count(*) filter (where e.answer = 'signed_by_proxy'),
            'kept', 0
        ) as tally
        from petition_entries e where e.tenant_id = p.tenant_id and e.petition_id = p.id
    ) e
    where p.tenant_id = a.tenant_id and p.unit_id = a.unit_id and p.closed_at = a.closed_at
    order by p.opened_at desc, p.id desc limit 1
) p on true
where a.step is null
"""


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("petition_id", sa.Uuid(), nullable=True),
        sa.Column("judged_on", sa.Date(), nullable=True),
        sa.Column("results", postgresql.JSONB(), nullable=False),
        sa.Column("score", postgresql.JSONB(), nullable=True),
        sa.Column("tally", postgresql.JSONB(), nullable=True),
        sa.CheckConstraint("(petition_id is null) = (tally is null)", name=op.f(f"ck_{TABLE}_tally")),
        *(
            sa.ForeignKeyConstraint(
                ["tenant_id", column],
                [f"{target}.tenant_id", f"{target}.id"],
                name=op.f(f"fk_{TABLE}_tenant_id_{column}"),
            )
            for column, target in (("application_id", "applications"), ("petition_id", "petitions"))
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("tenant_id", "application_id", name=op.f(f"uq_{TABLE}_tenant_id_application_id")),
    )
    for each in READ:
        op.execute(f"alter table {each} no force row level security")
    op.execute(BEFORE)
    for each in READ:
        op.execute(f"alter table {each} force row level security")
    op.execute(f"alter table {TABLE} enable row level security")
    op.execute(f"alter table {TABLE} force row level security")
    op.execute(f"create policy tenant_rows on {TABLE} using ({TENANT}) with check ({TENANT})")
    op.execute(f"grant select, insert on {TABLE} to wuyi_runtime")
