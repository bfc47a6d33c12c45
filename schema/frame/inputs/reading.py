"""Inputs that are read into values, and those that are read into commands."""

from collections.abc import Collection
from datetime import date
from types import NoneType
from typing import Annotated, Any, ClassVar, Generic, Protocol, TypeVar, get_args, get_origin

import strawberry
from strawberry.utils.str_converters import to_camel_case

from schema.frame.errors import DomainError, ErrorCode
from schema.frame.inputs.conversions import AsSent, MappingError, Path
from schema.frame.inputs.mapping import Plan, input_fields, plan_of
from schema.frame.operation import Command

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
C = TypeVar("C", bound=Command)


class Readable(Protocol[T_co]):
    """What can be read into a value."""

    def read(self, today: date, at: Path = ()) -> T_co:
        """Make the value of what stands at `at`; a malformed id is refused."""


def _argument(cls: type) -> Any:
    """Find the value a class of input was declared for; None where that is left to those below."""
    bases = [base for base in getattr(cls, "__orig_bases__", ()) if get_origin(base) is not Generic]
    found = [each for base in bases for each in get_args(base)]
    return found[0] if found and not isinstance(found[0], TypeVar) else None


class Input(Generic[T]):
    """An input that is read into a value, field by field."""

    reads_into: ClassVar[type]
    plan: ClassVar[Plan]

    def __init_subclass__(
        cls, *, gathering: str | None = None, leaving: Collection[str] = (), aside: Collection[str] = ()
    ) -> None:
        super().__init_subclass__()
        if (value := _argument(cls)) is not None:
            cls.reads_into = value
            cls.plan = plan_of(cls, value, gathering, leaving, aside)

    def read(self, today: date, at: Path = ()) -> T:
        """Make the value of what stands at `at`; a malformed id is refused."""
        value: T = self.plan.read(self, today, at)
        return value


@strawberry.input
class CommandInput(Input[C]):
    """What a mutation takes: the command of its operation."""

    idempotency_key: Annotated[str, AsSent()] = strawberry.field(
        description="The client's key: a repeated call acts once."
    )
    check_only: bool = strawberry.field(
        default=False,
        description="True refuses what would be refused and writes nothing; without errors it would be done.",
    )


class Choice(Generic[T]):
    """Several inputs of which a client sends exactly one."""

    offers: ClassVar[tuple[str, ...]]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        value, offered = _argument(cls), input_fields(cls)
        for name, shape in offered.items():
            if not (shape.nullable and issubclass(getattr(shape.kind, "reads_into", NoneType), value)):
                raise MappingError(
                    f"{cls.__name__}: `{name}` is not read into {value.__name__}, or not optional"
                )
        cls.offers = tuple(offered)

    def read(self, today: date, at: Path = ()) -> T:
        """Read the one that is given; refuse none and several."""
        given = {name: each for name in self.offers if (each := getattr(self, name)) is not None}
        if len(given) != 1:
            message = f"{'、'.join(map(to_camel_case, self.offers))} 须给出且只给出一个。"
            raise DomainError(ErrorCode.INVALID_INPUT, message, field=("input",))
        ((name, chosen),) = given.items()
        value: T = chosen.read(today, (*at, to_camel_case(name)))
        return value
