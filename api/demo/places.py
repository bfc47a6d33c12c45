"""The demo's invented compounds, buildings, entrances and groups, in real communities of 文龙街道."""

from collections.abc import Iterator
from dataclasses import dataclass

from schema.units.rules import UnitRow

STREET = "500110002"
SHAXI, TIANQIAO, JIULONG, CAIBA, CHUNDENG = (
    f"{STREET}{tail}" for tail in ("013", "014", "021", "003", "209")
)


@dataclass(frozen=True, slots=True)
class Place(UnitRow):
    """A unit of the demo; `floors` and `doors` give its dwellings, `vacant` names the empty ones."""

    floors: int = 0
    doors: int = 0
    vacant: frozenset[str] = frozenset()

    def dwellings(self) -> Iterator[tuple[str, int | None]]:
        """Give each dwelling's door code and floor; farmsteads of a group are numbered."""
        if self.kind == "group":
            return ((f"{number}号", None) for number in range(1, self.doors + 1))
        return (
            (f"{floor}{door:02d}", floor)
            for floor in range(1, self.floors + 1)
            for door in range(1, self.doors + 1)
        )


def _compound(community: str, number: int, name: str, *buildings: tuple[int, int]) -> Iterator[Place]:
    code = f"{community}-X{number}"
    yield Place(code, name, "compound", community)
    for order, (floors, doors) in enumerate(buildings, start=1):
        yield Place(f"{code}-{order:02d}", f"{order}号楼", "building", code, floors, doors)


def _groups(village: str, *households: int) -> Iterator[Place]:
    for order, (count, numeral) in enumerate(zip(households, "一二三四五六", strict=False), start=1):
        yield Place(f"{village}-S{order}", f"{numeral}社", "group", village, doors=count)


PLACES: tuple[Place, ...] = (
    *_compound(SHAXI, 1, "沙溪苑", (6, 2), (6, 2), (7, 2), (7, 2)),
    *_compound(SHAXI, 2, "滨河家园", (11, 2), (9, 3)),
    Place(f"{SHAXI}-L1", "沙溪路18号楼", "building", SHAXI, 5, 2, frozenset({"302", "501"})),
    *_compound(TIANQIAO, 1, "天桥佳苑", (6, 2), (6, 2), (6, 3)),
    *_compound(JIULONG, 1, "九龙雅居", (0, 0), (8, 2)),
    Place(f"{JIULONG}-X1-01-1", "1单元", "entrance", f"{JIULONG}-X1-01", 6, 2),
    Place(f"{JIULONG}-X1-01-2", "2单元", "entrance", f"{JIULONG}-X1-01", 6, 2),
    *_compound(CAIBA, 1, "菜坝花园", (5, 2), (5, 2), (5, 2)),
    *_groups(CHUNDENG, 14, 11, 9),
)
