"""What benchmarks keep between runs, all in one folder: databases, peers, builds and figures."""

import json
import os
from pathlib import Path
from typing import Any

HOME = Path(os.environ.get("WUYI_BENCH") or ".wuyi-bench").resolve()
"""Where it lies; `WUYI_BENCH` puts it elsewhere. Deleting it costs a few minutes of seeding, nothing else."""
REPOSITORY = Path(__file__).resolve().parent.parent
_FIGURES = HOME / "figures"


def keep_figures(part: str, figures: dict[str, Any]) -> None:
    """Keep the figures of a part of the benchmarks until it is run again."""
    _FIGURES.mkdir(parents=True, exist_ok=True)
    (_FIGURES / f"{part}.json").write_text(json.dumps(figures, ensure_ascii=False, indent=1))


def kept_figures() -> dict[str, dict[str, Any]]:
    """Give the latest figures of every part that was ever run, by its name."""
    return {path.stem: json.loads(path.read_text()) for path in sorted(_FIGURES.glob("*.json"))}
