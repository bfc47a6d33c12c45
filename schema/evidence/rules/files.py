"""What is in an uploaded file: told by its content, checked, and freed of all that is not the picture or the page.

Names and declared types are not asked. Pictures are decoded and written anew, so that no metadata (EXIF with
its position, XMP, comments) and nothing hidden behind the picture survives. Of PDFs what acts is refused, and
what tells about the author is removed, the EXIF of photographs on its pages too.
"""

import io
import logging
import struct
import zlib
from collections.abc import Iterator
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, PdfObject, StreamObject

from schema.evidence.rules.checked import CheckedFile, Limits
from schema.frame.errors import DomainError, ErrorCode

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings quote from the file
_FORMATS: Final = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
_DAMAGED = (
    ArithmeticError,
    AttributeError,
    AssertionError,
    EOFError,
    LookupError,
    OSError,
    PyPdfError,
    RecursionError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What decoders raise over damaged input."""
_ACTING = frozenset(
    {"/JS", "/JavaScript", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/RichMedia", "/XFA"}
)
_TELLING = ("/Metadata", "/PieceInfo", "/LastModified")


def check_file(data: bytes, limits: Limits) -> CheckedFile:
    """Check an uploaded file and clean it; the same bytes give the same content.

    Refuses with EVIDENCE_TOO_LARGE, EVIDENCE_TYPE_NOT_ALLOWED or EVIDENCE_UNREADABLE.
    """
    if not data:
        raise _refusal(ErrorCode.EVIDENCE_UNREADABLE, "文件是空的。")
    if len(data) > limits.file_bytes:
        megabytes = f"{limits.file_bytes / 1_048_576:.0f}"
        raise _refusal(ErrorCode.EVIDENCE_TOO_LARGE, f"文件超过 {megabytes} MB 的限制。")
    return _document(data, limits) if data.startswith(b"%PDF-") else _picture(data, limits)


def _picture(data: bytes, limits: Limits) -> CheckedFile:
    try:
        with Image.open(io.BytesIO(data), formats=tuple(_FORMATS)) as image:
            if image.width * image.height > limits.pixels:
                raise _too_many_pixels(limits)
            if getattr(image, "is_animated", False):
                raise _refusal(ErrorCode.EVIDENCE_TYPE_NOT_ALLOWED, "不接受动态图片。")
            written_as = image.format or ""
            content = _written_anew(image, written_as)
    except UnidentifiedImageError:
        message = "文件内容不是 JPEG、PNG、WebP 照片或 PDF 文件。"
        raise _refusal(ErrorCode.EVIDENCE_TYPE_NOT_ALLOWED, message) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels(limits) from None
    except _DAMAGED:
        raise _refusal(ErrorCode.EVIDENCE_UNREADABLE, "图片不完整或已损坏。") from None
    return CheckedFile(content, "image", _FORMATS[written_as])


def _written_anew(image: Image.Image, written_as: str) -> bytes:
    """Write the pixels alone, turned the way the camera was held."""
    upright = ImageOps.exif_transpose(image)
    clear = written_as != "JPEG" and upright.has_transparency_data
    pixels = upright.convert("RGBA" if clear else "RGB")
    pixels.info.clear()
    written = io.BytesIO()
    options: dict[str, int] = {} if written_as == "PNG" else {"quality": 90}
    pixels.save(written, format=written_as, **options)
    return written.getvalue()


def _document(data: bytes, limits: Limits) -> CheckedFile:
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted:
            raise _refusal(ErrorCode.EVIDENCE_UNREADABLE, "PDF 已加密。")
        pages = len(reader.pages)
        if not 1 <= pages <= limits.pages:
            message = f"PDF 须有 1 至 {limits.pages} 页。"
            raise _refusal(ErrorCode.EVIDENCE_TOO_LARGE if pages else ErrorCode.EVIDENCE_UNREADABLE, message)
        writer = PdfWriter(clone_from=reader)
        writer.metadata = None
        for part in _parts(writer):
            _clean(part)
        written = io.BytesIO()
        writer.write(written)
    except _DAMAGED:
        raise _refusal(ErrorCode.EVIDENCE_UNREADABLE, "PDF 不完整或已损坏。") from None
    return CheckedFile(written.getvalue(), "pdf", "application/pdf")


def _parts(writer: PdfWriter) -> Iterator[DictionaryObject]:
    """Go through every dictionary of a document, also those inside others."""
    waiting: list[PdfObject | None] = list(writer._objects)  # noqa: SLF001 - the only way to all objects
    while waiting:
        part = waiting.pop()
        if isinstance(part, DictionaryObject):
            yield part
            waiting += [value for value in part.values() if not isinstance(value, IndirectObject)]
        elif isinstance(part, ArrayObject):
            waiting += [value for value in part if not isinstance(value, IndirectObject)]


def _clean(part: DictionaryObject) -> None:
    names = {str(value) for value in part.values() if isinstance(value, NameObject)}
    if not _ACTING.isdisjoint(part.keys() | names):
        raise _refusal(ErrorCode.EVIDENCE_TYPE_NOT_ALLOWED, "PDF 含有脚本、附件或其他可执行内容。")
    for name in _TELLING:
        part.pop(NameObject(name), None)
    if isinstance(part, StreamObject) and part.get("/Filter") in ("/DCTDecode", ["/DCTDecode"]):
        part._data = without_segments(part._data)  # noqa: SLF001 - set_data would encode it anew


def without_segments(jpeg: bytes) -> bytes:
    """Drop EXIF, XMP, maker's notes and comments of a JPEG, leaving its pixels as they are encoded."""
    kept, place = [jpeg[:2]], 2
    while place + 4 <= len(jpeg) and jpeg[place] == 0xFF and jpeg[place + 1] != 0xDA:
        end = place + 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")
        marker = jpeg[place + 1]
        if not (0xE1 <= marker <= 0xED or marker in {0xEF, 0xFE}):  # APP14 tells how colours are meant
            kept.append(jpeg[place:end])
        place = end
    return b"".join((*kept, jpeg[place:]))


def _too_many_pixels(limits: Limits) -> DomainError:
    message = f"图片超过 {limits.pixels // 1_000_000} 百万像素的限制。"
    return _refusal(ErrorCode.EVIDENCE_TOO_LARGE, message)


def _refusal(code: ErrorCode, message: str) -> DomainError:
    return DomainError(code, message, field=("file",))
