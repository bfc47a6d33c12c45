"""How an input is read into a value, and what keeps its module from being imported."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

import pytest
import strawberry

from schema.frame.errors import DomainError, ErrorCode
from schema.frame.identifiers import encode_id
from schema.frame.inputs import Choice, IdOf, Input, MappingError, To, fills

TODAY = date(2022, 11, 20)
ID = uuid.UUID(int=7)
UNIT, OTHER = encode_id("Unit", ID), encode_id("Household", ID)


class Colour(StrEnum):
    RED = "red"


class Paint(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True)
class Part:
    unit_id: uuid.UUID
    paint: Paint


@dataclass(frozen=True)
class Detail:
    colour: str
    seen_on: date


@dataclass(frozen=True)
class Whole:
    unit_id: uuid.UUID | None
    detail: Detail
    parts: tuple[Part, ...]
    owners: tuple[uuid.UUID, ...] | None = None
    named: bool = False
    origin: str = "manual"


@strawberry.input
class PartInput(Input[Part]):
    unit: Annotated[strawberry.ID, IdOf("Unit")]
    colour: Annotated[Colour, To("paint")]


@strawberry.input
class WholeInput(Input[Whole], gathering="detail", leaving=("origin",), aside=("dry_run",)):
    unit: Annotated[strawberry.ID, IdOf("Unit")] | None = strawberry.UNSET
    colour: Colour
    seen_on: date | None = None
    of_parts: Annotated[list[PartInput], To("parts")]
    owners: Annotated[list[strawberry.ID], IdOf("Unit", at=("owners",)), To("owners")] | None = None
    dry_run: bool = False

    @fills("seen_on")
    def seen(self, today: date) -> date:
        return self.seen_on or today

    @fills("named")
    def spoken_of(self, _: date) -> bool:
        return self.unit is not strawberry.UNSET


@strawberry.input
class EitherInput(Choice[Whole]):
    whole: WholeInput | None = None
    other_one: WholeInput | None = None


def part(unit: str = UNIT) -> PartInput:
    return PartInput(unit=strawberry.ID(unit), colour=Colour.RED)


def refused(read: Callable[[], object]) -> tuple[ErrorCode, tuple[str, ...]]:
    with pytest.raises(DomainError) as refusal:
        read()
    return refusal.value.code, refusal.value.field


def test_each_field_becomes_its_counterpart() -> None:
    given = WholeInput(
        unit=strawberry.ID(UNIT), colour=Colour.RED, of_parts=[part()], owners=[strawberry.ID(UNIT)]
    )
    assert given.read(TODAY) == Whole(
        ID, Detail("red", TODAY), (Part(ID, Paint.RED),), owners=(ID,), named=True
    )
    assert type(given.read(TODAY).detail.colour) is str


def test_what_is_null_or_left_out_is_none() -> None:
    left_out = WholeInput(colour=Colour.RED, seen_on=TODAY, of_parts=[]).read(TODAY)
    assert (left_out.unit_id, left_out.owners, left_out.named) == (None, None, False)
    assert WholeInput(unit=None, colour=Colour.RED, of_parts=[]).read(TODAY).named


def test_an_id_is_refused_where_it_stands() -> None:
    wrong = WholeInput(unit=strawberry.ID(OTHER), colour=Colour.RED, of_parts=[])
    assert refused(lambda: wrong.read(TODAY)) == (ErrorCode.INVALID_ID, ("unit",))
    within = WholeInput(colour=Colour.RED, of_parts=[part(), part(OTHER)])
    assert refused(lambda: within.read(TODAY)) == (ErrorCode.INVALID_ID, ("ofParts", "1", "unit"))
    told = WholeInput(colour=Colour.RED, of_parts=[], owners=[strawberry.ID("nonsense")])
    assert refused(lambda: told.read(TODAY)) == (ErrorCode.INVALID_ID, ("owners",))


def test_exactly_one_of_a_choice_is_read() -> None:
    whole = WholeInput(colour=Colour.RED, of_parts=[])
    assert EitherInput(other_one=whole).read(TODAY) == whole.read(TODAY)
    for several in (EitherInput(), EitherInput(whole=whole, other_one=whole)):
        assert refused(lambda given=several: given.read(TODAY)) == (ErrorCode.INVALID_INPUT, ("input",))
    with pytest.raises(DomainError, match="whole、otherOne 须给出且只给出一个"):
        EitherInput().read(TODAY)


@dataclass(frozen=True)
class Small:
    count: int
    unit_id: uuid.UUID | None = None
    labels: tuple[str, ...] = field(default=())


COUNT, UNITS = {"count": int}, {"unit": Annotated[strawberry.ID, IdOf("Unit")]}
LABELS = {"labels": list[str]}


@pytest.mark.parametrize(
    ("fields", "keywords", "said"),
    [
        (COUNT | UNITS, {}, "`labels` comes from nowhere"),
        (UNITS | LABELS, {"leaving": ("count",)}, "`count` is required"),
        (COUNT | UNITS | LABELS | {"more": str}, {}, "`more` goes nowhere"),
        (COUNT | LABELS | {"unit_id": str}, {}, "`unit_id` is str and not UUID"),
        (COUNT | LABELS | {"unit_id": strawberry.ID}, {}, "`unit_id` is an id: mark it"),
        ({"count": str} | UNITS | LABELS, {}, "`count` is str and not int"),
        ({"count": int | None} | UNITS | LABELS, {}, "`count` may be null"),
        ({"count": Colour} | UNITS | LABELS, {}, "`count` has values that int has not"),
        ({"count": PartInput} | UNITS | LABELS, {}, "`count` is PartInput and not int"),
        (COUNT | UNITS | {"labels": str}, {}, "`labels` is a list here and none there"),
        (COUNT | UNITS | LABELS | {"other": Annotated[int, To("count")]}, {}, "comes from two places"),
        (COUNT | UNITS | LABELS, {"leaving": ("labels",)}, "`labels` comes from two places"),
        (COUNT | UNITS | LABELS, {"leaving": ("gone",)}, "`gone` goes nowhere"),
        (COUNT | UNITS | LABELS, {"aside": ("gone",)}, "`gone` is no field to set aside"),
        (COUNT | UNITS | LABELS, {"gathering": "gone"}, "has no field `gone` to gather"),
    ],
)
def test_what_does_not_fit_is_not_imported(
    fields: dict[str, Any], keywords: dict[str, Any], said: str
) -> None:
    with pytest.raises(MappingError, match=said):
        type(
            "SmallInput", (Input,), {"__annotations__": fields, "__orig_bases__": (Input[Small],)}, **keywords
        )


def test_the_twin_is() -> None:
    namespace = {"__annotations__": COUNT | UNITS | LABELS, "__orig_bases__": (Input[Small],)}
    assert type("SmallInput", (Input,), namespace).reads_into is Small


def test_what_is_computed_has_the_type_of_its_field() -> None:
    with pytest.raises(MappingError, match="`count` is computed as another type"):

        class SmallInput(Input[Small], leaving=("unit_id", "labels")):
            @fills("count")
            def counted(self, _: date) -> str:
                return "1"


def test_a_choice_is_between_inputs_read_alike() -> None:
    with pytest.raises(MappingError, match="`part` is not read into Whole"):

        class MixedInput(Choice[Whole]):
            part: PartInput | None = None
