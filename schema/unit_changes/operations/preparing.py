"""A change of the tree, examined under locks before anything is written: the same for a preview and for the deed."""

import uuid
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from authz.actions import Action
from schema.applications import repository as applications
from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.frame.operation import Command, Transaction, require_revision
from schema.guidelines.repository import current_edition, kinds_to_come
from schema.residents import repository as residents
from schema.unit_changes.operations.obstacles import standing_in_the_way
from schema.unit_changes.operations.rearranging import Rearrangement
from schema.unit_changes.rules import (
    PARTS,
    Lying,
    Part,
    assign_children,
    assign_doors,
    free_doors,
    new_unit_faults,
    require_alike,
    require_place,
    require_several,
)
from schema.units import repository as units
from schema.units.repository import rearranging as tree
from schema.units.repository.rearranging import Relocation
from schema.units.rules import child_path, code_path, label_of
from schema.units.tables import Unit
from tenants.base import new_id


@dataclass(frozen=True, kw_only=True, slots=True)
class TreeCommand(Command):
    """Base of what changes the tree; `preview` is the token of the preview it was confirmed by."""

    preview: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class MoveUnit(TreeCommand):
    """Let a unit, with all below it, lie below another from today on."""

    unit_id: uuid.UUID
    expected_revision: int
    parent_id: uuid.UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class SplitUnit(TreeCommand):
    """Let several units of its kind take the place of one from today on."""

    unit_id: uuid.UUID
    expected_revision: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class MergeUnits(TreeCommand):
    """Let one unit take the place of several of its kind from today on; `units` are ids and revisions."""

    units: tuple[tuple[uuid.UUID, int], ...]
    code: str
    name: str


async def prepare_move(tx: Transaction, command: MoveUnit) -> Rearrangement:
    """Examine a move."""
    seen, parent = await read_unit(tx, command.unit_id), await read_unit(tx, command.parent_id, "parent")
    for each in (seen, parent):
        tx.authorize(Action.UNIT_REARRANGE, each.path)
    require_revision(seen.revision, command.expected_revision)
    await tree.lock_tree(tx.session, [seen.path], [parent.path])
    tx.turn_has_come()
    unit = await lock_unit(tx, command.unit_id, command.expected_revision)
    await tx.session.refresh(parent)
    levels = await tree.levels_below(tx.session, unit.path)
    require_place(_lying(unit), _lying(parent), await _kinds(tx), levels)
    leaving = relocation(unit, parent)
    require_free(await standing_in_the_way(tx, [], leaving))
    return Rearrangement(
        cause="moved",
        parents=tuple(each for each in (unit.parent_id, parent.id) if each),
        relocations=(leaving,),
        applications=await applications.count_open_below(tx.session, unit.path),
    )


async def prepare_split(tx: Transaction, command: SplitUnit) -> Rearrangement:
    """Examine a split: every household and every unit below comes to exactly one of the new units."""
    parts = command.parts
    if not 2 <= len(parts) <= PARTS:
        message = f"须分为2至{PARTS}个单元。"
        raise DomainError(ErrorCode.INVALID_INPUT, message, field=("parts",))
    (unit,) = await lock_closing(tx, [(command.unit_id, command.expected_revision)])
    fields = [("parts", str(index)) for index in range(len(parts))]
    opened = await new_units(tx, unit, [(part.code, part.name) for part in parts], fields)
    homes = await residents.lock_homes(tx.session, [unit.id])
    doors = assign_doors([door for _, _, door in homes], parts)
    children = await tree.children_of(tx.session, [unit.id])
    places = assign_children([child.id for child in children], parts)
    return Rearrangement(
        cause="split",
        parents=(unit.parent_id,) if unit.parent_id else (),
        opened=opened,
        closed=(unit,),
        relocations=tuple(relocation(child, opened[places[child.id]]) for child in children),
        homes=tuple((home, opened[doors[door]].id, door) for home, _, door in homes),
    )


async def prepare_merger(tx: Transaction, command: MergeUnits) -> Rearrangement:
    """Examine a merger: all households and all units below come to the new unit."""
    require_several([unit_id for unit_id, _ in command.units])
    merged = await lock_closing(tx, command.units)
    require_alike([_lying(unit) for unit in merged])
    (into,) = await new_units(tx, merged[0], [(command.code, command.name)], [()])
    ids = [unit.id for unit in merged]
    codes = {unit.id: unit.code for unit in merged}
    homes = await residents.lock_homes(tx.session, ids)
    doors = free_doors([(home, codes[unit_id], door) for home, unit_id, door in homes])
    return Rearrangement(
        cause="merged",
        parents=(into.parent_id,) if into.parent_id else (),
        opened=(into,),
        closed=tuple(merged),
        relocations=tuple(relocation(child, into) for child in await tree.children_of(tx.session, ids)),
        homes=tuple((home, into.id, doors[home]) for home, _, _ in homes),
        doors=sum(doors[home] != door for home, _, door in homes),
    )


PREPARE: Mapping[type[TreeCommand], Callable[[Transaction, Any], Awaitable[Rearrangement]]] = {
    MoveUnit: prepare_move,
    SplitUnit: prepare_split,
    MergeUnits: prepare_merger,
}


async def lock_closing(
    tx: Transaction, wanted: Sequence[tuple[uuid.UUID, int]], ends: Collection[str] = ()
) -> Sequence[Unit]:
    """Lock units that are to close, with all that lies below them; refuse what still has something open.

    What `ends` with the unit is not in the way.
    """
    paths = []
    for unit_id, revision in wanted:
        seen = await read_unit(tx, unit_id)
        tx.authorize(Action.UNIT_REARRANGE, seen.path)
        require_revision(seen.revision, revision)
        paths.append(seen.path)
    await tree.lock_tree(tx.session, paths, [])
    tx.turn_has_come()
    closing = [await lock_unit(tx, unit_id, revision) for unit_id, revision in wanted]
    if any(unit.parent_id is None for unit in closing):
        message = "最上级单元不能移动或撤并。"
        raise DomainError(ErrorCode.PARENT_NOT_ALLOWED, message, field=("unit",))
    counted = await standing_in_the_way(tx, [unit.id for unit in closing], None)
    require_free({name: number for name, number in counted.items() if name not in ends})
    return closing


async def new_units(
    tx: Transaction,
    like: Unit,
    rows: Sequence[tuple[str, str]],
    fields: Sequence[tuple[str, ...]],
    kind: str | None = None,
) -> tuple[Unit, ...]:
    """Make units that take the place of one, of its kind or another; refuse all faults of codes and names."""
    taken = await units.by_codes(tx.session, {code for code, _ in rows})
    faults = list(new_unit_faults(rows, taken, fields))
    if (kind or like.kind) not in await kinds_to_come(tx.session, tx.today):
        field = "kind" if kind else "unit"
        faults.append(DomainError(ErrorCode.UNKNOWN_KIND, "现行方案没有这种单元类型。", field=(field,)))
    if faults:
        raise DomainErrors(faults)
    labels = await units.labels_for(tx.session, [code for code, _ in rows])
    above, codes_above = (path.rpartition(".")[0] for path in (like.path, like.codes))
    paths = {code: child_path(above, labels.get(code, code)) for code, _ in rows}
    return tuple(
        Unit(
            id=new_id(),
            code=code,
            name=name,
            kind=kind or like.kind,
            parent_id=like.parent_id,
            path=paths[code],
            code_path=code_path(codes_above, code, paths[code]),
            opened_on=tx.today,
            created_at=tx.now,
        )
        for code, name in rows
    )


async def read_unit(tx: Transaction, unit_id: uuid.UUID, field: str = "unit") -> Unit:
    """Read a unit, or refuse with NOT_FOUND."""
    unit = await units.get(tx.session, unit_id)
    if unit is None:
        raise DomainError(ErrorCode.NOT_FOUND, "单元不存在。", field=(field,))
    return unit


async def lock_unit(tx: Transaction, unit_id: uuid.UUID, revision: int) -> Unit:
    """Lock a unit whose line is locked; what was moved or closed meanwhile is refused."""
    unit = await units.lock(tx.session, unit_id)
    await tx.session.refresh(unit)
    require_revision(unit.revision, revision)
    return unit


async def _kinds(tx: Transaction) -> Mapping[str, Sequence[str]]:
    guideline = (await current_edition(tx.session, tx.today)).guideline
    return {kind.id: kind.parents for kind in guideline.unit_kinds}


def _lying(unit: Unit) -> Lying:
    return Lying(unit.code, unit.kind, unit.path, unit.closed_on)


def relocation(child: Unit, into: Unit) -> Relocation:
    """Tell where a unit lies now and how it is to lie below another."""
    return Relocation(
        unit_id=child.id,
        kind=child.kind,
        before=child.path,
        after=child_path(into.path, label_of(child.path)),
        codes_before=child.codes,
        codes_after=child_path(into.codes, child.code),
        parent_id=into.id,
    )


def require_free(counted: Mapping[str, int]) -> None:
    """Refuse to change the tree while something stands in the way, told by what it is."""
    if counted:
        message = "该单元尚有未办结的事项，不能调整。"
        raise DomainError(ErrorCode.UNIT_BUSY, message, field=("unit",), details=dict(counted))
