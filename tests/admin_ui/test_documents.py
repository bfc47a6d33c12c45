"""Every page is written against the committed schemas, and asks once."""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import FieldNode, OperationDefinitionNode, OperationType, parse, validate

from admin_ui import pages
from admin_ui.client import Operation
from tests.admin_ui.committed import SCHEMAS

PAGES = Path(pages.__file__).parent


def loaded() -> Iterator[Operation]:
    """Find the operations the modules of the pages hold, on their own or in an act."""
    for found in pkgutil.walk_packages(pages.__path__, f"{pages.__name__}."):
        for value in vars(importlib.import_module(found.name)).values():
            held = getattr(value, "operation", value)
            if isinstance(held, Operation):
                yield held


def definition(document: str) -> OperationDefinitionNode:
    (found,) = [part for part in parse(document).definitions if isinstance(part, OperationDefinitionNode)]
    return found


def name_of(document: str) -> str:
    name = definition(document).name
    assert name is not None
    return name.value


OPERATIONS = {name_of(one.document): one for one in loaded()}


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_document_is_valid_against_the_committed_schema(name: str) -> None:
    operation = OPERATIONS[name]
    assert validate(SCHEMAS[operation.schema], parse(operation.document)) == []
    assert len(operation.document) < 15_000


def test_every_document_on_disk_is_loaded_under_a_name_of_its_own() -> None:
    on_disk = [name_of(path.read_text(encoding="utf-8")) for path in PAGES.rglob("*.graphql")]
    assert sorted(on_disk) == sorted(OPERATIONS)


def test_what_is_written_comes_back_as_the_payload() -> None:
    """`Visit.change` reads the refusals of whatever a form sent in one place."""
    for operation in OPERATIONS.values():
        root = definition(operation.document)
        if root.operation is OperationType.MUTATION and operation.signed_in:
            (field,) = [one for one in root.selection_set.selections if isinstance(one, FieldNode)]
            assert field.alias is not None
            assert field.alias.value == "payload"
