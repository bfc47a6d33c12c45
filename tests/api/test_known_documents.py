"""The documents we ship are valid, within bounds, and affordable with full pages."""

from pathlib import Path

import pytest

from admin_ui.client import with_fragments
from api.app import SCHEMAS
from api.bounds import Bounds
from api.cost import measure_cost
from api.documents import DocumentStore
from schema.frame.pagination import PAGE_LIMIT

ROOT = Path(__file__).parents[2]
PATHS = [
    path
    for folder in ("admin_ui/pages", "api/stage/walkthrough/documents")
    for path in sorted((ROOT / folder).rglob("*.graphql"))
]
STORES = [
    DocumentStore(schema._schema, Bounds(), hide_suggestions=False, cache_bytes=0)
    for schema in (SCHEMAS.official, SCHEMAS.public, SCHEMAS.platform)
]


def test_there_are_documents() -> None:
    assert len(PATHS) > 10


@pytest.mark.parametrize("path", PATHS, ids=lambda path: str(path.relative_to(ROOT)))
def test_document(path: Path) -> None:
    source = with_fragments(path.read_text(encoding="utf-8"))
    read = [(store, store.read(source)) for store in STORES]
    store, document = min(read, key=lambda pair: len(pair[1].errors))
    assert [error.message for error in document.errors] == []
    assert document.ast is not None
    for operation in document.operations:
        pages = {
            definition.variable.name.value: PAGE_LIMIT
            for definition in operation.node.variable_definitions or ()
            if definition.variable.name.value in {"first", "last"}
        }
        assert measure_cost(store.schema, document.ast, operation.node, pages) <= Bounds().cost
