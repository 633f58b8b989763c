"""Which group each node is in: a region, an income group, a bloc.

    network, "region" -> group of each node

Institutions and people stand where their country stands. A node without a country (the WHO), or
in none of the blocs, is in no group: what is done with it is said where groups are used.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import networkx as nx

from kg.errors import UsageError
from kg.network.reference import Reference, read_reference

__all__ = ["BLOCS", "GROUPINGS", "group_nodes"]

GROUPINGS: Final = ("region", "income", "south", "bloc", "country", "type")

#: Regional organisations that share no member (a test sees to it), so that their order does not
#: matter; in data/country_blocs.csv are many more.
BLOCS: Final = ("EU", "AFU", "GCC", "ASEAN", "SAARC", "CIS", "CARICOM", "MERCOSUR", "PIF")


def group_nodes(
    network: nx.Graph[str], by: str, *, blocs: Sequence[str] = BLOCS,
    reference: Reference | None = None,
) -> dict[str, str | None]:
    """The group of each node of `network` by one of GROUPINGS; None for one in no group.

    With `south` the North are countries of high income, the South all others. With `bloc` a
    country belongs to the first of `blocs` (ids of data/country_blocs.csv) that it is a member
    of. Groups are as of today: a country that has joined since, or has risen to another income
    group, stands where it stands now. Raises UsageError for another grouping, a bloc without a
    list of members, and a network whose nodes have no such group.
    """
    reference = reference or read_reference()
    if by not in GROUPINGS:
        raise UsageError(f"no groups by {by!r}; expected one of {', '.join(GROUPINGS)}")
    for bloc in blocs if by == "bloc" else ():
        if not (known := reference.blocs.get(bloc)) or not known.members:
            listed = sorted(one.id for one in reference.blocs.values() if one.members)
            raise UsageError(f"bloc {bloc!r}; expected one of {', '.join(listed)}")
    found: dict[str, str | None] = {}
    for node, about in network.nodes(data=True):
        country = node if about.get("kind") == "country" else about.get("country")
        if by == "type":
            found[node] = about.get("type")
        elif country is None:
            found[node] = None
        elif by == "country":
            found[node] = reference.country(country).name
        elif by == "bloc":
            found[node] = next(
                (reference.blocs[bloc].name for bloc in blocs
                 if country in reference.blocs[bloc].members), None)
        else:
            known_country = reference.country(country)
            income = known_country.income
            found[node] = (
                known_country.region if by == "region" else income if by == "income"
                else income and ("North" if income == "high" else "South"))
    if found and not any(found.values()):
        kind = network.graph.get("kind", "these nodes")
        raise UsageError(f"{kind} have no {by}; expected a network of others, or other groups")
    return found
