"""The engine of conditions: CEL with the facts and operators that are in the language here, and nothing else of it."""

from functools import lru_cache

from cel_expr_python import cel

from schema.guidelines.rules.conditions import FACTS, Program

_OPERATORS = (
    *("_&&_", "_||_", "!_", "_?_:_", "@in"),
    *("_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_"),
    *("_+_", "_-_", "-_", "_*_", "_/_", "_%_"),
)


def compile_program(expression: str) -> Program:
    """Compile a condition; a RuntimeError or UnicodeError says what is wrong with it, and where."""
    program: Program = _environment().compile(expression)
    return program


@lru_cache(maxsize=1)
def _environment() -> cel.Env:
    variables = "".join(f'  - {{name: "{name}", type: "{kind}"}}\n' for name, kind in FACTS.items())
    operators = "".join(f'    - {{name: "{operator}"}}\n' for operator in _OPERATORS)
    language = f"variables:\n{variables}stdlib:\n  disable_macros: true\n  include_functions:\n{operators}"
    return cel.NewEnv(config=cel.NewEnvConfigFromYaml(language))
