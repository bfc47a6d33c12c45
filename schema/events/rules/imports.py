"""Records of a reporting system: what may be imported at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from schema.events.rules import SOURCE_LIMIT, Report
from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.frame.text import text_fault

IMPORT_LIMIT = 1_000


@dataclass(frozen=True, slots=True)
class ImportedEvent:
    """A record of a reporting system: what it reports, the code of the unit it lies in and of the area it is from."""

    unit_code: str
    report: Report
    area_code: str | None = None


def require_import(source: str, rows: Sequence[ImportedEvent]) -> None:
    """Refuse an import that is empty or too long, names no source, or names a record twice or not at all."""
    if not rows:
        raise DomainError(ErrorCode.INVALID_INPUT, "没有要导入的事件。", field=("events",))
    if len(rows) > IMPORT_LIMIT:
        message = f"一次最多导入{IMPORT_LIMIT}个事件。"
        raise DomainError(ErrorCode.TOO_MANY_ITEMS, message, field=("events",))
    fault = text_fault(source, field=("source",), label="来源", maximum=SOURCE_LIMIT, lines=False)
    faults, seen = [fault] if fault is not None else [], set[str]()
    for index, row in enumerate(rows):
        record = row.report.external_id
        field = ("events", str(index), "externalId")
        if record is None:
            faults.append(DomainError(ErrorCode.INVALID_INPUT, "请填写外部编号。", field=field))
        elif record in seen:
            faults.append(DomainError(ErrorCode.DUPLICATE_EVENT, "该编号在本次重复填写。", field=field))
        seen.add(record or "")
    if faults:
        raise DomainErrors(faults)
