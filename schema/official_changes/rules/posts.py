"""Which posts the steps of a district rely on, and who sits at them. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from schema.guidelines.rules.format import Guideline
from schema.guidelines.rules.offices import Post, posts_at_work
from schema.guidelines.rules.words import held_at, role_words


@dataclass(frozen=True, slots=True)
class Needed:
    """A post steps rely on: who sits there, for which kinds of units, at which steps, and what it is called.

    `holders` are a role, or roles at levels as `headquarters@town`; `office` is null where it is a role as a whole.
    """

    role: str
    office: str | None
    name: str
    holders: frozenset[str]
    kinds: frozenset[str]
    steps: tuple[str, ...]

    def joined(self, other: "Needed") -> "Needed":
        """Take in what another version has the same holders do; the name stays."""
        steps = dict.fromkeys((*self.steps, *other.steps))
        return Needed(self.role, self.office, self.name, self.holders, self.kinds | other.kinds, tuple(steps))


def needed_posts(guidelines: Sequence[Guideline]) -> Sequence[Needed]:
    """List the posts some guidelines rely on, as the first of them calls its own; of the same holders there is one."""
    found: dict[tuple[str, frozenset[str]], Needed] = {}
    for guideline in guidelines:
        for post in posts_at_work(guideline):
            one = _needed(post, guideline, guidelines[0])
            key = (one.role, one.holders)
            found[key] = found[key].joined(one) if key in found else one
    return list(found.values())


def _needed(post: Post, guideline: Guideline, current: Guideline) -> Needed:
    words = role_words(current if post.office is None else guideline)
    return Needed(
        role=post.role,
        office=post.office,
        name=words.get(post.id, post.id),
        holders=frozenset(post.holders),
        kinds=post.kinds,
        steps=tuple(dict.fromkeys(step.name for _, step in post.steps)),
    )


def sits_at(posts: Iterable[Needed], role: str, level: str) -> Sequence[Needed]:
    """List the posts at which a role is, held over a unit of a kind."""
    subjects = {role, held_at(role, level)}
    return [post for post in posts if not subjects.isdisjoint(post.holders)]


def colleagues(posts: Sequence[Needed], role: str, level: str) -> tuple[str, ...]:
    """Tell who sits at the same posts as a role at a level; where it sits at none, who holds the role.

    Of a role of which there are offices these are the holders at that level alone.
    """
    beside = {holder for post in sits_at(posts, role, level) for holder in post.holders}
    if beside:
        return tuple(sorted(beside))
    parted = any(post.office is not None and post.role == role for post in posts)
    return (held_at(role, level) if parted else role,)
