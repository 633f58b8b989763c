"""What a name means in a store: an IRI, an id or a part of one, a country, an entity.

    Sight, a name -> the id of one thing -> its IRI
"""

from __future__ import annotations

from collections import defaultdict
from difflib import get_close_matches
from typing import Final

from kg.errors import UsageError
from kg.ids import content_id, decision_id
from kg.model import Entity
from kg.network.reference import read_reference
from kg.rdf.things import link_name
from kg.registry import fold_institution
from kg.review.sight import Sight
from kg.sparql import shortened
from kg.vocab import PREFIXES

__all__ = ["KINDS", "find", "iri_of", "origins", "post_id"]

#: The kinds of things that can be named.
KINDS: Final = (
    "country", "institution", "person", "post", "engagement", "claim", "link-claim",
    "capacity-claim", "mention", "link", "thread", "disagreement", "origin", "article", "decision",
)
#: A part of an id is as long as this at least; and so many are named where several would do.
_MOST: Final = 5


def find(sight: Sight, name: str) -> str:
    """The id of what `name` names. Raises UsageError where that is nothing, or not one thing."""
    wanted = _from_iri(sight, name)
    article = sight.article_of(wanted)
    if article is not None and wanted in sight.grounds(article):
        return wanted
    ids = _ids(sight)
    if wanted in ids:
        return wanted
    by_iri = {iri_of(sight, id): id for id in ids} if ":" in name else {}
    if name in by_iri:
        return by_iri[name]
    found = _by_name(sight, name) or sorted(
        id for id in ids if len(name) > _MOST and (
            id.endswith((f".{name}", f"/{name}")) or id.startswith(name)))
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"{shortened(name)!r} could be {', '.join(found[:_MOST])}")
    near = get_close_matches(name, [*ids, *(one.name for one in sight.world.entities)], n=3)
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    raise UsageError(f"nothing in the store goes by {shortened(name)!r}{hint}")


def _from_iri(sight: Sight, name: str) -> str:
    """An IRI or a prefixed name (claim:af-03.1…) as the id it was made from."""
    for start, kind in ((sight.store.iris.base, ""), (PREFIXES["country"], "country/")):
        if name.startswith(start):
            return kind + name[len(start):]
    prefix, colon, rest = name.partition(":")
    return f"{prefix}/{rest}" if colon and prefix in KINDS else name


def _ids(sight: Sight) -> dict[str, None]:
    """All ids but those of claims and mentions, which their articles hold."""
    world = sight.world
    ids = [*sight.entities, *sight.engagements, *(one.id for one in world.threads),
           *(one.id for one in world.disagreements),
           *(link_name(one.a, one.b) for one in world.links), *map(decision_id, world.decisions)]
    ids += [f"article/{name}" for name in sight.articles]
    ids += [f"origin/{name}" for name in sorted(origins(sight))]
    ids += [f"country/{code}" for code in read_reference().countries]
    ids += sorted({post_id(one, role) for one in world.entities for role in one.roles})
    return dict.fromkeys(ids)


def post_id(entity: Entity, role: str) -> str:
    """The id of an office that a person holds."""
    return content_id("post", role, entity.country, role)


def _by_name(sight: Sight, name: str) -> list[str]:
    folded = fold_institution(name)
    countries = [f"country/{one.code}" for one in read_reference().countries.values()
                 if name.upper() in (one.code, one.iso3) or folded in {
                     fold_institution(each) for each in (one.name, *one.aliases)}]
    if name in sight.articles:
        return [f"article/{name}"]
    exact = [one.id for one in sight.world.entities if fold_institution(one.name) == folded]
    return countries or exact or [
        one.id for one in sight.world.entities
        if folded in {fold_institution(alias) for alias in one.aliases}]


def iri_of(sight: Sight, id: str) -> str:
    """The IRI of the thing with an id."""
    kind, _, name = id.partition("/")
    if kind == "country":
        return PREFIXES["country"] + name
    if kind in ("article", "origin"):
        return sight.store.iris.of(kind, name).value
    return sight.store.iris.thing(id).value


def origins(sight: Sight) -> dict[str, list[str]]:
    """The articles of each origin."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for made in (sight.world.engagements, sight.world.links):
        for each in made:
            for report in each.reports:
                found[report.origin].add(report.article)
    return {origin: sorted(articles) for origin, articles in found.items()}
