"""Who a guideline relies on: the roles and offices at its steps, to be held by somebody before it can be worked by."""

from collections.abc import Collection, Mapping

from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.rules import Fault
from schema.guidelines.rules.format import Guideline
from schema.guidelines.rules.offices import Post, post_of, posts_at_work, posts_held
from schema.guidelines.rules.words import role_words


def holders_by_post(guideline: Guideline) -> Mapping[str, Collection[str]]:
    """Tell who sits at each post that acts on a step: holders of a role, or of one at a level."""
    return {post.id: post.holders for post in posts_at_work(guideline)}


def unheld(guideline: Guideline, held: Collection[str]) -> list[DomainError]:
    """Refuse steps at whose post nobody sits, post by post: an application would wait there for ever.

    `held` are the roles somebody holds, by code, and at levels as `headquarters@town`.
    """
    posts = posts_held(guideline, held)
    return [_unheld(guideline, post) for post in posts_at_work(guideline) if post.id not in posts]


def _unheld(guideline: Guideline, post: Post) -> DomainError:
    named = "、".join(f"{process.name}的{step.name}" for process, step in post.steps)
    missing = "没有人担任该角色" if post.office is None else "没有人在该机构任职"
    return DomainError(
        ErrorCode.ROLE_UNHELD,
        f"{named}由{role_words(guideline).get(post.id, post.id)}办理，而本区县目前{missing}。",
        field=("draft",),
        details={
            "role": post.role,
            **({"office": post.office} if post.office is not None else {}),
            "steps": "、".join(f"{process.id}/{step.id}" for process, step in post.steps),
        },
    )


def uncovered(guideline: Guideline, counts: Mapping[tuple[str, str], int]) -> list[Fault]:
    """Warn of units over which nobody sits at the post of a step; `counts` is of such units by kind and post."""
    kinds = {kind.id: kind.name for kind in guideline.unit_kinds}
    roles = role_words(guideline)
    return [
        Fault(
            path=f"processes[{index}].steps[{place}].{'role' if step.office is None else 'office'}",
            line=None,
            message=f"有 {count} 个{kinds.get(kind, kind)}（{process.name}）的{step.name}无人办理。",
            fix=f"请为其所在辖区任命{roles[post_of(step)]}。",
            severity="warning",
        )
        for index, process in enumerate(guideline.processes)
        for place, step in enumerate(process.steps)
        for kind in process.unit_kinds
        if (count := counts.get((kind, post_of(step)), 0))
    ]
