"""Documents written at random get the same bytes from plans as from the resolvers, whoever asks.

A sample of the campaign of ten thousand (`python -m pytest -m campaign tests/plans/test_differential.py`); with
`-o log_cli=true -o log_cli_level=INFO` it tells how many were planned.
"""

import gc
import logging
from collections import Counter
from random import Random
from typing import Any

import pytest

from api.execution import PlanUse
from tests.builders.stage import Stage
from tests.plans.both import OFFICIAL, PUBLIC, READ, Both
from tests.plans.documents import Writer

log = logging.getLogger(__name__)
SAMPLE, CHUNKS, CHUNK = 200, 25, 200
"""Documents of each side: of the sample, and how many times how many the campaign writes."""
CALLERS = {
    "official": ("administrator", "headquarters", "street", "community", "bystander", "outsider", "nobody"),
    "public": ("anonymous", "client"),
}
SIDES = {"official": OFFICIAL, "public": PUBLIC}


def values(stage: Stage, cursors: list[str]) -> dict[str, list[str]]:
    """Give what arguments may be: of this district, of none, and what no row can hold."""
    codes = sorted(name for name, value in stage.ids.items() if value.startswith("VW5pd"))
    ids = sorted(stage.ids.values())
    return {
        "code": [*codes, "nowhere", "1#'\\\"", "B1\0", ""],
        "id": [*(value for value in ids if value.startswith("VW5pd")), *ids[::8], "nothing"],
        "kind": ["building", "compound", "castle", "x\0"],
        "search": ["B", "通惠", "%", "_", ""],
        "underCode": [*codes, "nowhere"],
        "after": [*cursors, "no cursor"],
        "before": [*cursors],
        "under": ids,
    }


def harvest(data: Any, found: list[str]) -> None:
    """Collect cursors to come back with."""
    if isinstance(data, list):
        for each in data:
            harvest(each, found)
    elif isinstance(data, dict):
        found += [value for key, value in data.items() if key.endswith("ursor") and isinstance(value, str)]
        for each in data.values():
            harvest(each, found)


async def compare(stage: Stage, side: str, seed: str, documents: int) -> None:
    """Ask for so many documents, written by a seed, both ways."""
    both: Both = SIDES[side]
    random, cursors, used = Random(seed), list[str](), Counter[PlanUse]()
    for number in range(documents):
        writer = Writer(
            random, both.planned.schema, both.planned.planner.catalogue, values(stage, cursors[-20:])
        )
        document = writer.document()
        caller = stage.callers[random.choice(CALLERS[side])]
        planned, resolved = await both.ask(caller, document, **writer.variables)
        told = f"{seed} {number}: {document} {writer.variables}"
        if planned.plan in READ:
            assert planned.encoded == resolved.encoded, told
        else:  # resolvers both times: which of several refusals comes first is theirs to say
            assert planned.decoded.get("data") == resolved.decoded.get("data"), told
        used[planned.plan] += 1
        harvest(planned.decoded.get("data"), cursors)
    log.info("%s: %s", side, {use.value: number for use, number in used.items()})
    assert used[PlanUse.COMPILED] + used[PlanUse.HIT] > documents // 4, used
    assert not used[PlanUse.FELL_BACK], used
    gc.collect()  # what was dropped is to be noticed here
    assert used[PlanUse.INELIGIBLE], "nothing was left to the resolvers"


@pytest.mark.parametrize("side", SIDES)
async def test_any_document_gets_the_same_bytes(stage: Stage, side: str) -> None:
    await compare(stage, side, f"{side} names", SAMPLE)


@pytest.mark.campaign
@pytest.mark.parametrize("chunk", range(CHUNKS))
@pytest.mark.parametrize("side", SIDES)
async def test_campaign_any_document_gets_the_same_bytes(stage: Stage, side: str, chunk: int) -> None:
    await compare(stage, side, f"{side} {chunk}", CHUNK)
