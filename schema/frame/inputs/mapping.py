"""The plan by which an input is read into a value: made with its class, one field for one, or not at all."""

import dataclasses
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from inspect import get_annotations
from typing import Any, ClassVar, get_origin, get_type_hints

import strawberry
from strawberry.utils.str_converters import to_camel_case

from schema.frame.dates import day_fault
from schema.frame.errors import DomainErrors
from schema.frame.inputs.conversions import Convert, IdOf, MappingError, Path, Shape, To, conversion, shape_of


@dataclass(frozen=True, slots=True)
class Fill:
    """What computes a field of the value from the input and the local day."""

    target: str
    compute: Callable[[Any, date], Any]

    def suits(self, wanted: Mapping[str, Shape]) -> bool:
        """Tell whether what is computed has the type of the field."""
        given = shape_of(get_type_hints(self.compute)["return"])
        field = wanted.get(self.target, given)
        same = (given.kind, given.holder) == (field.kind, field.holder)
        return same and given.nullable <= field.nullable


def fills(target: str) -> Callable[[Callable[[Any, date], Any]], Fill]:
    """Let a method compute a field of the value, in place of the input's field of that name if there is one."""
    return lambda compute: Fill(target, compute)


@dataclass(frozen=True, slots=True)
class Step:
    """One field of the input on its way to one field of the value."""

    name: str
    target: str
    convert: Convert

    def read(self, given: object, today: date, at: Path) -> Any:
        """Convert the field, which is refused where it stands; what is null or left out is None."""
        value = getattr(given, self.name)
        if value is None or value is strawberry.UNSET:
            return None
        return self.convert(value, today, (*at, to_camel_case(self.name)))


@dataclass(frozen=True, slots=True)
class Gathering:
    """A field of the value that is itself made of fields of the input."""

    name: str
    makes: Callable[..., Any]
    fields: frozenset[str]


@dataclass(frozen=True, slots=True)
class Plan:
    """Where every field of a value comes from."""

    makes: Callable[..., Any]
    steps: tuple[Step, ...]
    fills: tuple[Fill, ...]
    gathering: Gathering | None
    days: tuple[str, ...]

    def read(self, given: object, today: date, at: Path) -> Any:
        """Make the value, field by field in the order of the input; a day at the edges of the calendar is refused."""
        faults = [
            fault
            for name in self.days
            if isinstance(value := getattr(given, name), date)
            and (fault := day_fault(value, (*at, to_camel_case(name)))) is not None
        ]
        if faults:
            raise DomainErrors(faults)
        values = {step.target: step.read(given, today, at) for step in self.steps}
        values |= {fill.target: fill.compute(given, today) for fill in self.fills}
        if self.gathering is not None:
            inner = {name: values.pop(name) for name in self.gathering.fields & values.keys()}
            values[self.gathering.name] = self.gathering.makes(**inner)
        return self.makes(**values)


def plan_of(
    given: type, makes: type, gathering: str | None, leaving: Collection[str], aside: Collection[str]
) -> Plan:
    """Plan how `given` is read into `makes`; raise MappingError with every field that has no counterpart."""
    sources, (wanted, gathered) = input_fields(given), _wanted(makes, gathering)
    inherited = [each for base in reversed(given.__mro__) for each in vars(base).values()]
    computed = {each.target: each for each in inherited if isinstance(each, Fill)}
    targets = {name: _target(name, shape) for name, shape in sources.items() if name not in aside}
    carried = {name: target for name, target in targets.items() if target not in computed}
    faults = list(_unpaired([*carried.values(), *computed, *leaving], wanted))
    faults += [f"`{name}` is required" for name in leaving if name in wanted and wanted[name].required]
    faults += [f"`{name}` is no field to set aside" for name in aside if name not in sources]
    faults += [
        f"`{name}` is computed as another type" for name, each in computed.items() if not each.suits(wanted)
    ]
    steps = []
    for name, target in carried.items():
        try:
            steps.append(Step(name, target, conversion(sources[name], wanted.get(target, sources[name]))))
        except MappingError as fault:
            faults.append(f"`{name}` {fault}")
    if faults:
        raise MappingError(f"{given.__name__} is not read into {makes.__name__}: {'; '.join(faults)}")
    days = tuple(name for name, shape in sources.items() if shape.kind in (date, datetime))
    return Plan(makes, tuple(steps), tuple(computed.values()), gathered, days)


def input_fields(given: type) -> dict[str, Shape]:
    """List what a client may send, in its order."""
    hints = get_type_hints(given, include_extras=True)
    names = dict.fromkeys(name for base in reversed(given.__mro__) for name in get_annotations(base))
    return {name: shape_of(hints[name]) for name in names if get_origin(hints[name]) is not ClassVar}


def _wanted(makes: type, gathering: str | None) -> tuple[dict[str, Shape], Gathering | None]:
    """List the fields that make a value; those of what is gathered stand among them."""
    fields = _fields(makes)
    if gathering is None:
        return fields, None
    if gathering not in fields:
        raise MappingError(f"{makes.__name__} has no field `{gathering}` to gather")
    gathered = fields.pop(gathering).kind
    inner = _fields(gathered)
    return fields | inner, Gathering(gathering, gathered, frozenset(inner))


def _fields(value: type) -> dict[str, Shape]:
    hints, missing = get_type_hints(value), dataclasses.MISSING
    return {
        field.name: dataclasses.replace(
            shape_of(hints[field.name]),
            required=field.default is missing and field.default_factory is missing,
        )
        for field in dataclasses.fields(value)
    }


def _target(name: str, shape: Shape) -> str:
    to: To | None = shape.mark(To)
    if to is not None:
        return to.name
    return f"{name}_id" if shape.mark(IdOf) else name


def _unpaired(sources: Sequence[str], wanted: Collection[str]) -> Iterator[str]:
    yield from (f"`{name}` comes from nowhere" for name in wanted if name not in sources)
    yield from (f"`{name}` goes nowhere" for name in dict.fromkeys(sources) if name not in wanted)
    yield from (f"`{name}` comes from two places" for name in wanted if sources.count(name) > 1)
