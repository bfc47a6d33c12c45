"""What a violated constraint means is declared where the constraint is."""

from sqlalchemy import UniqueConstraint

from schema.frame.errors import ErrorCode
from schema.metadata import METADATA
from tenants.base import Meaning, meaning_of

NOT_TO_BE_RUN_INTO = {
    "uq_access_tokens_tenant_id_digest": "tokens are random",
    "uq_api_clients_tenant_id_digest": "keys are random",
    "uq_application_transitions_tenant_id_application_id_ordinal": "counted with the application locked",
    "uq_assessment_results_tenant_id_assessment_id_criterion": "written once, with their assessment",
    "uq_batch_entries_tenant_id_batch_id_unit_id": "entered with the unit locked",
    "uq_application_closings_tenant_id_application_id": "written by the move that ends it, with the application locked",
    "uq_batch_members_leader": "appointed with the batch locked",
    "uq_batch_members_tenant_id_batch_id_official_id": "appointed with the batch locked",
    "uq_batches_tenant_id_unit_id_process_number": "counted where one batch is open at most",
    "uq_consequences_live": "worked out with the line locked",
    "uq_designation_changes_tenant_id_designation_id_ordinal": "counted with the name locked",
    "uq_designation_counters_tenant_id_series": "written on conflict",
    "uq_designation_certificates_tenant_id_designation_id_edition": "issued with the name locked",
    "uq_designations_tenant_id_application_id": "given with the application locked",
    "uq_designations_tenant_id_number": "counted by the series, which is locked",
    "uq_escalations_tenant_id_deadline_id_rung": "climbed with the application locked",
    "uq_guideline_drafts_tenant_id_version_id": "published with the draft locked",
    "uq_guideline_versions_tenant_id_number": "counted with publishing locked",
    "uq_guideline_withdrawals_tenant_id_version_id": "withdrawn with publishing locked",
    "uq_health_event_revisions_tenant_id_event_id_number": "counted with the event locked",
    "uq_idempotency_keys_tenant_id_actor_id_key": "claimed on conflict",
    "uq_inspections_tenant_id_entry_id": "opened with the entry locked",
    "uq_jobs_tenant_id_kind_key": "enqueued on conflict",
    "uq_outbox_messages_tenant_id_sequence": "numbered under a lock of the tenant",
    "uq_petition_entries_tenant_id_petition_id_household_id": "copied with the petition locked",
    "uq_plaque_moves_tenant_id_designation_id_ordinal": "counted with the name locked",
    "uq_platform_operators_username": "the platform's own staff, from the command line",
    "uq_platform_operators_username_key": "the same",
    "uq_public_notices_running": "begun with the application locked",
    "uq_rectifications_tenant_id_entry_id_item": "asked for with the application locked",
    "uq_reviews_tenant_id_transition_id": "written with its transition",
    "uq_rule_changes_tenant_id_guideline_version_id": "chosen with publishing locked",
    "uq_score_sheets_tenant_id_inspection_id_inspector_id": "filled in with the inspection locked",
    "uq_sign_in_attempts_tenant_id_username_digest": "counted on conflict",
    "uq_simulation_changes_tenant_id_simulation_id_path": "written by the one attempt that holds the job",
    "uq_step_deadlines_running": "started with the application locked",
    "uq_unit_counters_tenant_id_unit_id_kind": "counted on conflict",
    "uq_unit_placements_tenant_id_unit_id_recorded_at": "moved with the unit locked",
    "uq_unit_successors_tenant_id_unit_id_successor_id": "linked with the units locked",
}
"""Unique constraints no caller runs into, and why."""


def declared() -> dict[str, Meaning | None]:
    return {
        str(rule.name): rule.info.get("meaning")
        for table in METADATA.tables.values()
        for rule in (*table.constraints, *table.indexes)
        if isinstance(rule, UniqueConstraint) or getattr(rule, "unique", False)
    }


def test_every_unique_constraint_has_a_meaning_or_a_reason_to_have_none() -> None:
    silent = {name for name, meaning in declared().items() if meaning is None}
    assert silent == set(NOT_TO_BE_RUN_INTO)


def test_a_meaning_is_a_code_of_ours_in_words() -> None:
    meanings = {name: meaning for name, meaning in declared().items() if meaning is not None}
    assert len(meanings) == 22
    for name, meaning in meanings.items():
        assert meaning.code in set(ErrorCode), name
        assert meaning.message.endswith("。"), name
        assert meaning_of(name) == meaning


def test_what_nobody_declared_means_nothing() -> None:
    assert meaning_of("ck_units_code") is None
    assert meaning_of("uq_of_somebody_else") is None
