"""Where a unit lies: labels from the root joined by dots, and the codes that are shown for them."""

from collections.abc import Collection

MAX_DEPTH = 12


def child_path(parent_path: str | None, label: str) -> str:
    """Join the path of a unit from its parent's; the root has none."""
    return label if parent_path is None else f"{parent_path}.{label}"


def label_of(path: str) -> str:
    """Give the label of the unit at a path."""
    return path.rpartition(".")[2]


def new_label(code: str, taken: Collection[str]) -> str:
    """Give the label of a unit registered under a code: the code, or the next number of it that was never taken.

    No code holds a '~', so that a number comes into nobody's way.
    """
    numbers = [0 if label == code else int(label.removeprefix(f"{code}~")) for label in taken]
    return f"{code}~{max(numbers) + 1}" if numbers else code


def code_path(parent: str | None, code: str, path: str) -> str | None:
    """Join the codes of a unit at a path from those of its parent; null where they are the path."""
    codes = child_path(parent, code)
    return codes if codes != path else None


def is_within(path: str, scope: str) -> bool:
    """Tell whether `path` is the unit at `scope` or lies below it; the empty scope is the whole tenant."""
    return scope in {"", path} or path.startswith(scope + ".")


def subtree_bounds(path: str) -> tuple[str, str]:
    """Give the half-open range of paths strictly below `path`, compared bytewise ('/' follows '.').

    The empty path stands for the whole tenant: every path, the root's included, is in its range.
    """
    return ("", "~") if path == "" else (path + ".", path + "/")
