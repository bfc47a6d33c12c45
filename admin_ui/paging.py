"""Pages of a connection: the cursors of an address turned into the API's arguments."""

from starlette.datastructures import QueryParams


def page_of(query: QueryParams, parameter: str, size: int, prefix: str = "") -> dict[str, int | str]:
    """Give first/after or last/before from `<parameter>_after` and `<parameter>_before`.

    With a prefix the variables are `<prefix>First` and so on, for an operation with several connections.
    """
    if before := query.get(f"{parameter}_before"):
        return _named(prefix, last=size, before=before)
    if after := query.get(f"{parameter}_after"):
        return _named(prefix, first=size, after=after)
    return _named(prefix, first=size)


def _named(prefix: str, **arguments: int | str) -> dict[str, int | str]:
    if not prefix:
        return arguments
    return {prefix + name.capitalize(): value for name, value in arguments.items()}
