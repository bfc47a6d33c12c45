"""Whether a name still meets its children rule, for guidelines that evaluate anew before they suspend."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from schema.consequences.rules import Name, Place
from schema.consequences.rules.falling import StillMeets
from schema.criteria.loading import load_children
from schema.criteria.rules import run_check
from schema.criteria.rules.facts import ChildFact, UnitFacts
from schema.guidelines.rules.format import ChildrenCheck, Guideline
from tenants.database import Session


@dataclass(frozen=True, slots=True)
class StillMeeting:
    """The units directly below those whose guideline asks, by parent."""

    children: Mapping[uuid.UUID, Mapping[uuid.UUID, ChildFact]]
    kinds: Mapping[uuid.UUID, str]
    guidelines: Mapping[uuid.UUID, Guideline]

    def asks(self, on: date) -> StillMeets:
        """Give the question as of a day."""

        def still_meets(name: Name, clause: str, lost: frozenset[uuid.UUID]) -> bool:
            below = self.children.get(name.unit_id, {})
            facts = tuple(
                replace(fact, titled=False) if child in lost else fact for child, fact in below.items()
            )
            kind = self.kinds[name.unit_id]
            return all(
                run_check(criterion.check, UnitFacts(on, kind, children=facts)).passed
                for criterion in self.guidelines[name.version].criteria
                if criterion.id == clause
                and kind in criterion.applies_to
                and isinstance(criterion.check, ChildrenCheck)
            )

        return still_meets


async def load_still_meeting(
    session: Session, places: Sequence[Place], guidelines: Mapping[uuid.UUID, Guideline], today: date
) -> StillMeeting:
    """Load the children of a line's units, if a guideline asks for them at all."""
    asked = any(guideline.on_child_loss == "recompute" for guideline in guidelines.values())
    parents: Collection[uuid.UUID] = {parent for place in places for parent in place.parents} if asked else ()
    children = await load_children(session, parents, today) if parents else {}
    return StillMeeting(children, {place.id: place.kind for place in places}, guidelines)
