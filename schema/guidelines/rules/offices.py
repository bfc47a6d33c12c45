"""Offices: a role as it is held over units of some kinds, so that several of one role can follow one another.

Whoever acts at a step is a post: an office by its id, or a role by its code where the step names no office. A holder is
told by the role alone, or as `headquarters@town` by the role and the kind of unit it is held over.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from schema.guidelines.rules.format import Guideline, Office, Process, Rung, Step
from schema.guidelines.rules.kinds import subtree
from schema.guidelines.rules.words import held_at

LADDER = ("community", "street", "commission", "headquarters")
"""Roles that review, each above those before it: who takes over, and in whose place if nobody holds the role."""
_WHOLE_ROLE = 99


def find_office(guideline: Guideline, office_id: str | None) -> Office | None:
    """Find an office by id."""
    return next((each for each in guideline.offices if each.id == office_id), None)


def post_of(step: Step) -> str:
    """Tell who acts at a step: its office, or the role where it names none."""
    return step.office or step.role


def holders_of(guideline: Guideline, post: str) -> tuple[str, ...]:
    """Tell who sits at a post: the holders of its role at the levels of the office, or all holders of the role."""
    office = find_office(guideline, post)
    if office is None:
        return (post,)
    return tuple(held_at(office.role, level) for level in office.levels)


@dataclass(frozen=True, slots=True)
class Post:
    """A post that acts at steps: an office, or a role where the steps name none.

    Its holders sit there, by role, or as `headquarters@town` by role and level; `steps` are those it acts at.
    """

    id: str
    role: str
    office: str | None
    holders: tuple[str, ...]
    steps: tuple[tuple[Process, Step], ...]

    @property
    def kinds(self) -> frozenset[str]:
        """List the kinds of units it acts for."""
        return frozenset(kind for process, _ in self.steps for kind in process.unit_kinds)


def posts_at_work(guideline: Guideline) -> Sequence[Post]:
    """List the posts that act at the steps, and at which; a public notice ends by itself."""
    found: dict[str, list[tuple[Process, Step]]] = {}
    for process in guideline.processes:
        for step in process.steps:
            if step.kind != "notice":
                found.setdefault(post_of(step), []).append((process, step))
    return [
        Post(post, steps[0][1].role, steps[0][1].office, holders_of(guideline, post), tuple(steps))
        for post, steps in found.items()
    ]


def posts_held(guideline: Guideline, held: Collection[str]) -> frozenset[str]:
    """List the posts somebody sits at, where these roles are held: by code, and at levels as `headquarters@town`."""
    offices = (
        each.id for each in guideline.offices if not set(held).isdisjoint(holders_of(guideline, each.id))
    )
    return frozenset((*held, *offices))


def offices_above(guideline: Guideline, office: Office) -> Sequence[Office]:
    """List the offices of the same role above one, the nearest first."""
    above = (
        each for each in guideline.offices if each.role == office.role and lies_above(guideline, each, office)
    )
    return sorted(above, key=lambda each: _height(guideline, each))


def lies_above(guideline: Guideline, upper: Office, lower: Office) -> bool:
    """Tell whether each level of an office lies below some level of another."""
    below = {level: subtree(guideline, level) - {level} for level in upper.levels}
    return all(any(level in kinds for kinds in below.values()) for level in lower.levels)


def _height(guideline: Guideline, office: Office) -> int:
    """Count the offices of the same role below one."""
    same = (each for each in guideline.offices if each.role == office.role)
    return sum(lies_above(guideline, office, each) for each in same)


def rank(guideline: Guideline, role: str, office_id: str | None) -> tuple[int, int]:
    """Place a post on the ladder: by its role, then by its office; a role as a whole stands above its offices."""
    office = find_office(guideline, office_id)
    at = LADDER.index(role) if role in LADDER else -1
    return at, _WHOLE_ROLE if office is None else _height(guideline, office)


def ladder_from(guideline: Guideline, rung: Rung) -> Sequence[str]:
    """List the posts a rung goes to: the one it names, and those above it in its place if nobody sits there."""
    office = find_office(guideline, rung.office)
    roles = LADDER[LADDER.index(rung.to) :]
    if office is None:
        return roles
    return (office.id, *(each.id for each in offices_above(guideline, office)), *roles[1:])


def takers(guideline: Guideline, step: Step) -> tuple[str, ...]:
    """List the posts that may have to take over a step: those it escalates to, and whoever is above in their place."""
    rungs = step.deadline.escalate if step.deadline else ()
    wanted = (ladder_from(guideline, rung) for rung in rungs if rung.action == "take_over")
    return tuple(dict.fromkeys(post for ladder in wanted for post in ladder))


def posts_by_role(guideline: Guideline) -> Mapping[str, Sequence[str]]:
    """List, by role, the posts that act at the steps or may take them over, and the roles that apply."""
    found: dict[str, dict[str, None]] = {}
    for process in guideline.processes:
        steps = [(step, post) for step in process.steps for post in (post_of(step), *takers(guideline, step))]
        for post in (*process.applicants, *(post for _, post in steps)):
            office = find_office(guideline, post)
            found.setdefault(office.role if office else post, {})[post] = None
    return {role: tuple(posts) for role, posts in found.items()}
