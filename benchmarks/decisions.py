"""Decisions at 1, 100 and 3,000 tenants beside Cedar, and what the tables of 3,000 tenants cost.

`python -m benchmarks.decisions` prints figures and bars. A decision is asked as operations ask it: of a context, with
the path of a unit and whoever took part before. Cedar is asked over the same permissions, each tenant's parsed
before; it is handed reach and separation worked out, which we work out in the decision.
"""

import asyncio
import json
import random
import subprocess
import sys
import uuid
from collections.abc import Sequence
from time import process_time

from authz.context import Actor, Grant, OperationContext
from authz.enforcer import Question
from authz.permissions import Reach, Rule
from authz.table import DecisionTable, base_rules
from benchmarks import recipes
from benchmarks.bars import Bar, say, show
from benchmarks.cedar import Cedar, CedarMissingError
from benchmarks.cluster import Place, cluster
from benchmarks.folder import REPOSITORY, keep_figures
from benchmarks.rounds import Spread, UnequalError
from benchmarks.tables import guidelines
from schema.guidelines.guards import decision_table, workflow_rules
from tenants.database import Database, TenantInfo

PART = "decisions"
TENANTS = (1, 100, 3_000)
ROUNDS, OURS, CEDARS, QUESTIONS, PAGE = 5, 200_000, 10_000, 2_000, 300
_SCOPE = "500110.S1"
_PATHS = {Reach.OWN: _SCOPE, Reach.SUBTREE: f"{_SCOPE}.C1", Reach.DISTRICT: "500110.S2"}
_MET = frozenset({uuid.UUID(int=1)})


def questions_of(table: DecisionTable) -> list[Question]:
    """Draw questions as they come: of what some rule speaks of, at every reach, by who took part and who did not."""
    chance = random.Random(1)  # noqa: S311 - a sample
    rules = [chance.choice(table.rules) for _ in range(QUESTIONS)]
    return [
        Question(rule.role, rule.target, rule.action, chance.choice(tuple(Reach)), chance.random() < 0.25)
        for rule in rules
    ]


class Deciders:
    """The contexts of so many tenants, in each of which every role is held by somebody."""

    def __init__(self, table: DecisionTable, tenants: int, questions: Sequence[Question]) -> None:
        database = Database.open("postgresql+asyncpg://nowhere", "postgresql+asyncpg://nowhere")
        self.asked = []
        infos = [TenantInfo(uuid.uuid4(), "bench", "区", None, "Asia/Shanghai") for _ in range(tenants)]
        for number in range(max(tenants, len(questions))):
            question = questions[number % len(questions)]
            grant = Grant(uuid.UUID(int=2), question.role, uuid.UUID(int=3), _SCOPE)
            actor = Actor("official", uuid.UUID(int=1), "", (grant,))
            context = OperationContext(actor, database.of(infos[number % tenants]))
            met = _MET if question.acted else frozenset()
            self.asked.append((context, question.action, _PATHS[question.reach], question.target, met))
        self.table = table

    def answers(self, many: int) -> list[bool]:
        """Answer the first questions."""
        return [
            context.decide(action, path, target=target, prior_actors=met, table=self.table).allowed
            for context, action, path, target, met in self.asked[:many]
        ]

    def decide(self, many: int) -> float:
        """Make so many decisions; tell the microseconds of processor time each took."""
        asked, table, started = self.asked, self.table, process_time()
        for _ in range(many // len(asked)):
            for context, action, path, target, met in asked:
                context.decide(action, path, target=target, prior_actors=met, table=table)
        return (process_time() - started) / (many // len(asked) * len(asked)) * 1e6


def measure(place: Place) -> bool:
    """Measure; print and keep figures and bars; tell whether all hold."""
    guideline = asyncio.run(guidelines(place.connect))[0]
    table = decision_table(guideline)
    rules = (*base_rules(), *workflow_rules(guideline))
    questions = questions_of(table)
    taken = {str(tenants): _alternate(table, rules, questions, tenants) for tenants in TENANTS}
    ran = subprocess.run(  # noqa: S603 - ours, in a process that has compiled nothing
        [sys.executable, "-m", "benchmarks.tables", place.name, str(place.server.sockets)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    tables = json.loads(ran.stdout)
    most = taken[str(TENANTS[-1])]["ours"]
    bars = [
        Bar("a decision at 3,000 tenants", 1.0, most["median"], "µs", "at most", most["least"], most["most"]),
        Bar(f"a page of {PAGE} decisions", 0.5, most["median"] * PAGE / 1_000, "ms", "at most"),
        Bar("tables of 3,000 tenants", 20.0, tables["bytes"] / 1e6, "MB", "at most"),
        Bar("tables of 3,000 tenants, cold", 3.0, tables["seconds"], "s", "at most"),
    ]
    keep_figures(PART, {"taken": taken, "tables": tables, "bars": [bar.kept() for bar in bars]})
    return show(bars)


def _alternate(
    table: DecisionTable, rules: Sequence[Rule], questions: Sequence[Question], tenants: int
) -> dict[str, dict[str, float]]:
    ours, cedars = Deciders(table, tenants, questions), None
    try:
        cedars = Cedar.start(rules, questions, tenants)
    except CedarMissingError as missing:
        say(f"Cedar cannot be had here: {missing}")
    if cedars is not None and cedars.answers != ours.answers(len(questions)):
        raise UnequalError("Cedar decides differently")
    taken: dict[str, Spread] = {"ours": Spread()} | ({"Cedar": Spread()} if cedars else {})
    for _ in range(ROUNDS):
        taken["ours"].samples.append(ours.decide(OURS))
        if cedars is not None:
            taken["Cedar"].samples.append(cedars.decide(CEDARS))
    if cedars is not None:
        cedars.stop()
    said = ", ".join(f"{name} {spread.shown['median']:.2f} µs" for name, spread in taken.items())
    say(f"{tenants} tenants: a decision takes {said}")
    return {name: spread.shown for name, spread in taken.items()}


def main() -> int:
    """Run."""
    with cluster() as server:
        return 0 if measure(recipes.growth(server)) else 1


if __name__ == "__main__":
    sys.exit(main())
