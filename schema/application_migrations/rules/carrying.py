"""Which statements of persons go along to another version of the guideline, and which are asked for anew. Pure.

A statement was made of a wording. It goes along where the new version has the clause in the same wording, or where
whoever takes the applications along says that a clause takes another's place.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.rules.format import Criterion, Guideline
from schema.guidelines.rules.meaning import meaning_of


@dataclass(frozen=True, slots=True)
class ClauseMapping:
    """A clause of the old version, and the one of the new that means the same."""

    from_clause: str
    to_clause: str


@dataclass(frozen=True, slots=True)
class Carried:
    """What becomes of a unit's statements.

    `written` tells for a clause of which other its statement is written anew, and as a statement of what;
    `asked_anew` are the clauses whose statement does not go along.
    """

    written: Mapping[str, tuple[str, str]]
    asked_anew: tuple[str, ...]


def clause_faults(old: Guideline, new: Guideline, clauses: Sequence[ClauseMapping]) -> Iterator[DomainError]:
    """Tell every entry that names a clause nobody attests, or the same new clause twice."""
    attested = [{each.id for each in version.criteria if each.attest is not None} for version in (old, new)]
    taken: set[str] = set()
    for index, entry in enumerate(clauses):
        field = ("clauses", str(index))
        if entry.from_clause not in attested[0]:
            message = f"原版方案没有由人员确认的条款 {entry.from_clause[:24]}。"
            yield DomainError(ErrorCode.INVALID_INPUT, message, field=(*field, "fromClause"))
        if entry.to_clause not in attested[1]:
            message = f"新版方案没有由人员确认的条款 {entry.to_clause[:24]}。"
            yield DomainError(ErrorCode.INVALID_INPUT, message, field=(*field, "toClause"))
        if entry.to_clause in taken:
            message = f"条款 {entry.to_clause[:24]} 有两处对应。"
            yield DomainError(ErrorCode.INVALID_INPUT, message, field=(*field, "toClause"))
        taken.add(entry.to_clause)


def carry(
    old: Sequence[Criterion],
    new: Sequence[Criterion],
    said: Mapping[str, str | None],
    clauses: Sequence[ClauseMapping],
) -> Carried:
    """Tell which statements of a unit go along; `said` is by clause the wording each was made of, if known.

    A statement of which nobody wrote down the wording was made of the old version's.
    """
    meanings = {each.id: meaning_of(each) for each in old if each.attest is not None}
    known = {clause: meaning or meanings.get(clause) for clause, meaning in said.items()}
    sources = {entry.to_clause: entry.from_clause for entry in clauses}
    written: dict[str, tuple[str, str]] = {}
    anew: list[str] = []
    for criterion in new:
        if criterion.attest is None:
            continue
        clause, meant = criterion.id, meaning_of(criterion)
        source = sources.get(clause, clause)
        if source not in known:
            continue
        if clause in sources and known[source] == meanings.get(source):
            written[clause] = (source, meant)
        elif source == clause and known[source] not in {None, meant}:
            anew.append(clause)
            if said[clause] is None:
                written[clause] = (clause, known[clause] or "")
    anew += [each for each in _left_behind(old, new, sources, known) if each not in anew]
    return Carried(written, tuple(anew))


def _left_behind(
    old: Sequence[Criterion],
    new: Sequence[Criterion],
    sources: Mapping[str, str],
    known: Mapping[str, str | None],
) -> Iterator[str]:
    """List clauses that are asked for the first time, though the unit has been attested under the old version."""
    before = {each.id for each in old if each.attest is not None}
    for criterion in new:
        fresh = criterion.attest is not None and criterion.id not in before and criterion.id not in sources
        if fresh and known and criterion.id not in known:
            yield criterion.id
