"""The whole data model: importing this module registers every table."""

from sqlalchemy import MetaData

import authz.tables  # noqa: F401 - these modules are imported for their tables
import schema.appeals.tables
import schema.applications.tables
import schema.batches.tables
import schema.calendars.tables
import schema.complaints.tables
import schema.consequences.tables
import schema.criteria.tables
import schema.deadlines.tables
import schema.designations.tables
import schema.events.tables
import schema.evidence.tables
import schema.figures.tables
import schema.findings.tables
import schema.guideline_drafts.tables
import schema.guidelines.tables
import schema.inspections.tables
import schema.key_areas.tables
import schema.name_lists.tables
import schema.notifications.tables
import schema.officials.tables
import schema.petitions.tables
import schema.public_notices.tables
import schema.residents.tables
import schema.reviews.tables
import schema.rule_changes.tables
import schema.simulations.tables
import schema.units.tables  # noqa: F401
import tenants.audit
import tenants.idempotency
import tenants.jobs
import tenants.outbox
import tenants.tables
import tenants.versions  # noqa: F401 - imported for its table
from tenants.base import Base

METADATA: MetaData = Base.metadata
