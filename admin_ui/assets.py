"""Static files: our stylesheet, script and mark, and htmx from its installed package."""

import hashlib
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

_OURS = files("admin_ui") / "static"
_SOURCES: dict[str, tuple[Traversable, str]] = {
    "admin.css": (_OURS / "admin.css", "text/css"),
    "admin.js": (_OURS / "admin.js", "text/javascript"),
    "htmx.min.js": (files("js_lib_htmx") / "static" / "htmx" / "htmx.min.js", "text/javascript"),
    "mark.svg": (_OURS / "mark.svg", "image/svg+xml"),
}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file with its digest; the digest is part of its address, so it may be cached for good."""

    content: bytes
    media_type: str
    digest: str


def _read(source: Traversable, media_type: str) -> Asset:
    content = source.read_bytes()
    return Asset(content, media_type, hashlib.sha256(content).hexdigest())


ASSETS = {name: _read(*source) for name, source in _SOURCES.items()}


async def serve_asset(request: Request) -> Response:
    """Serve a file by name."""
    asset = ASSETS.get(request.path_params["name"])
    if asset is None:
        raise HTTPException(404)
    headers = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(asset.content, media_type=asset.media_type, headers=headers)
