"""The permission matrix as text: `python -m tests.authz.matrix` rewrites `authz/matrix.txt`."""

from collections.abc import Iterator
from pathlib import Path

from authz.actions import ANY, DRAFT, WORKFLOW_ACTIONS, Action, Role, office_subject, step_object
from authz.table import DecisionTable, Denial, Reach
from schema.guidelines.guards import decision_table, workflow_rules
from schema.guidelines.rules.format import Guideline
from tests.authz.wenlong import two_commands, wenlong

FILE = Path(__file__).parents[2] / "authz" / "matrix.txt"
COMMAND = "python -m tests.authz.matrix"
SIGNS = {
    None: "+",
    Denial.NO_RULE: ".",
    Denial.OTHER_OFFICE: "o",
    Denial.OUTSIDE_AREA: "a",
    Denial.ALREADY_ACTED: "p",
    Denial.EXPLICIT: "x",
}
HEAD = f"""\
Who may do what under the guideline of 文龙街道. Written by `{COMMAND}`; review it as a diff.
Six signs a cell: own unit, below it, elsewhere in the district; the same three for one who already took part.
+ allowed   . no permission   a outside the area   p already took part   x explicitly denied
"""


OFFICES = """\
Who may do what at the steps of a guideline with offices, by role and the kind of unit it is held over; actions nobody
may do are left out.
o of another office of the role
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


def signs(table: DecisionTable, role: Role, target: str, action: Action, level: str = "") -> str:
    """Write one cell."""
    return "".join(
        SIGNS[table.decide(role, target, action, reach=reach, acted=acted, level=level)]
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


def office_lines(guideline: Guideline) -> Iterator[str]:
    """Write the matrix of a guideline's steps and what may be taken over, a column for each role and level."""
    table = decision_table(guideline)
    kinds = [kind.id for kind in guideline.unit_kinds]
    seats = [
        (role, level)
        for role in Role
        for level in (kinds if table.levels_of(role) else ("",))
        if acts(table, role)
    ]
    yield from OFFICES.splitlines()
    yield ""
    heads = (office_subject(role, level).removesuffix("@") for role, level in seats)
    yield "".join((f"{'target':<30}{'action':<26}", *(f"{head:<25}" for head in heads))).rstrip()
    for target, action in sorted({(rule.target, rule.action) for rule in workflow_rules(guideline)}):
        cells = "".join(f"{signs(table, role, target, action, level):<25}" for role, level in seats)
        yield f"{target:<30}{action.value:<26}{cells}".rstrip()


def acts(table: DecisionTable, role: Role) -> bool:
    """Tell whether a role has anything to do at a step."""
    return any(rule.role is role and rule.action in WORKFLOW_ACTIONS for rule in table.rules)


def render() -> str:
    """Write the matrix."""
    return "\n".join((*lines(wenlong()), "", *office_lines(two_commands()))) + "\n"


if __name__ == "__main__":
    FILE.write_text(render(), "utf-8")
