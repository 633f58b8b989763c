"""How a network changes from one window of years to the next.

    World -> a network for each window -> Change

A tie counts in each window in which one of its acts may have been; an act of which only the end
is known, in the window of that end. What was not reported is not
there: a window with few articles looks quiet, so that numbers of engagements and origins stand
beside all figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from kg.edtf import day_bounds
from kg.errors import UsageError
from kg.model import World
from kg.network.choice import make_network
from kg.network.communities import find_communities
from kg.network.engines import tied
from kg.network.groups import BLOCS, group_nodes
from kg.network.mixing import Mixing, mix
from kg.network.overall import Overall, describe
from kg.network.reference import Reference
from kg.network.selection import Filters, with_known_beginnings

if TYPE_CHECKING:
    from typing_extensions import Unpack

__all__ = ["Change", "Standing", "Window", "change_over_windows"]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a node stands in one window. `stayed` is the share of those in its community who were
    there in the window before as well and in the same community as it; None where it was not in
    that window, or nobody else was."""

    node: str
    label: str
    degree: int
    strength: int
    core: int
    community: int
    stayed: float | None


@dataclass(frozen=True, slots=True)
class Window:
    """A network of the years `since` to `until`, both in it.

    `kept`, `new` and `gone` count its ties against the window before (None in the first);
    `jaccard` is kept / (kept + new + gone).
    """

    since: int
    until: int
    overall: Overall
    mixing: Mixing | None
    kept: int | None
    new: int | None
    gone: int | None
    jaccard: float | None
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """All windows, in order, of `width` years each."""

    windows: tuple[Window, ...]
    width: int


def change_over_windows(
    world: World, nodes: str = "countries", *, width: int = 5, step: int | None = None,
    by: str | None = None, blocs: Sequence[str] = BLOCS, ties: str = "acts",
    directed: bool = False, seed: int = 1, reference: Reference | None = None,
    **filters: Unpack[Filters],
) -> Change:
    """The networks of `nodes` in windows of `width` years, `step` years apart (by default width).

    The windows end with the last year that is dated, or with `until`, and go back to the first, or
    to `since`; where the years do not come out even, the first window is the short one. With `by`
    how groups mix is told too. Acts without any date, of the act or of a report, are in none.
    Raises UsageError for a width below 1.
    """
    step = step or width
    if width < 1 or step < 1:
        raise UsageError(f"windows of {width} years, {step} apart; expected 1 or more")
    world = with_known_beginnings(world)
    whole = make_network(
        world, nodes, ties=ties, directed=directed, reference=reference, **filters)
    first, last = whole.graph["first"], whole.graph["last"]
    if since := filters.pop("since", None):
        first = str(since)
    if until := filters.pop("until", None):
        last = str(until)
    begin, end = _year(first, 0), _year(last, 1)
    if begin is None or end is None:
        return Change((), width)
    starts = range(end - width + 1, begin - step, -step)
    windows: list[Window] = []
    before: nx.Graph[str] | None = None
    fellows: dict[str, set[str]] = {}
    for start in reversed(starts):
        network = make_network(
            world, nodes, ties=ties, directed=directed, reference=reference,
            **filters | {"since": f"{max(start, begin):04}", "until": f"{start + width - 1:04}"})
        window, fellows = _window(
            network, before, fellows, max(start, begin), start + width - 1, by, blocs, seed,
            reference)
        windows.append(window)
        before = network
    return Change(tuple(windows), width)


def _window(
    network: nx.Graph[str], before: nx.Graph[str] | None, fellows: dict[str, set[str]],
    since: int, until: int, by: str | None, blocs: Sequence[str], seed: int,
    reference: Reference | None,
) -> tuple[Window, dict[str, set[str]]]:
    groups = (group_nodes(network, by, blocs=blocs, reference=reference)
              if by and len(network) else None)
    now, then = _pairs(network), _pairs(before) if before is not None else None
    communities = find_communities(network, runs=1, seed=seed)
    together: dict[int, set[str]] = {}
    for node, community in communities.members.items():
        together.setdefault(community, set()).add(node)
    mine = {node: together[community] for node, community in communities.members.items()}
    plain = tied(network)
    cores = nx.core_number(plain)
    standings = [
        Standing(node, about.get("label", node), plain.degree(node),
                 plain.degree(node, weight="weight"), cores[node], communities.members[node],
                 _stayed(node, mine[node], fellows))
        for node, about in network.nodes(data=True)
    ]
    standings.sort(key=lambda one: (-one.core, -one.strength, one.label, one.node))
    kept = len(now & then) if then is not None else None
    return Window(
        since, until, describe(network, groups=groups, seed=seed),
        mix(network, groups) if groups is not None else None,
        kept, len(now - then) if then is not None else None,
        len(then - now) if then is not None else None,
        len(now & then) / len(now | then) if then is not None and now | then else None,
        tuple(standings),
    ), mine


def _pairs(network: nx.Graph[str]) -> set[object]:
    directed = network.is_directed()
    return {(a, b) if directed else frozenset((a, b)) for a, b in network.edges}


def _stayed(node: str, mine: set[str], fellows: dict[str, set[str]]) -> float | None:
    if node not in fellows:
        return None
    here = {one for one in mine if one in fellows} - {node}
    return len(here & fellows[node]) / len(here) if here else None


def _year(date: str | None, end: int) -> int | None:
    day = day_bounds(date)[end] if date else None
    return int(day[:4]) if day else None
