"""News of any length for measuring: real articles told again with others, and their facts.

    .venv/bin/python bench/generate.py 10000 >articles.jsonl
    .venv/bin/python bench/generate.py 10000 --facts facts.jsonl --from FOLDER >articles.jsonl

`generate(number, seed=…)` yields articles with their facts, without extracting them anew, some
thousands a second; `kg extract` reads the articles as it reads any other. What is varied are the
articles in data/articles, or JSON lines in another folder.

The stream looks like news: stories of one to some dozens of articles about one set of countries,
institutions and people, over months; a few countries in most of them; what is told by several
outlets, some of them word for word; ministers who stay for some years. Behind each text stand
sentences of random plain words that say nothing, in place of the words that two accounts do not
share: without them all that is made from one article would count as one text.

The same number and seed give the same bytes, and the first articles of a longer stream are those of
a shorter one. Amounts are those of the article that was varied.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import sys
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import accumulate, count, islice
from pathlib import Path
from typing import Final

from templates import Cast, Country, PersonSlot, Template, read_countries

from kg.extract import extract, load_lexicon
from kg.extract.codebook import to_codebook
from kg.model import Article, Facts
from kg.resources import data_path
from kg.sources import read_articles

__all__ = ["generate", "read_templates"]

#: Stories begin between these days, later ones more often: news has grown.
FIRST_DAY, LAST_DAY = date(2004, 1, 5), date(2025, 6, 30)

#: A story goes on after each article with this chance, after this many days on average.
GOES_ON, DAYS_BETWEEN = 0.55, 75

#: Chance that another outlet tells the same by itself, that one prints what another has written,
#: and that there is one more after that.
RETOLD, REPRINTED, AND_AGAIN = 0.25, 0.2, 0.4

#: How steeply frequency falls with rank, of countries and of the institutions of one country.
_COUNTRIES_FALL, _INSTITUTIONS_FALL = 0.9, 0.7

#: Years that a minister stays.
_TERM: Final = 4

_WORDS: Final = """river market garden window winter harbour bridge morning engine paper letter
village mountain circle shadow copper silver timber music painter kitchen bottle basket carpet
ladder lantern meadow orchard pebble pigeon pillow pocket ribbon saddle sailor shelter shoulder
signal spider spring stable station stone straw stream string summer supper table tailor temple
thread thunder ticket tower tractor trumpet tunnel valley velvet violin wagon wheel whistle willow
yellow quiet narrow gentle hollow bitter early plain round sudden empty heavy little golden broken
distant modern ancient silent curious steady gradual ordinary across beneath beyond around above
along beside between behind follows carries gathers leaves turns holds keeps shows grows falls
rises crosses fills warms paints lifts draws counts folds rings rolls rests waits wanders whispers
""".split()

#: Names that institutions of a type get where the registry has too few, by city.
_FORMS: Final = {
    "university": ("University of {}", "{} Medical University", "{} University of Science"),
    "hospital": ("{} General Hospital", "{} Children's Hospital", "{} University Hospital"),
    "research_institute": ("{} Institute of Public Health", "{} Cancer Institute"),
    "company": ("{} Pharmaceuticals", "{} Biotech"),
    "agency": ("{} Health Agency",), "regulator": ("{} Medicines Authority",),
    "ngo": ("{} Health Foundation", "{} Medical Relief"),
}


class _Ranked:
    """Things by rank, the first drawn most often."""

    def __init__(self, things: Sequence[object], fall: float) -> None:
        self.things = things
        self.sums = list(accumulate((rank + 2) ** -fall for rank in range(len(things))))

    def draw(self, chance: float) -> object:
        return self.things[bisect(self.sums, chance * self.sums[-1])]


class _World:
    """Who there is to be cast. Everything depends on the seed alone."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        registry = _rows("institutions.csv")
        size: dict[str, int] = {}
        for row in registry:
            size[row["country"]] = size.get(row["country"], 0) + 1
        countries = read_countries()
        order = sorted(countries, key=lambda code: (-size.get(code, 0), code))
        self.countries = _Ranked([countries[code] for code in order], _COUNTRIES_FALL)
        self._registry: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for row in registry:
            self._registry.setdefault((row["country"], row["type"]), []).append(
                (row["name"], row["acronym"]))
        self._cities: dict[str, list[str]] = {}
        for row in _rows("cities.csv"):
            if row["kind"] == "city":
                self._cities.setdefault(row["iso2"], []).append(row["name"])
        self._given = [row["name"] for row in _rows("given_names.csv")]
        self._surnames: dict[str, list[str]] = {}
        for row in _rows("leaders.csv"):
            surname = row["name"].split()[-1]
            self._surnames.setdefault(row["country"], []).append(surname)
            self._surnames.setdefault("", []).append(surname)
        self._outlets: dict[str, list[str]] = {}
        for row in _rows("outlets.csv"):
            self._outlets.setdefault(row["country"], []).append(row["name"])
        self._all_outlets = _Ranked(
            [row["name"] for row in _rows("outlets.csv")], _INSTITUTIONS_FALL)
        self._institutions: dict[tuple[str, str], _Ranked] = {}
        self._officials: dict[tuple[str, str, int], tuple[str, str]] = {}

    def institution(self, country: Country, type_: str, chance: float) -> tuple[str, str]:
        """One of the country's institutions of a type: name and acronym."""
        key = country.code, type_
        if key not in self._institutions:
            made = [(form.format(city), "") for city in
                    (country.capital, *self._cities.get(country.code, ()))
                    for form in _FORMS[type_]]
            both = dict.fromkeys([*self._registry.get(key, ()), *made])
            self._institutions[key] = _Ranked(
                [(name, short or _initials(name)) for name, short in both], _INSTITUTIONS_FALL)
        return self._institutions[key].draw(chance)

    def official(self, country: str, office: str, year: int) -> tuple[str, str]:
        """Who holds an office of a country in a year."""
        key = country, office, year // _TERM
        if key not in self._officials:
            self._officials[key] = self.person(
                country, random.Random(f"{self.seed}/official/{'/'.join(map(str, key))}"))
        return self._officials[key]

    def person(self, country: str, rng: random.Random) -> tuple[str, str]:
        own = self._surnames.get(country, ())
        return _pick(rng, self._given), _pick(rng, own if len(own) > 4 else self._surnames[""])

    def outlet(self, countries: Sequence[Country], rng: random.Random) -> str:
        for country in countries[:2]:
            own = self._outlets.get(country.code)
            if own and rng.random() < 0.4:
                return _pick(rng, own)
        return self._all_outlets.draw(rng.random())


class _Story:
    """What some articles tell of: always the same countries, institutions and people."""

    def __init__(self, world: _World, number: int) -> None:
        self.world, self.rng = world, random.Random(f"{world.seed}/story/{number}")
        self.countries: list[Country] = []
        self.bodies: dict[tuple[str, str, int], tuple[str, str]] = {}
        self.others: dict[tuple[str, int], tuple[str, str]] = {}
        span = (LAST_DAY - FIRST_DAY).days
        self.day = FIRST_DAY + timedelta(days=int(span * self.rng.random() ** 0.6))

    def cast(self, template: Template) -> Cast:
        while len(self.countries) < template.countries:
            country = self.world.countries.draw(self.rng.random())
            if country not in self.countries:
                self.countries.append(country)
        seen: dict[tuple[str, str], int] = {}
        bodies = {}
        for slot in template.institutions:
            country = self.countries[slot.country]
            place = seen[country.code, slot.type] = seen.get((country.code, slot.type), -1) + 1
            key = country.code, slot.type, place
            if key not in self.bodies:
                self.bodies[key] = self.world.institution(country, slot.type, self.rng.random())
            bodies[slot.key] = self.bodies[key]
        people = {slot.key: self._person(slot, place)
                  for place, slot in enumerate(template.people)}
        return Cast(self.countries, people, bodies, self.day)

    def _person(self, slot: PersonSlot, place: int) -> tuple[str, str]:
        country = "" if slot.country is None else self.countries[slot.country].code
        if "inister" in slot.office:
            health = "ealth" in slot.office
            return self.world.official(country, "health" if health else slot.office, self.day.year)
        if (country, place) not in self.others:
            self.others[country, place] = self.world.person(country, self.rng)
        return self.others[country, place]

    def ending(self, words: int) -> str:
        """Two paragraphs that say nothing, about `words` long."""
        rng, sentences = self.rng, []
        for size in (words // 2, words - words // 2):
            drawn = rng.choices(_WORDS, k=size)
            sentences.append("The " + ". The ".join(
                " ".join(drawn[at:at + 12]) for at in range(0, size, 12)) + ".")
        return "\n\n" + "\n\n".join(sentences)


def read_templates(folder: Path | None = None) -> list[Template]:
    """The articles of `folder` (JSON lines; by default those that come along), read by the rules
    and cut. Files that hold no articles are passed over."""
    paths = sorted((folder or data_path("articles")).glob("*.jsonl"))
    lexicon = load_lexicon()
    articles = read_articles([str(path) for path in paths
                              if '"text"' in path.read_text(encoding="utf-8")[:20_000]], _fail)
    return [Template(article, extract(article, lexicon)) for article in articles]


def generate(number: int, *, seed: int = 1, templates: Sequence[Template] | None = None
             ) -> Iterator[tuple[Article, Facts]]:
    """`number` articles with their facts; ids are g0000001, g0000002, …

    Each article carries a sketch as a store keeps it (`kg.sources.to_sketch`), of random hashes:
    reprints have the same, others share none.
    """
    return islice(_stream(seed, templates or read_templates()), number)


def _stream(seed: int, templates: Sequence[Template]) -> Iterator[tuple[Article, Facts]]:
    world = _World(seed)
    at = 0
    for story_number in count():
        story = _Story(world, story_number)
        while True:
            template = _pick(story.rng, templates)
            cast = story.cast(template)
            bare, facts = template.fill(cast)
            first = date.fromisoformat(bare.date or "")
            for _ in range(1 + _more(story.rng, RETOLD)):
                article = replace(
                    bare, text=bare.text + story.ending(template.words),
                    sketch=_sketch(story.rng, 2 * template.words))
                for copy in range(1 + _more(story.rng, REPRINTED)):
                    at += 1
                    name = f"g{at:07}"
                    day = first + timedelta(days=min(copy, int(story.rng.random() * 3)))
                    yield replace(
                        article, id=name, date=day.isoformat(), url=f"https://example.org/{name}",
                        publisher=world.outlet(cast.countries, story.rng),
                    ), replace(facts, article=name)
            if story.rng.random() > GOES_ON:
                break
            story.day += timedelta(days=1 + int(story.rng.expovariate(1 / DAYS_BETWEEN)))


def _more(rng: random.Random, chance: float) -> int:
    number = int(rng.random() < chance)
    while 0 < number < 6 and rng.random() < AND_AGAIN:
        number += 1
    return number


def _sketch(rng: random.Random, words: int) -> str:
    """A sketch of a text of so many words: of a longer text every second, fourth, … hash."""
    halvings = 0
    while words >> halvings > 256:
        halvings += 1
    size = words >> halvings
    mask = int(f"{0xFFFFFFFF >> halvings << halvings:08x}" * size, 16)
    return f"|{halvings}|{rng.getrandbits(32 * size) & mask:0{8 * size}x}"


def _pick(rng: random.Random, things: Sequence[object]) -> object:
    return things[int(rng.random() * len(things))]


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())


@cache
def _rows(name: str) -> list[dict[str, str]]:
    with data_path(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _fail(error: Exception) -> None:
    raise error


def to_row(article: Article) -> dict[str, str]:
    """An article as `kg` reads it from JSON lines."""
    row = {"id": article.id, "title": article.title, "date": article.date,
           "publisher": article.publisher, "url": article.url, "language": article.language,
           "text": article.text}
    return {key: value for key, value in row.items() if value}


def write(pairs: Iterable[tuple[Article, Facts]], facts_path: Path | None) -> None:
    told = facts_path.open("w", encoding="utf-8") if facts_path else None
    for article, facts in pairs:
        sys.stdout.write(json.dumps(to_row(article), ensure_ascii=False) + "\n")
        if told:
            told.write(json.dumps(to_codebook(facts), ensure_ascii=False) + "\n")
    if told:
        told.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("number", type=int, help="how many articles")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--from", dest="folder", type=Path, help="JSON lines to vary")
    parser.add_argument("--facts", type=Path, help="write the facts here, in the codebook's form")
    arguments = parser.parse_args()
    templates = read_templates(arguments.folder)
    write(generate(arguments.number, seed=arguments.seed, templates=templates), arguments.facts)


if __name__ == "__main__":
    main()
