"""What every proposal is asked, and which names among those proposed the article holds.

    Article, lexicon, ProposedInstitution, ProposedPerson -> Institution, Person, rejections

The article is read once, as the rules read it. Claims and links, which rest on the names, are
for `kg.extract.grounding`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TypeVar

from kg.extract.countries import find_countries, find_home
from kg.extract.extractor import RuleLexicon
from kg.extract.mentions import CountryMention
from kg.extract.proposals import ProposedInstitution, ProposedPerson, Quote
from kg.extract.quantities import find_quantities
from kg.extract.quotes import QuoteFinder
from kg.extract.relevance import may_be_relevant
from kg.extract.text import fold_key, fold_marks, read_document
from kg.model import INSTITUTION_TYPES, Article, Evidence, Institution, Person, Rejection

__all__ = ["MAX_EVIDENCE", "MAX_LISTED", "MAX_PROPOSED", "MAX_REJECTED", "Ground", "fold_name",
           "home_of"]

#: More proposals than this of one kind are no reading of an article; the rest is turned away.
MAX_PROPOSED = 500

#: At most so many quotes of one thing are kept: the first ones.
MAX_EVIDENCE = 5

#: At most so many names, roles, topics of one thing are read: the first ones.
MAX_LISTED = 50

#: At most so many rejections of one article are kept; the last of them counts the rest.
MAX_REJECTED = 200

#: Words of many names: having one of them in common does not make two names one.
_COMMON = frozenset(
    "the and for our their its with from health public world global international national"
    " federal general central medical united state republic".split())

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
        self._rejected: list[Rejection] = []
        self._dropped = 0
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
        #: Names and aliases of accepted institutions and people: the keys of those called so.
        #: Two ministries of two countries may have one name.
        self.named_so: dict[str, list[str]] = {}
        self.institutions: dict[str, Institution] = {}
        self.people: dict[str, Person] = {}

    # What all have in common

    def reject(self, what: str, cause: str, rule: str) -> None:
        if len(self._rejected) == MAX_REJECTED:
            self._dropped += 1
            return
        self._rejected.append(Rejection(
            _encodable(what[:200]), _encodable(cause[:300]),
            _encodable(f"{self.name}.{rule}"[:100])))

    def rejections(self) -> tuple[Rejection, ...]:
        """What was turned away, the first `MAX_REJECTED`, and how much more there was."""
        if not self._dropped:
            return tuple(self._rejected)
        return (*self._rejected, Rejection(
            f"{self._dropped} more", f"more than {MAX_REJECTED} rejections in one article",
            f"{self.name}.answer"))

    def few(self, kind: str, proposed: Sequence[_P]) -> Sequence[_P]:
        if len(proposed) > MAX_PROPOSED:
            self.reject(f"{len(proposed) - MAX_PROPOSED} more of {kind}",
                         f"more than {MAX_PROPOSED} in one article", kind)
        return proposed[:MAX_PROPOSED]

    def listed(self, what: str, kind: str, values: Sequence[_P], rule: str) -> tuple[_P, ...]:
        """The first `MAX_LISTED` of what one proposal lists."""
        if len(values) > MAX_LISTED:
            self.reject(f"{what}: {len(values) - MAX_LISTED} more {kind}",
                        f"more than {MAX_LISTED} of one proposal", rule)
        return tuple(values[:MAX_LISTED])

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

    def code(self, what: str, code: str | None, rule: str, *, is_known: bool = False
             ) -> str | None:
        """The country of a person or institution, where the article itself leads to it, or the
        registry knows it."""
        if code is None:
            return None
        if code not in self.lexicon.tables["country_names"]:
            self.reject(f"{what}: country {code}", "no ISO 3166-1 alpha-2 code of a country",
                         rule)
        elif code not in self.named and code != self.home and not is_known:
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
        aliases = self._aliases(what, p, rule)
        evidence = self._named_in(what, p.name, aliases, p.quotes, rule, known=p)
        confidence = self.confidence(what, p.confidence, rule)
        if evidence is None or confidence is None:
            return None
        country = self.code(what, p.country, rule, is_known=self._in_registry(p))
        return Institution("", p.name, p.type, country,
                           aliases, evidence, f"{self.name}.{rule}", confidence)

    def person(self, p: ProposedPerson) -> Person | None:
        what, rule = f"person {p.name!r}", p.rule
        aliases = self._aliases(what, p, rule)
        evidence = self._named_in(what, p.name, aliases, p.quotes, rule)
        confidence = self.confidence(what, p.confidence, rule)
        if evidence is None or confidence is None:
            return None
        role = p.role
        if role is not None and not any(self.quotes.within(e, role) for e in evidence):
            self.reject(f"{what}: role {role!r}", "no quote of the person holds it", rule)
            role = None
        employer = None
        if p.institution is not None:
            bodies = [key for key in self.who(p.institution, (p.country,))
                      if key in self.institutions]
            employer = bodies[0] if bodies else None
            if employer is None:
                self.reject(f"{what}: at {p.institution!r}", "no institution that passed", rule)
        return Person("", p.name, role, self.code(what, p.country, rule),
                      aliases, evidence, f"{self.name}.{rule}", confidence, employer)

    def _named_in(self, what: str, name: str, aliases: Sequence[str], quotes: Sequence[Quote],
                  rule: str, known: ProposedInstitution | None = None
                  ) -> tuple[Evidence, ...] | None:
        """The quotes, those that name it first; None, and a rejection, where none does.

        "The health ministry" may stand for the name that the registry has for it.
        """
        if not fold_marks(name).strip():
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
        return self._in_registry(p)

    def _in_registry(self, p: ProposedInstitution) -> bool:
        return any(row["name"] == p.name and home_of(row) == p.country
                   for row in self.lexicon.tables["institutions"].values())

    def _aliases(self, what: str, p: ProposedInstitution | ProposedPerson, rule: str
                 ) -> tuple[str, ...]:
        """The aliases that stand in the article and can mean who has the name."""
        kept = []
        for alias in dict.fromkeys(self.listed(what, "aliases", p.aliases, rule)):
            if alias == p.name or not fold_marks(alias).strip():
                continue
            if not self.quotes.occurs(alias):
                self.reject(f"{what}: alias {alias!r}", "does not stand in the article", rule)
            elif not self._may_mean(alias, p):
                self.reject(f"{what}: alias {alias!r}", "nothing ties it to the name", rule)
            else:
                kept.append(alias)
        return tuple(kept)

    @cached_property
    def _registered_aliases(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for row in self.lexicon.tables["institutions"].values():
            found.setdefault(row["name"], set()).update(
                (row["acronym"], *row["aliases"].split("|")))
        return found

    def _may_mean(self, alias: str, p: ProposedInstitution | ProposedPerson) -> bool:
        """Has the registry this alias for the name, or the article in brackets behind it, or
        has it the initials of the name, a telling word of it, or (institutions) its head?"""
        words, own = _words(alias), _words(p.name)
        if isinstance(p, ProposedPerson):
            return not set(words).isdisjoint(own)
        if alias in self._registered_aliases.get(p.name, ()):
            return True
        if self.quotes.occurs(f"{p.name} ({alias})"):
            return True
        if sum(map(str.isupper, alias)) > 1 and len(words) == 1 and words[0] in (
                "".join(word[0] for word in own),
                "".join(word[0] for word in own if word not in _SMALL)):
            return True
        if any(len(word) > 2 and word in own and word not in _COMMON for word in words):
            return True
        head = self.lexicon.tables["institution_heads"].get(words[-1]) if words else None
        return head is not None and head["type"] == p.type

    def number(self, found: Sequence[Institution | Person]) -> None:
        """Give keys in order of first mention; of two that are alike the first is kept."""
        order = sorted(found, key=lambda one: (one.evidence[0].field == "text",
                                               one.evidence[0].start, one.name))
        for one in order:
            others = (self.get(key) for key in self.named_so.get(fold_name(one.name), ()))
            if any(type(other) is type(one) and fold_name(other.name) == fold_name(one.name)
                   and other.country == one.country for other in others):
                self.reject(f"{one.name!r}", "proposed twice", one.rule.split(".", 1)[1])
                continue
            if isinstance(one, Institution):
                key = f"i{len(self.institutions) + 1}"
                self.institutions[key] = replace(one, key=key)
            else:
                key = f"p{len(self.people) + 1}"
                self.people[key] = replace(one, key=key)
            for name in dict.fromkeys(map(fold_name, (one.name, *one.aliases))):
                self.named_so.setdefault(name, []).append(key)

    def get(self, key: str) -> Institution | Person:
        """The accepted institution or person with this key."""
        return self.institutions.get(key) or self.people[key]

    def who(self, name: str, countries: Collection[str | None] = ()) -> list[str]:
        """The keys of those who are called so; of several, those of one of `countries`, if
        there are any."""
        keys = self.named_so.get(fold_name(name), [])
        near = [key for key in keys if self.get(key).country in countries]
        return near if len(keys) > 1 and near else keys


def home_of(row: Mapping[str, str]) -> str | None:
    """The country of a row of the registry of institutions; None for an international one."""
    return None if row["country"] in ("", "INT") else row["country"]


#: Words whose initials acronyms leave out.
_SMALL = frozenset({"of", "for", "and", "in", "on", "the", "to", "s"})


def _words(name: str) -> list[str]:
    """The words of a name, as they are looked up."""
    return [word for part in re.split(r"[^\w]+|_", name) if (word := fold_key(part))]


def _encodable(text: str) -> str:
    """`text` without lone surrogates, which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def fold_name(name: str) -> str:
    """The form in which names are compared."""
    return " ".join(name.split()).casefold()
