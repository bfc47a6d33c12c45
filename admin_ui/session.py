"""What a browser remembers for us: session token, CSRF key, notice. Nothing is kept in this process."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response


@dataclass(frozen=True, slots=True)
class Cookies:
    """Names and writes the cookies of one mounted back office.

    The mount path is part of each name, so one browser can be signed in to two districts. With `secure` they
    carry the `__Host-` prefix, which browsers accept over HTTPS only.
    """

    secure: bool

    def name(self, request: Request, purpose: str) -> str:
        """Name a cookie, e.g. `__Host-wuyi.t.qijiang.session`."""
        mount = re.sub(r"[^0-9A-Za-z_-]+", ".", request.scope.get("root_path", ""))
        return f"{'__Host-' if self.secure else ''}wuyi{mount}.{purpose}"

    def read(self, request: Request, purpose: str) -> str | None:
        """Return the cookie's value, or None when it is absent or empty."""
        return request.cookies.get(self.name(request, purpose)) or None

    def write(
        self, request: Request, response: Response, purpose: str, value: str, expires: datetime | None = None
    ) -> None:
        """Set a cookie that scripts cannot read and other sites cannot send along with a form."""
        response.set_cookie(
            self.name(request, purpose),
            value,
            expires=expires,
            path="/",
            secure=self.secure,
            httponly=True,
            samesite="lax",
        )

    def clear(self, request: Request, response: Response, purpose: str) -> None:
        """Remove a cookie."""
        response.delete_cookie(
            self.name(request, purpose), path="/", secure=self.secure, httponly=True, samesite="lax"
        )


def new_key() -> str:
    """Make an unguessable value: a visitor's CSRF key or a form's idempotency key."""
    return secrets.token_urlsafe(24)


def csrf_token(key: str) -> str:
    """Derive the token a form must carry from the browser's secret (session token or visitor key)."""
    return hmac.new(key.encode(), b"wuyi form", hashlib.sha256).hexdigest()


def csrf_matches(key: str | None, token: str) -> bool:
    """Tell whether a form was rendered for the browser that sends it."""
    return key is not None and hmac.compare_digest(csrf_token(key).encode(), token.encode())
