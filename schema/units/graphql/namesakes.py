"""Units called the same beside each other: told to whoever names one, never refused."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import strawberry

from schema.frame.context import Info
from schema.frame.text import code_key, folded
from schema.units import repository
from schema.units.repository.namesakes import namesakes
from tenants.database import Session

FIX = "请确认不是同一处；不是的，可在名称中写明区别，如路名、期数。"


@dataclass(frozen=True, slots=True)
class Named:
    """A name an input gives, at a field of it, to the unit with a code; null for one that is told by its id.

    The unit lies `beside` another, or that one itself, or below the one with an id or a code.
    """

    field: tuple[str, ...]
    name: str | None
    code: str | None = None
    beside: UUID | None = None
    below: UUID | None = None
    below_code: str | None = None


@strawberry.type
class Namesake:
    """A unit that would stand, or stands, beside another of the same name: a warning, nothing is refused for it."""

    field: list[str] = strawberry.field(description="Path of the name in the input, e.g. `units.0.name`.")
    code: str = strawberry.field(description="Code of the unit beside it that is called the same.")
    name: str = strawberry.field(
        description="Its name, as it is written there: width, case, brackets and dots do not tell names apart."
    )
    message: str = strawberry.field(description="What was noticed, in zh-CN.")
    fix: str = strawberry.field(description="What to look at, in zh-CN.")


@strawberry.type
class Naming:
    """What every payload tells of the names its input gave."""

    named: strawberry.Private[Sequence[Named]]
    closing: strawberry.Private[Collection[UUID]]

    @strawberry.field
    async def namesakes(self, info: Info) -> list[Namesake]:
        """Units directly below the same unit that are called the same; also on a check. Empty on errors."""
        if not self.named:
            return []
        async with info.context.read() as session:
            return list(await _find(session, self.named, self.closing))


async def _find(session: Session, named: Sequence[Named], closing: Collection[UUID]) -> Iterator[Namesake]:
    ids = {each.beside for each in named if each.beside} | set(closing)
    rows = await repository.by_ids(session, list(ids)) if ids else {}
    above = await repository.by_codes(session, {each.below_code for each in named if each.below_code})
    places: dict[Named, tuple[UUID | None, str, str]] = {}
    for each in named:
        row = rows.get(each.beside) if each.beside else None
        parent = above.get(each.below_code) if each.below_code else None
        at = each.below or (parent.id if parent else row.parent_id if row else None)
        own = each.code if each.code is not None or row is None else row.code
        name = each.name if each.name is not None or row is None else row.name
        places[each] = at, name or "", own or ""
    there = await namesakes(session, {(at, name) for at, name, _ in places.values() if at is not None})
    ours = {code_key(code) for _, _, code in places.values()}
    ours |= {code_key(row.code) for unit_id, row in rows.items() if unit_id in closing}
    together: Mapping[tuple[UUID | str | None, str], list[tuple[str, str]]] = defaultdict(list)
    for each, (at, name, code) in places.items():
        together[at or each.below_code, folded(name)].append((code, name))
    return (
        Namesake(field=list(each.field), code=code, name=called, message=_told(called, code), fix=FIX)
        for each, (at, name, own) in places.items()
        for code, called in [
            *(
                (row.code, row.name)
                for row in (there.get((at, name), ()) if at is not None else ())
                if code_key(row.code) not in ours
            ),
            *(other for other in together[at or each.below_code, folded(name)] if other[0] != own),
        ]
    )


def _told(name: str, code: str) -> str:
    return f"同一上级之下已有同名单元“{name}”（{code}）。"
