"""What is known of a file that was checked, and how large one may be: apart from what reads pictures and PDFs."""

import hashlib
from dataclasses import dataclass

from schema.guidelines.rules.format import EvidenceType


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be: in bytes, as a picture in pixels, as a PDF in pages."""

    file_bytes: int = 10_485_760
    pixels: int = 40_000_000
    pages: int = 100


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """Content that may be kept, by its hash."""

    content: bytes
    type: EvidenceType
    media_type: str

    @property
    def sha256(self) -> str:
        """Identify the content."""
        return hashlib.sha256(self.content).hexdigest()
