"""The chart of the performance page: an SVG of bars, readable in light and dark."""

from collections.abc import Mapping, Sequence
from html import escape

WIDTH, LABEL, ROW, GAP, TOP = 720, 150, 18, 14, 34
_COLOURS = {"ours": "#1a7f5a", "bare SQL": "#8a8f98", "mercurius": "#c07a1c", "PostGraphile": "#4a6fa5"}
_STYLE = (
    "text { font: 12px system-ui, sans-serif; fill: #24292f } .title { font-weight: 600 }"
    " @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } }"
)


def chart(title: str, groups: Mapping[str, Mapping[str, float]], unit: str) -> str:
    """Draw a group of bars for each question, longest first to last as given; the longest fills the width."""
    longest = max(value for group in groups.values() for value in group.values())
    scale = (WIDTH - LABEL - 90) / longest
    parts, y = [f'<text class="title" x="8" y="20">{escape(title)}</text>'], TOP
    for name, group in groups.items():
        parts.append(f'<text class="title" x="8" y="{y + 13}">{escape(name)}</text>')
        for who, value in group.items():
            parts += _bar(who, value, scale, y, unit)
            y += ROW
        y += GAP
    return _document(title, parts, y)


def _bar(who: str, value: float, scale: float, y: int, unit: str) -> Sequence[str]:
    width = max(1.0, value * scale)
    return (
        f'<text x="{LABEL - 8}" y="{y + 13}" text-anchor="end">{escape(who)}</text>',
        f'<rect x="{LABEL}" y="{y + 2}" width="{width:.1f}" height="{ROW - 4}" rx="2" fill="{_COLOURS[who]}"/>',
        f'<text x="{LABEL + width + 6:.1f}" y="{y + 13}">{value:.2f} {escape(unit)}</text>',
    )


def _document(title: str, parts: Sequence[str], height: int) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
        f' role="img" aria-label="{escape(title)}"><style>{_STYLE}</style>'
    )
    return "\n".join([head, *parts, "</svg>", ""])
