"""What applicants do through the API."""

from datetime import date

import strawberry

from schema.application_migrations import operations as migrating
from schema.application_migrations.operations import MigrateApplications, Relocation
from schema.application_migrations.rules import StepMapping
from schema.applications import operations
from schema.applications.graphql import Application
from schema.applications.rules.forms import FormAnswer
from schema.applications.tables import Application as ApplicationTable
from schema.calendars.graphql import CalendarDay, day_of
from schema.calendars.operations import SetCalendarDay
from schema.calendars.tables import CalendarEntry
from schema.criteria.graphql import AttestationInput
from schema.frame.context import Info
from schema.frame.identifiers import decode_id, encode_id
from schema.frame.payloads import OperationError, settle


@strawberry.input
class CreateApplicationInput:
    """The unit that asks for its name."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    unit: strawberry.ID = strawberry.field(
        description="A unit without an open application, and without a name unless this asks for more."
    )
    tier: str | None = strawberry.field(
        default=None, description="Id of the tier it asks for; else its name, or the renewal of it."
    )


@strawberry.input
class AssessApplicationInput:
    """A self-assessment: statements now, machine checks by themselves."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    application: strawberry.ID = strawberry.field(description="An application that is with its applicant.")
    expected_revision: int = strawberry.field(description="The revision the statement rests on.")
    attestations: list[AttestationInput] = strawberry.field(
        default_factory=list, description="Statements; earlier ones stand while they are fresh."
    )


@strawberry.input
class FormAnswerInput:
    """An answer to a field of the form of a process or a step."""

    field: str = strawberry.field(description="Id of the field.")
    value: str = strawberry.field(
        description="The answer as text: `12.5`, `2022-11-20`, `true`, a choice; no personal data."
    )

    def to_answer(self) -> FormAnswer:
        """Hand the input to the operation."""
        return FormAnswer(field=self.field, value=self.value)


@strawberry.input
class SubmitApplicationInput:
    """Hand in a draft or a returned application."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    application: strawberry.ID = strawberry.field(description="An application that is with its applicant.")
    expected_revision: int = strawberry.field(description="The revision the decision rests on.")
    answers: list[FormAnswerInput] = strawberry.field(
        default_factory=list, description="Answers to the form of its process, if it has one."
    )


@strawberry.input
class WithdrawApplicationInput:
    """Take an application back for good."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    application: strawberry.ID = strawberry.field(description="An open application.")
    expected_revision: int = strawberry.field(description="The revision the decision rests on.")
    reason: str | None = strawberry.field(default=None, description="At most 500 characters.")


@strawberry.type
class ApplicationPayload:
    """The application as it stands after the mutation."""

    application: Application | None = strawberry.field(description="The application; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


def answer(row: ApplicationTable | None, errors: list[OperationError]) -> ApplicationPayload:
    """Render the outcome of an operation."""
    return ApplicationPayload(application=Application.of(row) if row else None, errors=errors)


@strawberry.input
class StepMappingInput:
    """A step of the old version, and the step of the new one that takes its place."""

    process: str = strawberry.field(description="Process of the old version, e.g. `B-W1`.")
    from_step: str = strawberry.field(description="Step of that process.")
    to_step: str = strawberry.field(description="Step of the new version.")


@strawberry.input
class MigrateApplicationsInput:
    """Take open applications along to a later version of the guideline."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    from_version: int = strawberry.field(description="Number of the version they are pinned to.")
    to_version: int = strawberry.field(description="Number of a later version.")
    dry_run: bool = strawberry.field(description="True tells what would happen and writes nothing.")
    mapping: list[StepMappingInput] = strawberry.field(
        default_factory=list, description="Steps that changed; others keep their id."
    )

    def to_command(self) -> MigrateApplications:
        """Hand the input to the operation."""
        return MigrateApplications(
            idempotency_key=self.idempotency_key,
            from_version=self.from_version,
            to_version=self.to_version,
            mapping=tuple(
                StepMapping(entry.process, entry.from_step, entry.to_step) for entry in self.mapping
            ),
        )


@strawberry.type
class ApplicationRelocation:
    """What becomes of one application."""

    application: strawberry.ID = strawberry.field(description="Its global id.")
    unit_code: str = strawberry.field(description="Code of its unit.")
    from_step: str = strawberry.field(description="Where it stands under the old version.")
    to_step: str | None = strawberry.field(description="Where it stands under the new one; null if it stays.")
    refusal: OperationError | None = strawberry.field(description="Why it stays; null if it is taken along.")

    @classmethod
    def of(cls, relocation: Relocation) -> "ApplicationRelocation":
        """Render a relocation."""
        return cls(
            application=strawberry.ID(encode_id("Application", relocation.application_id)),
            unit_code=relocation.unit_code,
            from_step=relocation.from_step,
            to_step=relocation.to_step,
            refusal=OperationError.of(relocation.refusal) if relocation.refusal else None,
        )


@strawberry.type
class MigrateApplicationsPayload:
    """What became, or would become, of each open application of the old version."""

    results: list[ApplicationRelocation] | None = strawberry.field(
        description="One for each, oldest first; null on errors."
    )
    errors: list[OperationError] = strawberry.field(description="Why nothing was done; empty on success.")


@strawberry.input
class SetCalendarDayInput:
    """What the district says of one of its days."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    day: date = strawberry.field(description="A day at most three years away.")
    working: bool | None = strawberry.field(
        description="Whether it is worked; null gives it back to the national calendar."
    )
    note: str | None = strawberry.field(
        default=None, description="Why, at most 60 characters; required unless given back."
    )


@strawberry.type
class SetCalendarDayPayload:
    """The day as it stands now."""

    day: CalendarDay | None = strawberry.field(description="The day; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.type
class ApplicationMutation:
    """What applicants do."""

    @strawberry.mutation
    async def create_application(self, info: Info, input: CreateApplicationInput) -> ApplicationPayload:
        """Open an application for a unit, pinned to the published guideline version."""

        async def run() -> ApplicationTable:
            command = operations.CreateApplication(
                idempotency_key=input.idempotency_key,
                unit_id=decode_id("Unit", input.unit, "unit"),
                tier=input.tier,
            )
            return await operations.create_application(info.context.operations, command)

        return answer(*await settle(run()))

    @strawberry.mutation
    async def assess_application(self, info: Info, input: AssessApplicationInput) -> ApplicationPayload:
        """Attest criteria and keep a self-assessment of the unit (B-W4)."""

        async def run() -> ApplicationTable:
            command = operations.AssessApplication(
                idempotency_key=input.idempotency_key,
                application_id=decode_id("Application", input.application, "application"),
                expected_revision=input.expected_revision,
                attestations=tuple(entry.to_entry() for entry in input.attestations),
            )
            return await operations.assess_application(info.context.operations, command)

        return answer(*await settle(run()))

    @strawberry.mutation
    async def submit_application(self, info: Info, input: SubmitApplicationInput) -> ApplicationPayload:
        """Hand in, first or after a return; every criterion is checked again."""

        async def run() -> ApplicationTable:
            command = operations.SubmitApplication(
                idempotency_key=input.idempotency_key,
                application_id=decode_id("Application", input.application, "application"),
                expected_revision=input.expected_revision,
                answers=tuple(answer.to_answer() for answer in input.answers),
            )
            return await operations.submit_application(info.context.operations, command)

        return answer(*await settle(run()))

    @strawberry.mutation
    async def withdraw_application(self, info: Info, input: WithdrawApplicationInput) -> ApplicationPayload:
        """Take an application back; its petition closes."""

        async def run() -> ApplicationTable:
            command = operations.WithdrawApplication(
                idempotency_key=input.idempotency_key,
                application_id=decode_id("Application", input.application, "application"),
                expected_revision=input.expected_revision,
                reason=input.reason,
            )
            return await operations.withdraw_application(info.context.operations, command)

        return answer(*await settle(run()))

    @strawberry.mutation
    async def set_calendar_day(self, info: Info, input: SetCalendarDayInput) -> SetCalendarDayPayload:
        """Say that a day is worked in this district or not; running deadlines are counted anew."""

        async def run() -> CalendarEntry:
            command = SetCalendarDay(
                idempotency_key=input.idempotency_key, day=input.day, working=input.working, note=input.note
            )
            return await operations.set_calendar_day(info.context.operations, command)

        entry, errors = await settle(run())
        if entry is None:
            return SetCalendarDayPayload(day=None, errors=errors)
        return SetCalendarDayPayload(day=await day_of(info.context, entry.day), errors=[])

    @strawberry.mutation
    async def migrate_applications(
        self, info: Info, input: MigrateApplicationsInput
    ) -> MigrateApplicationsPayload:
        """Take open applications to a later version; those that cannot be taken along stay pinned."""

        async def run() -> list[Relocation]:
            command = input.to_command()
            if input.dry_run:
                return await migrating.preview_migration(info.context.operations, command)
            message = await migrating.migrate_applications(info.context.operations, command)
            return migrating.relocations_of(message)

        found, errors = await settle(run())
        return MigrateApplicationsPayload(
            results=[ApplicationRelocation.of(each) for each in found] if found is not None else None,
            errors=errors,
        )
