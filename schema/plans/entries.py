"""What this process knows, as a parameter of a statement: a text of JSON for each key, made once for each selection."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

import orjson
from graphql import GraphQLObjectType, get_named_type

from schema.plans.calls import Known, Reading
from schema.plans.declarations import Entry
from schema.plans.selections import Selected, Selections, Unplanned

TEXTS_KEPT = 64
Pick = Callable[[Any], Any]


def picked(one: Selected, of: GraphQLObjectType, selections: Selections) -> tuple[Hashable, Pick]:
    """Tell which attributes of an object are asked for under which keys, and how to take them from a mapping.

    Only leaves, and lists of leaves, can be taken.
    """
    asked = selections.of_type(one.selections, of)
    for each in asked:
        if any(node.selection_set is not None for node in each.nodes):
            raise Unplanned(f"{of.name}.{each.name} within what is known")
    names = tuple((each.key, each.name) for each in asked)

    def pick(value: Mapping[str, Any]) -> Mapping[str, Any]:
        return {key: of.name if name == "__typename" else value[name] for key, name in names}

    return names, pick


def text_of(known: Known, entries: Callable[[Any], Mapping[str, Any]], pick: Pick, key: Hashable) -> Pick:
    """Find the parameter in a call: a JSON object of the rendered texts."""

    def bind(reading: Reading) -> str:
        fact = reading.known[known.name]
        text = fact.texts.get(key)
        if text is None:
            rendered = {
                name: orjson.dumps(pick(value)).decode() for name, value in entries(fact.value).items()
            }
            text = orjson.dumps(rendered).decode()
            if len(fact.texts) < TEXTS_KEPT:
                fact.texts[key] = text
        return text

    return bind


def entry_parameter(
    declared: Entry, one: Selected, type_: Any, selections: Selections
) -> tuple[Hashable, Pick]:
    """Give the key and the value of the parameter that holds all entries as they are asked for."""
    named = get_named_type(type_)
    key: Sequence[Hashable]
    if isinstance(named, GraphQLObjectType):
        names, pick = picked(one, named, selections)
        key = ("entry", declared.known.name, declared.entries, names)
    else:
        pick = _whole
        key = ("entry", declared.known.name, declared.entries)
    return tuple(key), text_of(declared.known, declared.entries, pick, tuple(key))


def _whole(value: Any) -> Any:
    return value
