"""What a client sends, and the one way it becomes the command of an operation.

    @strawberry.input
    class SubmitApplicationInput(CommandInput[SubmitApplication]):
        application: Annotated[strawberry.ID, IdOf("Application")] = strawberry.field(description="…")
        expected_revision: int = strawberry.field(description="…")

Each field becomes the field of the same name; a global id goes to `<name>_id`, an enum to its value, a list to a
tuple, an input within to the value it is read into. A text loses the blanks around it, but where it is taken
`AsSent`, and one marked `AsCode` is written in the width of ASCII. `To` names another field, `fills` computes one,
and the keywords of the class say the rest:

- `gathering="report"`: the value's field `report` is made of this input's fields;
- `leaving=("preview",)`: fields of the value that stay as they are by default;
- `aside=("dry_run",)`: fields of the input that the resolver looks at itself.

A field without counterpart, or of another type, keeps the module from being imported.
"""

from schema.frame.inputs.conversions import AsCode, AsSent, IdOf, MappingError, Path, To
from schema.frame.inputs.mapping import fills
from schema.frame.inputs.reading import Choice, CommandInput, Input, Readable

__all__ = [
    "AsCode",
    "AsSent",
    "Choice",
    "CommandInput",
    "IdOf",
    "Input",
    "MappingError",
    "Path",
    "Readable",
    "To",
    "fills",
]
