"""Taking open applications along to a later version of the guideline."""

from decimal import Decimal

import strawberry

from schema.application_migrations import operations as migrating
from schema.application_migrations.operations import MigrateApplications, Relocation
from schema.application_migrations.rules import ClauseMapping, Outlook, StepMapping
from schema.frame.context import Info
from schema.frame.identifiers import encode_id
from schema.frame.inputs import CommandInput, Input
from schema.frame.payloads import OperationError, carry_out


@strawberry.input
class StepMappingInput(Input[StepMapping]):
    """A step of the old version, and the step of the new one that takes its place."""

    process: str = strawberry.field(description="Process of the old version, e.g. `B-W1`.")
    from_step: str = strawberry.field(description="Step of that process.")
    to_step: str = strawberry.field(description="Step of the new version.")


@strawberry.input
class ClauseMappingInput(Input[ClauseMapping]):
    """A clause a person attests in the old version, and the one of the new that means the same."""

    from_clause: str = strawberry.field(description="Clause of the old version, e.g. `B-h`.")
    to_clause: str = strawberry.field(
        description="Clause of the new one; the same where only the wording changed, not the meaning."
    )


@strawberry.input
class MigrateApplicationsInput(CommandInput[MigrateApplications], aside=("dry_run",)):
    """Take open applications along to a later version of the guideline."""

    from_version: int = strawberry.field(description="Number of the version they are pinned to.")
    to_version: int = strawberry.field(description="Number of a later version.")
    dry_run: bool = strawberry.field(description="True tells what would happen and writes nothing.")
    mapping: list[StepMappingInput] = strawberry.field(
        default_factory=list, description="Steps that changed; others keep their id."
    )
    clauses: list[ClauseMappingInput] = strawberry.field(
        default_factory=list,
        description="Clauses whose attestations go along; others do only where the clause reads the same.",
    )


@strawberry.type
class ApplicationOutlook:
    """How an application stands under the new version, by what is known today."""

    met: bool = strawberry.field(description="Whether the unit passes.")
    points: Decimal | None = strawberry.field(description="Its points; null without a score sheet.")
    failing: list[str] = strawberry.field(description="Clauses in the way.")
    asked_anew: list[str] = strawberry.field(
        description="Clauses that a person has to attest anew, since their wording is another."
    )

    @classmethod
    def of(cls, outlook: Outlook) -> "ApplicationOutlook":
        """Render an outlook."""
        return cls(
            met=outlook.met,
            points=Decimal(outlook.points) if outlook.points is not None else None,
            failing=list(outlook.failing),
            asked_anew=list(outlook.asked_anew),
        )


@strawberry.type
class ApplicationRelocation:
    """What becomes of one application."""

    application: strawberry.ID = strawberry.field(description="Its global id.")
    unit_code: str = strawberry.field(description="Code of its unit.")
    from_step: str = strawberry.field(description="Where it stands under the old version.")
    to_step: str | None = strawberry.field(description="Where it stands under the new one; null if it stays.")
    refusal: OperationError | None = strawberry.field(description="Why it stays; null if it is taken along.")
    outlook: ApplicationOutlook | None = strawberry.field(description="How it stands then; null if it stays.")

    @classmethod
    def of(cls, relocation: Relocation) -> "ApplicationRelocation":
        """Render a relocation."""
        return cls(
            application=strawberry.ID(encode_id("Application", relocation.application_id)),
            unit_code=relocation.unit_code,
            from_step=relocation.from_step,
            to_step=relocation.to_step,
            refusal=OperationError.of(relocation.refusal) if relocation.refusal else None,
            outlook=ApplicationOutlook.of(relocation.outlook) if relocation.outlook else None,
        )


@strawberry.type
class MigrateApplicationsPayload:
    """What became, or would become, of each open application of the old version."""

    results: list[ApplicationRelocation] | None = strawberry.field(
        description="One for each, oldest first; null on errors."
    )
    errors: list[OperationError] = strawberry.field(description="Why nothing was done; empty on success.")


@strawberry.type
class ApplicationMigrationMutation:
    """Taking applications along to another version."""

    @strawberry.mutation
    async def migrate_applications(
        self, info: Info, input: MigrateApplicationsInput
    ) -> MigrateApplicationsPayload:
        """Take open applications to a later version; those that cannot be taken along stay pinned."""
        if input.dry_run:
            found, errors = await carry_out(info, migrating.preview_migration, input)
        else:
            message, errors = await carry_out(info, migrating.migrate_applications, input)
            found = migrating.relocations_of(message) if message is not None else None
        return MigrateApplicationsPayload(
            results=[ApplicationRelocation.of(each) for each in found] if found is not None else None,
            errors=errors,
        )
