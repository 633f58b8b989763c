"""A network of countries as a figure for a paper or a notebook: SVG, where they lie on the map.

    networkx graph of kg.network -> country_map -> SVG as text

The same network is the same bytes; nothing in it is a script. What a reader should be able to
explore is the page (`kg.page.page`); this is what one prints.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from html import escape
from typing import Final

import networkx as nx

from kg.network import read_reference
from kg.page.geography import outlines, project

__all__ = ["country_map"]

#: Units of the drawing (kg.page.geography) to a pixel, and pixels left free around it.
_UNIT, _MARGIN = 3.0, 26
#: Only so many of the busiest are named; the others would cover each other.
_NAMED: Final = 40
#: How wide a letter of 11 px is taken to be.
_LETTER: Final = 5.9
_INK, _SOFT, _LAND, _TIE, _DOT = "#1c2430", "#525c6b", "#e9e5da", "#56718a", "#0a67a3"


def country_map(network: nx.Graph[str], title: str = "") -> str:
    """Countries as dots, the larger the more ties they have; ties as lines, as wide as their
    `weight`. Nodes are alpha-2 codes; those that have no place on the map are named below it."""
    reference = read_reference()
    places: dict[str, tuple[float, float]] = {}
    homeless = []
    for code in sorted(network):
        point = reference.country(code).point
        if point is None:
            homeless.append(str(network.nodes[code].get("label", code)))
        else:
            x, y = project(*point)
            places[code] = (x / _UNIT, y / _UNIT)
    left, top, right, bottom = _frame(places.values())
    parts = [f'<path d="{_ring(ring)}" fill="{_LAND}"/>' for ring in outlines()["land"]]
    most = max((about.get("weight", 1) for *_, about in network.edges(data=True)), default=1)
    for a, b, about in sorted(network.edges(data=True), key=lambda tie: sorted(tie[:2])):
        if a in places and b in places:
            weight = about.get("weight", 1)
            one, other = sorted((places[a], places[b]))
            parts.append(_curve(one, other, 1 + 5 * math.sqrt(weight / most),
                                0.35 + 0.4 * weight / most))
    size = {code: 2.5 + 1.4 * math.sqrt(network.degree(code)) for code in places}
    busiest = sorted(places, key=lambda code: (-network.degree(code), code))
    taken = [(places[code][0] - size[code], places[code][1] - size[code],
              places[code][0] + size[code], places[code][1] + size[code]) for code in places]
    for code in busiest:
        parts.append(f'<circle cx="{places[code][0]:.1f}" cy="{places[code][1]:.1f}" '
                     f'r="{size[code]:.1f}" fill="{_DOT}" stroke="#fff"/>')
    for code in busiest[:_NAMED]:
        parts += _label(str(network.nodes[code].get("label", code)), *places[code], size[code],
                        taken, right)
    if homeless:
        parts.append(_text(f"Not on the map: {', '.join(homeless)}", left + 4, bottom - 6, _SOFT))
    told = (f"{network.number_of_nodes()} countries, {network.number_of_edges()} ties; "
            f"the busiest: {', '.join(str(network.nodes[c].get('label', c)) for c in busiest[:5])}")
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" font-family="sans-serif" '
        f'viewBox="{left:.0f} {top:.0f} {right - left:.0f} {bottom - top:.0f}" '
        f'width="{right - left:.0f}" height="{bottom - top:.0f}">'
        f"<title>{escape(title or 'Ties between countries')}</title><desc>{escape(told)}</desc>"
        f'<rect x="{left:.0f}" y="{top:.0f}" width="100%" height="100%" fill="#fff"/>'
        f'{"".join(parts)}</svg>')


def _frame(places: Iterable[tuple[float, float]]) -> tuple[float, float, float, float]:
    """The part of the map that holds all places, at least two fifths of the world."""
    xs, ys = zip(*places, strict=True) if places else ((), ())
    middle = (min(xs, default=0) + max(xs, default=0)) / 2
    half = max((max(xs, default=0) - min(xs, default=0)) / 2 + 90, 360)
    return (middle - half, min([*ys, -130]) - _MARGIN, middle + half, max([*ys, 130]) + _MARGIN)


def _ring(ring: list[int]) -> str:
    points = [f"{x / _UNIT:.1f} {y / _UNIT:.1f}"
              for x, y in zip(ring[::2], ring[1::2], strict=True)]
    return f"M{'L'.join(points)}Z"


def _curve(a: tuple[float, float], b: tuple[float, float], width: float, opacity: float) -> str:
    """A line that bends a little, so that ties between neighbours in a row stay apart."""
    x, y = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
    bend_x, bend_y = (a[1] - b[1]) * 0.12, (b[0] - a[0]) * 0.12
    return (f'<path d="M{a[0]:.1f} {a[1]:.1f}Q{x - bend_x:.1f} {y - bend_y:.1f} '
            f'{b[0]:.1f} {b[1]:.1f}" fill="none" stroke="{_TIE}" stroke-width="{width:.1f}" '
            f'stroke-opacity="{opacity:.2f}"/>')


def _label(
    name: str, x: float, y: float, size: float,
    taken: list[tuple[float, float, float, float]], right: float,
) -> list[str]:
    """The name beside its dot, where it covers nothing that stands there already."""
    wide = len(name) * _LETTER
    for start, line in ((x + size + 2, y + 4), (x - size - 2 - wide, y + 4),
                        (x - wide / 2, y - size - 3), (x - wide / 2, y + size + 11)):
        box = (start, line - 9, start + wide, line + 2)
        if box[2] < right and not any(
                box[0] < other[2] and box[2] > other[0] and box[1] < other[3]
                and box[3] > other[1] for other in taken):
            taken.append(box)
            return [_text(name, start, line, _INK)]
    return []


def _text(text: str, x: float, y: float, colour: str) -> str:
    return (f'<text x="{x:.1f}" y="{y:.1f}" font-size="11" fill="{colour}" stroke="#fff" '
            f'stroke-width="2.5" paint-order="stroke">{escape(text)}</text>')
