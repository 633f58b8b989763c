"""Expressions of time, resolved to EDTF with the precision that the text gives.

    Document -> [DateMention]

Absolute dates ("28 October 2015", "in May"), ranges ("between 2020 and 2021"), relative ones
("on Tuesday", "last month") and datelines ("TEHRAN, Sept. 13 (MNA) –"). What a text leaves open
stays open: no day or month is ever invented, and without a date of publication a relative
expression has no value. Which act a date belongs to is left to the steps that read clauses.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from kg.extract._bounds import bounded
from kg.extract.mentions import DateMention
from kg.extract.text import Document, Sentence

__all__ = ["find_dates", "shift_months"]

_MONTHS = {name: number for number, names in enumerate((
    ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",),
    ("june", "jun"), ("july", "jul"), ("august", "aug"), ("september", "sept", "sep"),
    ("october", "oct"), ("november", "nov"), ("december", "dec")), start=1) for name in names}
_WEEKDAYS = {name: number for number, names in enumerate((
    ("monday", "mon"), ("tuesday", "tue", "tues"), ("wednesday", "wed"),
    ("thursday", "thu", "thur", "thurs"), ("friday", "fri"), ("saturday", "sat"),
    ("sunday", "sun"))) for name in names}
_FULL_WEEKDAYS = frozenset(name for name in _WEEKDAYS if len(name) > 5)

_YEAR = re.compile(r"(?:19[5-9]|20[0-6])\d")
_DAY = re.compile(r"([0-3]?\d)(?:st|nd|rd|th)?")
_ISO = re.compile(r"((?:19|20)\d\d)-([01]\d)-([0-3]\d)")
_ISO_AND_TIME = re.compile(_ISO.pattern + r"(?:t\d*)?", re.IGNORECASE)
_DECADE = re.compile(r"(19|20)(\d)0s")
_DOTTED = re.compile(r"([0-3]?\d)\.([01]?\d)\.((?:19|20)\d\d)")
_FISCAL = re.compile(r"fy(\d{2,4})")

_SMALL = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
          "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12}
_UNITS = frozenset("day days week weeks month months year years hours hour decade decades".split())

#: Words near a bare month or weekday that turn it towards the future.
_FUTURE = frozenset(
    "will would shall should expected due plan plans planned scheduled slated upcoming next"
    " going begin starting begins forthcoming coming awaits await ready leave soon intends aims"
    " hopes until before by".split()
)
_PAST = frozenset(
    "was were had did signed said met held visited arrived sent donated received took announced"
    " told began ended since ago last previous earlier recently".split()
)
_DEEDS = frozenset(
    "signed held visited arrived sent donated received took began ended agreed opened launched"
    " delivered met came went left returned established started built reached gave since"
    " ago".split()
)
#: Before "to" and a verb these look ahead ("agreed to send … in July").
_BEFORE_DEEDS = frozenset(
    "is are set ready agreed decided promised pledged vowed committed intends wants hopes asked"
    " invited".split()
)
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_BEFORE_NUMBER = frozenset(
    "in since by until till from during of before after to between and through year early late mid"
    " for around circa -".split()
)


def find_dates(document: Document) -> list[DateMention]:
    """All expressions of time in order; the longest reading at each place wins."""
    published = _parse(document.article.date)
    finder = _Finder(document, published)
    return finder.find()


def _parse(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def shift_months(year: int, month: int, by: int) -> tuple[int, int]:
    """The month `by` months later.

    >>> shift_months(2020, 1, -1)
    (2019, 12)
    """
    index = year * 12 + month - 1 + by
    return index // 12, index % 12 + 1


def _day(year: int, month: int, day: int) -> str | None:
    """EDTF of a day, or None where the calendar has no such day."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


class _Finder:
    """One pass over a document. `published` is None where it is not known: then the dateline's
    own date stands in for it."""

    def __init__(self, document: Document, published: date | None) -> None:
        self.document = document
        self.keys = document.keys
        self.words = document.words
        self.published = published
        #: The year last named in the text, for a bare month in an account of the past.
        self.mentions: list[DateMention] = []

    def find(self) -> list[DateMention]:
        body = [s for s in self.document.sentences if not s.is_title][:2]
        opening = body[:2] if body and body[0].last - body[0].first <= 4 else body[:1]
        heads = {sentence.first for sentence in opening}
        starts = [i for i, key in enumerate(self.keys) if key in _STARTS]
        until = 0
        for i in sorted({*starts, *self.document.numbers, *heads}):
            sentence = self.document.sentences[self.document.sentence_of[i]]
            if i in heads:
                until = self._read_dateline(sentence)
            if i < until:
                continue
            try:
                mention = self._read(i, sentence)
            except OverflowError:  # "a million years ago": no day of the calendar
                continue
            if mention is not None:
                self.mentions.append(bounded(self.document, mention, sentence.first))
                until = mention.last
        return self.mentions

    # -- where the article was written -------------------------------------------------

    def _read_dateline(self, sentence: Sentence) -> int:
        """Read "NAIROBI, March 13 –" at the head of the text; where it ends, or the head."""
        keys, words = self.keys, self.words
        end = min(sentence.last, sentence.first + 16)
        for i in range(sentence.first, end):
            if i > sentence.first and words[i] in ("–", "-", ":") and self._is_apart(i) \
                    and keys[i + 1:i + 2] and not (keys[i + 1] in _MONTHS
                                                   or keys[i + 1][0].isdigit()):
                break
            if not (keys[i] in _MONTHS or keys[i][0].isdigit()):
                continue
            mention = self._read_calendar(i, sentence)
            if mention is None:
                continue
            tail = words[mention.last:min(mention.last + 9, sentence.last)]
            ends = (mention.last == sentence.last or any(w in "–-:(/" for w in tail)
                    or tail == ["."] or all(w in ".,)" or w.isupper() for w in tail))
            # Before the date stand a place and perhaps an agency: no plain words.
            is_place = not any(w.islower() and w.isalpha() and w not in ("de", "al", "es")
                               for w in words[sentence.first:i])
            if i > sentence.first + 5 or not ends or not is_place:
                break
            self.mentions.append(DateMention(mention.first, mention.last, mention.edtf,
                                             "dateline", "date-dateline"))
            if self.published is None and mention.edtf:
                self.published = _parse(mention.edtf)
            return mention.last
        return sentence.first

    def _is_apart(self, i: int) -> bool:
        """Does a dash stand between spaces, as one that ends a dateline does?"""
        return self.document.starts[i] > self.document.ends[i - 1]

    # -- one expression ----------------------------------------------------------------

    def _read(self, i: int, sentence: Sentence) -> DateMention | None:
        key = self.keys[i]
        if key[0].isdigit() or key in _MONTHS:
            return self._read_range(i, sentence) or self._read_calendar(i, sentence)
        reader = _READERS.get(key)
        if reader is not None:
            found: DateMention | None = reader(self, i, sentence)
            if found is not None:
                return found
        if key in _FULL_WEEKDAYS and self.words[i][0].isupper():
            return self._read_weekday(i, i, sentence)
        if key in _SMALL:
            return self._read_ago(i, sentence)
        return None

    def _at(self, i: int, sentence: Sentence) -> str:
        return self.keys[i] if sentence.first <= i < sentence.last else ""

    def _read_calendar(self, i: int, sentence: Sentence) -> DateMention | None:
        """A day, month or year at token `i`."""
        keys, words = self.keys, self.words
        if keys[i] in _MONTHS:
            return self._read_month(i, i, sentence)
        match = _ISO.fullmatch(words[i])
        if match:
            edtf = _day(int(match[1]), int(match[2]), int(match[3]))
            return DateMention(i, i + 1, edtf, "day", "date-iso") if edtf else None
        joined = "".join(words[i:i + 5])
        match = _ISO_AND_TIME.fullmatch(joined)
        if words[i + 1:i + 2] == ["-"] and match and i + 5 <= sentence.last:
            edtf = _day(int(match[1]), int(match[2]), int(match[3]))
            if edtf:
                return DateMention(i, i + 5, edtf, "day", "date-iso")
        if words[i + 1:i + 2] in (["/"], ["-"]) and words[i + 3:i + 4] == words[i + 1:i + 2] \
                and i + 5 <= sentence.last:
            return self._read_figures(i, i + 5, (words[i], words[i + 2], words[i + 4]))
        figures = _DOTTED.fullmatch(words[i])
        if figures:
            return self._read_figures(i, i + 1, (figures[1], figures[2], figures[3]))
        if self._at(i + 1, sentence) == "century" and words[i].endswith(("th", "st", "nd", "rd")):
            number = int(words[i][:-2]) if words[i][:-2].isdigit() else 0
            return DateMention(i, i + 2, f"{number - 1}XX", "range", "date-century") \
                if 11 <= number <= 21 else None
        if _DECADE.fullmatch(keys[i]):
            return DateMention(i, i + 1, words[i][:3] + "X", "range", "date-decade")
        day = _DAY.fullmatch(keys[i])
        if day and 1 <= int(day[1]) <= 31:
            following = i + 1
            if self._at(following, sentence) == "of":
                following += 1
            month = _MONTHS.get(self._at(following, sentence))
            if month and self._is_month(following):
                return self._finish_day(i, following + 1, month, int(day[1]), sentence)
        if _YEAR.fullmatch(words[i]):
            return self._read_year(i, sentence)
        return None

    def _read_figures(self, i: int, last: int,
                      figures: tuple[str, str, str]) -> DateMention | None:
        """"13/09/2022", "13.09.2022": a day where only one order makes a date, else no more
        than the year."""
        one, other, year = figures
        if not (one.isdigit() and other.isdigit() and _YEAR.fullmatch(year)):
            return None
        readings = {text for text in (_day(int(year), int(other), int(one)),
                                      _day(int(year), int(one), int(other))) if text}
        if not readings:
            return None
        edtf, form = (readings.pop(), "day") if len(readings) == 1 else (year, "year")
        return DateMention(i, last, edtf, form, "date-slashes")

    def _is_month(self, i: int) -> bool:
        """Is the word at `i` a month, not the verb "may" or the end of "Sauls-August"?"""
        if i > 1 and self.words[i - 1] == "-" and not self._is_apart(i - 1) \
                and self.words[i - 2].isalpha() and self.keys[i - 2] not in (
                    "mid", "late", "early", "end", *_MONTHS):
            return False
        return self.words[i][0].isupper() and (self.keys[i] not in ("may", "march", "mar", "sat")
                                               or self.words[i] != self.words[i].lower())

    def _read_month(self, first: int, i: int, sentence: Sentence) -> DateMention | None:
        """"March 13, 2018", "March 2018", "March": the month stands at token `i`."""
        if not self._is_month(i):
            return None
        month = _MONTHS[self.keys[i]]
        j = i + 1
        is_short = len(self.keys[i]) <= 4 and self.keys[i] not in ("may", "june", "july")
        if is_short and self._at(j, sentence) == ".":
            j += 1
        following = self._at(j, sentence)
        day = _DAY.fullmatch(following) if following else None
        if day and 1 <= int(day[1]) <= 31 and not self._counts_something(j, sentence):
            return self._finish_day(first, j + 1, month, int(day[1]), sentence)
        k = j + 1 if following in (",", "of") else j
        if k < sentence.last and _YEAR.fullmatch(self.words[k]):
            return DateMention(first, k + 1, f"{self.words[k]}-{month:02}", "month", "date-month")
        if k < sentence.last and self.keys[k:k + 2] in (["last", "year"], ["this", "year"],
                                                         ["next", "year"]):
            year = self._shift_year(self.keys[k])
            edtf = f"{year}-{month:02}" if year else None
            return DateMention(first, k + 2, edtf, "month", "date-month")
        if is_short or not self._may_be_bare_month(i, sentence):
            return None
        return DateMention(first, i + 1, self._nearest_month(month, i, sentence), "month",
                           "date-bare-month")

    def _counts_something(self, i: int, sentence: Sentence) -> bool:
        """Is the number at `i` the start of a count ("In May 20 doctors came")?"""
        following = self._at(i + 1, sentence)
        return following.isalpha() and following in (
            "doctors", "nurses", "people", "patients", "million", "thousand", "hundred", "tonnes",
            "countries", "students", "percent", "members", "experts", "doses")

    def _may_be_bare_month(self, i: int, sentence: Sentence) -> bool:
        """"May" and "March" are months only where a preposition or the like stands before."""
        before = self._at(i - 1, sentence)
        if self.keys[i] in ("may", "march"):
            return before in ("in", "since", "by", "until", "till", "from", "last", "next", "this",
                              "of", "late", "early", "mid", "during", "to", "and", "-", "before",
                              "after", "end-")
        return True

    def _finish_day(self, first: int, last: int, month: int, day: int,
                    sentence: Sentence) -> DateMention | None:
        """A day and month are read up to `last`; the year may follow."""
        j = last
        if self._at(j, sentence) == ".":
            j += 1
        if self._at(j, sentence) == ",":
            j += 1
        if j < sentence.last and _YEAR.fullmatch(self.words[j]):
            edtf = _day(int(self.words[j]), month, day)
            return DateMention(first, j + 1, edtf, "day", "date-day") if edtf else None
        if self.keys[j:j + 2] in (["last", "year"], ["this", "year"], ["next", "year"]):
            year = self._shift_year(self.keys[j])
            if year:
                return DateMention(first, j + 2, _day(year, month, day), "day", "date-day")
        year = self._year_of_account(last, first, sentence)
        edtf = _day(year, month, day) if year else self._nearest_day(month, day, first, sentence)
        if self.keys[last:last + 4] == ["of", "the", "same", "year"]:
            last += 4
        return DateMention(first, last, edtf, "day", "date-day-without-year")

    def _year_of_account(self, last: int, first: int, sentence: Sentence) -> int | None:
        """The year that a day without one shares with a day named just before it: "of the same
        year", or another day of the same sentence that has its year."""
        previous = self.mentions[-1] if self.mentions else None
        if previous is None or not previous.edtf or not previous.edtf[:4].isdigit():
            return None
        if self.keys[last:last + 4] == ["of", "the", "same", "year"]:
            return int(previous.edtf[:4])
        same_sentence = previous.first >= sentence.first
        if same_sentence and previous.rule in ("date-day", "date-month") and (
                self.published is None or int(previous.edtf[:4]) < self.published.year):
            return int(previous.edtf[:4])
        return None

    def _nearest_month(self, month: int, i: int, sentence: Sentence) -> str | None:
        """The nearest such month before publication, or after it where the clause looks ahead.
        In an account that has named a year just before, that year."""
        if self.published is None:
            return None
        year, now = self.published.year, self.published.month
        before = self._at(i - 1, sentence)
        if before == "last":
            year -= month >= now
        elif before == "next":
            year += month <= now
        elif self._looks_ahead(i, sentence):
            year += month < now
        elif month > now and (month - now > 2 or self._tells_past(i, sentence)):
            # One or two months ahead is what is near; "July" eleven months ago would be
            # "last July".
            year -= 1
        elif month + 12 - now <= 2 and not self._tells_past(i, sentence):
            year += 1
        return f"{year}-{month:02}"

    def _tells_past(self, i: int, sentence: Sentence) -> bool:
        """Does the clause around token `i` report a deed of the past?"""
        near = self.keys[max(sentence.first, i - 10):min(i + 8, sentence.last)]
        return not _DEEDS.isdisjoint(near)

    def _nearest_day(self, month: int, day: int, i: int, sentence: Sentence) -> str | None:
        if self.published is None:
            return None
        candidates = []
        for year in (self.published.year - 1, self.published.year, self.published.year + 1):
            text = _day(year, month, day)
            if text:
                candidates.append(date.fromisoformat(text))
        if not candidates:
            return None
        past = [c for c in candidates if c <= self.published]
        future = [c for c in candidates if c > self.published]
        if self._looks_ahead(i, sentence) and future:
            nearest = future[0]
            if past and (self.published - past[-1]).days == 0:
                nearest = past[-1]
            return nearest.isoformat()
        # A date a few days ahead is an announcement, whatever the verb; one far back is not.
        if future and (future[0] - self.published).days <= 45 \
                and (not past or (self.published - past[-1]).days > 200):
            return future[0].isoformat()
        return past[-1].isoformat() if past else None

    def _looks_ahead(self, i: int, sentence: Sentence) -> bool:
        """Does the clause around token `i` speak of the future? The nearest sign decides."""
        for distance in range(1, 14):
            j = i - distance
            if j < sentence.first or self.keys[j] in (";", "that"):
                break
            if self.keys[j] in _PAST:
                return False
            if self.keys[j] in ("until", "by", "before"):
                if distance == 1 and _PAST.isdisjoint(self.keys[i:min(i + 9, sentence.last)]):
                    return True
                continue
            if self.keys[j] in _FUTURE:
                return True
            if self.keys[j] == "to" and self._at(j - 1, sentence) in _BEFORE_DEEDS:
                return True
        for j in range(i + 1, min(i + 10, sentence.last)):
            if self.keys[j] in (";", ","):
                break
            if self.keys[j] in ("will", "would", "shall"):
                return True
        return False

    def _shift_year(self, word: str) -> int | None:
        if self.published is None:
            return None
        return self.published.year + {"last": -1, "this": 0, "next": 1, "same": 0}[word]

    # -- years -------------------------------------------------------------------------

    def _read_year(self, i: int, sentence: Sentence) -> DateMention | None:
        """A bare year, or two joined ("2020-2021", "2019/20")."""
        words, keys = self.words, self.keys
        before, after = self._at(i - 1, sentence), self._at(i + 1, sentence)
        if after in ("-", "–", "/") and i + 2 < sentence.last:
            other = words[i + 2]
            if _YEAR.fullmatch(other) and int(other) > int(words[i]):
                return DateMention(i, i + 3, f"{words[i]}/{other}", "range", "date-years")
            if len(other) == 2 and other.isdigit() and int(other) == (int(words[i]) + 1) % 100:
                return DateMention(i, i + 3, f"{words[i]}/{int(words[i]) + 1}", "range",
                                   "date-years")
        if after and (after in ("doses", "people", "patients", "cases", "beds", "students", "km")
                      or after == "%"):
            return None
        if before in _BEFORE_NUMBER or before in ("", "(", ",", "january", "end", "fiscal") \
                or before in _SEASONS or after in ("", ".", ",", ")", ";", ":") \
                or before == "the" or (before and self.words[i - 1][0].isupper()):
            if before == "-" and i - 2 >= sentence.first and keys[i - 2] in ("covid", "agenda"):
                return None
            season = _SEASONS.get(before)
            if season:
                return DateMention(i - 1 if not self._overlaps(i - 1) else i, i + 1,
                                   f"{words[i]}-{season}", "month", "date-season")
            return DateMention(i, i + 1, words[i], "year", "date-year")
        return None

    def _overlaps(self, i: int) -> bool:
        return bool(self.mentions) and self.mentions[-1].last > i

    def _read_range(self, i: int, sentence: Sentence) -> DateMention | None:
        """"May 5 to 8", "7 to 8 February 2023", "June and July", "2020 to 2021"."""
        keys, words = self.keys, self.words
        if _DAY.fullmatch(keys[i]) and self._at(i + 1, sentence) in ("to", "-", "–", "and"):
            other = _DAY.fullmatch(self._at(i + 2, sentence))
            month = _MONTHS.get(self._at(i + 3, sentence))
            if other and month and self._is_month(i + 3):
                until = self._finish_day(i + 2, i + 4, month, int(other[1]), sentence)
                if until and until.edtf:
                    begin = _day(int(until.edtf[:4]), month, int(keys[i].rstrip("stndrh")))
                    if begin and begin < until.edtf:
                        return DateMention(i, until.last, f"{begin}/{until.edtf}", "range",
                                           "date-day-range")
        if keys[i] in _MONTHS and self._is_month(i):
            if self._at(i + 1, sentence) == "and" and self._at(i - 1, sentence) == "between" \
                    and self._at(i + 2, sentence) in _MONTHS and self._is_month(i + 2):
                until = self._read_month(i + 2, i + 2, sentence)
                if until and until.edtf and until.form == "month":
                    year, month = int(until.edtf[:4]), _MONTHS[keys[i]]
                    year -= month > int(until.edtf[5:7])
                    return DateMention(i, until.last, f"{year}-{month:02}/{until.edtf}", "range",
                                       "date-month-range")
            begin_mention = self._read_month(i, i, sentence)
            if begin_mention is None:
                return None
            j = begin_mention.last
            if self._at(j, sentence) not in ("to", "-", "–", "until", "through") \
                    or begin_mention.edtf is None:
                return None
            day = _DAY.fullmatch(self._at(j + 1, sentence) or "x")
            if day and begin_mention.form == "day" and int(day[1]) <= 31 \
                    and self._at(j + 2, sentence) not in _MONTHS:
                year, month = int(begin_mention.edtf[:4]), int(begin_mention.edtf[5:7])
                last = j + 2
                if self._at(last, sentence) == "," and last + 1 < sentence.last \
                        and _YEAR.fullmatch(words[last + 1]):
                    year, last = int(words[last + 1]), last + 2
                start = _day(year, month, int(begin_mention.edtf[8:10]))
                stop = _day(year, month, int(day[1]))
                if start and stop and start < stop:
                    return DateMention(i, last, f"{start}/{stop}", "range", "date-day-range")
            if j + 1 < sentence.last and keys[j + 1] in _MONTHS and self._is_month(j + 1):
                until = self._read_month(j + 1, j + 1, sentence)
                if until and until.edtf and until.form == begin_mention.form:
                    year = int(until.edtf[:4])
                    start = str(year) + begin_mention.edtf[4:]
                    if begin_mention.rule in ("date-day", "date-month"):
                        start = begin_mention.edtf
                    elif start > until.edtf:
                        start = str(year - 1) + begin_mention.edtf[4:]
                    return DateMention(i, until.last, f"{start}/{until.edtf}", "range",
                                       "date-month-range")
            return None
        if _YEAR.fullmatch(words[i]) and i + 2 < sentence.last and _YEAR.fullmatch(words[i + 2]) \
                and self._at(i + 1, sentence) in ("to", "and", "until", "through") \
                and self._at(i - 1, sentence) in ("from", "between"):
            return DateMention(i, i + 3, f"{words[i]}/{words[i + 2]}", "range", "date-years")
        return None

    # -- relative to publication -------------------------------------------------------

    def _relative(self, first: int, last: int, edtf: str | None, rule: str) -> DateMention:
        return DateMention(first, last, edtf, "relative", rule)

    def _read_today(self, i: int, sentence: Sentence) -> DateMention | None:
        shift = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}[self.keys[i]]
        if self.words[i][0].isupper() and i > sentence.first:
            return None                                  # Egypt Today
        first = i
        if self.keys[max(sentence.first, i - 3):i] in (["the", "day", "before"],
                                                       ["the", "day", "after"]):
            first, shift = i - 3, 2 * shift
        edtf = (self.published + timedelta(shift)).isoformat() if self.published else None
        return self._relative(first, i + 1, edtf, "date-" + self.keys[i])

    def _read_this(self, i: int, sentence: Sentence) -> DateMention | None:
        """"this week", "last Tuesday", "next month", "last October", "last night"."""
        word, following = self.keys[i], self._at(i + 1, sentence)
        if following in ("few", "two", "three", "several", "couple", "past"):
            return None
        if following in _FULL_WEEKDAYS:
            return self._read_weekday(i, i + 1, sentence)
        if following in _MONTHS and self._is_month(i + 1):
            return self._read_month(i, i + 1, sentence)
        shift = {"last": -1, "this": 0, "next": 1, "coming": 1, "past": -1, "current": 0,
                 "previous": -1}.get(word)
        if shift is None:
            return None
        if following == "year" and (self._at(i - 1, sentence) == "and"
                                    or self._at(i + 2, sentence) == "of"):
            return None                                  # the sixth and last year of study
        if following == "year":
            edtf = str(self.published.year + shift) if self.published else None
            return self._relative(i, i + 2, edtf, "date-relative-year")
        if following == "month":
            edtf = None
            if self.published:
                year, month = shift_months(self.published.year, self.published.month, shift)
                edtf = f"{year}-{month:02}"
            return self._relative(i, i + 2, edtf, "date-relative-month")
        if following in ("week", "weekend"):
            return self._relative(i, i + 2, self._week(shift, following), "date-relative-week")
        if following in ("morning", "afternoon", "evening", "night"):
            back = -1 if word == "last" else 0
            edtf = (self.published + timedelta(back)).isoformat() if self.published else None
            return self._relative(i, i + 2, edtf, "date-time-of-day")
        if following in _SEASONS and word == "this" and self.published:
            return self._relative(i, i + 2, f"{self.published.year}-{_SEASONS[following]}",
                                  "date-season")
        return None

    def _week(self, shift: int, word: str) -> str | None:
        """A week as the month or the days it surely lies in: an interval of days."""
        if self.published is None:
            return None
        monday = self.published - timedelta(self.published.weekday()) + timedelta(7 * shift)
        begin = monday + timedelta(5) if word == "weekend" else monday
        if word == "weekend" and begin > self.published and shift == 0:
            begin -= timedelta(7)
        end = begin + timedelta(1 if word == "weekend" else 6)
        return f"{begin.isoformat()}/{end.isoformat()}"

    def _read_end(self, i: int, sentence: Sentence) -> DateMention | None:
        """"(by) the end of the year", "the beginning of this month"."""
        if self._at(i + 1, sentence) != "of" or self._at(i + 2, sentence) not in ("the", "this") \
                or self._at(i - 1, sentence) != "the" or self.published is None:
            return None
        unit = self._at(i + 3, sentence)
        if unit not in ("year", "month") or self._at(i + 4, sentence) in ("of", "'s"):
            return None
        edtf = f"{self.published.year}" + (f"-{self.published.month:02}" if unit == "month" else "")
        return self._relative(i, i + 4, edtf, f"date-relative-{unit}")

    def _read_weekend(self, i: int, sentence: Sentence) -> DateMention | None:
        """"over the weekend": the one before publication."""
        if self._at(i - 1, sentence) != "the" or not {"at", "over", "from", "on", "during"} & set(
                self.keys[max(sentence.first, i - 2):i - 1]):
            return None
        edtf = None
        if self.published:
            sunday = self.published - timedelta((self.published.weekday() + 1) % 7)
            edtf = f"{(sunday - timedelta(1)).isoformat()}/{sunday.isoformat()}"
        return self._relative(i, i + 1, edtf, "date-weekend")

    def _read_earlier(self, i: int, sentence: Sentence) -> DateMention | None:
        """"earlier this month", "later this week": the expression behind the adverb."""
        following = self._at(i + 1, sentence)
        if following in ("this", "last", "next"):
            inner = self._read_this(i + 1, sentence)
            if inner is not None:
                return self._relative(i, inner.last, inner.edtf, inner.rule)
        return None

    def _read_weekday(self, first: int, i: int, sentence: Sentence) -> DateMention | None:
        """A weekday at token `i`: the last one up to publication, or the next where the clause
        looks ahead. An explicit date behind it wins ("Friday, 25 June")."""
        keys = self.keys
        j = i + 1
        while self._at(j, sentence) in (",", "(", "the"):
            j += 1
        if j < sentence.last and (keys[j] in _MONTHS or keys[j][0].isdigit()):
            explicit = self._read_calendar(j, sentence)
            if explicit is not None and explicit.form == "day":
                if explicit.rule == "date-day-without-year":
                    explicit = self._match_weekday(explicit, _WEEKDAYS[keys[i]])
                return DateMention(first, explicit.last, explicit.edtf, "day",
                                   "date-weekday-and-day")
        last = i + 1
        if self._at(last, sentence) in ("morning", "afternoon", "evening", "night"):
            last += 1
        if self.published is None:
            return self._relative(first, last, None, "date-weekday")
        wanted, today = _WEEKDAYS[keys[i]], self.published.weekday()
        before = keys[first] if first < i else self._at(i - 1, sentence)
        if self.keys[last:last + 3] == ["of", "last", "week"]:
            day = self.published - timedelta(today + 7 - wanted)
            return self._relative(first, last + 3, day.isoformat(), "date-weekday-last-week")
        if self.keys[last:last + 2] == ["last", "week"]:
            day = self.published - timedelta(today + 7 - wanted)
            return self._relative(first, last + 2, day.isoformat(), "date-weekday-last-week")
        if before == "this":
            day = self.published + timedelta(wanted - today)
            return self._relative(first, last, day.isoformat(), "date-weekday")
        back = (today - wanted) % 7
        if before == "next" or (
                before not in ("last", "past") and self._looks_ahead(first, sentence)):
            ahead = (wanted - today) % 7
            if before == "next" and ahead == 0:
                ahead = 7
            day = self.published + timedelta(ahead)
        else:
            if before == "last" and back == 0:
                back = 7
            day = self.published - timedelta(back)
        return self._relative(first, last, day.isoformat(), "date-weekday")

    def _match_weekday(self, mention: DateMention, weekday: int) -> DateMention:
        """A day without a year beside a weekday: the year in which both agree."""
        if mention.edtf is None:
            return mention
        given = date.fromisoformat(mention.edtf)
        for shift in (0, -1, 1):
            text = _day(given.year + shift, given.month, given.day)
            if text and date.fromisoformat(text).weekday() == weekday:
                return DateMention(mention.first, mention.last, text, "day", mention.rule)
        return mention

    def _read_ago(self, i: int, sentence: Sentence) -> DateMention | None:
        """"two years ago", "a week earlier"; "for three years" is a duration."""
        unit = self._at(i + 1, sentence)
        if unit not in _UNITS:
            return None
        number = _SMALL[self.keys[i]]
        following = self._at(i + 2, sentence)
        if following == "ago":
            return self._relative(i, i + 3, self._ago(number, unit), "date-ago")
        if self.keys[i] in ("a", "an"):
            return None
        return DateMention(i, i + 2, None, "duration", "date-duration")

    def _ago(self, number: int, unit: str) -> str | None:
        """What "n units ago" says, no finer than its unit."""
        if self.published is None:
            return None
        if unit.startswith("year"):
            return str(self.published.year - number)
        if unit.startswith("month"):
            year, month = shift_months(self.published.year, self.published.month, -number)
            return f"{year}-{month:02}"
        if unit.startswith("day"):
            return (self.published - timedelta(number)).isoformat()
        if unit.startswith("week"):
            day = self.published - timedelta(7 * number)
            return f"{day.year}-{day.month:02}"
        return None

    def _read_fiscal(self, i: int, sentence: Sentence) -> DateMention | None:
        """"FY 2022", "FY2022/23", "fiscal year 2021"."""
        match = _FISCAL.fullmatch(self.keys[i])
        j = i + 1
        if match:
            digits = match[1]
        else:
            if self.keys[i] == "fiscal":
                if self._at(j, sentence) != "year":
                    return None
                j += 1
            digits = self._at(j, sentence)
            j += 1
        if not digits.isdigit() or len(digits) not in (2, 4):
            return None
        return DateMention(i, j, digits if len(digits) == 4 else "20" + digits, "year",
                           "date-fiscal-year")


_READERS = {
    "today": _Finder._read_today, "tonight": _Finder._read_today,
    "yesterday": _Finder._read_today, "tomorrow": _Finder._read_today,
    "this": _Finder._read_this, "last": _Finder._read_this, "next": _Finder._read_this,
    "coming": _Finder._read_this, "past": _Finder._read_this, "previous": _Finder._read_this,
    "current": _Finder._read_this, "earlier": _Finder._read_earlier,
    "later": _Finder._read_earlier, "end": _Finder._read_end, "beginning": _Finder._read_end,
    "start": _Finder._read_end, "middle": _Finder._read_end, "weekend": _Finder._read_weekend,
    "fy": _Finder._read_fiscal, "fiscal": _Finder._read_fiscal,
}

#: The words that an expression of time begins with, if not with a digit.
_STARTS = frozenset((*_MONTHS, *_READERS, *_FULL_WEEKDAYS, *_SMALL))
