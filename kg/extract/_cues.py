"""Institutions whose name has no head noun, by what stands beside it.

    Reading, a token -> [Candidate]

A legal form ("Zelt Ltd.", "JSC Zelt"), a common noun ("the drugmaker Zelt", "Zelt, a maker of
syringes"), or the plural that closes a list ("Mpilo and Harare hospitals").
"""

from __future__ import annotations

from kg.extract._chart import Candidate
from kg.extract._heads import FUNCTION_WORDS, phrase_end, place_after, possessor
from kg.extract._reading import (
    BLOCKER,
    CAP,
    CUE,
    GIVEN,
    MODIFIER,
    NAMESAKE,
    SUBJECT,
    SUFFIX,
    VERB,
    Reading,
)

__all__ = ["by_chief", "by_company_form", "by_cue", "by_plural"]

#: Offices that only companies have.
_CHIEFS = frozenset(
    {"ceo", "chief executive", "chief executive officer", "managing director", "coo", "cfo", "cto",
     "chief operating officer", "chief financial officer", "general manager"})

#: Legal forms that stand in front.
_PREFIXES = frozenset({"jsc", "pjsc", "ojsc", "cjsc", "llc", "pt", "ooo", "zao", "oao", "pao"})

#: Plural heads that close a list of names, with the head of each.
_PLURALS = {"hospitals": "Hospital", "universities": "University", "institutes": "Institute"}

#: No company's name has more tokens before its legal form; no bare name has more capitals.
_LONGEST_COMPANY, _LONGEST_BARE, _LONGEST_LIST = 14, 4, 12
#: How far an appositive's noun may stand from its comma, and "known as" from its noun.
_APPOSITION_REACH, _CALLED_REACH = 7, 8

_NAMING = frozenset({"known", "called", "based", "named"})

_COMPANY, _CUED, _LISTED, _PER_TOKEN = 3.0, 1.6, 2.5, 1.3
#: A given name in it speaks against an institution.
_LIKE_A_PERSON = 3.0


def by_company_form(r: Reading, i: int) -> list[Candidate]:
    """"Biological E Ltd.", "Construction Consortium (Pvt.) Ltd": a company by its legal form,
    which stands at `i`."""
    begin, end = r.sentence(i)
    words, flags = r.words, r.flags
    if i > begin and flags[i - 1] & SUFFIX:
        return []
    if r.keys[i] in _PREFIXES and i + 1 < end and flags[i + 1] & CAP and not (
            i > begin and flags[i - 1] & CAP):
        stop = phrase_end(r, i + 1, end, grade="")
        return [_company(r, i, i + 1, stop, "prefix")] if stop > i + 1 else []
    first = _company_start(r, i, begin)
    if first >= i:
        return []
    stop = i + 1
    while stop < end and (words[stop] in (")", ".") or flags[stop] & SUFFIX):
        if words[stop] == "." and stop + 1 >= end:
            break
        stop += 1
    span_first, owner = possessor(r, first)
    company = _company(r, span_first, first, stop, "suffix", owner)
    bare = first
    while bare < i and words[bare] not in ("(", ","):
        bare += 1
    company.names += [r.document.surface(first, stop), r.document.surface(first, bare)]
    return [company]


def _company(r: Reading, first: int, core: int, stop: int, where: str,
             owner: str | None = None) -> Candidate:
    inner = next((m.code for m in r.country[core:stop] if m is not None), None)
    return Candidate(
        first, stop, "institution", _COMPANY + _PER_TOKEN * (stop - first),
        f"institution.company-{where}", (core, stop), type="company", grade="strong",
        owners=tuple(dict.fromkeys(c for c in (owner, inner) if c)), place=place_after(r, stop))


def _company_start(r: Reading, i: int, begin: int) -> int:
    """Where the name before a legal form begins; `i` if there is none."""
    words, flags = r.words, r.flags
    j = i
    while j > max(begin, i - _LONGEST_COMPANY):
        before = words[j - 1]
        if not (before in ("(", ")", ".", ",", "&") or flags[j - 1] & CAP
                or before == "and" and _joins_company(r, j, begin)):
            break
        if before == "," and j != i or before in (".", ",") and not flags[j] & SUFFIX and not (
                j - 2 >= begin and len(words[j - 2]) == 1):
            break
        j -= 1
    while j < i and (not flags[j] & CAP or not r.is_name[j] and not flags[j] & SUBJECT):
        j += 1
    return j


def _joins_company(r: Reading, j: int, begin: int) -> bool:
    """Is the "and" before `j` inside a company's name ("Airport and Aviation Services")?"""
    left = j - 2
    return (left >= begin and bool(r.flags[left] & CAP) and r.country[left] is None
            and not r.is_acronym(left) and bool(r.flags[left] & (SUBJECT | BLOCKER))
            and bool(r.flags[j] & SUBJECT))


def by_cue(r: Reading, i: int) -> list[Candidate]:
    """A common noun at `i` that tells what the name beside it is: "the drugmaker Zelt", "Zelt, a
    maker of syringes", "a charity known as Zelt"."""
    begin, end = r.sentence(i)
    if not _heads_its_phrase(r, i + 1, end):
        return []
    type_ = r.cue_types.get(i, "company")
    found: list[Candidate] = []
    own = r.country_from(i + 1)
    start = own.last if own is not None and own.form == "demonym" else i + 1
    stop = _bare_name_end(r, start, end)
    if stop > start and not r.keys[i].endswith("s"):
        found.append(_cued(r, i + 1, stop, type_, "institution.cue"))
        if own is not None and start == own.last:
            found[-1].owners = (own.code,)
    front = _bare_name_start(r, i, begin)
    if begin < front < i and type_ != "other" and not r.keys[i].endswith("s") and (
            front not in r.registry_at) and (
            r.keys[front - 1] == "the" or r.country_before(front) is not None):
        # "the Zelt company"
        found.append(_cued(r, front, i, type_, "institution.cue"))
    start, comma = _before_apposition(r, i, begin, end)
    if start < comma:
        found.append(_cued(r, start, comma, type_, "institution.apposition"))
    for k in range(i + 1, min(i + _CALLED_REACH, end - 2)):
        if r.keys[k] in ("called", "named") or r.keys[k:k + 2] == ["known", "as"]:
            at = k + 1 + (r.keys[k] == "known")
            stop = _bare_name_end(r, at, end)
            if stop > at:
                candidate = _cued(r, at, stop, type_, "institution.cue")
                candidate.place = candidate.place or next(
                    (m.code for m in r.country[i + 1:k] if m is not None), None)
                found.append(candidate)
            break
    return found


def by_chief(r: Reading, i: int) -> list[Candidate]:
    """A company without a head noun, by the office at `i`: "CEO of Zelt", "Zelt's chief
    executive"."""
    office = r.offices[i]
    if office.word.lower() not in _CHIEFS:
        return []
    begin, end = r.sentence(i)
    if office.last + 1 < end and r.keys[office.last] == "of":
        stop = _bare_name_end(r, office.last + 1, end)
        if stop > office.last + 1 and stop not in r.heads and not all(
                r.flags[k] & (SUBJECT | MODIFIER) for k in range(office.last + 1, stop)):
            return [_cued(r, office.last + 1, stop, "company", "institution.chief")]
    if i - 2 > begin and r.words[i - 1] == "'s":
        first = _bare_name_start(r, i - 1, begin)
        if first < i - 1:
            return [_cued(r, first, i - 1, "company", "institution.chief")]
    return []


def _heads_its_phrase(r: Reading, i: int, end: int) -> bool:
    """Is the noun before `i` what its phrase is about, unlike "a hospital ship"?"""
    if i >= end or not r.words[i][0].islower():
        return True
    return r.keys[i] in FUNCTION_WORDS or r.keys[i] in _NAMING or bool(
        r.flags[i] & VERB) and r.keys[i].endswith(("ed", "s"))


def _before_apposition(r: Reading, i: int, begin: int, end: int) -> tuple[int, int]:
    """The bare name that the apposition with the noun at `i` explains, and its comma; an empty
    stretch if there is none."""
    j = i - 1
    while j > begin and i - j < _APPOSITION_REACH and r.words[j] not in (",", ";", ":", "(", "."):
        j -= 1
    if j <= begin or r.words[j] != ",":
        return i, i
    following = r.country[j + 1]
    if r.keys[j + 1] in ("a", "an", "the", "one"):
        if any(r.flags[k] & CUE and not r.flags[k] & CAP for k in range(j + 1, i)):
            return i, i
    elif not (following is not None and following.form == "demonym" and i + 1 < end
              and r.keys[i + 1] in ("of", "for")):
        return i, i
    return _bare_name_start(r, j, begin), j


def by_plural(r: Reading, i: int) -> list[Candidate]:
    """"Mpilo, Chitungwiza and Harare hospitals": each of the names that a plural closes."""
    head = _PLURALS.get(r.keys[i])
    if head is None:
        return []
    begin, _ = r.sentence(i)
    spans: list[tuple[int, int]] = []
    stop = i
    while stop > begin and len(spans) < _LONGEST_LIST:
        start = stop
        while start > begin and r.flags[start - 1] & CAP and r.is_name[start - 1] and (
                stop - start < _LONGEST_BARE) and (
                not r.office_at[start - 1] or r.flags[start - 1] & NAMESAKE):
            start -= 1
        place = r.country[start] if start < stop else None
        if start == stop or place is not None and place.form in ("demonym", "name") or all(
                r.flags[k] & (SUBJECT | MODIFIER) for k in range(start, stop)):
            break
        spans.append((start, stop))
        if start - 1 <= begin or r.keys[start - 1] not in ("and", ","):
            break
        stop = start - 1
        if r.keys[stop] == "and" and r.words[stop - 1] == ",":
            stop -= 1
    if len(spans) < 2:
        return []
    return [Candidate(
        first, last, "institution", _LISTED + _PER_TOKEN * (last - first), "institution.plural",
        (first, last), type=r.cue_types.get(i, "other"), grade="strong",
        names=[f"{r.document.surface(first, last)} {head}"]) for first, last in reversed(spans)]


def _cued(r: Reading, first: int, stop: int, type_: str, rule: str) -> Candidate:
    span_first, owner = possessor(r, first)
    if owner is None:
        # "the Indian pharmaceutical company Zelt"
        begin, _ = r.sentence(first)
        cue = first - 1
        while cue > max(begin, first - _LONGEST_BARE) and r.flags[cue - 1] & (
                SUBJECT | MODIFIER) and not r.flags[cue - 1] & CAP:
            cue -= 1
        mention = r.country_before(cue) if cue > begin else None
        owner = mention.code if mention is not None else None
    is_like_a_person = any(r.flags[k] & GIVEN for k in range(first, stop))
    return Candidate(
        span_first, stop, "institution",
        _CUED + _PER_TOKEN * (stop - first) - _LIKE_A_PERSON * is_like_a_person, rule,
        (first, stop), type=type_, grade="cued", owners=(owner,) if owner else (),
        place=place_after(r, stop))


def _is_bare(r: Reading, i: int) -> bool:
    """May this token be part of a name without a head noun?"""
    return bool(r.flags[i] & CAP and r.is_name[i] and not r.flags[i] & BLOCKER) and not (
        r.country[i] is not None or r.office_at[i] or r.dated[i] or i in r.heads)


def _bare_name_end(r: Reading, i: int, end: int) -> int:
    j = i
    while j < end and j - i < _LONGEST_BARE and _is_bare(r, j):
        j += 1
        if j + 1 < end and r.words[j] in ("-", "&") and r.flags[j + 1] & CAP:
            j += 1
    return i if j < end and (j in r.heads or r.words[j] == "'s") else j


def _bare_name_start(r: Reading, stop: int, begin: int) -> int:
    i = stop
    while i > begin and stop - i < _LONGEST_BARE and _is_bare(r, i - 1):
        i -= 1
    return i
