"""Figures as SVG, drawn by rules so simple that they can be checked with a ruler.

    numbers -> SVG as text

No library, no random layout: the same numbers are the same bytes. Each drawing has a title and a
description for those who do not see it, and says nothing by colour alone. All text is escaped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from math import atan2, cos, pi, sin, sqrt
from typing import Final

__all__ = ["Drawing", "bars", "columns", "heat", "ring"]

#: Okabe and Ito's colours, dark enough on white; ink for text and lines.
COLOURS: Final = ("#0072b2", "#d55e00", "#009e73", "#7a4b8a", "#8a6d00", "#56707f")
INK: Final = "#1c2430"
SOFT: Final = "#525c6b"
LINE: Final = "#d9d5ca"

#: How wide a letter of 12 px is taken to be: wider than it is, so that nothing is cut.
_LETTER: Final = 6.6

Drawing = str


def columns(
    title: str, description: str, rows: Sequence[tuple[str, Sequence[int]]], series: Sequence[str]
) -> Drawing:
    """Stacked columns: for each of `rows` (label, numbers) one column, a part for each of
    `series`."""
    width, height, left, foot, head = 760, 300, 46, 40, 34
    most = max((sum(values) for _, values in rows), default=0) or 1
    step = _nice(most)
    top = -(-most // step) * step
    space = height - foot - head
    parts = []
    for tick in range(0, top + 1, step):
        y = height - foot - space * tick / top
        parts.append(_line(left, y, width, y, LINE))
        parts.append(_text(left - 6, y + 4, str(tick), anchor="end", colour=SOFT))
    each = (width - left) / max(1, len(rows))
    every = max(1, -(-len(rows) * 40 // (width - left)))
    for k, (label, values) in enumerate(rows):
        x, y = left + each * k + each * 0.12, float(height - foot)
        for colour, value in zip(_cycle(len(series)), values, strict=True):
            size = space * value / top
            y -= size
            if value:
                parts.append(_rect(x, y, each * 0.76, size, colour))
        if k % every == 0:
            parts.append(_text(x + each * 0.38, height - foot + 16, label, anchor="middle"))
    parts += _legend(series, left, 14)
    return _svg(title, description, width, height, parts)


def bars(
    title: str, description: str, rows: Sequence[tuple[str, float]], unit: str = ""
) -> Drawing:
    """Bars with their label to the left and their number to the right."""
    width, line, left = 760, 22, 300
    most = max((value for _, value in rows), default=0) or 1
    parts = []
    for k, (label, value) in enumerate(rows):
        y = 8 + line * k
        size = (width - left - 90) * value / most
        parts.append(_text(left - 8, y + 14, _cut(label, left - 16), anchor="end"))
        parts.append(_rect(left, y + 3, size, line - 7, COLOURS[0]))
        parts.append(_text(left + size + 6, y + 14, f"{_number(value)}{unit}", colour=SOFT))
    return _svg(title, description, width, 16 + line * len(rows), parts)


def heat(
    title: str, description: str, names: Sequence[str], cells: Mapping[tuple[str, str], int]
) -> Drawing:
    """A square of numbers, darker the greater; rows and columns are `names`."""
    left, head = 16 + round(max(map(len, names), default=0) * _LETTER), 34
    side = max(58, 12 + round(max(map(len, names), default=0) * _LETTER))
    width, height = left + side * len(names), head + 36 * len(names) + 6
    most = max(cells.values(), default=0) or 1
    parts = []
    for k, name in enumerate(names):
        parts.append(_text(left + side * k + side / 2, head - 10, name, anchor="middle"))
        parts.append(_text(left - 8, head + 36 * k + 22, name, anchor="end"))
    for i, a in enumerate(names):
        for k, b in enumerate(names):
            value = cells.get((a, b), 0)
            # The square root keeps small numbers from vanishing beside one great one.
            share = sqrt(value / most)
            shade = _mix("#ffffff", COLOURS[0], share)
            x, y = left + side * k, head + 36 * i
            parts.append(_rect(x + 1, y + 1, side - 2, 34, shade))
            parts.append(_text(x + side / 2, y + 22, str(value), anchor="middle",
                               colour="#ffffff" if share > 0.62 else INK))
    return _svg(title, description, width, height, parts)


def ring(
    title: str, description: str, groups: Sequence[tuple[str, Sequence[str]]],
    ties: Mapping[tuple[str, str], int], labels: Mapping[str, str],
) -> Drawing:
    """Nodes on a circle, group by group, and their ties as arcs, the wider the more acts."""
    order = [node for _, members in groups for node in members]
    size, radius, middle = 760, 232, 380
    if not order:
        return _svg(title, description, size, 20, [])
    gap = 1.6 if len(groups) > 1 else 0
    turn = 2 * pi / (len(order) + gap * len(groups))
    angle: dict[str, float] = {}
    colour: dict[str, str] = {}
    at = -pi / 2
    for shade, (_, members) in zip(_cycle(len(groups)), groups, strict=True):
        for node in members:
            angle[node], colour[node] = at + turn / 2, shade
            at += turn
        at += gap * turn

    def point(node: str, away: float) -> tuple[float, float]:
        return middle + cos(angle[node]) * away, middle + sin(angle[node]) * away

    most = max(ties.values(), default=1)
    parts = []
    for (a, b), weight in sorted(ties.items(), key=lambda item: (item[1], item[0])):
        if a not in angle or b not in angle:
            continue
        (x, y), (u, v) = point(a, radius - 6), point(b, radius - 6)
        # Those that lie near each other are joined near the ring, those across by the middle.
        apart = abs(angle[a] - angle[b])
        apart = min(apart, 2 * pi - apart)
        away = 0.8 * radius * (1 - apart / pi)
        half = atan2(sin(angle[a]) + sin(angle[b]), cos(angle[a]) + cos(angle[b]))
        p, q = middle + cos(half) * away, middle + sin(half) * away
        parts.append(
            f'<path d="M{x:.1f} {y:.1f} Q{p:.1f} {q:.1f} {u:.1f} {v:.1f}" fill="none" '
            f'stroke="{SOFT}" stroke-opacity="{0.28 + 0.6 * weight / most:.2f}" '
            f'stroke-width="{0.8 + 6 * sqrt(weight / most):.1f}"/>')
    for node in order:
        x, y = point(node, radius)
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{colour[node]}"/>')
        u, v = point(node, radius + 10)
        # Text stands upright on either half.
        degrees = angle[node] * 180 / pi
        far = cos(angle[node]) < 0
        parts.append(
            f'<text transform="translate({u:.1f} {v:.1f}) '
            f'rotate({degrees + 180 if far else degrees:.1f})" '
            f'text-anchor="{"end" if far else "start"}" dy="4" font-size="11" fill="{INK}">'
            f'{escape(_cut(labels[node], 130))}</text>')
    parts += _legend([name for name, _ in groups], 10, 14)
    return _svg(title, description, size, size, parts)


def _svg(
    title: str, description: str, width: float, height: float, parts: Sequence[str]
) -> Drawing:
    key = "".join(c if c.isalnum() and c.isascii() else "-" for c in title.lower())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" '
        f'role="img" aria-labelledby="t-{key} d-{key}" font-family="sans-serif">'
        f'<title id="t-{key}">{escape(title)}</title>'
        f'<desc id="d-{key}">{escape(description)}</desc>{"".join(parts)}</svg>')


def _legend(names: Sequence[str], x: float, y: float) -> list[str]:
    parts = []
    for colour, name in zip(_cycle(len(names)), names, strict=True):
        parts.append(_rect(x, y - 9, 11, 11, colour))
        parts.append(_text(x + 16, y + 1, name))
        x += 34 + len(name) * _LETTER
    return parts


def _cycle(count: int) -> list[str]:
    return [COLOURS[k % len(COLOURS)] for k in range(count)]


def _rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    return (f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(0, width):.1f}" '
            f'height="{max(0, height):.1f}" fill="{colour}"/>')


def _line(x: float, y: float, u: float, v: float, colour: str) -> str:
    return f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{u:.1f}" y2="{v:.1f}" stroke="{colour}"/>'


def _text(x: float, y: float, text: str, *, anchor: str = "start", colour: str = INK) -> str:
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="12" '
            f'fill="{colour}">{escape(text)}</text>')


def _cut(text: str, room: float) -> str:
    most = int(room / _LETTER)
    return text if len(text) <= most else text[:most - 1] + "…"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:.3g}"


def _nice(most: int) -> int:
    """A step of 1, 2 or 5 times a power of ten that makes some five steps of `most`."""
    step = 1
    while most / step > 6:
        step = step * 2 if str(step)[0] in "15" else step * 5 // 2
    return step


def _mix(one: str, other: str, share: float) -> str:
    pairs = zip(*(bytes.fromhex(colour[1:]) for colour in (one, other)), strict=True)
    return "#" + bytes(round(a + (b - a) * share) for a, b in pairs).hex()
