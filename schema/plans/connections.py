"""What is asked of a connection: edges, where the page lies, the total; each in the order it is asked in."""

from collections.abc import Callable

from graphql import GraphQLObjectType

from schema.plans.paging import PageStatement
from schema.plans.rendering import Text
from schema.plans.selections import Selected, Selections, Unplanned, object_type

Render = Callable[[Selected], Text]
Node = Callable[[Selected, Selected], Text]
"""Renders the node of an edge, of those that were asked for under a key."""


def connection(
    one: Selected, of: GraphQLObjectType, page: PageStatement, selections: Selections, node: Node
) -> Text:
    """Render a connection, its rows by `node`."""

    def part(each: Selected) -> Text:
        below = object_type(of.fields[each.name].type) if each.name in ("edges", "pageInfo") else of
        match each.name:
            case "totalCount":
                return page.count()
            case "pageInfo":
                return _object(each, below, selections, lambda leaf: _page_info(leaf, page))
            case "edges":
                page.edges.append(
                    _object(each, below, selections, lambda leaf: _edge(each, leaf, page, node))
                )
                return page.shown(len(page.edges) - 1)
        raise Unplanned(f"{of.name}.{each.name} is not readable")

    return _object(one, of, selections, part)


def _page_info(one: Selected, page: PageStatement) -> Text:
    if one.name in ("hasNextPage", "hasPreviousPage"):
        return page.flag(following=one.name == "hasNextPage")
    return page.end(last=one.name == "endCursor")


def _edge(edges: Selected, one: Selected, page: PageStatement, node: Node) -> Text:
    return Text().sql(page.cursor(page.key())) if one.name == "cursor" else node(edges, one)


def _object(one: Selected, of: GraphQLObjectType, selections: Selections, render: Render) -> Text:
    found = Text().constant("{")
    for index, each in enumerate(selections.of_type(one.selections, of)):
        found.constant(f'{"," if index else ""}"{each.key}":')
        found.extend(Text().constant(f'"{of.name}"') if each.name == "__typename" else render(each))
    return found.constant("}")
