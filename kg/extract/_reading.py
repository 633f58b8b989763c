"""What the tokens of a document are to the grammar of names: one pass, then look-ups.

    Document, hits, countries -> Reading

A capital letter tells little at the head of a sentence, in a headline or in a line of capitals;
here it is settled for each token whether its capital counts (`is_name`). The word classes come
from the tables name_words, offices, institution_heads and given_names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple

from kg.extract.lexicon import Entry, Hit, Hits
from kg.extract.mentions import CountryMention, DateMention
from kg.extract.text import Document, fold_key
from kg.extract.verbs import inflect

__all__ = [
    "BLOCKER", "BRAND", "CAP", "CUE", "GIVEN", "GLOBAL", "JOINT", "MODIFIER", "NAMESAKE",
    "OPENER", "PARTICLE", "PRODUCT", "SUBJECT", "SUFFIX", "TASK", "VENUE", "VERB", "Head",
    "Office", "Reading", "Tables", "word_entries",
]

Tables = Mapping[str, Mapping[str, Mapping[str, str]]]

#: Classes of a token, as bits of `Reading.flags`.
(CAP, SUBJECT, MODIFIER, BLOCKER, OPENER, SUFFIX, PARTICLE, GIVEN, CUE, VERB, TASK, VENUE, JOINT,
 GLOBAL, BRAND, PRODUCT, NAMESAKE) = (1 << n for n in range(17))

#: The classes of data/name_words.csv (its README says what each means).
_CLASSES = {
    "subject": SUBJECT, "modifier": MODIFIER, "blocker": BLOCKER, "opener": OPENER,
    "suffix": SUFFIX, "particle": PARTICLE, "cue": CUE, "task": TASK, "venue": VENUE,
    "joint": JOINT, "global": GLOBAL, "brand": BRAND, "product": PRODUCT, "namesake": NAMESAKE,
}

#: A line writes its words with capitals if more than this share of the longer ones has one.
_TITLE_CASE_SHARE = 0.7
#: Only words longer than this are counted for it: shorter ones are often small in headlines.
_LONG_WORD = 3

#: Months that are given names too.
_NAMES_OF_MONTHS = frozenset({"jan", "april", "june", "august"})

_AFTER_THESE_A_CAPITAL_IS_DUE = frozenset("\"'(:*–-•[·")


class Head(NamedTuple):
    """A head noun of institutions: see data/institution_heads.csv."""

    word: str
    type: str
    by_cue: tuple[tuple[str, frozenset[str]], ...]
    grade: str


class Office(NamedTuple):
    """An office or title at the tokens up to `last`: see data/offices.csv."""

    last: int
    word: str
    kind: str
    countries: tuple[str, ...]


def word_entries(tables: Tables) -> Iterator[Entry]:
    """The wordings that the grammar of names needs, each kind prefixed with `name.`."""
    for word, row in tables.get("name_words", {}).items():
        yield Entry("name.word", word, row["type"], note=row["classes"])
    for word, row in tables.get("institution_heads", {}).items():
        yield Entry("name.head", word, row["type"], note=f"{row['grade']}#{row['by_cue']}")
    known: set[str] = set()
    for word, row in tables.get("offices", {}).items():
        key = fold_key(word)
        if key not in known:
            known.add(key)
            yield Entry("name.office", word, row["kind"], cased=word != word.lower(),
                        note=row["countries"])
    yield from _tradition_entries(tables)
    surnames: dict[str, set[str]] = {}
    for name, row in tables.get("leaders", {}).items():
        for wording in dict.fromkeys((name, name.replace("-", " "))):
            yield Entry("name.leader", wording, row["country"])
        surname = name.replace(" Jr.", "").split()[-1]
        if len(surname) > 3:
            surnames.setdefault(surname, set()).add(row["country"])
    for surname, codes in sorted(surnames.items()):
        yield Entry("name.surname", surname, "|".join(sorted(codes)), cased=True)
    forms = {form for lemma, row in tables.get("verbs", {}).items() if " " not in lemma
             for form in inflect(lemma, row["past"], row["participle"]).values()}
    for form in sorted(forms):
        yield Entry("name.verb", form, "")


def _tradition_entries(tables: Tables) -> Iterator[Entry]:
    """Given names and surnames with the countries where they are common, and the endings and
    particles that tell as much (in one entry, to be read beside any name)."""
    usual: dict[tuple[str, str], str] = {}
    for row in tables.get("name_traditions", {}).values():
        usual[row["kind"], row["pattern"]] = row["countries"]
    given: dict[str, tuple[str, set[str]]] = {}
    for name, row in tables.get("given_names", {}).items():
        _, countries = given.setdefault(fold_key(name), (name, set()))
        for tradition in row["traditions"].split("|"):
            countries.update(usual.get(("tradition", tradition), "").split("|"))
    for name, countries in given.values():
        yield Entry("name.given", name, "|".join(sorted(countries - {""})))
    for (kind, pattern), value in usual.items():
        if kind == "surname":
            yield Entry("name.usual", pattern, value, cased=True)
        elif kind == "prefix":
            yield Entry("name.usual", pattern, value)
    endings = [f"{p}={value}" for (kind, p), value in sorted(usual.items()) if kind == "ending"]
    for office in ("minister", "president", "ambassador", "dr", "director", "said"):
        yield Entry("name.endings", office, "", note=";".join(endings))


@lru_cache(maxsize=8)
def _endings(note: str) -> tuple[tuple[str, frozenset[str]], ...]:
    pairs = (part.partition("=") for part in note.split(";"))
    return tuple((ending, frozenset(value.split("|"))) for ending, _, value in pairs)


@lru_cache(maxsize=4096)
def _word_bits(note: str) -> int:
    bits = 0
    for name in note.split("|"):
        bits |= _CLASSES[name]
    return bits


def _remember_classes(hits: Hits) -> None:
    """Work out the bits of each word that has a class, and the type of institution that it is a
    cue for."""
    bits: dict[str, int] = {}
    cue_types: dict[str, str] = {}
    for key, entries in hits.marks.items():
        for entry in entries:
            bits[key] = bits.get(key, 0) | (
                VERB if entry.kind == "name.verb" else _word_bits(entry.note))
            if entry.value:
                cue_types[key] = entry.value
    hits.memo["reading.cues"], hits.memo["reading.bits"] = cue_types, bits


@lru_cache(maxsize=4096)
def _countries(value: str) -> frozenset[str]:
    return frozenset(value.split("|"))


@lru_cache(maxsize=4096)
def _head_of(entry: Entry) -> Head:
    grade, _, cues = entry.note.partition("#")
    by_cue = []
    for part in cues.split(";"):
        kind, _, words = part.partition("=")
        if words:
            by_cue.append((kind, frozenset(words.split("|"))))
    return Head(entry.wording, entry.value, tuple(by_cue), grade)


class Reading:
    """The tokens of one document with their classes.

    `flags[i]` are the classes of token i; `country[i]` is the mention of a country that covers
    it; `heads[i]`, `offices[i]` what begins there, the longest; `registry` are hits of the
    registry of institutions; `is_name[i]` tells whether the token's capital counts.
    """

    def __init__(self, document: Document, hits: Hits,
                 countries: Sequence[CountryMention], dates: Iterable[DateMention],
                 own: Iterable[str] = ()) -> None:
        self.document = document
        self.words, self.keys = document.words, document.keys
        self.size = size = len(document.words)
        self.countries = countries
        if "reading.bits" not in hits.memo:
            _remember_classes(hits)
        bits = map(hits.memo["reading.bits"].get, document.keys, repeat(0))
        self.flags: list[int] = [
            found | CAP if word[0].isupper() else found
            for word, found in zip(document.words, bits, strict=True)]
        self.country: list[CountryMention | None] = [None] * size
        self.heads: dict[int, tuple[int, Head]] = {}
        self.offices: dict[int, Office] = {}
        self.office_at = bytearray(size)
        self.cue_types: dict[int, str] = {}
        #: Countries where the name at a token is usual.
        self.usual: dict[int, frozenset[str]] = {}
        self.endings: tuple[tuple[str, frozenset[str]], ...] = ()
        self.leaders: dict[int, str] = {}
        self.surnames: dict[int, list[str]] = {}
        self.registry: list[Hit] = []
        self.registry_at: dict[int, list[Hit]] = {}
        self.codes = {mention.code for mention in countries}
        #: With the countries that the article is written and published in.
        self.known = self.codes.union(own)
        self.outlets: list[Hit] = []
        self.ministries: Entry | None = None
        self.dated = bytearray(size)
        for mention in countries:
            for i in range(mention.first, mention.last):
                self.country[i] = mention
        for date in dates:
            for i in range(date.first, date.last):
                self.dated[i] = 1
        self._take_words(hits)
        self._take_names(hits)
        for mention in countries:
            for i in range(mention.first, mention.last):
                if self.office_at[i] and (i != mention.first or mention.last - i > 1):
                    self.office_at[i] = 0
                    self.offices.pop(i, None)
        #: Words that this document also writes small, where no capital is due.
        self.small: set[str] = set()
        #: Words that have a capital where none is due.
        self.proper: set[str] = set()
        self.titled, self.shouted = self._find_title_case()
        self.is_name = self._judge_capitals()

    def _take_words(self, hits: Hits) -> None:
        """The classes of words, verbs, heads and offices."""
        flags = self.flags
        cue_types = hits.memo["reading.cues"]
        for i in [i for i, key in enumerate(self.keys) if key in cue_types]:
            self.cue_types[i] = cue_types[self.keys[i]]
        for _, last, entry in hits.plain("name.word"):
            flags[last - 1] |= _word_bits(entry.note)
        for first, _, _ in hits.plain("name.verb"):
            flags[first] |= VERB
        for first, last, entry in hits.plain("name.head"):
            known = self.heads.get(first)
            if known is None or known[0] < last:
                self.heads[first] = (last, _head_of(entry))
        for first, last, entry in hits.plain("name.office"):
            office = self.offices.get(first)
            if office is None or office.last < last:
                countries = tuple(c for c in entry.note.split("|") if c)
                self.offices[first] = Office(last, entry.wording, entry.value, countries)
            for i in range(first, last):
                self.office_at[i] = 1

    def _take_names(self, hits: Hits) -> None:
        """The names of people, and those of the registry and of outlets."""
        for first, last, entry in hits.plain("name.given"):
            if self.words[first][0].isupper():
                for i in range(first, last):
                    self.flags[i] |= GIVEN
                self.usual[first] = _countries(entry.value)
        for first, _, entry in hits.plain("name.usual"):
            self.usual.setdefault(first, _countries(entry.value))
        for hit in hits.of("name.endings")[:1]:
            self.endings = _endings(hit.entry.note)
        for hit in hits.of("name.leader"):
            self.leaders[hit.last - 1] = hit.entry.value
        for hit in hits.of("name.surname"):
            self.surnames[hit.last - 1] = [
                code for code in hit.entry.value.split("|") if code in self.codes]
        self.registry += hits.of("institution")
        for hit in self.registry:
            self.registry_at.setdefault(hit.first, []).append(hit)
        self.outlets += hits.of("outlet")
        for hit in hits.of("name.ministries")[:1]:
            self.ministries = hit.entry

    def _find_title_case(self) -> tuple[bytearray, bytearray]:
        """Which headlines and headings write most words with capitals, and which are all in
        capitals.

        Names, offices and fields of work have capitals anywhere, and are not counted.
        """
        words, flags = self.words, self.flags
        titled = bytearray(len(self.document.sentences))
        shouted = bytearray(len(self.document.sentences))
        for index, sentence in enumerate(self.document.sentences):
            ends = words[sentence.last - 1] == "."
            if not sentence.is_title and (not sentence.is_heading or ends):
                continue
            long_words = capitals = shouts = 0
            for i in range(sentence.first + 1, sentence.last):
                word = words[i]
                if len(word) > _LONG_WORD and word.isalpha() and not flags[i] & GIVEN and (
                        self.country[i] is None and not self.office_at[i]):
                    long_words += 1
                    capitals += word[0].isupper()
                    shouts += word.isupper()
            if long_words > 1 and capitals > _TITLE_CASE_SHARE * long_words:
                titled[index] = 1
                shouted[index] = shouts > _TITLE_CASE_SHARE * long_words
        return titled, shouted

    def _judge_capitals(self) -> bytearray:
        """1 for each token whose capital shows a name, as far as this document tells."""
        words, keys, flags = self.words, self.keys, self.flags
        is_name = bytearray(self.size)
        small = self.small
        proper = self.proper
        doubtful: list[int] = []
        small.update([key for key, word, bits in zip(keys, words, flags, strict=True)
                      if not bits & CAP and word[0].isalpha()])
        for i in [i for i, bits in enumerate(flags) if bits & CAP]:
            if not self.titled[self.document.sentence_of[i]] and (
                    i and words[i - 1][0].isalpha() and not self._begins(i)
                    or not self._is_due(i)):
                proper.add(keys[i])
                is_name[i] = 1
            else:
                doubtful.append(i)
        for i in doubtful:
            key = keys[i]
            if flags[i] & OPENER:
                if key in _NAMES_OF_MONTHS and i + 1 < self.size and flags[i + 1] & CAP and not (
                        self.dated[i]):
                    # "Jan Zelt, the chargé d'affaires"
                    flags[i] = flags[i] & ~OPENER | GIVEN
                    is_name[i] = 1
                continue
            if key in proper or flags[i] & (GIVEN | SUBJECT):
                is_name[i] = 1
            elif key in small:
                continue
            elif self.titled[self.document.sentence_of[i]]:
                # In a headline only what goes on with a name, or follows an office.
                before = i - 1
                while before > 0 and not words[before][0].isalnum():
                    before -= 1
                is_name[i] = bool(
                    not flags[i] & (VERB | BLOCKER | MODIFIER) and not key.endswith("ing")
                    and i not in self.heads
                    and (is_name[before] and not flags[before] & SUBJECT
                         or self.office_at[before]))
            else:
                is_name[i] = not flags[i] & VERB or not key.endswith(("ing", "ed"))
        return is_name

    def _begins(self, i: int) -> bool:
        """Does a sentence begin at token `i`?"""
        sentence_of = self.document.sentence_of
        return i == 0 or sentence_of[i] != sentence_of[i - 1]

    def _is_due(self, i: int) -> bool:
        """Would a plain word have a capital at token `i`: at the head of a sentence, behind a
        colon, an opening quote or bracket, a number of a list?"""
        first, _ = self.sentence(i)
        for j in range(i - 1, first - 1, -1):
            word = self.words[j]
            if word[0].isalpha():
                return False
            if word in _AFTER_THESE_A_CAPITAL_IS_DUE:
                if j == first or word not in ("-", "'"):
                    return True
            elif (not word[0].isdigit() or j != first) and word not in (".", ")"):
                return False
        return True

    def touches(self, i: int) -> bool:
        """Does token `i` follow the one before it without a space?"""
        return 0 < i < self.size and self.document.starts[i] == self.document.ends[i - 1]

    def sentence(self, i: int) -> tuple[int, int]:
        """First and end of the sentence that token `i` is in."""
        sentence = self.document.sentences[self.document.sentence_of[i]]
        return sentence.first, sentence.last

    def usual_countries(self, first: int, last: int) -> dict[str, int]:
        """How many words of the name at `first:last` are usual in each country."""
        counts: dict[str, int] = {}
        for i in range(first, last):
            found = self.usual.get(i)
            if found is None and i == last - 1:
                key = self.keys[i]
                found = next((countries for ending, countries in self.endings
                              if key.endswith(ending) and len(key) > len(ending) + 2), None)
            for code in found or ():
                counts[code] = counts.get(code, 0) + 1
        return counts

    def country_from(self, i: int) -> CountryMention | None:
        """The country whose wording begins at token `i`."""
        mention = self.country[i] if 0 <= i < self.size else None
        return mention if mention is not None and mention.first == i else None

    def country_before(self, i: int) -> CountryMention | None:
        """The country whose wording ends right before token `i`."""
        mention = self.country[i - 1] if 0 < i <= self.size else None
        return mention if mention is not None and mention.last == i else None

    def is_acronym(self, i: int) -> bool:
        """A word of two to ten letters that are mostly capitals: WHO, MoPH, TİKA, KSrelief."""
        word = self.words[i]
        if not 2 <= len(word) <= 10 or not word[0].isupper():
            return False
        capitals = sum(c.isupper() for c in word)
        return capitals >= 2 and capitals * 2 >= len(word)
