"""What a process knows of tenants for its plans: read once through the resolvers' own doors, forgotten when stale."""

import uuid
from collections.abc import Mapping, Sequence

from cachetools import LRUCache

from schema.frame.context import RequestContext
from schema.plans.calls import Fact, Known, Load
from schema.plans.selections import Unplanned

KEPT_AT_MOST = 4_096


class Knowledge:
    """Facts by tenant and name. That one still holds is tested by each statement that relies on it."""

    def __init__(self, loads: Mapping[str, Load]) -> None:
        self._loads = loads
        self._kept: LRUCache[tuple[uuid.UUID, str], Fact] = LRUCache(KEPT_AT_MOST)

    async def of(self, context: RequestContext, known: Sequence[Known]) -> Mapping[str, Fact]:
        """Give facts of the caller's tenant, reading those that are not known yet."""
        tenant = context.operations.tenant.id
        found = {}
        for each in known:
            fact = self._kept.get((tenant, each.name))
            if fact is None:
                value = await self._loads[each.name](context)
                if value is None:
                    raise Unplanned(f"no {each.name} is known")
                fact = self._kept[tenant, each.name] = Fact(value)
            found[each.name] = fact
        return found

    def forget(self, context: RequestContext, known: Sequence[Known]) -> None:
        """Forget facts a statement found to be stale."""
        for each in known:
            self._kept.pop((context.operations.tenant.id, each.name), None)
