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

from kg.extract._bodies import Bodies
from kg.extract._boilerplate import boilerplate_sentences
from kg.extract._chart import Candidate, choose
from kg.extract._context import Context
from kg.extract._offices import find_offices, minister_offices
from kg.extract._persons import Persons
from kg.extract._reading import Reading, Tables, word_entries
from kg.extract.institutions import find_institutions, institution_entries
from kg.extract.lexicon import Entry, Hit
from kg.extract.mentions import CountryMention, DateMention, NamedEntity, NameMention
from kg.extract.people import find_people, name_runs
from kg.extract.text import Document

__all__ = ["Names", "find_names", "name_entries"]

#: Publishers with these words in their name are no outlets of news.
_GOVERNMENT = frozenset({"Ministry", "Cabinet", "House", "Office", "Government"})


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
            if bodies.isdisjoint(wordings) and not _GOVERNMENT.intersection(row["name"].split()):
                for wording in wordings:
                    # One word is too often something else ("Mint", "The Star").
                    if len(wording.removeprefix("The ").split()) > 1:
                        yield Entry("outlet", wording, row.get("country", ""), cased=True)


def find_names(document: Document, hits: Iterable[Hit], countries: Sequence[CountryMention],
               dates: Iterable[DateMention] = (), *, home: str | None = None,
               publisher: str | None = None) -> Names:
    """The institutions and people of a document.

    `countries` are its mentions of countries, also those inside names. `home` is the country
    that the article is written in, `publisher` the one that its publisher is of: used where a
    text leaves its own country out.

    Entities are in order of first mention, mentions in order of place. What stands only in
    credits, bylines and page furniture is marked `boilerplate`.
    """
    r = Reading(document, hits, countries, dates)
    skipped = boilerplate_sentences(document)
    bodies_read = [c for c in find_institutions(r) if not skipped[document.sentence_of[c.first]]]
    offices = [o for o in find_offices(r, bodies_read)
               if not skipped[document.sentence_of[o.first]]]
    runs = [run for run in name_runs(r) if not skipped[document.sentence_of[run[0]]]]
    people_read = [c for c in find_people(r, offices, runs) if not _is_credit(r, c)]
    outlets = [Candidate(hit.first, hit.last, "other", 2.7 + 1.5 * (hit.last - hit.first),
                         "outlet", (hit.first, hit.last)) for hit in r.outlets]
    chosen = choose([*bodies_read, *people_read, *outlets])
    context = Context(r, home, publisher, chosen, offices)
    bodies = Bodies(r, context, [c for c in chosen if c.kind == "institution"],
                    minister_offices(r, offices))
    persons = Persons(r, context, [c for c in chosen if c.kind == "person"], offices, runs,
                      covered=[c for c in chosen if c.kind != "person"])
    bodies.join_back_references(persons.offices_of(bodies), chosen)
    return _number(bodies, persons)


def _is_credit(r: Reading, candidate: Candidate) -> bool:
    """"(Xinhua/Li Na)", "[Li Na / China Daily]": who took the picture."""
    first, last = candidate.first, candidate.last
    _, end = r.sentence(first)
    if last == end and first > 1 and r.words[first - 1] in ("-", "–") and (
            r.words[first - 2] in (".", "\"", "”")):
        # "… the report said. - Ama Owusu"
        return True
    return first > 0 and r.words[first - 1] == "/" or last < r.size and r.words[last] == "/"


def _number(bodies: Bodies, persons: Persons) -> Names:
    """Number the entities by first mention, and give all mentions those numbers."""
    found = [(mentions[0][0], order, kind, index)
             for order, (kind, table) in enumerate((("b", bodies.mentions), ("p", persons.mentions)))
             for index, mentions in enumerate(table) if mentions]
    found.sort()
    numbers = {(kind, index): n for n, (_, _, kind, index) in enumerate(found)}
    names = Names()
    for _, _, kind, index in found:
        if kind == "b":
            names.entities.append(bodies.entity(index))
        else:
            employer = persons.employer_of(index, bodies)
            number = numbers.get(("b", employer)) if employer is not None else None
            names.entities.append(persons.entity(index, number, bodies))
    for kind, table in (("b", bodies.mentions), ("p", persons.mentions)):
        for index, mentions in enumerate(table):
            for first, last, form, rule in mentions:
                names.mentions.append(
                    NameMention(first, last, numbers[kind, index], form, rule))
    names.mentions.sort(key=lambda m: (m.first, m.last, m.entity))
    return names
