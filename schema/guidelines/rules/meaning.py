"""What a clause means to the person who attests it, as a digest: equal for what reads the same and asks the same."""

import hashlib
import json
from functools import lru_cache

from schema.guidelines.rules.format import Criterion


def meaning_of(criterion: Criterion) -> str:
    """Digest what a person reads and states of a criterion in 64 hex digits.

    What a machine judges anew of each statement is no part of it: bounds, how long it holds, files, the check.
    """
    attest, score = criterion.attest, criterion.score
    return _digest(
        criterion.title,
        criterion.guidance,
        criterion.only_where,
        attest.method if attest is not None else None,
        attest.items if attest is not None else (),
        (score.kind, score.maximum) if score is not None else None,
    )


@lru_cache(maxsize=4096)
def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
