"""Who may do what. Knows nouns only as action names.

A permission is asked in one sentence: may this role do this action, to this target, here? Four files answer
it, each from the one before. `policy.csv` and `model.conf` are Casbin's and shipped as code: a line gives a
role an action on a target (`*`, or a step such as `B-W1/street_review`), tells how far it reaches (its own
unit, the subtree below, the district) and whether those who took part before are shut out. What the steps of
a guideline allow is added by `schema.guidelines.guards` in the same words, for a role wherever it is held or
for an office: the role over units of one kind, `headquarters@town`. `enforcer.py` loads both into Casbin,
`table.py` asks it once for every combination of role, office, target, action, reach and separation, and keeps
the answers as bits: from then on a decision is a look-up of half a microsecond, and Casbin stays the only
source. The whole table is printed as `matrix.txt`; a change of permissions is reviewed as its diff.

Who holds which role over which unit is rows of the tenant (`tables.py`, `repository.py`). An `Actor` carries
those that run now as grants; `context.py` hands an operation the actor, the tenant's database and a clock,
and decides by grants and table: any grant suffices, and of several denials the one that came furthest is
told. `decide` gives a `Decision` with the grant it rests on; a caller takes the grant from it and never asks
again. Where an official may act at all is `scopes_for`, a list of paths that lists, counts and single reads
share.

Callers come in by `sign_in.py` (passwords, guarded by `brake.py`) or with a `credentials.py` token of their
kind; operators of the platform by `operators.py`, into no tenant.
"""
