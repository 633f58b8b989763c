"""Which network: the nodes, the ties and the filters by their names.

    World, "countries" or "institutions:topics", … -> networkx network

The one door that commands, report and notebooks go through.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import networkx as nx

from kg.errors import UsageError
from kg.model import World
from kg.network.comention import comention_network
from kg.network.networks import (
    actor_network,
    country_network,
    institution_network,
    person_network,
    topic_network,
)
from kg.network.reference import Reference, read_reference
from kg.network.selection import Filters
from kg.network.two_modes import MODES, two_mode_network

if TYPE_CHECKING:
    from typing_extensions import Unpack

__all__ = ["NODES", "TIES", "make_network", "modes_of", "with_narrower"]

#: Of one mode, or all who took part in anything (actors), whose other side is engagements.
NODES: Final = ("countries", "institutions", "people", "topics", "actors")

TIES: Final = ("acts", "co-mention")


def modes_of(nodes: str) -> tuple[str, ...]:
    """`nodes` as one or two modes: "institutions:countries" are two.

    Raises UsageError for words that name no mode.

    >>> modes_of("countries:topics")
    ('countries', 'topics')
    """
    modes = tuple(nodes.split(":"))
    known = NODES if len(modes) == 1 else MODES
    if len(modes) > 2 or len(set(modes)) < len(modes) or not set(modes) <= set(known):
        raise UsageError(
            f"nodes {nodes!r}; expected one of {', '.join(NODES)}, or two of "
            f"{', '.join(MODES)} with a colon between them")
    return modes


def make_network(
    world: World, nodes: str = "countries", *, ties: str = "acts", directed: bool = False,
    reference: Reference | None = None, **filters: Unpack[Filters],
) -> nx.Graph[str]:
    """The network of `nodes` (one of NODES, or two modes "a:b") of `world`.

    `ties` are acts (engagements, and links where no engagement stands for them) or co-mention,
    which is another network: the two are never mixed. `directed` makes a DiGraph from who gives
    to who receives, of countries, institutions or people. Topics of `filters` bring those below
    them. Raises UsageError for what does not go together, and for words of no codebook.
    """
    modes = modes_of(nodes)
    reference = reference or read_reference()
    if directed and nodes not in ("countries", "institutions", "people"):
        raise UsageError(f"{nodes} have no direction; expected countries, institutions or people")
    if ties == "co-mention":
        return _comention(world, modes, directed, reference, filters)
    if ties not in TIES:
        raise UsageError(f"ties {ties!r}; expected one of {', '.join(TIES)}")
    if topics := filters.get("topics"):
        filters["topics"] = with_narrower(topics, reference)
    if len(modes) == 2:
        return two_mode_network(world, *modes, reference=reference, **filters)
    if nodes == "topics":
        return topic_network(world, reference=reference, **filters)
    if nodes == "actors":
        return actor_network(world, reference=reference, **filters)
    make = {"countries": country_network, "institutions": institution_network,
            "people": person_network}[nodes]
    return make(world, reference=reference, directed=directed, **filters)


def with_narrower(topics: Iterable[str], reference: Reference) -> list[str]:
    """`topics` and all below them, in order. Raises UsageError for ids of no topic."""
    found: set[str] = set()
    for topic in topics:
        if topic not in reference.topics:
            raise UsageError(f"no topic {topic!r}; expected an id of data/topics.csv")
        found.update(reference.narrower(topic))
    return sorted(found)


def _comention(
    world: World, modes: tuple[str, ...], directed: bool, reference: Reference, filters: Filters
) -> nx.Graph[str]:
    refused = [name for name in ("statuses", "types", "topics", "modalities", "min_confidence")
               if filters.get(name)]
    if refused or directed or len(modes) > 1 or modes == ("actors",):
        what = ", ".join(refused) or ("direction" if directed else ":".join(modes))
        raise UsageError(
            f"co-mention and {what} do not go together: names that stand in one article have no "
            "stage, type, topic or direction; expected countries, institutions, people or topics, "
            "and since, until, min_origins")
    return comention_network(
        world, modes[0], reference=reference, since=filters.get("since"),
        until=filters.get("until"), min_origins=filters.get("min_origins", 1))
