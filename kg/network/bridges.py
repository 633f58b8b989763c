"""The institutions that link countries: to whom, since when, on what, on what evidence.

    World -> Bridges, the widest first
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from kg.model import Entity, World
from kg.network.pairs import linked_countries, partner_countries
from kg.network.reference import Reference, read_reference
from kg.network.selection import Act, Filters, Selection, acts_of, link_acts_of
from kg.network.ties import Tie, tie_of
from kg.pairs import country_ties

if TYPE_CHECKING:
    from typing_extensions import Unpack

__all__ = ["Bridge", "Partner", "bridging_institutions"]


@dataclass(frozen=True, slots=True)
class Partner:
    """A country that an institution works with, and through what.

    `institutions` are the ids of that country's institutions that take part by name, or that
    a text links with it; often a text names none.
    """

    country: str
    institutions: tuple[str, ...]
    tie: Tie


@dataclass(frozen=True, slots=True)
class Bridge:
    """An institution that links countries.

    `partners` are the countries it works with but for its own, those with most acts first.
    `tie` sums up the acts with all of them, each once. `parts` are the pairs of countries that
    nothing would tie without it: it takes part in every act they share. `cuts_off` are the
    countries that would then have no chain of ties left to the largest part of those that they
    are connected with now.
    """

    institution: Entity
    partners: tuple[Partner, ...]
    tie: Tie
    parts: tuple[tuple[str, str], ...] = ()
    cuts_off: tuple[str, ...] = ()

    @property
    def countries(self) -> int:
        """How many countries it links, its own among them."""
        return len(self.partners) + (self.institution.country is not None)


def bridging_institutions(
    world: World, *, reference: Reference | None = None, **filters: Unpack[Filters]
) -> list[Bridge]:
    """The institutions that link two or more countries, those with most partners first.

    An institution links its country to those that the country is tied to by an engagement
    the institution takes part in (`pairs.partner_countries`), also where no institution of
    the partner is named: "the Pasteur Institute of Iran works with French institutes" links
    Iran and France. An international organisation links the countries it works with, once
    they are two. Links stated between institutions count too. Among equals the one with more
    acts comes first, then with more origins, then by name. `filters` are the fields of
    `Selection`; `reference` gives the names by which a quote is chosen.
    """
    reference = reference or read_reference()
    selection = Selection(**filters)
    entities = {e.id: e for e in world.entities if e.kind == "institution"}
    acts: dict[str, dict[str, dict[str, Act]]] = defaultdict(lambda: defaultdict(dict))
    through: dict[tuple[str, str], set[str]] = {}
    partners: dict[tuple[str, str], set[str]] = defaultdict(set)
    for engagement, act in acts_of(world, selection):
        present = [entities[i] for i in engagement.participants if i in entities]
        for pair in country_ties(engagement):
            _note(through, pair, {entity.id for entity in present})
        for entity in present:
            for country in partner_countries(engagement, entity):
                acts[entity.id][country][act.id] = act
                partners[entity.id, country] |= {e.id for e in present if e.country == country}
    # A link is mostly drawn from a sentence that an engagement is drawn from too, so that it
    # counts only where there is none.
    engaged = {(one, country) for one, by_country in acts.items() for country in by_country}
    shared = frozenset(through)
    for link, act in link_acts_of(world, selection):
        ends = entities[link.a], entities[link.b]
        homes = sorted(end.country for end in ends if end.country)
        if len(set(homes)) == len(ends) and (pair := (homes[0], homes[1])) not in shared:
            _note(through, pair, {link.a, link.b})
        for one, country in linked_countries(*ends):
            partners[one, country] |= {end.id for end in ends if end.country == country}
            if (one, country) not in engaged:
                acts[one][country][act.id] = act
    parts: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for pair, everywhere in sorted(through.items()):
        for institution in everywhere:
            parts[institution].append(pair)
    ties: nx.Graph[str] = nx.Graph(list(through))
    bridges = [
        _bridge(entities[institution], by_country, partners, reference,
                parts[institution], _cut_off(ties, parts[institution]))
        for institution, by_country in acts.items()
    ]
    return sorted(
        (bridge for bridge in bridges if bridge.countries > 1),
        key=lambda b: (-len(b.partners), -len(b.tie.acts), -b.tie.origins,
                       b.institution.name, b.institution.id),
    )


def _note(
    through: dict[tuple[str, str], set[str]], pair: tuple[str, str], present: set[str]
) -> None:
    """Keep who takes part in every act of `pair` so far."""
    through[pair] = through.get(pair, present) & present


def _cut_off(ties: nx.Graph[str], parted: list[tuple[str, str]]) -> tuple[str, ...]:
    """The countries that lose their way to the largest rest of their part without `parted`."""
    if not parted:
        return ()
    left = ties.copy()
    left.remove_edges_from(parted)
    lost: set[str] = set()
    for whole in nx.connected_components(ties):
        pieces = sorted(nx.connected_components(left.subgraph(whole)),
                        key=lambda piece: (-len(piece), min(piece)))
        lost.update(*pieces[1:])
    return tuple(sorted(lost))


def _bridge(
    entity: Entity,
    acts: Mapping[str, Mapping[str, Act]],
    institutions: Mapping[tuple[str, str], Collection[str]],
    reference: Reference,
    parts: list[tuple[str, str]],
    cuts_off: tuple[str, ...],
) -> Bridge:
    own = (entity.name, *entity.aliases)
    partners = []
    for code, shared in acts.items():
        country = reference.country(code)
        tie = tie_of(shared.values(), [own, (country.name, *country.aliases)])
        partners.append(Partner(code, tuple(sorted(institutions[entity.id, code])), tie))
    partners.sort(key=lambda p: (-len(p.tie.acts), -p.tie.origins, p.country))
    every = {act.id: act for shared in acts.values() for act in shared.values()}
    return Bridge(entity, tuple(partners), tie_of(every.values(), [own]), tuple(parts), cuts_off)
