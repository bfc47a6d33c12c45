"""Reading a guideline's YAML text into plain data, with the place of every value.

Only data is read: text, whole numbers, true, false and null in lists and mappings. Anchors, aliases and tags
are refused (a few hundred bytes of aliases can stand for gigabytes), depth and length are bounded.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from schema.guidelines.rules.faults import Finding, Location, Place
from schema.guidelines.rules.slips import slip_in_key, slip_in_value, slips_in, unseen_characters
from schema.guidelines.rules.yaml_words import worded

SOURCE_LIMIT = 100_000
"""Characters a guideline may have; the built-in ones have a sixth of it."""
DEPTH_LIMIT = 12

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,15})")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass(slots=True)
class Document:
    """The data of a text and the place of each value; `broken` if it could not be read as it was meant.

    `lines` tell where an entry stands (its key, where it has one), `values` where its value begins.
    """

    data: object = None
    lines: dict[Location, Place] = field(default_factory=lambda: {(): Place(1, 1)})
    values: dict[Location, Place] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    slips: list[Finding] = field(default_factory=list)
    broken: bool = False


class _UnreadableError(Exception):
    def __init__(self, place: Place, message: str, fix: str) -> None:
        super().__init__(message)
        self.finding = Finding((), message, fix, place=place)


def read_source(source: str) -> Document:
    """Read a text; faults of its form are findings of the document, never exceptions."""
    document = Document()
    text = source.removeprefix("\ufeff")
    try:
        if len(text) > SOURCE_LIMIT:
            raise _UnreadableError(
                Place(1, 1), f"文件有 {len(text)} 个字符，超过上限 {SOURCE_LIMIT}。", "请精简条文后重试。"
            )
        document.slips += unseen_characters(text)
        if not document.slips:
            document.data = _Reader(text, document).read()
    except _UnreadableError as error:
        document.slips = [error.finding]
    except yaml.MarkedYAMLError as error:
        fault = worded(error, text)
        document.slips = list(slips_in(text, fault.place.line if fault.place else 0)) or [fault]
    except (yaml.YAMLError, UnicodeError):
        message, fix = "文件含有不能识别的字符。", "请以 UTF-8 文本保存，去掉控制字符。"
        document.slips = [Finding((), message, fix, place=Place(1, 1))]
    if document.slips:
        document.broken, document.findings = True, document.slips
    return document


class _Reader:
    """Builds data from the event stream of one document, noting places as it goes."""

    def __init__(self, source: str, document: Document) -> None:
        self._events: Iterator[yaml.Event] = yaml.parse(source, Loader=_LOADER)
        self._document = document

    def read(self) -> object:
        data: object = None
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _UnreadableError(_place_of(event), "文件中有多个文档。", "请删除 --- 之后的内容。")
            elif isinstance(event, yaml.NodeEvent):
                data = self._value(event, ())
        return data

    def _value(self, event: yaml.Event, location: Location) -> object:
        self._refuse_references(event)
        if len(location) > DEPTH_LIMIT:
            raise _UnreadableError(_place_of(event), f"嵌套超过 {DEPTH_LIMIT} 层。", "请按方案格式减少层级。")
        self._document.lines.setdefault(location, _place_of(event))
        self._document.values[location] = _place_of(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(location)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(location)
        if not isinstance(event, yaml.ScalarEvent):
            return None
        if not event.style:
            item = bool(location) and isinstance(location[-1], int)
            begins = item or not location or self._document.lines[location].line != _place_of(event).line
            slip = slip_in_value(str(event.value), begins=begins, item=item)
            self._note(slip, location, _place_of(event))
        return _scalar(event)

    def _note(self, slip: tuple[int, str, str] | None, location: Location, place: Place) -> None:
        if slip is not None:
            at, message, fix = slip
            there = Place(place.line, place.column + at)
            self._document.slips.append(Finding(location, message, fix, place=there))

    def _sequence(self, location: Location) -> list[object]:
        items: list[object] = []
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._value(event, (*location, len(items))))
        return items

    def _mapping(self, location: Location) -> dict[str, object]:
        entries: dict[str, object] = {}
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._key(event)
            place = (*location, key)
            if isinstance(event, yaml.ScalarEvent) and not event.style:
                self._note(slip_in_key(key), place, _place_of(event))
            if key in entries:
                self._document.lines[place] = _place_of(event)
                self._document.findings.append(Finding(place, f"键 {key} 重复。", "请只保留一处。"))
            self._document.lines.setdefault(place, _place_of(event))
            entries[key] = self._value(next(self._events), place)
        return entries

    def _key(self, event: yaml.Event) -> str:
        self._refuse_references(event)
        if not isinstance(event, yaml.ScalarEvent):
            raise _UnreadableError(_place_of(event), "键须为简单文字。", "请把列表或映射写在值的位置。")
        return str(event.value)

    def _refuse_references(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise _UnreadableError(_place_of(event), "不支持锚点与引用（& 和 *）。", "请把内容完整写出。")
        if getattr(event, "tag", None) is not None:
            raise _UnreadableError(_place_of(event), "不支持类型标签（!）。", "请删除标签，直接写出值。")


def _scalar(event: yaml.ScalarEvent) -> object:
    """Read a scalar as YAML 1.2 does: `no` and `1.10` stay text."""
    text = str(event.value)
    if event.style:
        return text
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _INTEGER.fullmatch(text) else text


def _place_of(event: yaml.Event) -> Place:
    mark = event.start_mark
    return Place(mark.line + 1, mark.column + 1) if mark is not None else Place(1, 1)
