"""What is in a world, counted and drawn with characters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from kg.model import ENGAGEMENT_TYPES, STATUSES, World

__all__ = ["count_engagements", "engagement_bars"]

#: Columns of a terminal that the longest bar takes.
_BAR = 32
#: Parts of a cell, for bars of honest length: an eighth each.
_EIGHTHS = " ▏▎▍▌▋▊▉"


def count_engagements(world: World) -> dict[str, dict[str, int]]:
    """Asserted engagements by type and by status, in the order of the codebook."""
    asserted = [one for one in world.engagements if one.modality == "asserted"]
    types = Counter(one.type for one in asserted)
    statuses = Counter(one.status for one in asserted)
    return {
        "engagements_by_type": {name: types[name] for name in ENGAGEMENT_TYPES if types[name]},
        "engagements_by_status": {name: statuses[name] for name in STATUSES if statuses[name]},
    }


def engagement_bars(world: World) -> str:
    """The same as two small charts; types with most engagements first."""
    counts = count_engagements(world)
    types = counts["engagements_by_type"]
    ordered = {name: types[name] for name in sorted(types, key=lambda name: -types[name])}
    flagged = sum(one.modality != "asserted" for one in world.engagements)
    rest = (
        f"\n{flagged} of the {len(world.engagements)} engagements are only denied, supposed or "
        "recalled, and not counted here.\n"
    ) if flagged else ""
    return (
        "Engagements by type\n" + _bars(ordered) + "\nHow far they got\n"
        + _bars(counts["engagements_by_status"]) + rest
    )


def _bars(counts: Mapping[str, int]) -> str:
    most = max(counts.values(), default=1)
    return "".join(
        f"  {name:<15}{count:>5}  {_bar(count / most)}\n" for name, count in counts.items()
    )


def _bar(share: float) -> str:
    eighths = max(1, round(share * _BAR * 8))
    return ("█" * (eighths // 8) + _EIGHTHS[eighths % 8]).rstrip()
