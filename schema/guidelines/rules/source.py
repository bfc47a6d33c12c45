"""Reading a guideline's YAML text into plain data, with the line of every value.

Only data is read: text, whole numbers, true, false and null in lists and mappings. Anchors, aliases and tags
are refused (a few hundred bytes of aliases can stand for gigabytes), depth and length are bounded.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from schema.guidelines.rules.faults import Finding, Location

SOURCE_LIMIT = 100_000
"""Characters a guideline may have; the built-in ones have a sixth of it."""
DEPTH_LIMIT = 12

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,15})")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass(slots=True)
class Document:
    """The data of a text and the line of each value; `broken` if the text could not be read to its end."""

    data: object = None
    lines: dict[Location, int] = field(default_factory=lambda: {(): 1})
    findings: list[Finding] = field(default_factory=list)
    broken: bool = False


class _UnreadableError(Exception):
    def __init__(self, line: int, message: str, fix: str) -> None:
        super().__init__(message)
        self.line = line
        self.finding = Finding((), message, fix)


def read_source(source: str) -> Document:
    """Read a text; faults of its form are findings of the document, never exceptions."""
    document = Document()
    try:
        if len(source) > SOURCE_LIMIT:
            raise _UnreadableError(
                1, f"文件有 {len(source)} 个字符，超过上限 {SOURCE_LIMIT}。", "请精简条文后重试。"
            )
        document.data = _Reader(source, document).read()
    except _UnreadableError as error:
        _give_up(document, error.line, error.finding)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = Finding(
            (), f"YAML 语法有误：{error.problem}。", "请检查此行及上一行的缩进、冒号、引号和括号。"
        )
        last = (
            source.count("\n", 0, len(source.rstrip("\n"))) + 1
        )  # the mark of an unexpected end lies beyond it
        _give_up(document, min(mark.line + 1, last) if mark else 1, problem)
    except (yaml.YAMLError, UnicodeError):
        _give_up(document, 1, Finding((), "文件含有不能识别的字符。", "请以 UTF-8 文本保存，去掉控制字符。"))
    return document


def _give_up(document: Document, line: int, finding: Finding) -> None:
    document.broken = True
    document.lines = {(): line}
    document.findings = [finding]


class _Reader:
    """Builds data from the event stream of one document, noting lines as it goes."""

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
                    raise _UnreadableError(_line_of(event), "文件中有多个文档。", "请删除 --- 之后的内容。")
            elif isinstance(event, yaml.NodeEvent):
                data = self._value(event, ())
        return data

    def _value(self, event: yaml.Event, location: Location) -> object:
        self._refuse_references(event)
        if len(location) > DEPTH_LIMIT:
            raise _UnreadableError(_line_of(event), f"嵌套超过 {DEPTH_LIMIT} 层。", "请按方案格式减少层级。")
        self._document.lines.setdefault(location, _line_of(event))
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(location)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(location)
        return _scalar(event) if isinstance(event, yaml.ScalarEvent) else None

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
            if key in entries:
                self._document.lines[place] = _line_of(event)
                self._document.findings.append(Finding(place, f"键 {key} 重复。", "请只保留一处。"))
            self._document.lines.setdefault(place, _line_of(event))
            entries[key] = self._value(next(self._events), place)
        return entries

    def _key(self, event: yaml.Event) -> str:
        self._refuse_references(event)
        if not isinstance(event, yaml.ScalarEvent):
            raise _UnreadableError(_line_of(event), "键须为简单文字。", "请把列表或映射写在值的位置。")
        return str(event.value)

    def _refuse_references(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise _UnreadableError(_line_of(event), "不支持锚点与引用（& 和 *）。", "请把内容完整写出。")
        if getattr(event, "tag", None) is not None:
            raise _UnreadableError(_line_of(event), "不支持类型标签（!）。", "请删除标签，直接写出值。")


def _scalar(event: yaml.ScalarEvent) -> object:
    """Read a scalar as YAML 1.2 does: `no` and `1.10` stay text."""
    text = str(event.value)
    if event.style:
        return text
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _INTEGER.fullmatch(text) else text


def _line_of(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark is not None else 1
