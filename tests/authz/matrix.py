"""The permission matrix as text: `python -m tests.authz.matrix` rewrites `authz/matrix.txt`."""

from collections.abc import Iterator
from pathlib import Path

from authz.actions import ANY, DRAFT, WORKFLOW_ACTIONS, Action, Role, step_object
from authz.table import DecisionTable, Denial, Reach
from schema.guidelines.guards import decision_table
from schema.guidelines.rules.format import Guideline
from tests.authz.wenlong import wenlong

FILE = Path(__file__).parents[2] / "authz" / "matrix.txt"
COMMAND = "python -m tests.authz.matrix"
SIGNS = {
    None: "+",
    Denial.NO_RULE: ".",
    Denial.OUTSIDE_AREA: "a",
    Denial.ALREADY_ACTED: "p",
    Denial.EXPLICIT: "x",
}
HEAD = f"""\
Who may do what under the guideline of 文龙街道. Written by `{COMMAND}`; review it as a diff.
Six signs a cell: own unit, below it, elsewhere in the district; the same three for one who already took part.
+ allowed   . no permission   a outside the area   p already took part   x explicitly denied
"""


def targets(guideline: Guideline) -> list[tuple[str, Action]]:
    """List everything that can be asked: other actions on anything, workflow actions on every step."""
    plain = [(ANY, action) for action in Action if action not in WORKFLOW_ACTIONS]
    steps = [
        step_object(process.id, step)
        for process in guideline.processes
        for step in (DRAFT, *(step.id for step in process.steps))
    ]
    return plain + [(step, action) for step in steps for action in Action if action in WORKFLOW_ACTIONS]


def signs(table: DecisionTable, role: Role, target: str, action: Action) -> str:
    """Write one cell."""
    return "".join(
        SIGNS[table.decide(role, target, action, reach=reach, acted=acted)]
        for acted in (False, True)
        for reach in Reach
    )


def lines(guideline: Guideline) -> Iterator[str]:
    """Write the matrix line by line."""
    table = decision_table(guideline)
    yield from HEAD.splitlines()
    yield ""
    yield "".join((f"{'target':<30}{'action':<26}", *(f"{role.value:<22}" for role in Role))).rstrip()
    for target, action in targets(guideline):
        cells = "".join(f"{signs(table, role, target, action):<22}" for role in Role)
        yield f"{target:<30}{action.value:<26}{cells}".rstrip()


def render() -> str:
    """Write the matrix."""
    return "\n".join(lines(wenlong())) + "\n"


if __name__ == "__main__":
    FILE.write_text(render(), "utf-8")
