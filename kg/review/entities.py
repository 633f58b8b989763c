"""Doubts about who is who: names that were made one, names that were not, names nobody knows."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from kg.ids import mention_id
from kg.model import Entity, Ground, Institution, Person
from kg.registry import fold_institution
from kg.resolve.names import fold_person, is_variant, skeleton
from kg.review.doubt import Choice, Doubt, Side, choice, quoted
from kg.review.reasons import named
from kg.review.sight import Mention, Sight

__all__ = ["alike", "doubtful_merges", "near_entities", "unlinked"]

#: How much each reason for a merge leaves in doubt (judgement).
_REASONS: Final = {"spelling": 0.35, "alias": 0.3, "country": 0.25, "rule": 0.3, "holder": 0.3}
_OTHER_TYPE: Final = 0.2
_OTHER_OFFICE: Final = 0.15
#: Words that half of all institutions have tell nothing of likeness.
_COMMON: Final = frozenset("of for and the in on de du la le des et y ministry health hospital "
                           "university national institute centre medical general agency".split())
#: A word that more institutions than this share makes no pair by itself.
_MOST_SHARING: Final = 40
#: Two names are alike from this share of their telling words on.
_ALIKE: Final = 0.5
_QUOTES: Final = 2


def doubtful_merges(sight: Sight) -> Iterator[Doubt]:
    """Wordings that were taken for one, where more than the same name spoke for it."""
    for entity in sight.world.entities:
        by_wording = sight.wordings(entity)
        # Nearly all are worded in one way: their articles need not be read.
        if len(by_wording) < 2 and len(entity.roles) < 2:
            continue
        lead = max(by_wording, key=lambda name: (name == entity.name, len(by_wording[name]), name))
        for wording in sorted(by_wording):
            yield from _doubtful_wording(
                sight, entity, (lead, by_wording[lead]), (wording, by_wording[wording]))


def _doubtful_wording(
    sight: Sight, entity: Entity, lead: tuple[str, list[Mention]],
    other: tuple[str, list[Mention]],
) -> Iterator[Doubt]:
    found = [sight.mention(mention) for mention in other[1]]
    signs: list[tuple[float, str]] = []
    for rule, words in sorted({named(entity, one) for one in found}):
        if rule in _REASONS:
            signs.append((_REASONS[rule], words))
    signs += _other_attributes(entity, [sight.mention(one) for one in lead[1]], found)
    if not signs or (lead[0] == other[0] and len(other[1]) < 2):
        return
    sides = (_side(sight, entity, lead[0], lead[1]), _side(sight, entity, other[0], other[1]))
    grounds = _grounds(sight, [*lead[1][:_QUOTES], *other[1][:_QUOTES]])
    choices: list[Choice] = []
    if lead[0] != other[0]:
        choices += choice("They are one", "confirm", [entity.id], grounds)
        choices += choice(f"“{other[0]}” is another", "split", [entity.id],
                          _grounds(sight, other[1][:_QUOTES]), {"name": other[0]})
    else:
        choices += choice("They are one", "confirm", [entity.id], grounds)
    yield Doubt(
        "merged", f"Are “{lead[0]}” and “{other[0]}” one {entity.kind}?"
        if lead[0] != other[0] else f"Is “{lead[0]}” the same {entity.kind} everywhere?",
        sides, tuple(signs), _reach(sight, entity), tuple(choices))


def _other_attributes(
    entity: Entity, lead: Sequence[Institution | Person], found: Sequence[Institution | Person]
) -> list[tuple[float, str]]:
    signs = []
    types = {one.type for one in found if isinstance(one, Institution)} - {entity.type}
    if types:
        signs.append((_OTHER_TYPE, f"read as {', '.join(sorted(types))} there"))
    ours = {one.role.casefold() for one in lead if isinstance(one, Person) and one.role}
    theirs = {one.role.casefold() for one in found if isinstance(one, Person) and one.role}
    if ours and theirs and ours.isdisjoint(theirs):
        signs.append((_OTHER_OFFICE, f"another office: {sorted(theirs)[0]}, not {sorted(ours)[0]}"))
    return signs


def near_entities(sight: Sight) -> Iterator[Doubt]:
    """Pairs that are alike and were kept apart."""
    for a, b in _alike_people(sight.world.entities):
        signs = _signs_of_people(a, b)
        if signs:
            yield _near(sight, a, b, signs)
    for a, b, weight in _alike_institutions(sight.world.entities):
        yield _near(sight, a, b, [weight])


def alike(entities: Sequence[Entity], entity: Entity) -> list[tuple[Entity, str]]:
    """Those that are like one and were kept apart, with what makes them alike."""
    found = []
    for a, b in _alike_people(entities):
        if entity in (a, b) and (signs := _signs_of_people(a, b)):
            found.append((b if entity == a else a, signs[0][1]))
    for a, b, (_, words) in _alike_institutions(entities):
        if entity in (a, b):
            found.append((b if entity == a else a, words))
    return found


def _near(sight: Sight, a: Entity, b: Entity, signs: Sequence[tuple[float, str]]) -> Doubt:
    sides = tuple(_side(sight, one, one.name, one.mentions) for one in (a, b))
    grounds = _grounds(sight, [*a.mentions[:_QUOTES], *b.mentions[:_QUOTES]])
    return Doubt(
        "apart", f"Are “{a.name}” and “{b.name}” one {a.kind} or two?", sides, tuple(signs),
        min(_reach(sight, a), _reach(sight, b)),
        (*choice("They are one", "merge", [a.id, b.id], grounds),
         *choice("They are two", "split", [a.id, b.id], grounds)))


def _alike_people(entities: Sequence[Entity]) -> Iterator[tuple[Entity, Entity]]:
    blocks: defaultdict[str, list[Entity]] = defaultdict(list)
    for one in entities:
        words = fold_person(one.name)
        if one.kind == "person" and words:
            blocks[skeleton(words[-1])].append(one)
    for block in blocks.values():
        for a, b in combinations(block[:_MOST_SHARING], 2):
            if not (a.country and b.country) or a.country == b.country:
                yield a, b


def _signs_of_people(a: Entity, b: Entity) -> list[tuple[float, str]]:
    ours, theirs = sorted((fold_person(a.name), fold_person(b.name)), key=len)
    where = "" if a.country and b.country else "; one article tells no country"
    if ours == theirs:
        return [(0.5, f"the same name{where}")]
    if len(ours) == 1 and ours[0] == theirs[-1]:
        return [(0.25, f"a surname alone, and a full name with it{where}")]
    if is_variant(ours, theirs, a.country or b.country or ""):
        return [(0.5, f"spellings of one name, and a third could be meant{where}")]
    if ours[-1] == theirs[-1] and ours[0][:1] == theirs[0][:1] and (
        len(ours[0]) == 1 or len(theirs[0]) == 1
    ):
        return [(0.4, f"the same surname and initial{where}")]
    return []


def _alike_institutions(
    entities: Sequence[Entity],
) -> Iterator[tuple[Entity, Entity, tuple[float, str]]]:
    words = {one.id: _telling(one) for one in entities if one.kind == "institution"}
    by_id = {one.id: one for one in entities}
    index: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(words):
        for word in words[name]:
            index[word].append(name)
    pairs = {pair for names in index.values() if len(names) <= _MOST_SHARING
             for pair in combinations(names, 2)}
    for first, second in sorted(pairs):
        a, b = by_id[first], by_id[second]
        if a.registry_id and b.registry_id or (a.country and b.country and a.country != b.country):
            continue  # two rows of the registry are two, and so are those of two countries
        shared, every = words[first] & words[second], words[first] | words[second]
        share = len(shared) / len(every)
        where = "" if a.country and b.country else "; one article tells no country"
        if fold_institution(a.name) == fold_institution(b.name):
            yield a, b, (0.5, f"the same name{where}")
        elif share >= _ALIKE:
            yield a, b, (round(0.5 * share, 2),
                         f"names share {', '.join(sorted(shared))}{where}")


def _telling(entity: Entity) -> frozenset[str]:
    """The words of a name that tell it from others."""
    return frozenset(
        word for word in fold_institution(entity.name).split()
        if word not in _COMMON and re.search(r"\w{3}", word))


def unlinked(sight: Sight, frequent: int) -> Iterator[Doubt]:
    """Institutions without a row of the registry that `frequent` articles and more name."""
    for entity in sight.world.entities:
        articles = {article for article, _ in entity.mentions}
        if entity.kind != "institution" or entity.registry_id or len(articles) < frequent:
            continue
        signs = [(0.3, f"{len(articles)} articles name it, and the registry has no row for it")]
        if entity.country is None and entity.type != "international_organization":
            signs.append((0.3, "no article tells its country"))
        grounds = _grounds(sight, entity.mentions[:_QUOTES])
        yield Doubt(
            "unlinked", f"Which institution is “{entity.name}”?",
            (_side(sight, entity, entity.name, entity.mentions),), tuple(signs),
            _reach(sight, entity),
            (*choice("It is one by itself", "confirm", [entity.id], grounds),
             *choice("It is no institution", "reject", [entity.id], grounds)))


def _reach(sight: Sight, entity: Entity) -> int:
    return len(sight.taking_part.get(entity.id, ()))


def _grounds(sight: Sight, mentions: Sequence[Mention]) -> list[Ground]:
    return [sight.grounds(article)[mention_id(article, key)] for article, key in mentions]


def _side(sight: Sight, entity: Entity, wording: str, mentions: Sequence[Mention]) -> Side:
    found = [sight.mention(one) for one in mentions]
    articles = len({article for article, _ in mentions})
    known = [f"{articles} article{'s' * (articles > 1)}"]
    countries = Counter(one.country or "no country" for one in found)
    known.append(", ".join(sorted(countries)))
    known += sorted({one.type for one in found if isinstance(one, Institution)})
    known += sorted({one.role for one in found if isinstance(one, Person) and one.role})[:3]
    if entity.registry_id:
        known.append(f"registry: {entity.registry_id}")
    # The place in the doubt tells two wordings of one entity apart.
    name = entity.id if wording == entity.name else f"{entity.id}#{fold_institution(wording)}"
    return Side(name, wording, tuple(known),
                tuple(quoted(sight, one) for one in _grounds(sight, mentions[:_QUOTES])))
