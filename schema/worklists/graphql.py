"""Work that waits for nobody, as those see it who can appoint somebody: where and at which step, and nothing more."""

from datetime import datetime

import strawberry

from authz.actions import Role
from schema.applications.graphql import step_label, way_of
from schema.applications.tables import Application
from schema.frame.context import Info
from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.graphql import by_role
from schema.guidelines.repository import current_editions
from schema.guidelines.rules.lookup import find_step
from schema.units import repository as units
from schema.units.graphql import Unit


@strawberry.type
class UnattendedStep:
    """A step of an application on which nobody can act, without the application: who appoints does not see it."""

    row: strawberry.Private[Application]
    since: datetime = strawberry.field(description="Since when the application is at the step.")

    @classmethod
    def of(cls, row: Application) -> "UnattendedStep":
        """Render an application as far as its step goes."""
        return cls(row=row, since=row.step_entered_at)

    @strawberry.field
    async def unit(self, info: Info) -> Unit:
        """The unit the application is for."""
        row = await info.context.load(units.by_ids, self.row.unit_id)
        if row is None:
            raise DomainError(ErrorCode.NOT_FOUND, "单元不存在。")
        return Unit.of(row)

    @strawberry.field
    async def step_name(self, info: Info) -> str:
        """The step, in zh-CN."""
        _, process = await way_of(info.context, self.row)
        return step_label(process, self.row.step, self.row.status)

    @strawberry.field
    async def role(self, info: Info) -> Role | None:
        """The role that acts at the step; null where the applicant does."""
        return await _role(info, self.row)

    @strawberry.field
    async def role_name(self, info: Info) -> str | None:
        """The role in zh-CN, as the district's guideline calls it; null where the applicant acts."""
        role = await _role(info, self.row)
        if role is None:
            return None
        await info.context.load(current_editions, info.context.operations.today())
        return by_role(info.context, role)


async def _role(info: Info, row: Application) -> Role | None:
    _, process = await way_of(info.context, row)
    step = find_step(process, row.step)
    return Role(step.role) if step is not None else None
