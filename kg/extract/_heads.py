"""Institutions by their head noun: "Institute of Hygiene and Epidemiology", "Mulago hospital".

    Reading, a head noun -> [Candidate]

The capitals before a head and the of-phrases behind it are its name; how far each goes is where
readings differ, and the chart decides. Names with another head (airports, programmes, laws) are
read too, so that nobody takes "Jomo Kenyatta" out of an airport.

`grade` of a head (data/institution_heads.csv) says how much else it takes to make a name.
"""

from __future__ import annotations

from kg.extract._chart import Candidate
from kg.extract._reading import (
    BLOCKER,
    CAP,
    GIVEN,
    JOINT,
    MODIFIER,
    NAMESAKE,
    OPENER,
    PARTICLE,
    SUBJECT,
    SUFFIX,
    TASK,
    VENUE,
    VERB,
    Head,
    Reading,
)
from kg.extract._registry import hit_row

__all__ = [
    "FUNCTION_WORDS", "by_head", "by_other_head", "closing_bracket", "defines_acronym",
    "inner_country", "left_edge", "phrase_end", "place_after", "possessor", "refine_type",
]

_PREPOSITIONS = frozenset({"of", "for", "on", "against"})

#: Types that a word such as "International" does not make international.
_NATIONAL_TYPES = frozenset(
    {"university", "hospital", "company", "research_institute", "other", "ngo", "ministry"})

#: Countries whose ministries are called departments, and what such departments are for.
_DEPARTMENT_COUNTRIES = frozenset({"US", "ZA", "PH", "AU", "IE", "GB", "PG", "SZ"})
_NATIONAL_DEPARTMENTS = frozenset(
    "health state defense defence labor labour education agriculture commerce energy justice"
    " treasury interior foreign home transportation transport homeland science social trade"
    " international".split())

#: Heads that newspapers write small behind a name ("Mulago hospital").
_SMALL_HEADS = frozenset({"hospital", "university", "institute", "clinic", "foundation"})

#: Heads of what belongs to a university and has its name.
_SCHOOLS = frozenset({"school", "college", "hospital"})

#: Small words between such a name and its head, and how many of them are tried.
_QUALIFIERS = frozenset(
    "district provincial regional central general referral teaching university children children's"
    " maternity military mission memorial county city state national rural community friendship"
    " public specialist specialized specialised psychiatric cancer eye heart women clinical medical"
    " infectious diseases university's hospital".split())
_SMALL_QUALIFIERS = 5

#: Heads whose names may be phrases: "Tree of Hope Hospital".
_GIVEN_NAMES_TO = frozenset(
    {"hospital", "center", "centre", "clinic", "foundation", "trust", "society"})

#: Heads that name a group of institutions when nothing stands before them.
_GROUPS = frozenset("institutes hospitals clinics centers centres laboratories services".split())

#: Heads of news agencies and the like.
_NEWS = frozenset({"news", "press", "broadcasting", "media"})
_NEWS_HEADS = frozenset(
    {"agency", "service", "services", "corporation", "network", "group", "bureau"})

#: Endings of words for a field of work ("Epidemiology", "Neonatal"), beside "and" in a name.
_FIELD_ENDINGS = ("logy", "logies", "ics", "ment", "tion", "sion", "ity", "ance", "ence", "ing",
                  "ness", "ies", "ure", "ism", "phy", "try", "cine", "ery", "iatry", "omy",
                  "natal", "ional", "trics")

#: Heads of organs of institutions.
_ORGANS = frozenset({"council", "board", "committee", "assembly", "commission"})

#: Heads of other languages, whose names go on behind them, and what links the words there.
_FOREIGN_HEADS = frozenset(
    "institut instituto istituto universidad universidade université università hôpital centro"
    " universitas universiti"
    " fondation fundación fondazione policlinico".split())
_FOREIGN_LINKS = frozenset(
    "de la le del des du di da do dos das y e et en della per für und national nationale"
    " nacional d'".split())

#: What may follow an institution that is named in full; a noun shows that it qualifies it.
FUNCTION_WORDS = frozenset(
    "in at on of for with to from by and or that which where who is was will has had as"
    " under".split())

#: Marks around a name, and how many words it may have in them.
_QUOTES = frozenset({'"', "«", "»"})
_LONGEST_QUOTED = 4

#: No name has more tokens before its head, or in a phrase behind it.
_LONGEST = 16

#: Scores: a sure head, a weak one, a company's; each token of the name; an acronym behind it.
_SURE, _WEAK, _COMPANY, _SUFFIX, _SPELLED = 2.0, 1.0, 2.0, 1.4, 3.5
_PER_TOKEN, _PER_WEAK_TOKEN, _WITH_ACRONYM, _IN_HEADLINE = 1.3, 1.2, 1.5, 1.5


#: "Kisumu Hospital", "Kabul University": with the name of their city these are names.
_OF_CITIES = frozenset({"hospital", "university", "clinic"})


def by_head(r: Reading, first: int, last: int, head: Head) -> list[Candidate]:
    """The readings of the words around the head noun at `first:last`, none if it is none."""
    begin, end = r.sentence(first)
    edge = first
    if not r.flags[first] & CAP:
        edge = _small_edge(r, first, begin)
        if not _is_slip(r, edge, first, last, begin, end):
            return []
    left = left_edge(r, edge)
    while left < first and r.flags[left] & VERB and r.keys[left].endswith("ed"):
        left += 1
    if head.grade == "part":
        # "the Pacific Community's Health Division": its owner is an institution of its own.
        left = max([left, *(i + 1 for i in range(left, first) if r.words[i] == "'s")])
    before = first - 1 if first > left else -1
    if before >= 0 and (r.keys[before] in _NEWS and head.word in _NEWS_HEADS
                        or r.flags[before] & VENUE and head.word in ("center", "centre")):
        # "African Media Agency (AMA)": its acronym is no other body's.
        return [_other(left, last + 3 if defines_acronym(r, last) else last)]
    if left + 1 < first and r.words[left + 1] == "'s" and left in r.heads and (
            left == begin or not r.flags[left - 1] & CAP):
        # "the Hospital's Board of Directors": a part of what was named before.
        return []
    if head.word == "committee" and any(r.flags[i] & JOINT for i in range(left, first)) or (
            r.keys[max(begin, left - 3):left] == ["state", "of", "the"]):
        return []
    if left == first and (head.word in _GROUPS or r.keys[max(begin, left - 3):left] == [
            "republic", "of", "the"]):
        # "Institutes of Iran and Cuba", "Republic of the Union of Myanmar"
        return []
    owner_first, owner = possessor(r, left) if r.country[left] is None or left == first else (
        left, None)
    own = r.country[left] if left < first else None
    modifiers = [i for i in range(left, first) if r.flags[i] & CAP and (
        r.country[i] is None or head.word in _OF_CITIES and _is_city(r, i))]
    found: list[Candidate] = []
    for stop, country in _right_ends(r, last, head):
        score = _score(r, head, left, first, last, stop, modifiers, own is not None or (
            head.grade == "congress" and country is not None))
        if r.titled[r.document.sentence_of[first]] and stop == last:
            score = _in_headline(r, head, score, modifiers)
        if _is_region(r, head, left, last, stop):
            continue
        if head.word in _ORGANS and own is None and owner is None and stop == last and all(
                r.flags[i] & MODIFIER for i in modifiers) and not defines_acronym(r, stop):
            # "the Joint Commission"
            continue
        if head.word in _ORGANS and own is None and all(
                r.flags[i] & (SUBJECT | MODIFIER) for i in modifiers) and _is_inside(
                r, last, end):
            # "the Executive Council of the African Union"
            break
        if head.word == "centro" and stop == last + 1:
            # "Centro Sur": a region.
            continue
        if head.grade == "red" and left == first and stop == last and owner is None and (
                r.flags[first] & CAP and r.keys[first - 1] == "the"):
            # "the Red Cross": one that the text has named (`_bodies`).
            return [Candidate(first, last, "institution", _SURE + _PER_TOKEN * (last - first),
                              "institution.red", (first, last), type="ngo", grade="bare")]
        if score <= 0 or not _is_whole(r, left, last, stop, begin, end):
            continue
        owners = [c for c in (owner, own.code if own else None, country) if c is not None]
        inner = inner_country(r, left, stop)
        if inner and not owners:
            owners = [inner]
        type_, grade = refine_type(head, r.keys[left:stop]), head.grade
        if head.word == "office" and not owner and _is_of_world(r, stop, end):
            # "the Regional Office for Europe of the World Health Organization"
            grade = "part"
        if grade == "department":
            type_ = _department_type(r, left, stop, owners)
            if _is_inside(r, stop, end) or left < first and r.is_acronym(left) and (
                    r.country[left] is None):
                # "the MoH Department for International Cooperation"
                grade = "part"
        found.append(Candidate(
            owner_first, stop, "institution", score,
            f"institution.head.{head.word.replace(' ', '-')}", (left, stop), type=type_,
            grade=grade, owners=tuple(dict.fromkeys(owners)), place=place_after(r, stop)))
    return found


def _is_city(r: Reading, i: int) -> bool:
    """Is a token the name of a city, which makes a name with what stands behind it?"""
    mention = r.country[i]
    return mention is not None and mention.form in ("city", "capital") and bool(
        r.flags[i] & CAP) and not r.titled[r.document.sentence_of[i]]


def _is_region(r: Reading, head: Head, left: int, last: int, stop: int) -> bool:
    """"Department of Boquerón": a part of a country, for no field of work."""
    return (head.grade == "department" and stop > last and r.keys[last] == "of" and not any(
        r.flags[i] & SUBJECT for i in range(left, stop)))


def by_other_head(r: Reading, i: int) -> list[Candidate]:
    """"Jomo Kenyatta International Airport": a name, but neither person nor institution."""
    if i + 1 < r.size and r.flags[i + 1] & CAP and i > 1 and (
            r.flags[i - 1] & r.flags[i - 2] & GIVEN):
        # "José Ángel Portal Miranda"
        return []
    left = left_edge(r, i)
    return [] if left == i or i in r.heads else [_other(left, i + 1)]


def _other(first: int, last: int) -> Candidate:
    return Candidate(first, last, "other", _WEAK + _PER_TOKEN * (last - first),
                     "institution.none", (first, last))


def _small_edge(r: Reading, first: int, begin: int) -> int:
    """Where the small words begin that qualify a small head: "Mugu district hospital"."""
    i = first
    if r.keys[first] in _SMALL_HEADS:
        while i > max(begin, first - _SMALL_QUALIFIERS) and not r.flags[i - 1] & CAP and (
                r.keys[i - 1] in _QUALIFIERS or r.words[i - 1] == "'s" and (
                    r.keys[i - 2] in _QUALIFIERS)):
            i -= 1
    return i


def _is_slip(r: Reading, edge: int, first: int, last: int, begin: int, end: int) -> bool:
    """A head written small, as newspapers do ("Mulago hospital") or by mistake ("the Saudi
    Central board for Accreditation of …"). The capitals before it end at `edge`."""
    before = edge - 1
    if before < begin or not r.flags[before] & CAP or r.office_at[before] or (
            r.titled[r.document.sentence_of[first]]):
        return False
    mention = r.country[before]
    if r.keys[first] in _SMALL_HEADS:
        if mention is not None:
            # A town's hospital, or two countries' friendship hospital.
            return mention.form == "city" or mention.form == "compound" and (
                "friendship" in r.keys[edge:first])
        if before in r.heads:
            return r.heads[before][1].type == "university"
        if not r.is_name[before] or r.is_acronym(before):
            return False
        return not r.flags[before] & (SUBJECT | MODIFIER | BLOCKER)
    if mention is not None or not r.is_name[before] or before in r.heads:
        return False
    return (last + 1 < end and r.keys[last] in ("of", "for")
            and bool(r.flags[last + 1] & CAP) and r.country[last + 1] is None)


def _is_whole(r: Reading, left: int, last: int, stop: int, begin: int, end: int) -> bool:
    """Is `left:stop` a name that stands for itself?

    "a Trauma Centre in …" is one to be built or any one, unlike "a Trauma Centre spokesman";
    "Centre of Leilek district" ends before its district.
    """
    if left > begin and r.keys[left - 1] in ("proposed", "planned", "envisaged"):
        return False
    if left > begin and r.keys[left - 1] in ("a", "an") and not defines_acronym(r, stop) and (
            stop >= end or not r.words[stop][0].isalpha() or r.keys[stop] in FUNCTION_WORDS
            or r.flags[stop] & VERB):
        return False
    return not (stop > last and stop < end and r.flags[stop] & BLOCKER
                and not r.flags[stop] & CAP)


def _in_headline(r: Reading, head: Head, score: float, modifiers: list[int]) -> float:
    """A headline's capitals say nothing, unless the text has them too."""
    if head.grade in ("company", "suffix", "weak", "group") or not any(
            r.is_name[i] and not r.flags[i] & SUBJECT for i in modifiers):
        return 0.0
    return score - _IN_HEADLINE


def _score(r: Reading, head: Head, left: int, first: int, last: int, stop: int,
           modifiers: list[int], has_country: bool) -> float:
    """How surely the words `left:stop` around a head are a name; 0 for not at all."""
    length = stop - left
    grade = head.grade
    has_phrase = stop > last
    own = len(modifiers)
    if not own and not has_phrase:
        return _SURE + _PER_TOKEN * length if grade == "red" and has_country else 0.0
    fields = sum(1 for i in modifiers if r.flags[i] & (SUBJECT | MODIFIER))
    if head.type == "company" and grade == "strong" and fields == own and not has_phrase and (
            stop < len(r.words) and r.flags[stop] & CAP and r.is_name[stop]):
        # "the Chinese Pharmaceutical Company Zelt"
        return 0.0
    if grade in ("company", "suffix"):
        if fields == own or has_phrase:
            return 0.0
        return (_SUFFIX if grade == "suffix" else _COMPANY) + _PER_WEAK_TOKEN * length
    if grade in ("subject", "weak") and _spells_acronym(r, left, stop):
        return _SPELLED + _PER_TOKEN * length
    if grade == "weak":
        is_office = head.word == "office" and own > 1 and not any(
            r.office_at[i] for i in range(left, first))
        is_office |= head.word == "secretariat" and has_phrase
        if not (has_country and own or defines_acronym(r, stop) or is_office or has_phrase and own):
            return 0.0
    elif grade == "group":
        # Bodies for a task, and groups of fields, are no companies.
        if fields == own or r.flags[first - 1] & TASK:
            return 0.0
    elif grade == "subject":
        if not has_phrase and (fields < own or own + has_country < 2):
            return 0.0
    elif grade == "congress" and not has_country:
        return 0.0
    if grade in ("weak", "part"):
        return _WEAK + _PER_WEAK_TOKEN * length
    return _SURE + _PER_TOKEN * length + _WITH_ACRONYM * defines_acronym(r, stop)


def defines_acronym(r: Reading, stop: int) -> bool:
    """Does an acronym in brackets follow the name that ends at `stop`?"""
    _, end = r.sentence(stop - 1)
    return stop + 2 < end and r.words[stop] == "(" and r.is_acronym(stop + 1)


def _spells_acronym(r: Reading, left: int, stop: int) -> bool:
    """Do the initials of the words give the acronym in brackets behind them?"""
    if not defines_acronym(r, stop):
        return False
    initials = "".join(r.words[i][0] for i in range(left, stop) if r.flags[i] & CAP).lower()
    acronym = "".join(c for c in r.words[stop + 1] if c.isalpha()).lower()
    return len(acronym) > 2 and initials.endswith(acronym)


def refine_type(head: Head, keys: list[str]) -> str:
    """The type of an institution by its head and the other words of its name.

    >>> centre = Head("centre", "agency", (("hospital", frozenset({"cancer"})),), "strong")
    >>> refine_type(centre, ["royal", "cancer", "centre"])
    'hospital'
    """
    text = " ".join(keys)
    refined = head.type
    for type_, cues in head.by_cue:
        if any(cue in text if " " in cue else cue in keys for cue in cues):
            refined = type_
            break
    if keys and keys[-1] in _MEMBERS and "of" in keys and keys[:1] != ["united"]:
        return "international_organization"
    if refined in ("agency", "research_institute") and "hospital" in keys:
        return "hospital"
    if refined not in _NATIONAL_TYPES and keys and keys[0] in _OPENS_INTERNATIONAL and (
            keys[:2] not in _UNITED):
        return "international_organization"
    return refined


#: "Organization of American States", "Council of Turkic Speaking States".
_MEMBERS = frozenset({"states", "countries", "nations"})

#: Words that open the name of an institution of no country, and countries that begin so.
_OPENS_INTERNATIONAL = frozenset(
    "international world global european african asian arab islamic pan inter united un who"
    " commonwealth nordic caribbean eurasian asean pacific american latin intergovernmental"
    " organisation organization".split())
_UNITED = (["united", "states"], ["united", "kingdom"], ["united", "arab"])


def _department_type(r: Reading, left: int, stop: int, owners: list[str]) -> str:
    """Some countries call their ministries departments."""
    if not _NATIONAL_DEPARTMENTS.isdisjoint(r.keys[left:stop]) and (
            not owners or owners[0] in _DEPARTMENT_COUNTRIES):
        return "ministry"
    return "agency"


def _is_inside(r: Reading, i: int, end: int) -> bool:
    """Does "of the Hospital" follow, or another institution that this is a part of?"""
    if i + 1 >= end or r.keys[i] not in ("of", "at"):
        return False
    j = i + 1 + (r.keys[i + 1] == "the")
    return j in r.registry_at or j in r.heads and r.heads[j][1].grade == "strong"


def _is_of_world(r: Reading, i: int, end: int) -> bool:
    """Does "of the World Health Organization", or another body of no country, follow?"""
    if i + 1 >= end or r.keys[i] != "of":
        return False
    j = i + 1 + (r.keys[i + 1] == "the")
    return any(hit.last <= end and hit_row(hit).country is None
               for hit in r.registry_at.get(j, ()))


def inner_country(r: Reading, left: int, stop: int) -> str | None:
    """The country of a place inside a name, if there is just one."""
    codes = {m.code for m in r.country[left:stop] if m is not None}
    return codes.pop() if len(codes) == 1 else None


def possessor(r: Reading, first: int) -> tuple[int, str | None]:
    """Where a possessor or adjective of a country before `first` begins, and the country."""
    begin, _ = r.sentence(first)
    i = first - 1
    if i > begin and r.words[i] in ("'s", "'"):
        mention = r.country_before(i)
        return (mention.first, mention.code) if mention is not None else (first, None)
    mention = r.country_before(first)
    if mention is None or mention.first < begin or mention.form not in ("demonym", "name"):
        return first, None
    before = r.keys[mention.first - 1] if mention.first > begin else ""
    if mention.form == "name" and before in ("in", "to", "from", "of", "with", "for"):
        return first, None
    return mention.first, mention.code


def place_after(r: Reading, last: int) -> str | None:
    """The country of a place right behind a name: "in Nairobi", ", Austria", "(Cuba)"."""
    _, end = r.sentence(last - 1)
    i = last
    if i < end and r.words[i] == "(":
        mention = r.country_from(i + 1)
        if mention is not None and mention.last < end and r.words[mention.last] == ")":
            return mention.code
        i = closing_bracket(r, i, end) or i
    if i >= end or r.keys[i] not in ("in", "at", ",", "of", "based", "-", "–"):
        return None
    j = i + 1
    if j < end and r.keys[i] == "based" and r.keys[j] == "in":
        j += 1
    if j < end and r.keys[j] == "the":
        j += 1
    mention = r.country_from(j) if j < end else None
    if mention is not None and mention.form in ("name", "capital", "city") and not (
            r.keys[i] == "," and mention.form == "name" and _is_list(r, mention.last, end)):
        return mention.code
    # "in Skhirat, Morocco": an unknown place that is followed by its country.
    k = j
    while k < end and r.flags[k] & CAP and k - j < 3:
        k += 1
    if j < k < end - 1 and r.words[k] == "," and r.keys[i] != "of":
        mention = r.country_from(k + 1)
        if mention is not None and mention.form == "name":
            return mention.code
    return None


def _is_list(r: Reading, i: int, end: int) -> bool:
    """Does another country follow: "WHO, Iran and Iraq"?"""
    return i + 1 < end and r.keys[i] in (",", "and") and r.country[i + 1] is not None


def closing_bracket(r: Reading, i: int, end: int) -> int:
    """The token behind the bracket that closes the one at `i`, if it is near; else 0."""
    for j in range(i + 1, min(i + 10, end)):
        if r.words[j] == ")":
            return j + 1
    return 0


def left_edge(r: Reading, head_first: int) -> int:
    """Where the capitals before a head noun begin, with what joins them inside a name."""
    begin, _ = r.sentence(head_first)
    begin = max(begin, head_first - _LONGEST)
    words, keys, flags = r.words, r.keys, r.flags
    i = head_first
    has_joined = False
    while i > begin:
        j = i - 1
        word = words[j]
        bits = flags[j]
        if bits & CAP:
            if r.office_at[j] and not _may_begin_name(r, j) or (
                    not r.is_name[j] and (bits & OPENER or not bits & (SUBJECT | MODIFIER))) or (
                    r.dated[j] and not bits & SUBJECT):
                break
            mention = r.country[j]
            i = mention.first if mention is not None and mention.first >= begin and (
                words[mention.first][0].isupper()) else j
        elif j == begin or not flags[j - 1] & CAP:
            # Beyond this token no capital goes on, save in these three cases.
            if word in ("-", "–") and j > begin and r.touches(j) and r.touches(i) and (
                    words[j - 1][0].isdigit() or keys[j - 1] == "and"):
                i = j - 1
                continue
            if word == "-" and j > begin and keys[j - 1] in ("al", "el") and r.touches(j):
                # "al-Shifa Hospital"
                i = j - 1
            elif word == "and" and j - 1 > begin and flags[j - 1] & SUBJECT and (
                    flags[i] & SUBJECT) and keys[j - 2] == "the":
                # "the food and Drug Administration": a slip that newspapers make.
                i = j - 1
            elif word.isdigit() and len(word) < 4 and i < head_first and (
                    j == begin or keys[j - 1] == "the"):
                i = j
            break
        elif word == "'s":
            owner = r.country[j - 1]
            if owner is not None and (owner.form != "demonym" or owner.last == j):
                break
            i = j
        elif word in ("-", "–"):
            if not (r.touches(j) and r.touches(i)) or r.office_at[j - 1] and not (
                    _may_begin_name(r, j - 1)):
                # "Chief Executive Officer-Zelt Vaccines"
                break
            i = j - 1
        elif word == "and":
            if not _joins_on_left(r, j, i):
                break
            has_joined = True
            i = j
        elif word == ")" or word == "'" and not keys[j - 1].endswith("s"):
            if not (word == ")" and j - 2 > begin and words[j - 2] == "(" and r.is_acronym(j - 1)
                    and flags[j - 3] & CAP):
                break
            i = j - 2
        elif word == "of" and keys[j - 1] == "university" and flags[j - 1] & CAP and (
                i < head_first and keys[head_first] in _SCHOOLS):
            # "University of Ghana Medical School"
            i = j - 1
        elif word == "of" and r.keys[head_first] in _GIVEN_NAMES_TO and _is_title_of(r, j, begin):
            i = j - 1
        elif word == "," and has_joined and flags[i] & flags[j - 1] & SUBJECT and (
                flags[i] & CAP and flags[j - 1] & CAP and r.country[j - 1] is None):
            # "Infectious Diseases, AIDS and Immunology Research Centre"
            i = j
        elif word in ("&", "'") or word == "." and keys[j - 1] in ("st", "dr", "prof", "gen") or (
                bits & PARTICLE and r.is_name[j - 1] and keys[j] not in ("y", "e", "as")):
            i = j
        else:
            break
    return i


def _is_title_of(r: Reading, of: int, begin: int) -> bool:
    """Is "X of Y" before a head its name, as in "Tree of Hope Hospital"?"""
    bits = r.flags[of - 1]
    return (of - 1 >= begin and bool(bits & CAP) and bool(r.is_name[of - 1])
            and not bits & (SUBJECT | MODIFIER | BLOCKER | SUFFIX) and of - 1 not in r.heads
            and not r.office_at[of - 1] and r.country[of - 1] is None
            and r.country[of + 1] is None and not r.flags[of + 1] & SUBJECT)


def _may_begin_name(r: Reading, j: int) -> bool:
    """An office's word inside a name: "King Faisal Specialist Hospital"."""
    if r.flags[j] & NAMESAKE:
        return True
    office = r.offices.get(j)
    return (office is None or office.last - j == 1) and bool(r.flags[j] & (SUBJECT | MODIFIER))


def _is_title(r: Reading, j: int) -> bool:
    """A rank or honorific, with which a person begins: "Institute of Health Major General X"."""
    return j in r.offices and r.offices[j].kind != "head"


def _joins_on_left(r: Reading, conjunction: int, right: int) -> bool:
    """Is "X and Y Agency" one name? Both must be fields of work, and X no name of its own."""
    left = conjunction - 1
    return (r.country[left] is None and r.country[right] is None
            and (not r.is_acronym(left) or bool(r.flags[left] & SUBJECT))
            and _is_field(r, left) and _is_field(r, right))


def _is_field(r: Reading, i: int) -> bool:
    key = r.keys[i]
    return bool(r.flags[i] & SUBJECT) or len(key) > 6 and key.endswith(_FIELD_ENDINGS)


def _right_ends(r: Reading, head_last: int, head: Head) -> list[tuple[int, str | None]]:
    """How far the name may go on behind its head: each possible end, with the country that an
    of-phrase up to there names. The first is the head itself."""
    _, end = r.sentence(head_last - 1)
    ends: list[tuple[int, str | None]] = [(head_last, None)]
    if head.word in _FOREIGN_HEADS:
        stop = _foreign_end(r, head_last, end)
        if stop > head_last:
            ends.append((stop, inner_country(r, head_last, stop)))
    if head.type == "hospital":
        stop = _numbered_end(r, head_last, end)
        if stop > head_last:
            return [(stop, None)]
    i = head_last
    country: str | None = None
    while i < end and i - head_last < _LONGEST:
        if r.keys[i] not in _PREPOSITIONS and not (r.keys[i] == "to" and _is_purpose(r, i, end)):
            break
        j = i + 1
        if j < end and r.keys[j] == "the":
            j += 1
        mention = r.country_from(j) if j < end else None
        if mention is not None:
            country = mention.code
        i = phrase_end(r, j, end, grade=head.grade)
        if i == j or head.word not in _UNITING and _is_other_body(r, j, i):
            break
        ends.append((i, country))
        stop = _quoted_end(r, i, end)
        if stop > i:
            place = r.country_from(stop) if stop < end else None
            is_city = place is not None and place.form in ("city", "capital")
            ends.append((place.last, place.code) if place is not None and is_city
                        else (stop, country))
    return ends


def _quoted_end(r: Reading, i: int, end: int) -> int:
    """The end of a name in quotation marks behind a field of work: "University of Medicine “Ana
    Zelt”"; `i` if none follows."""
    if i + 1 >= end or r.words[i] not in _QUOTES or not r.flags[i + 1] & CAP or (
            not r.flags[i - 1] & SUBJECT):
        return i
    j = i + 1
    while j < end and j - i <= _LONGEST_QUOTED and r.flags[j] & CAP:
        j += 1
    return j + 1 if j < end and r.words[j] in _QUOTES else i


def _numbered_end(r: Reading, i: int, end: int) -> int:
    """The end of "No. 4" behind "City Hospital"; `i` if there is none."""
    if i + 1 < end and r.words[i].isdigit() and len(r.words[i]) < 5 and (
            r.flags[i + 1] & (CAP | VERB) or not r.words[i + 1][0].isalnum()
            or r.keys[i + 1] in FUNCTION_WORDS):
        # "Military Hospital 103"
        return i + 1
    if i + 1 < end and r.keys[i] in ("no", "no.", "number", "#", "№"):
        j = i + 1 + (r.words[i + 1] == ".")
        if j < end and r.words[j].isdigit():
            return j + 1
    return i


def _foreign_end(r: Reading, i: int, end: int) -> int:
    """The end of a name such as "Institut National de Recherche Biomédicale"."""
    stop = j = i
    while j < end and j - i < _LONGEST and (r.flags[j] & CAP or r.keys[j] in _FOREIGN_LINKS):
        j += 1
        if r.flags[j - 1] & CAP:
            stop = j
    return stop


def _is_other_body(r: Reading, first: int, stop: int) -> bool:
    """Is an of-phrase another institution, so that the name ends before it?"""
    if first in r.registry_at and r.flags[first] & CAP:
        return True
    if stop - first == 1:
        return first in r.heads and r.heads[first][1].grade == "strong"
    return any(i in r.heads and r.heads[i][0] == stop
               and r.heads[i][1].grade in ("strong", "state", "red")
               and r.heads[i][1].type not in ("company", "ngo") for i in range(first, stop))


def _is_purpose(r: Reading, i: int, end: int) -> bool:
    """"Fund to Fight AIDS": a capital verb after "to"."""
    return (i + 2 < end and bool(r.flags[i + 1] & r.flags[i + 2] & CAP)
            and r.country[i + 1] is None and bool(r.is_name[i + 1]))


def phrase_end(r: Reading, i: int, end: int, *, grade: str) -> int:
    """The end of the capitals that begin at `i`, with what joins them inside a name; `i` if
    there is none. Only ministries and departments have lists with commas in their names."""
    words, keys, flags = r.words, r.keys, r.flags
    is_list = grade in ("ministry", "department")
    end = min(end, i + _LONGEST)
    j = i
    while j < end:
        bits = flags[j]
        if bits & CAP and (r.is_name[j] or bits & (SUBJECT | MODIFIER)):
            if r.office_at[j] and (not _may_begin_name(r, j) or j > i and _is_title(r, j)) or (
                    r.dated[j] and not bits & SUBJECT):
                break
            if j > i and j + 3 < end and words[j + 2] == "-" and words[j + 3][0].islower() and (
                    not (bits | flags[j + 1]) & (SUBJECT | MODIFIER | BLOCKER)
                    and flags[j + 1] & CAP and r.touches(j + 3)):
                # A person: "Division of Trade Cho Kwi-hun".
                break
            if bits & GIVEN and j > i and not bits & SUBJECT and r.country[j] is None and (
                    is_list or j + 1 < end and flags[j + 1] & CAP):
                break
            j += 1
            continue
        following = j + 1
        if j == i or following >= end:
            break
        word = words[j]
        has_capital = bool(flags[following] & CAP)
        is_field = has_capital and bool(flags[following] & SUBJECT)
        if word in ("-", "/") and r.touches(following) and (word == "-" or has_capital):
            j = following + 1
        elif (word == "&" and has_capital
              or word == "and" and has_capital and _joins_on_right(r, following, end, is_list)
              or word == "," and is_list and is_field and _list_goes_on(r, following, end)
              or word == "-" and is_field
              or word == "from" and is_list and has_capital and r.country[following] is None
              or word == "'s" and has_capital and r.country[j - 1] is None
              or word == "'" and has_capital and keys[j - 1].endswith("s")):
            j = following
        else:
            break
    return j


def _joins_on_right(r: Reading, i: int, end: int, is_list: bool) -> bool:
    """Does "and" at `i - 1` go on with the name, or join it to another one?"""
    if r.country[i] is not None or i in r.registry_at or (
            r.is_acronym(i) and not r.titled[r.document.sentence_of[i]]):
        return False
    j = i
    while j < end and r.flags[j] & CAP:
        if j in r.heads and r.heads[j][1].grade not in _MAY_FOLLOW and not (
                is_list and r.heads[j][1].type == "company" and r.flags[j] & SUBJECT):
            return False
        j += 1
    if is_list:
        return bool(r.flags[i] & SUBJECT) or r.keys[i].endswith(_FIELD_ENDINGS)
    return _is_field(r, i)


#: Heads whose members are institutions: "Federation of Red Cross Societies".
_UNITING = frozenset("federation confederation association league union committee network".split())

#: Grades of heads that are also fields of work ("… and Administration").
_MAY_FOLLOW = frozenset({"suffix", "company", "weak", "subject", "part"})


def _list_goes_on(r: Reading, i: int, end: int) -> bool:
    """"Health, Labour and Welfare": does "and" with a field of work close this list?"""
    for j in range(i, min(i + 9, end - 1)):
        if r.words[j] in ("and", "&"):
            return bool(r.flags[j + 1] & SUBJECT)
        if not (r.flags[j] & SUBJECT or r.words[j] == ","):
            return False
    return False
