"""The built-in guidelines, shipped as YAML in `guidelines/templates`."""

from dataclasses import dataclass
from functools import cache
from importlib import resources

from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.rules import check, digest
from schema.guidelines.rules.format import Guideline


@dataclass(frozen=True, slots=True)
class Template:
    """A built-in guideline: its id, the file's text and what it says."""

    id: str
    text: str
    guideline: Guideline
    digest: str


@cache
def list_templates() -> tuple[Template, ...]:
    """List the built-in guidelines by id; read once in a process."""
    files = (
        item
        for item in (resources.files("schema.guidelines") / "templates").iterdir()
        if item.name.endswith(".yaml")
    )
    return tuple(
        _read(file.name, file.read_text("utf-8")) for file in sorted(files, key=lambda item: item.name)
    )


def load_template(template: str) -> Template:
    """Find a built-in guideline by id, or refuse with UNKNOWN_TEMPLATE."""
    for candidate in list_templates():
        if candidate.id == template:
            return candidate
    raise DomainError(ErrorCode.UNKNOWN_TEMPLATE, "没有这个方案模板。", field=("template",))


def _read(name: str, text: str) -> Template:
    checked = check(text)
    if checked.guideline is None or checked.errors:
        raise ValueError(f"{name}: {checked.errors}")
    return Template(
        id=checked.guideline.id, text=text, guideline=checked.guideline, digest=digest(checked.guideline)
    )
