"""What the world outside is told of a unit itself: what it is called, where it lies, what took its place."""

from collections.abc import Sequence
from typing import Literal

from schema.frame.operation import Transaction

UnitNews = Literal["renamed", "recoded", "moved", "closed", "split", "merged", "retyped"]


def publish_change(
    tx: Transaction,
    news: UnitNews,
    code: str,
    name: str,
    *,
    former_code: str | None = None,
    parent_code: str | None = None,
    successors: Sequence[str] = (),
) -> None:
    """Write a change of a unit to the feed; it holds from today on."""
    payload = {
        "code": code,
        "name": name,
        "formerCode": former_code,
        "parentCode": parent_code,
        "successors": list(successors),
        "effectiveOn": tx.today.isoformat(),
    }
    tx.publish(f"unit.{news}", payload)
