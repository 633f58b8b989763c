"""Where things stand on the drawing of the world.

    longitude, latitude -> x, y        kg/page/land.json -> outlines to draw under them

The outlines are a backdrop to find one's way by: some 600 points set by hand, coasts only.
They show no border, and nothing is computed from them.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Final

__all__ = ["outlines", "project"]

#: Equal Earth (Šavrič, Patterson and Jenny 2018): areas keep their ratios, so that the south
#: is as large as it is. Its four coefficients:
_A: Final = (1.340264, -0.081106, 0.000893, 0.003796)

#: Degrees east in the middle of the drawing: the edge then runs through the Bering Strait.
_CENTRE: Final = 11.0

#: Units of the drawing per unit of the projection; the world becomes about 2,700 wide.
_SCALE: Final = 500.0


def project(lon: float, lat: float) -> tuple[int, int]:
    """Place a point, given in degrees, on the drawing: x to the right, y downwards.

    >>> project(11, 0)
    (0, 0)
    """
    east = math.radians((lon - _CENTRE + 180) % 360 - 180)
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(lat)))
    a1, a2, a3, a4 = _A
    x = 2 * math.sqrt(3) * east * math.cos(theta) / (
        3 * (9 * a4 * theta**8 + 7 * a3 * theta**6 + 3 * a2 * theta**2 + a1))
    y = a4 * theta**9 + a3 * theta**7 + a2 * theta**3 + a1 * theta
    return round(x * _SCALE), round(-y * _SCALE)


def outlines() -> dict[str, list[list[int]]]:
    """Coasts (`land`) and inland seas (`water`) on the drawing: x, y, x, y, … of each ring."""
    with (Path(__file__).parent / "land.json").open(encoding="utf-8") as file:
        rings = json.load(file)
    return {
        kind: [
            [value for lon, lat in zip(ring[::2], ring[1::2], strict=True)
             for value in project(lon, lat)]
            for ring in rings[kind]
        ]
        for kind in ("land", "water")
    }
