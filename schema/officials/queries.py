"""What is asked of officials: who is signed in, and who is there."""

from typing import Annotated

import strawberry

from authz.actions import Action, Role
from schema.frame.connections import list_connection
from schema.frame.context import Info
from schema.frame.pagination import After, Before, Connection, First, Last, Paging
from schema.guidelines.graphql import Office, offices_of, role_name
from schema.guidelines.repository import current_editions
from schema.officials import repository
from schema.officials.graphql import Account, Official, Viewer, find_viewer


@strawberry.type
class AppointableRole:
    """A role that can be given."""

    role: Role = strawberry.field(description="Send it back to give the role.")
    role_name: str = strawberry.field(description="The role in zh-CN, as the district's guideline calls it.")
    offices: list[Office] = strawberry.field(
        description="The offices the role has, each by where it is held; empty where it is one everywhere."
    )


@strawberry.type
class OfficialQuery:
    """Reading who is who."""

    @strawberry.field
    async def viewer(self, info: Info) -> Viewer | None:
        """The official who is signed in; null for anybody else."""
        actor = info.context.operations.actor
        return await find_viewer(info.context, actor.id) if actor.kind == "official" and actor.id else None

    @strawberry.field
    async def account(self, info: Info) -> Account | None:
        """One's own account; the only thing to read with a one-time password. Null for who is not signed in."""
        actor = info.context.operations.actor
        if actor.kind != "official" or actor.id is None:
            return None
        row = await info.context.load(repository.by_ids, actor.id)
        return Account.of(row) if row else None

    @strawberry.field
    async def appointable_roles(self, info: Info) -> list[AppointableRole]:
        """The roles that can be given in the district; for administrators."""
        _ = info.context.scopes(Action.OFFICIAL_APPOINT)
        edition = await info.context.load(current_editions, info.context.operations.today())
        guideline = edition.guideline if edition is not None else None
        return [
            AppointableRole(
                role=role, role_name=role_name(role, guideline), offices=offices_of(role, guideline)
            )
            for role in Role
            if role is not Role.PLATFORM_OPERATOR
        ]

    @strawberry.field
    async def officials(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        disabled: Annotated[
            bool | None, strawberry.argument(description="Only those disabled, or only the others.")
        ] = None,
        role: Annotated[
            Role | None, strawberry.argument(description="Only those who hold the role now.")
        ] = None,
    ) -> Connection[Official]:
        """The officials of the tenant, by username; for administrators."""
        _ = info.context.scopes(Action.OFFICIAL_READ)
        now = info.context.operations.clock() if role is not None else None
        asked = repository.Asked(disabled, role.value if role else None, now)
        name = f"officials.{'all' if disabled is None else int(disabled)}.{role.value if role else ''}"
        return await list_connection(
            info.context,
            Paging("officials" if name == "officials.all." else name, first, after, last, before),
            lambda row: Official.of(row, whole=True),
            read=lambda session, page: repository.list_officials(session, page, asked),
            count=lambda session: repository.count_officials(session, asked),
        )
