"""The embedded PostgreSQL of the demo and the walkthrough."""

from api.embedded.server import EmbeddedPostgres, embedded_postgres
from api.embedded.server_user import EmbeddedError

__all__ = ["EmbeddedError", "EmbeddedPostgres", "embedded_postgres"]
