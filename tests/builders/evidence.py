"""Files as people upload them, and a district whose guideline asks for some."""

import io
from datetime import date

from obstore.store import MemoryStore
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from authz.context import OperationContext
from schema.evidence.operations import UploadEvidence, upload_evidence
from schema.evidence.ports import EvidenceStore
from schema.evidence.rules.checked import Limits
from schema.evidence.tables import EvidenceFile
from schema.guidelines.repository.templates import load_template
from tests.builders.district import District, key
from tests.builders.guidelines import publish

MASKS = "title: 规范佩戴口罩\n"
BACKED = MASKS + (
    "    evidence:\n"
    "      - {id: photo, name: 现场照片, types: [image], minimum: 1, fresh_days: 7}\n"
    "      - {id: record, name: 巡查记录, types: [image, pdf]}\n"
)
WITH_EVIDENCE = load_template("wenlong").text.replace(MASKS, BACKED)
GPS, MAKE, ORIENTATION = 0x8825, 0x010F, 0x0112
SECRET = b"PhoneOfZhangSan"


def photo(
    form: str = "JPEG", size: tuple[int, int] = (64, 48), *, shade: int = 90, upright: bool = True
) -> bytes:
    """Take a photograph whose EXIF tells the place and the phone; lying on its side unless `upright`."""
    image = Image.new("RGB", size, (shade, 120, 60))
    image.paste((255, 255, 255), (0, 0, size[0] // 2, size[1] // 2))
    exif = Image.Exif()
    exif[MAKE] = SECRET.decode()
    exif[ORIENTATION] = 1 if upright else 6
    exif.get_ifd(GPS).update({1: "N", 2: (28.0, 58.0, 30.0), 3: "E", 4: (106.0, 38.0, 59.0)})
    written = io.BytesIO()
    image.save(written, form, exif=exif)
    return written.getvalue()


def document(*, pages: int = 1, script: bool = False, photograph: bytes | None = None) -> bytes:
    """Write a PDF that tells its author, if wanted with a script or with a photograph on its page."""
    writer = PdfWriter()
    writer.add_metadata({"/Author": SECRET.decode()})
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if script:
        action = {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject("app.alert(1)"),
        }
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    if photograph is not None:
        stream = DecodedStreamObject()
        stream._data = photograph
        stream.update(
            {
                NameObject("/Subtype"): NameObject("/Image"),
                NameObject("/Filter"): NameObject("/DCTDecode"),
                NameObject("/Width"): NumberObject(64),
                NameObject("/Height"): NumberObject(48),
                NameObject("/Note"): ArrayObject([TextStringObject("page")]),
            }
        )
        images = DictionaryObject({NameObject("/Im0"): writer._add_object(stream)})
        writer.pages[0][NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): images})
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def new_store() -> EvidenceStore:
    """Give a store in memory."""
    return EvidenceStore(MemoryStore)


async def ask_for_evidence(district: District) -> None:
    """Publish the wenlong guideline with two requirements of B-h: photographs of a week, and a record."""
    await publish(district, WITH_EVIDENCE)


async def bring(
    district: District,
    actor: OperationContext,
    store: EvidenceStore,
    code: str = "B1",
    data: bytes | None = None,
    *,
    requirement: str = "photo",
    taken_on: date | None = None,
    name: str | None = "现场.jpg",
    idempotency_key: str | None = None,
) -> EvidenceFile:
    """Upload a file for B-h of a unit."""
    command = UploadEvidence(
        idempotency_key=idempotency_key or key(),
        unit_id=(await district.unit(code)).id,
        criterion="B-h",
        requirement=requirement,
        taken_on=taken_on or actor.today(),
        name=name,
        data=photo() if data is None else data,
    )
    return await upload_evidence(actor, store, Limits(), command)
