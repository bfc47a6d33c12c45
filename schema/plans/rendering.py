"""JSON in SQL: text that is put together so that its bytes are those the resolvers' answer would have.

A value that ought to be there and is not becomes `UNKNOWN`, which no JSON holds: the answer is thrown away then.
"""

from collections.abc import Iterable

from schema.plans.declarations import Kind, Scalar

UNKNOWN = "\x01"
CURSOR = "\x02"
"""Stands before and after what a cursor is made of, until it is signed."""
REFUSED = "\x03"
"""Stands for what a resolver would refuse."""
UNKNOWN_SQL, REFUSED_SQL = r"E'\x01'", r"E'\x03'"
_LINE, _UUID = 57, 36
"""Bytes that fill a line of base64, and those of a UUID as text."""
_T = '"T"'
"""Stands between day and time in ISO 8601."""
_INTEGERS = "between -2147483648 and 2147483647"
"""GraphQL's Int; what lies outside is an error there."""


class Text:
    """Pieces of JSON: constants, and SQL expressions of type text that are never null."""

    def __init__(self) -> None:
        self.pieces: list[tuple[bool, str]] = []

    def constant(self, text: str) -> "Text":
        """Append text as it is."""
        if self.pieces and self.pieces[-1][0]:
            text = self.pieces.pop()[1] + text
        self.pieces.append((True, text))
        return self

    def sql(self, expression: str) -> "Text":
        """Append what an expression gives."""
        self.pieces.append((False, expression))
        return self

    def extend(self, other: "Text") -> "Text":
        """Append the pieces of another."""
        for is_constant, piece in other.pieces:
            (self.constant if is_constant else self.sql)(piece)
        return self

    def __str__(self) -> str:
        """Write the expression that joins all pieces."""
        written = [quoted(piece) if constant else f"({piece})" for constant, piece in self.pieces]
        return " || ".join(written) or "''"


def quoted(text: str) -> str:
    """Write a constant in SQL."""
    escaped = text.replace("'", "''")
    if "\\" in escaped or not text.isprintable():
        escaped = escaped.replace("\\", "\\\\").replace(UNKNOWN, r"\x01").replace(CURSOR, r"\x02")
        return f"E'{escaped}'"
    return f"'{escaped}'"


def leaf(scalar: Scalar, value: str) -> Text:
    """Render a value of a kind, null or unknown too."""
    if scalar.kind is Kind.PLAIN and not scalar.nullable and scalar.certain:
        return Text().constant('"').sql(value).constant('"')
    rendered = rendering(scalar.kind, value)
    if scalar.nullable:
        return Text().sql(f"coalesce({rendered}, 'null')")
    return Text().sql(rendered if scalar.certain else f"coalesce({rendered}, {UNKNOWN_SQL})")


def rendering(kind: Kind, value: str) -> str:
    """Write the SQL that renders a value as JSON; null remains null."""
    match kind:
        case Kind.JSON:
            return value
        case Kind.PLAIN:
            return f"'\"' || ({value}) || '\"'"
        case Kind.BOOLEAN | Kind.INTEGER:
            return f"({value})::text"
        case Kind.LARGE:
            return f"case when ({value}) {_INTEGERS} then ({value})::text else {UNKNOWN_SQL} end"
        case Kind.INSTANT:
            return f"'\"' || {instant(value, _T)} || '+00:00\"'"
        case Kind.DATE | Kind.TEXT:
            return f"to_json({value})::text"


def instant(value: str, between: str) -> str:
    """Write an instant in UTC as Python does: with fractions of a second only if it has any."""
    whole = f"YYYY-MM-DD{between}HH24:MI:SS"
    shape = f"case when date_trunc('second', {value}) = {value} then '{whole}' else '{whole}.US' end"
    return f"to_char(timezone('UTC', {value}), {shape})"


def identity(typename: str, value: str) -> Text:
    """Render the global id of a UUID: base64 of type and UUID, unpadded.

    Neither `+` nor `/` comes of letters, digits, hyphens and a colon; PostgreSQL breaks lines after 76 characters.
    """
    encoded = f"encode(('{typename}:' || ({value})::text)::bytea, 'base64')"
    if len(typename) > _LINE - len(":") - _UUID:
        encoded = rf"replace({encoded}, E'\n', '')"
    return Text().constant('"').sql(f"rtrim({encoded}, '=')").constant('"')


def any_of(values: Iterable[str]) -> str:
    """Write constants as the right side of `in`, sorted."""
    return f"({', '.join(quoted(str(value)) for value in sorted(values))})"
