"""The embedded PostgreSQL of the demo and the walkthrough."""

from api.embedded.programs import EmbeddedError
from api.embedded.server import EmbeddedPostgres, embedded_postgres

__all__ = ["EmbeddedError", "EmbeddedPostgres", "embedded_postgres"]
