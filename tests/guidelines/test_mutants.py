"""Every key of the ten schemes, misspelt: each is told where it stands, and what it should have been."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import yaml

from schema.guidelines.rules import check
from tests.guidelines.test_schemes import SCHEMES, source_of

CODED = {"logs", "figures", "attestations"}
"""Parts of a scenario whose keys are codes of the scheme, not keys of the format."""


@dataclass(frozen=True)
class Mutant:
    """A scheme's text in which one key has two letters swapped, or one more letter."""

    text: str
    key: str
    meant: str
    line: int


def misspelt(key: str) -> str:
    """Misspell a key as people do: the last two letters change places, or the last one is doubled."""
    swapped = key[:-2] + key[-1] + key[-2]
    return swapped if swapped != key else key + key[-1]


def mutants(text: str) -> Iterator[Mutant]:
    """Misspell each key of the text once: where it first stands."""
    seen = set()
    for key in keys(yaml.compose(text)):
        if key.value not in seen:
            seen.add(key.value)
            start, end = key.start_mark.index, key.end_mark.index
            wrong = misspelt(key.value)
            yield Mutant(text[:start] + wrong + text[end:], wrong, key.value, key.start_mark.line + 1)


def keys(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """List the keys below a node in the order of the text."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield key
            if key.value not in CODED:
                yield from keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from keys(value)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_misspelt_key_is_pointed_at(scheme: str) -> None:
    found = list(mutants(source_of(scheme)))
    assert len(found) >= 20
    for mutant in found:
        checked = check(mutant.text)
        assert checked.guideline is None or checked.errors, mutant.key
        pointed = [
            fault for fault in checked.errors if fault.line == mutant.line and mutant.key in fault.message
        ]
        assert pointed, (mutant, checked.errors)
        assert all(fault.fix.startswith(f"是不是 {mutant.meant}？") for fault in pointed), pointed
