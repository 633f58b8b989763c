"""Who may be a party: the wordings that stand for countries, and what an article is about.

    Document, mentions -> [Actor], Focus

A country that is only a place, a cause or the make of a thing is marked or left out here; which
of the others take part in an act is for `parties`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.extract.countries import ends_dateline
from kg.extract.mentions import Actor, CountryMention, NamedEntity, NameMention
from kg.extract.text import Document, fold_key
from kg.model import MAX_PARTIES

__all__ = ["Focus", "find_actors", "find_focus", "small_blocs"]

#: People are taken for the outlet's where nothing tells their country: these forms of a name
#: do not show that the home country takes part.
_OF_PEOPLE = frozenset({"full", "surname"})

#: Words of publishers that are a government's own.
_OFFICIAL = ("cabinet", "ministry", "government", "department", "presiden", "white house",
             "parliament", "prime minister", "secretariat", "press information bureau")

#: After these a country is a scene or an example, not a party, unless it is the object's place.
_SCENE_WORDS = frozenset({"like", "unlike", "than", "besides", "except"})

#: So far behind "because of" a country is part of the cause, in tokens.
_CAUSE_REACH = 5

#: What one country does against another makes neither of them a party.
_HOSTILE = frozenset("invasion aggression occupation offensive bombardment shelling sanctions"
                     " blockade attack attacks airstrikes".split())

#: People who have left their country, and are helped in another's: its name tells who they are.
_DISPLACED = frozenset("refugee refugees migrant migrants immigrants asylum displaced exiles"
                       " deportees expatriates expats diaspora returnees".split())

#: A town or province that acts for itself: "the Hunan government".
_AUTHORITIES = frozenset("government province provincial municipal municipality authorities"
                         " prefecture county governorate".split())


@dataclass(frozen=True, slots=True)
class Focus:
    """The countries an article is about, heaviest first, with their weights.

    `home` is the country it is written in; `is_official` says that its government publishes it,
    so that what the text leaves unnamed is that country. `named` are the countries that somebody
    acts for: a home that is not among them is no party to what an outlet reports.
    """

    ranked: tuple[str, ...]
    weights: dict[str, float]
    home: str | None = None
    is_official: bool = False
    named: frozenset[str] = frozenset()

    @property
    def hub(self) -> str | None:
        return self.ranked[0] if self.ranked else None

    @property
    def is_of_one(self) -> bool:
        """Is the article about one country, with no other half as heavy?"""
        return bool(self.ranked) and self.weights[self.ranked[0]] > 2 * sum(
            self.weights[code] for code in self.ranked[1:2])


def small_blocs(rows: Mapping[str, Mapping[str, str]]) -> dict[str, tuple[str, ...]]:
    """The groups of data/country_blocs.csv that are few enough to be parties each: name ->
    members."""
    blocs = {}
    for row in rows.values():
        members = tuple(sorted(m for m in row["members_iso2"].split("|") if m))
        if 2 <= len(members) <= MAX_PARTIES:
            for name in [row["name"], *row["alt_names"].split("|")]:
                blocs[name.casefold()] = members
    return blocs


def find_actors(document: Document, countries: Sequence[CountryMention],
                entities: Sequence[NamedEntity], names: Sequence[NameMention],
                blocs: Mapping[str, tuple[str, ...]]) -> list[Actor]:
    """Every wording that may stand for a party, in order; countries inside names give way to
    the name. A group of few countries stands for its members (see `small_blocs`)."""
    covered = bytearray(len(document.keys) + 1)
    places = {m.last: (m.code, m.form) for m in countries}
    actors: list[Actor] = []
    for name in names:
        entity = entities[name.entity]
        for i in range(name.first, name.last):
            covered[i] = 1
        if entity.boilerplate:
            continue
        for code in blocs.get(entity.name.casefold(), ()):
            actors.append(Actor(name.first, name.last, code, None, "bloc"))
        if entity.type == "company" and _is_brand(document, name):
            continue
        employer = entities[entity.employer] if entity.employer is not None else None
        if entity.kind == "institution" or entity.country or (
                employer is not None and employer.country is None):
            actors.append(Actor(name.first, name.last, entity.country, name.entity, name.form))
    dateline = _dateline_end(document, countries)
    for mention in countries:
        if covered[mention.first] or dateline[0] <= mention.first < dateline[1]:
            continue
        following = document.keys[mention.last:mention.last + 3]
        if not _HOSTILE.isdisjoint(following):
            continue
        if mention.form == "demonym" and not _DISPLACED.isdisjoint(following[:2]):
            continue
        scene = _is_scene(document, mention, places) or (
            mention.form in ("city", "capital") and _AUTHORITIES.isdisjoint(following[:1])
            and not (mention.form == "capital"
                     and document.keys[mention.first - 1] in ("with", "between")))
        actors.append(Actor(mention.first, mention.last, mention.code, None, mention.form, scene))
    actors.sort(key=lambda a: (a.first, a.last, a.code or ""))
    return actors


#: Behind these the name of a company tells who made a thing, or who carried it.
_BRANDED = frozenset("vaccine vaccines jab jabs dose doses shot shots product flight".split())


def _is_brand(document: Document, name: NameMention) -> bool:
    """Is a company only named as the make of a thing ("doses of the Zelt vaccine")?"""
    return not _BRANDED.isdisjoint(document.keys[name.last:name.last + 3]) or (
        document.keys[name.first - 1:name.first] == ["via"])


#: A dateline ends with its dash before this many tokens: place, date, agency.
_DATELINE = 24


def _dateline_end(document: Document, countries: Sequence[CountryMention]) -> tuple[int, int]:
    """The tokens of the dateline ("ABU DHABI, (WAM - 11th Jul, 2021)"): no party stands there."""
    sentence = next((s for s in document.sentences if not s.is_title), None)
    if sentence is None:
        return 0, 0
    if document.words[sentence.first] == "(":
        end = min(sentence.first + _DATELINE, sentence.last)
        closed = ")" in document.words[sentence.first:end]
        return (sentence.first, document.words.index(")", sentence.first)) if closed else (0, 0)
    end = 0
    if not document.words[sentence.first].isupper():
        place = next((m for m in countries if m.first >= sentence.first), None)
        if place is None or place.first > sentence.first or not ends_dateline(
                document, place, sentence):
            return 0, 0
        return sentence.first, next(
            (i for i in range(place.last, min(sentence.first + _DATELINE, sentence.last))
             if document.words[i] in ("–", "-", ":")
             and document.starts[i] > document.ends[i - 1]), place.last)
    for i in range(sentence.first, min(sentence.first + _DATELINE, sentence.last)):
        if document.words[i] in ("–", "-", ":", ")") and (
                document.words[i] == ")" or document.starts[i] > document.ends[i - 1]):
            end = i
    if not end and sentence.last - sentence.first <= _DATELINE // 2 and all(
            document.is_capital(i) or not document.words[i].isalpha()
            for i in range(sentence.first, sentence.last)):
        end = sentence.last  # "BAKU, Azerbaijan, January 31."
    return sentence.first, end


def _is_scene(document: Document, mention: CountryMention,
              places: dict[int, tuple[str, str]]) -> bool:
    """Is a country named as the place of a city ("Geneva, Switzerland") or as an example?

    `places` are the country mentions by the token behind them: code and form.
    """
    keys = document.keys
    if mention.form == "demonym" or mention.first < 1:
        return False
    before = keys[mention.first - 1]
    cause = keys[max(0, mention.first - _CAUSE_REACH):mention.first]
    if "," not in cause and ("because" in cause or "despite" in cause or "amid" in cause):
        return True
    if before == ",":
        code, form = places.get(mention.first - 1, (mention.code, "city"))
        if code != mention.code or form not in ("city", "capital"):
            return False  # one of a list of countries
        i = mention.first - 2
        while i > 0 and document.is_capital(i) and i > mention.first - 6:
            i -= 1
        return i < mention.first - 2 and keys[i] in ("in", "at", "from", "near", "to")
    return before in _SCENE_WORDS or (
        before == "as" and keys[max(0, mention.first - 2)] == "such")


def find_focus(document: Document, actors: Sequence[Actor], home: str | None,
               readers: str | None = None) -> Focus:
    """Weigh the countries of an article: title and lead count more, places less.

    `home` is the country the publisher speaks for, where its name tells; `readers` the country
    that a local outlet writes for and need not name.
    """
    weights: dict[str, float] = defaultdict(float)
    if home is not None:
        weights[home] += 1.5
    lead = next((i for i, s in enumerate(document.sentences) if not s.is_title), 0)
    for actor in actors:
        if actor.code is None:
            continue
        index = document.sentence_of[actor.first]
        weight = 0.4 if actor.scene else 1.0
        if document.sentences[index].is_title:
            weight *= 2.5
        elif index <= lead + 1:
            weight *= 1.6
        weights[actor.code] += weight
    ranked = sorted(weights, key=lambda code: (-weights[code], code))
    publisher = fold_key(document.article.publisher or "")
    return Focus(tuple(ranked), dict(weights), home,
                 home is not None and any(word in publisher for word in _OFFICIAL),
                 frozenset({a.code for a in actors if a.code and (
                     a.code != home or a.form not in _OF_PEOPLE)} | {readers or ""}))
