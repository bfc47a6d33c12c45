"""The whole data model: importing this module registers every table."""

from sqlalchemy import MetaData

import tenants.audit
import tenants.idempotency
import tenants.outbox
import tenants.tables  # noqa: F401 - imported for their tables
from tenants.base import Base

METADATA: MetaData = Base.metadata
