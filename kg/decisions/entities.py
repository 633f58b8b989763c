"""What is decided of entities, applied to what the rules resolved.

    entities, the entity of each mention, Settled -> the same, as decided

Mentions move (split), entities become one (merge), go (reject) or get another name, country or
type (correct). Entities that no decision names come back as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from kg.decisions.ground import mentions_of
from kg.decisions.rules import NOTHING, Groups, end_of_split, is_entity, kind_of, moves
from kg.decisions.settle import Settled
from kg.ids import mention_id
from kg.model import Decision, Entity, Facts, Institution, Person
from kg.registry.posts import post_label

__all__ = ["decide_entities"]

Mention = tuple[str, str]
Named = Institution | Person


def decide_entities(
    entities: Sequence[Entity], mapping: Mapping[Mention, str], facts: Collection[Facts],
    settled: Settled,
) -> tuple[tuple[Entity, ...], dict[Mention, str]]:
    """Apply what is `settled` of entities.

    `facts` are those of all articles, or at least of those with mentions of entities that are
    decided on. Returns entities in order of id, and the entity of each mention; a mention that was
    rejected has none.
    """
    decided = [one for one in settled.applied
               if any(is_entity(target) or kind_of(target) == "mention" for target in one.targets)]
    if not decided:
        return tuple(entities), dict(mapping)
    by_id = {entity.id: entity for entity in entities}
    rejected = _rejected_mentions(facts, settled)
    losing = {one.targets[0] for one in decided if moves(one)}
    losing |= {mapping[mention] for mention in rejected if mention in mapping}
    wordings = _wordings([by_id[name] for name in sorted(losing)], facts)
    for one in decided:
        if moves(one):
            _split(by_id, one, wordings)
    for mention in sorted(rejected):
        for entity in [one for one in by_id.values() if mention in one.mentions]:
            _take_out(by_id, entity, [mention], wordings)
    groups = Groups(one.targets for one in decided if one.verb == "merge")
    end_of = {root: _merge(by_id, names) for root, names in groups.members().items()}
    for one in decided:
        for target in one.targets:
            root = groups.root(target)
            if one.verb == "correct":
                _correct(by_id, end_of.get(root, root), dict(one.changes))
            elif one.verb == "reject":
                by_id.pop(end_of.get(root, root), None)
    kept = tuple(by_id[name] for name in sorted(by_id))
    return kept, {mention: entity.id for entity in kept for mention in entity.mentions}


def _rejected_mentions(facts: Collection[Facts], settled: Settled) -> set[Mention]:
    articles = {ground.article for one in settled.applied for ground in one.ground
                if ground.id in settled.rejected}
    return {
        (one.article, mention.key) for one in facts if one.article in articles
        for mention in mentions_of(one)
        if mention_id(one.article, mention.key) in settled.rejected
    }


def _wordings(losing: Sequence[Entity], facts: Collection[Facts]) -> dict[Mention, Named]:
    """How articles word the mentions of entities that lose some, by (article id, key)."""
    wanted = {mention for entity in losing for mention in entity.mentions}
    articles = {article for article, _ in wanted}
    return {
        (one.article, mention.key): mention for one in facts if one.article in articles
        for mention in mentions_of(one)
        if (one.article, mention.key) in wanted
    }


def _split(
    by_id: dict[str, Entity], decision: Decision, wordings: Mapping[Mention, Named]
) -> None:
    source, name = by_id[decision.targets[0]], dict(decision.changes).get("name")
    chosen = set(decision.targets[1:])
    out = [
        mention for mention in source.mentions
        if (wordings[mention].name == name if name else mention_id(*mention) in chosen)
    ]
    if not out:
        return
    end = end_of_split(decision)
    found = [wordings[mention] for mention in out]
    if end in by_id:
        into = by_id[end]
        by_id[end] = _named(replace(into, mentions=_in_order(*into.mentions, *out)), found)
    else:
        by_id[end] = _named(Entity(
            end, source.kind, _first_of(one.name for one in found),
            _first_of(one.type for one in found if isinstance(one, Institution)) or None,
            _first_of(one.country for one in found if one.country) or None,
            mentions=tuple(sorted(out)),
        ), found)
    _take_out(by_id, source, out, wordings)


def _take_out(
    by_id: dict[str, Entity], source: Entity, out: Sequence[Mention],
    wordings: Mapping[Mention, Named],
) -> None:
    """Leave the entity what it has without some mentions; none, and it goes."""
    rest = [mention for mention in source.mentions if mention not in set(out)]
    if not rest:
        del by_id[source.id]
        return
    gone, left = (_words(wordings[mention] for mention in some) for some in (out, rest))
    aliases = (set(source.aliases) - gone) | left
    # The wording that stood for all may have been that of those who left.
    name = source.name if source.registry_id or source.name in left else _first_of(
        wordings[mention].name for mention in rest)
    roles = {role for mention in rest for role in _roles(wordings[mention])}
    by_id[source.id] = replace(
        source, name=name, aliases=tuple(sorted(aliases - {name})), roles=tuple(sorted(roles)),
        mentions=tuple(sorted(rest)))


def _merge(by_id: dict[str, Entity], names: Sequence[str]) -> str:
    """Make one of several, and return its id: that of a row of the registry, else the first by
    name. Name, type and country are those of the row, else of the one most often mentioned."""
    members = [by_id.pop(name) for name in names if name in by_id]
    if not members:
        return names[0]
    id = min((not one.registry_id, one.id) for one in members)[1]
    lead = min(members, key=lambda one: (not one.registry_id, -len(one.mentions), one.id))
    words = {word for one in members for word in (one.name, *one.aliases)}
    by_id[id] = replace(
        lead, id=id,
        type=lead.type or next((one.type for one in members if one.type), None),
        country=lead.country or next((one.country for one in members if one.country), None),
        aliases=tuple(sorted(words - {lead.name})),
        roles=tuple(sorted({role for one in members for role in one.roles})),
        mentions=_in_order(*(mention for one in members for mention in one.mentions)),
    )
    return id


def _correct(by_id: dict[str, Entity], name: str, changes: Mapping[str, str]) -> None:
    entity = by_id.get(name)
    if entity is None:
        return
    if "name" in changes:
        aliases = {*entity.aliases, entity.name} - {changes["name"]}
        entity = replace(entity, name=changes["name"], aliases=tuple(sorted(aliases)))
    if "country" in changes:
        country = changes["country"]
        entity = replace(entity, country=None if country == NOTHING else country)
    if "type" in changes:
        entity = replace(entity, type=changes["type"])
    by_id[name] = entity


def _named(entity: Entity, found: Sequence[Named]) -> Entity:
    """`entity` with the names and offices of some mentions."""
    words = _words(found) | set(entity.aliases)
    roles = {role for one in found for role in _roles(one)} | set(entity.roles)
    return replace(
        entity, aliases=tuple(sorted(words - {entity.name})), roles=tuple(sorted(roles)))


def _words(found: Iterable[Named]) -> set[str]:
    return {word for one in found for word in (one.name, *one.aliases)}


def _roles(found: Named) -> Sequence[str]:
    return (post_label(found.role),) if isinstance(found, Person) and found.role else ()


def _in_order(*mentions: Mention) -> tuple[Mention, ...]:
    return tuple(sorted(set(mentions)))


def _first_of(values: Iterable[str]) -> str:
    """The most frequent, of several the longest; empty where there is none."""
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], -len(value), value), default="")
