"""The institutions and people of an article, each with all its mentions.

    Document, hits, countries, dates -> Names (entities, mentions)

All readings compete in one chart (`_chart`); the winners are then joined into entities: an
acronym to its name, "the ministry" to the ministry last spoken of, a surname to the person. Only
then are countries and offices settled, since one mention may say what the others leave out.

Which of the entities matter for what the article reports is left to later steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.extract._allegiance import Allegiance
from kg.extract._bodies import Bodies
from kg.extract._boilerplate import boilerplate_sentences
from kg.extract._chart import Candidate, choose
from kg.extract._context import Context
from kg.extract._offices import find_offices, minister_offices
from kg.extract._persons import Persons
from kg.extract._reading import Reading, Tables, word_entries
from kg.extract._references import join_references
from kg.extract._tenure import give_offices
from kg.extract.institutions import find_institutions, institution_entries
from kg.extract.lexicon import Entry, Hits
from kg.extract.mentions import CountryMention, DateMention, NamedEntity, NameMention
from kg.extract.people import find_people, name_runs
from kg.extract.text import Document

__all__ = ["Names", "find_names", "name_entries"]

#: Publishers with these words in their name are no outlets of news.
_GOVERNMENT = frozenset({"Ministry", "Cabinet", "House", "Office", "Government"})

#: What a known outlet's name counts in the chart: more than a guess at the same words.
_OUTLET, _PER_TOKEN = 2.7, 1.5


@dataclass(slots=True)
class Names:
    """The entities of one article; `NameMention.entity` is an index of `entities`."""

    entities: list[NamedEntity] = field(default_factory=list)
    mentions: list[NameMention] = field(default_factory=list)


def name_entries(tables: Tables) -> Iterator[Entry]:
    """What the lexicon must hold for `find_names`: the registry, offices, heads, given names,
    classes of words, and news outlets."""
    bodies: set[str] = set()
    for entry in institution_entries(tables):
        bodies.add(entry.wording)
        yield entry
    yield from word_entries(tables)
    for table in ("news_agencies", "outlets"):
        for row in tables.get(table, {}).values():
            wordings = [row["name"], *row["aliases"].split("|")]
            # An institution that publishes news of its own remains one.
            if bodies.isdisjoint(wordings) and _GOVERNMENT.isdisjoint(row["name"].split()):
                for wording in wordings:
                    # One word is too often something else ("Mint", "The Star").
                    if len(wording.removeprefix("The ").split()) > 1:
                        yield Entry("outlet", wording, row.get("country", ""), cased=True)


def find_names(document: Document, hits: Hits, countries: Sequence[CountryMention],
               dates: Iterable[DateMention] = (), *, home: str | None = None,
               publisher: str | None = None) -> Names:
    """The institutions and people of a document.

    `countries` are its mentions of countries, also those inside names. `home` is the country
    that the article is written in, `publisher` the one that its publisher is of: used where a
    text leaves its own country out.

    Entities are in order of first mention, mentions in order of place. The outlet, the reporter
    and the names in credits and page furniture are left out.
    """
    r = Reading(document, hits, countries, dates, [c for c in (home, publisher) if c])
    skipped = boilerplate_sentences(document)
    sentence_of = document.sentence_of
    institutions = [c for c in find_institutions(r) if not skipped[sentence_of[c.first]]]
    offices = [o for o in find_offices(r, institutions) if not skipped[sentence_of[o.first]]]
    runs = [run for run in name_runs(r) if not skipped[sentence_of[run[0]]]]
    people = [c for c in find_people(r, offices, runs) if not _is_credit(r, c)]
    outlets = [Candidate(hit.first, hit.last, "other", _OUTLET + _PER_TOKEN * (
        hit.last - hit.first), "outlet", (hit.first, hit.last)) for hit in r.outlets]
    chosen = _without_namesakes(r, choose([*institutions, *people, *outlets]))

    named = [c for c in chosen if c.kind == "person"]
    others = [c for c in chosen if c.kind != "person"]
    context = Context(r, home, publisher, chosen, offices)
    bodies = Bodies(r, context, [c for c in others if c.kind == "institution"],
                    minister_offices(r, offices))
    persons = Persons(r, named, runs, others)
    inside = {i for c in named for i in range(c.first, c.last)}
    held = [o for o in offices if o.head not in inside]
    sentences = give_offices(r, persons, held)
    allegiance = Allegiance(r, context, persons, bodies, held, sentences)
    join_references(r, bodies, allegiance.minister_offices(), persons.taken, context.home)
    return _number(bodies, persons, allegiance)


def _without_namesakes(r: Reading, chosen: list[Candidate]) -> list[Candidate]:
    """Without "people" that are a short form of an institution's name: "Henry Reeve doctors",
    where the text knows the Henry Reeve Medical Brigade."""
    names = {tuple(r.keys[c.core[0]:c.core[0] + 2]) for c in chosen
             if c.kind == "institution" and c.core[1] - c.core[0] > 2}
    return [c for c in chosen if c.kind != "person" or c.first < c.core[0]
            or tuple(r.keys[slice(*c.core)]) not in names]


def _is_credit(r: Reading, candidate: Candidate) -> bool:
    """"(Xinhua/Li Na)", "[Li Na / China Daily]", "… the report said. - Li Na": who took the
    picture, who wrote it."""
    first, last = candidate.first, candidate.last
    _, end = r.sentence(first)
    if last == end and first > 1 and r.words[first - 1] in ("-", "–") and (
            r.words[first - 2] in (".", "\"", "”")):
        return True
    return first > 0 and r.words[first - 1] == "/" or last < r.size and r.words[last] == "/"


def _number(bodies: Bodies, persons: Persons, allegiance: Allegiance) -> Names:
    """Number the entities by first mention, and give all mentions those numbers."""
    found = sorted(
        (mentions[0][:2], is_person, index)
        for is_person, table in ((False, bodies.mentions), (True, persons.mentions))
        for index, mentions in enumerate(table) if mentions)
    numbers = {(is_person, index): n for n, (_, is_person, index) in enumerate(found)}
    names = Names()
    for _, is_person, index in found:
        if is_person:
            employer = persons.people[index].employer
            number = numbers.get((False, employer)) if employer is not None else None
            names.entities.append(allegiance.entity(index, number))
        else:
            names.entities.append(bodies.entity(index))
    for is_person, table in ((False, bodies.mentions), (True, persons.mentions)):
        for index, mentions in enumerate(table):
            names.mentions += [NameMention(first, last, numbers[is_person, index], form, rule)
                               for first, last, form, rule in mentions]
    names.mentions.sort(key=lambda m: (m.first, m.last, m.entity))
    return names
