"""Work that waits for nobody, as those see it who can appoint somebody: where and at which step, and nothing more."""

from datetime import datetime

import strawberry

from authz.actions import Role
from schema.applications.graphql import step_label, way_of
from schema.applications.tables import Application
from schema.frame.context import Info
from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.graphql import post_name
from schema.guidelines.repository import Edition, current_editions
from schema.guidelines.rules.format import Step
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
        _, step = await _step(info, self.row)
        return Role(step.role) if step is not None else None

    @strawberry.field
    async def role_name(self, info: Info) -> str | None:
        """The role in zh-CN, as the district's guideline calls it, or the office, as the application's own does.

        Null where the applicant acts.
        """
        edition, step = await _step(info, self.row)
        if step is None:
            return None
        if step.office is not None:
            return post_name(step.role, step.office, edition.guideline)
        current = await info.context.load(current_editions, info.context.operations.today())
        return post_name(step.role, None, current.guideline if current is not None else None)


async def _step(info: Info, row: Application) -> tuple[Edition, Step | None]:
    edition, process = await way_of(info.context, row)
    return edition, find_step(process, row.step)
