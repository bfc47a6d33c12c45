"""How one field of an input becomes one field of the value it is read into, told by the two annotations."""

import types
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Annotated, Any, Union, get_args, get_origin

import strawberry

from schema.frame.identifiers import decode_id
from schema.frame.text import narrow, tidy

Path = tuple[str, ...]
Convert = Callable[[Any, date, Path], Any]
"""Takes what the client sent, the local day, and where it stands in the input."""


class MappingError(TypeError):
    """An input and the value it is read into do not fit; raised when the input's class is made."""


@dataclass(frozen=True, slots=True)
class IdOf:
    """Mark a global id with the type it must be of; `at` is where a wrong one is refused, if not where it stands."""

    type_name: str
    at: Path | None = None


@dataclass(frozen=True, slots=True)
class To:
    """Mark a field with the name it has in the value, where it is another."""

    name: str


@dataclass(frozen=True, slots=True)
class AsSent:
    """Mark a text that is taken as it was sent, blanks around it too: a secret, a key, a document."""


@dataclass(frozen=True, slots=True)
class AsCode:
    """Mark a text that is a code or door number: it is written in the width of ASCII."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What an annotation says: the bare type, whether it may be null, what holds many of it, and the marks.

    `required` is for fields of a value: whether there is no default.
    """

    kind: Any
    nullable: bool = False
    holder: type | None = None
    marks: tuple[object, ...] = ()
    required: bool = False

    def mark(self, sought: type) -> Any:
        """Find a mark of a kind; None if there is none."""
        return next((mark for mark in self.marks if isinstance(mark, sought)), None)


def shape_of(annotation: Any) -> Shape:
    """Take an annotation apart."""
    nullable, holder, marks = False, None, ()
    while True:
        origin, inner = get_origin(annotation), get_args(annotation)
        rest = [each for each in inner if each is not types.NoneType]
        if origin is Annotated:
            marks = (*marks, *annotation.__metadata__)
            annotation = inner[0]
        elif origin in (Union, types.UnionType) and len(rest) == 1 and holder is None:
            nullable, annotation = True, rest[0]
        elif origin is list or (origin is tuple and inner[1:] == (Ellipsis,)):
            holder, annotation = origin, inner[0]
        else:
            return Shape(annotation, nullable, holder, marks)


def conversion(given: Shape, wanted: Shape) -> Convert:
    """Find how what is given becomes what is wanted; raise MappingError where it cannot."""
    if given.nullable and not wanted.nullable:
        raise MappingError("may be null")
    if (given.holder, wanted.holder) not in {(None, None), (list, tuple)}:
        raise MappingError("is a list here and none there")
    each = _of_one(given, wanted)
    return _of_many(each) if given.holder is list else each


def _of_many(each: Convert) -> Convert:
    return lambda values, today, at: tuple(
        each(value, today, (*at, str(index))) for index, value in enumerate(values)
    )


def _of_one(given: Shape, wanted: Shape) -> Convert:
    id_of: IdOf | None = given.mark(IdOf)
    if given.kind is strawberry.ID:
        if id_of is None or wanted.kind is not uuid.UUID:
            raise MappingError("is an id: mark it with `IdOf`, and let it become a UUID")
        name, place = id_of.type_name, id_of.at
        return lambda value, _, at: decode_id(name, value, *(at if place is None else place))
    if given.kind is str and wanted.kind is str and given.mark(AsSent) is None:
        written = narrow if given.mark(AsCode) is not None else str
        return lambda value, _, _at: written(tidy(value))
    if given.kind is wanted.kind:
        return lambda value, _, _at: value
    if not (isinstance(given.kind, type) and isinstance(wanted.kind, type)):
        raise MappingError(f"is {given.kind} and not {wanted.kind}")
    if issubclass(getattr(given.kind, "reads_into", types.NoneType), wanted.kind):
        return lambda value, today, at: value.read(today, at)
    if issubclass(given.kind, Enum):
        return _of_enum(given.kind, wanted.kind)
    raise MappingError(f"is {given.kind.__name__} and not {wanted.kind.__name__}")


def _of_enum(given: type[Enum], wanted: type) -> Convert:
    if wanted is str:
        return lambda value, _, _at: value.value
    if issubclass(wanted, Enum) and {each.value for each in given} <= {each.value for each in wanted}:
        return lambda value, _, _at: wanted(value.value)
    raise MappingError(f"has values that {wanted.__name__} has not")
