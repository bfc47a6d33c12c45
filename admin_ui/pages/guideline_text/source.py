"""The text a form brings: a file if one was chosen, else what stands in the field."""

from starlette.datastructures import UploadFile

from admin_ui.forms import Fault
from admin_ui.visit import Visit

FILE_BYTES = 400_000


async def read_source(visit: Visit) -> tuple[str, list[Fault]]:
    """Read the text, its lines ending as the API counts them, and what is wrong with how it came."""
    pasted = _lines(visit.form.values.get("source", ""))
    file = visit.sent.get("file") if visit.sent is not None else None
    if not isinstance(file, UploadFile) or not file.filename:
        return pasted, [] if pasted.strip() else [Fault("source", "请粘贴方案文本，或选择文件。")]
    content = await file.read(FILE_BYTES + 1)
    if len(content) > FILE_BYTES:
        return pasted, [Fault("file", "文件太大：文本最多 10 万字。")]
    try:
        return _lines(content.decode("utf-8-sig")), []
    except UnicodeDecodeError:
        return pasted, [Fault("file", "文件不是 UTF-8 编码的文本，请另存为 UTF-8 后再选。")]


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
