"""The three reads as SQL written by hand: one statement each, which binds its tenant and gives one JSON value.

`$1` is the tenant; `$2` the code, or how many rows. The bare server and mercurius both run these.
"""

_BOUND = "select ({}) as answer from (select set_config('app.tenant_id', $1, true)::uuid as t offset 0) g"

STATUS = _BOUND.format(
    """select row_to_json(x) from (
        select u.code, u.name, u.kind, coalesce(d.status in ('active', 'warned') and (d.valid_until is null
                or d.valid_until >= (now() at time zone 'Asia/Shanghai')::date), false) as titled,
            d.title, d.number, d.named_on as since, d.valid_until as "validUntil"
        from units u left join lateral (
            select * from designations d where d.tenant_id = g.t and d.unit_id = u.id order by d.id desc limit 1
        ) d on true
        where u.tenant_id = g.t and u.code = $2
    ) x"""
)
_PAGE = """
    select json_build_object(
        'edges', coalesce(json_agg(json_build_object('node', {node}) order by p.path)
            filter (where p.place <= $2), '[]'),
        'pageInfo', json_build_object('hasNextPage', count(*) > $2, 'hasPreviousPage', false,
            'endCursor', max(p.path) filter (where p.place <= $2)))
    from (
        select u.*, row_number() over (order by u.path) as place from units u
        where u.tenant_id = g.t order by u.path limit $2 + 1
    ) p {joined}
"""
NAMED = _BOUND.format(
    _PAGE.format(
        node="""json_build_object('id', p.id, 'code', p.code, 'name', p.name, 'designation', case when d.id is not null
            then json_build_object('number', d.number, 'title', d.title, 'status', upper(d.status)) end)""",
        joined="""left join designations d on d.tenant_id = g.t and d.unit_id = p.id
            and d.status in ('active', 'warned', 'suspended')""",
    )
)
PLAIN = _BOUND.format(
    _PAGE.format(
        node="""json_build_object('id', p.id, 'code', p.code, 'name', p.name, 'path', p.path, 'revision', p.revision,
            'openedOn', p.opened_on, 'closedOn', p.closed_on, 'kind', json_build_object('id', p.kind))""",
        joined="",
    )
)
STATEMENTS = {"status": STATUS, "named": NAMED, "plain": PLAIN}
