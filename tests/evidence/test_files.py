"""What may be kept of a file: told by its content, complete, of bearable size, and free of metadata."""

import contextlib
import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader, PdfWriter

from schema.evidence.rules.checked import CheckedFile, Limits
from schema.evidence.rules.files import check_file, without_segments
from schema.frame.errors import DomainError
from tests.builders.evidence import GPS, SECRET, document, photo

LIMITS = Limits()


def refusal(data: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(DomainError) as caught:
        check_file(data, limits)
    assert caught.value.field == ("file",)
    return caught.value.code.value


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def pixel_bomb(side: int) -> bytes:
    """A PNG of a few kilobytes that says it is `side` pixels wide and high."""
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 64))
        + chunk(b"IEND", b"")
    )


def text_bomb() -> bytes:
    """A PNG whose comment unpacks to 200 megabytes."""
    comment = b"Comment\0\0" + zlib.compress(b"\0" * 200_000_000, 9)
    plain = photo("PNG", (8, 8))
    return plain[:33] + chunk(b"zTXt", comment) + plain[33:]


def encrypted() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(document())))
    writer.encrypt("secret", algorithm="RC4-128")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_nothing_but_the_picture_is_kept(form: str) -> None:
    """The place a photograph was taken at (GPS) and the phone are gone; the pixels are there."""
    raw = photo(form)
    with Image.open(io.BytesIO(raw)) as before:
        assert before.getexif().get_ifd(GPS)
    checked = check_file(raw, LIMITS)
    assert (checked.type, checked.media_type) == ("image", f"image/{form.lower()}")
    with Image.open(io.BytesIO(checked.content)) as after:
        assert (after.format, after.size) == (form, (64, 48))
        assert dict(after.getexif()) == {}
        assert "exif" not in after.info
    assert SECRET not in checked.content
    assert b"Exif" not in checked.content


def test_what_is_hidden_behind_a_picture_is_not_kept() -> None:
    checked = check_file(photo() + b"PK\x03\x04" + SECRET, LIMITS)
    assert SECRET not in checked.content


def test_a_picture_is_turned_as_the_camera_was_held() -> None:
    """Without its EXIF nobody would know any more."""
    with Image.open(io.BytesIO(check_file(photo(upright=False), LIMITS).content)) as after:
        assert after.size == (48, 64)


def test_the_same_file_has_the_same_hash() -> None:
    for raw in (photo(), photo("PNG"), document(), document(photograph=photo())):
        assert check_file(raw, LIMITS).sha256 == check_file(raw, LIMITS).sha256
    assert check_file(photo(), LIMITS).sha256 != check_file(photo(shade=10), LIMITS).sha256


def test_a_document_keeps_its_pages_and_loses_its_author() -> None:
    checked = check_file(document(pages=3, photograph=photo()), LIMITS)
    assert (checked.type, checked.media_type) == ("pdf", "application/pdf")
    reader = PdfReader(io.BytesIO(checked.content))
    assert len(reader.pages) == 3
    assert SECRET not in checked.content
    (shown,) = reader.pages[0].images
    assert shown.image is not None
    assert shown.image.size == (64, 48)
    assert dict(shown.image.getexif()) == {}


def test_segments_of_a_photograph_go_and_its_pixels_stay() -> None:
    raw = photo()
    bare = without_segments(raw)
    assert SECRET not in bare
    with Image.open(io.BytesIO(raw)) as before, Image.open(io.BytesIO(bare)) as after:
        assert before.tobytes() == after.tobytes()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "EVIDENCE_UNREADABLE"),
        (b"just text", "EVIDENCE_TYPE_NOT_ALLOWED"),
        (b"MZ\x90\x00" + b"\0" * 500, "EVIDENCE_TYPE_NOT_ALLOWED"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "EVIDENCE_TYPE_NOT_ALLOWED"),
        (b"<html><script>alert(1)</script></html>", "EVIDENCE_TYPE_NOT_ALLOWED"),
        (b"PK\x03\x04" + b"\0" * 500, "EVIDENCE_TYPE_NOT_ALLOWED"),
        (photo("GIF"), "EVIDENCE_TYPE_NOT_ALLOWED"),
        (photo("TIFF"), "EVIDENCE_TYPE_NOT_ALLOWED"),
        (photo(size=(300, 300))[:-900], "EVIDENCE_UNREADABLE"),
        (photo("PNG")[:60], "EVIDENCE_UNREADABLE"),
        (photo()[:30], "EVIDENCE_UNREADABLE"),
        (pixel_bomb(7_000), "EVIDENCE_TOO_LARGE"),
        (pixel_bomb(12_000), "EVIDENCE_TOO_LARGE"),
        (pixel_bomb(60_000), "EVIDENCE_TOO_LARGE"),
        (text_bomb(), "EVIDENCE_UNREADABLE"),
        (b"%PDF-1.7\n", "EVIDENCE_UNREADABLE"),
        (b"%PDF-1.7\n" + photo(), "EVIDENCE_UNREADABLE"),
        (document(pages=0), "EVIDENCE_UNREADABLE"),
        (document(pages=101), "EVIDENCE_TOO_LARGE"),
        (document(script=True), "EVIDENCE_TYPE_NOT_ALLOWED"),
        (encrypted(), "EVIDENCE_UNREADABLE"),
    ],
)
def test_what_is_not_kept(data: bytes, code: str) -> None:
    """Another type (also in disguise), damaged, a bomb, a script: refused before anything is written."""
    assert refusal(data) == code


def test_the_limit_of_bytes_is_asked_first() -> None:
    assert refusal(photo(), Limits(file_bytes=100)) == "EVIDENCE_TOO_LARGE"
    assert check_file(photo(), Limits(file_bytes=len(photo()))).type == "image"


def test_an_animation_is_no_photograph() -> None:
    frames = [Image.new("RGB", (8, 8), (shade, 0, 0)) for shade in (0, 200)]
    written = io.BytesIO()
    frames[0].save(written, "WEBP", save_all=True, append_images=frames[1:])
    assert refusal(written.getvalue()) == "EVIDENCE_TYPE_NOT_ALLOWED"


SOUND = (photo(), photo("PNG"), photo("WEBP"), document(photograph=photo()))


@pytest.mark.filterwarnings("ignore::UserWarning")  # what decoders say of damaged metadata
@settings(max_examples=150)
@given(st.sampled_from(SOUND), st.data())
def test_a_damaged_file_is_refused_or_kept_never_more(raw: bytes, data: st.DataObject) -> None:
    spoilt = bytearray(raw)
    for _ in range(data.draw(st.integers(1, 8))):
        spoilt[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(DomainError):
        assert isinstance(check_file(bytes(spoilt), Limits(pixels=1_000_000)), CheckedFile)
