"""What every proposal is asked, and which names among those proposed the article holds.

    Article, lexicon, ProposedInstitution, ProposedPerson -> Institution, Person, rejections

The article is read once, as the rules read it. Claims and links, which rest on the names, are
for `kg.extract.grounding`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from kg.extract.countries import find_countries, find_home
from kg.extract.extractor import RuleLexicon
from kg.extract.mentions import CountryMention
from kg.extract.proposals import ProposedInstitution, ProposedPerson, Quote
from kg.extract.quantities import find_quantities
from kg.extract.quotes import QuoteFinder
from kg.extract.relevance import may_be_relevant
from kg.extract.text import read_document
from kg.model import INSTITUTION_TYPES, Article, Evidence, Institution, Person, Rejection

__all__ = ["MAX_EVIDENCE", "MAX_PROPOSED", "Ground", "fold_name"]

#: More proposals than this of one kind are no reading of an article; the rest is turned away.
MAX_PROPOSED = 500

#: At most so many quotes of one thing are kept: the first ones.
MAX_EVIDENCE = 5

_P = TypeVar("_P")


class Ground:
    """One article, read as the rules read it, and what it is asked."""

    def __init__(self, article: Article, lexicon: RuleLexicon, name: str) -> None:
        self.article, self.lexicon, self.name = article, lexicon, name
        self.document = document = read_document(article)
        hits = lexicon.find_hits(document)
        self.is_on_health = may_be_relevant(document, hits)
        self.quantities = find_quantities(document)
        countries = find_countries(document, hits, self.quantities)
        self.home = find_home(document, countries, lexicon)
        self.quotes = QuoteFinder(article)
        self.rejected: list[Rejection] = []
        #: Where each country is named. A city stands for itself.
        self.named: dict[str, list[Evidence]] = {}
        for mention in countries:
            if mention.form != "city":
                self.named.setdefault(mention.code, []).append(
                    document.cite(mention.first, mention.last))
        self.forms: dict[str, CountryMention] = {}
        for mention in countries:
            if mention.form != "city":
                self.forms.setdefault(mention.code, mention)
        #: Names and aliases of accepted institutions and people: their keys.
        self.keys: dict[str, str] = {}
        self.institutions: dict[str, Institution] = {}
        self.people: dict[str, Person] = {}

    # What all have in common

    def reject(self, what: str, cause: str, rule: str) -> None:
        self.rejected.append(Rejection(what[:200], cause[:300], f"{self.name}.{rule}"[:100]))

    def few(self, kind: str, proposed: Sequence[_P]) -> Sequence[_P]:
        if len(proposed) > MAX_PROPOSED:
            self.reject(f"{len(proposed) - MAX_PROPOSED} more of {kind}",
                         f"more than {MAX_PROPOSED} in one article", kind)
        return proposed[:MAX_PROPOSED]

    def found(self, what: str, quotes: Sequence[Quote], rule: str) -> list[Evidence]:
        """The quotes that stand in the article; one that does not is listed."""
        found: list[Evidence] = []
        for quote in quotes[:MAX_EVIDENCE]:
            evidence = self.quotes.find(quote)
            if isinstance(evidence, Evidence):
                found.append(evidence)
            else:
                self.reject(what, evidence, rule)
        if not quotes:
            self.reject(what, "no quote", rule)
        return list(dict.fromkeys(found))

    def confidence(self, what: str, value: float, rule: str) -> float | None:
        if 0 < value <= 1:
            return round(value, 4)
        self.reject(what, f"confidence {value}; expected more than 0, up to 1", rule)
        return None

    def code(self, what: str, code: str | None, rule: str) -> str | None:
        """The country of a person or institution, where the article itself leads to it."""
        if code is None:
            return None
        if code not in self.lexicon.tables["country_names"]:
            self.reject(f"{what}: country {code}", "no ISO 3166-1 alpha-2 code of a country",
                         rule)
        elif code not in self.named and code != self.home:
            self.reject(f"{what}: country {code}", "the article does not name the country", rule)
        else:
            return code
        return None

    # Institutions and people

    def institution(self, p: ProposedInstitution) -> Institution | None:
        what, rule = f"institution {p.name!r}", p.rule
        if p.type not in INSTITUTION_TYPES:
            self.reject(what, f"type {p.type!r} is not of the codebook", rule)
            return None
        evidence = self._named_in(what, p.name, p.aliases, p.quotes, rule, known=p)
        confidence = self.confidence(what, p.confidence, rule)
        if evidence is None or confidence is None:
            return None
        return Institution("", p.name, p.type, self.code(what, p.country, rule),
                           self._aliases(what, p.name, p.aliases, rule), evidence,
                           f"{self.name}.{rule}", confidence)

    def person(self, p: ProposedPerson) -> Person | None:
        what, rule = f"person {p.name!r}", p.rule
        evidence = self._named_in(what, p.name, p.aliases, p.quotes, rule)
        confidence = self.confidence(what, p.confidence, rule)
        if evidence is None or confidence is None:
            return None
        role = p.role
        if role is not None and not any(self.quotes.within(e, role) for e in evidence):
            self.reject(f"{what}: role {role!r}", "no quote of the person holds it", rule)
            role = None
        employer = None
        if p.institution is not None:
            employer = self.keys.get(fold_name(p.institution))
            if employer not in self.institutions:
                self.reject(f"{what}: at {p.institution!r}", "no institution that passed", rule)
                employer = None
        return Person("", p.name, role, self.code(what, p.country, rule),
                      self._aliases(what, p.name, p.aliases, rule), evidence,
                      f"{self.name}.{rule}", confidence, employer)

    def _named_in(self, what: str, name: str, aliases: Sequence[str], quotes: Sequence[Quote],
                  rule: str, known: ProposedInstitution | None = None
                  ) -> tuple[Evidence, ...] | None:
        """The quotes, those that name it first; None, and a rejection, where none does.

        "The health ministry" may stand for the name that the registry has for it.
        """
        if not name.strip():
            self.reject(what, "no name", rule)
            return None
        found = self.found(what, quotes, rule)
        naming = [e for e in found if self.quotes.within(e, name)]
        if not naming and known is not None and self._is_registered(known):
            naming = [e for e in found if any(self.quotes.within(e, a) for a in aliases)]
        if not naming:
            if found:
                self.reject(what, "no quote holds the name", rule)
            return None
        return tuple(dict.fromkeys([*naming, *found]))

    def _is_registered(self, p: ProposedInstitution) -> bool:
        if p.type == "ministry" and p.name == "Ministry of Health":
            return True  # as the codebook names the ministry that a text calls otherwise
        return any(row["name"] == p.name and (row["country"] or None) == p.country
                   for row in self.lexicon.tables["institutions"].values())

    def _aliases(self, what: str, name: str, aliases: Sequence[str], rule: str
                 ) -> tuple[str, ...]:
        kept = []
        for alias in dict.fromkeys(aliases):
            if alias == name or not alias.strip():
                continue
            if self.quotes.occurs(alias):
                kept.append(alias)
            else:
                self.reject(f"{what}: alias {alias!r}", "does not stand in the article", rule)
        return tuple(kept)

    def number(self, found: Sequence[Institution | Person]) -> None:
        """Give keys in order of first mention; of two with one name the first is kept."""
        order = sorted(found, key=lambda one: (one.evidence[0].field == "text",
                                               one.evidence[0].start, one.name))
        for one in order:
            if fold_name(one.name) in self.keys:
                self.reject(f"{one.name!r}", "proposed twice", one.rule.split(".", 1)[1])
                continue
            if isinstance(one, Institution):
                key = f"i{len(self.institutions) + 1}"
                self.institutions[key] = replace(one, key=key)
            else:
                key = f"p{len(self.people) + 1}"
                self.people[key] = replace(one, key=key)
            self.keys[fold_name(one.name)] = key
            for alias in one.aliases:
                self.keys.setdefault(fold_name(alias), key)


def fold_name(name: str) -> str:
    """The form in which names are compared."""
    return " ".join(name.split()).casefold()
