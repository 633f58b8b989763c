"""Which words of a document may name a person: every reading, with a score.

    Reading, offices -> [Candidate]

A name is a run of capitals with initials, particles and hyphens inside; what makes it a
person's is evidence around it: a title or an office, a known given name, a verb of saying, the
last word of it standing alone elsewhere. Without any, a run of capitals is no person.

Offices and countries of the people are settled by `names`, when it is clear who is one person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.extract._chart import Candidate
from kg.extract._offices import OfficePhrase
from kg.extract._reading import (
    BLOCKER,
    CAP,
    GIVEN,
    MODIFIER,
    OPENER,
    PARTICLE,
    SUBJECT,
    SUFFIX,
    VERB,
    Reading,
)

__all__ = ["DEGREES", "SAYING", "SUFFIXES", "find_people", "name_runs"]

#: Verbs whose subject is a person (or body) that speaks.
SAYING = frozenset(
    "said says say told tells added adds stressed noted notes stated states explained announced"
    " announces expressed emphasized emphasised underlined underscored highlighted pointed recalled"
    " thanked praised welcomed argued admitted warned urged called pledged promised confirmed"
    " believes believed hoped hopes wrote tweeted commented remarked reiterated replied responded"
    " acknowledged appreciated affirmed declared mentioned briefed conveyed congratulated hailed"
    " lauded elaborated continued concluded observed informed assured insisted vowed"
    " met signed visited received arrived attended spoke headed led hosted chaired inaugurated"
    " opened discussed asked suggested proposed".split())

#: Those of them that few but people do.
_SPEAKING = frozenset(
    "said says told added adds explained stressed noted thanked hoped hopes believes recalled"
    " remarked replied admitted insisted underscored underlined emphasized emphasised".split())

_BEFORE_A_SPEAKER = frozenset({"said", "says", "added", "told", "stated", "explained", "noted"})

#: Titles that make a person of a single capital behind them, also when written small.
_TITLES = frozenset(
    "president minister premier chancellor king queen ambassador senator governor secretary pope"
    " mayor prince princess sultan emir amir colonel general captain major lieutenant sergeant"
    " admiral professor commissioner speaker congressman congresswoman justice judge bishop"
    " archbishop cardinal imam director envoy spokesperson spokesman spokeswoman chairman"
    " chairwoman chairperson dean rector commander marshal brigadier commodore representative"
    " lady adviser advisor coordinator undersecretary chief secretary-general".split())

#: What follows a name without being part of it when names are compared.
SUFFIXES = frozenset({"jr", "sr", "jr.", "sr.", "ii", "iii", "iv", "phd", "md", "obe", "cbe"})

#: Tokens that cannot be part of a person's name though they have a capital.
_NO_NAMES = frozenset(
    "covid ebola allah god parliament cabinet government sputnik facebook twitter instagram"
    " telegram youtube whatsapp google internet reuters monday tuesday wednesday thursday friday"
    " saturday sunday january february march april june july august september october november"
    " december east west north south middle central eastern western northern southern africa asia"
    " europe america latin pacific atlantic gulf arab muslim islamic christian jewish catholic"
    " black white red green blue big great greater new old grand first second third ministerial"
    " african asian european american prime republic kingdom revolution corona delta omicron"
    " non pre post anti pro inter multi pan trans sub co ex mid"
    " cross crescent holy mosques mosque custodian excellency majesty highness"
    " americans africans europeans arabs muslims jews christians pm am est edt gmt i mou".split())

#: Degrees and orders behind a name.
DEGREES = frozenset("m.d md phd ph.d mph msc frcp mbe obe cbe cd oj dds rn mba esq frs mp".split())

#: Last parts of words such as "Nairobi-based".
_COMPOUNDS = frozenset("based led wide made born style type level run free led aged only".split())

#: A name of capitals that nobody knows, in front of "of" and a known institution.
_OF_A_BODY = 2.0
#: One of a list of which an office in the plural tells what they are.
_OF_A_LIST = 2.0
#: So many capitals may stand before the head of an institution's name.
_BODY_REACH = 5
#: Those who hold the same office on the other side.
_PEERS = frozenset({"colleagues", "counterparts"})
#: So far goes a bracket behind a name, in tokens.
_BRACKET_REACH = 8
#: A run needs this much evidence to be read as a person.
_ENOUGH = 2.0
#: No name has more words, the particles of long Arabic ones included.
_LONGEST_NAME = 10


def name_runs(r: Reading) -> list[tuple[int, int]]:
    """Runs of tokens that may be a person's name, in order, without titles."""
    runs: list[tuple[int, int]] = []
    until = 0
    for i in [i for i, bits in enumerate(r.flags) if bits & CAP]:
        if i < until:
            continue
        _, end = r.sentence(i)
        if not _is_nameish(r, i, end) or (
                r.words[i] == "I." and i + 1 < end and not r.flags[i + 1] & GIVEN):
            continue
        until = _run_end(r, i, end)
        runs.append((i, until))
    return runs


def _is_nameish(r: Reading, i: int, end: int) -> bool:
    """May the capital at `i` be a part of a person's name?"""
    bits = r.flags[i]
    word = r.words[i]
    if not r.is_name[i] or not word[0].isalpha() or (
            r.country[i] is not None and not _is_given_like_place(r, i, end)):
        return False
    if bits & GIVEN:
        return not r.office_at[i] or bool(i + 1 < end and r.flags[i + 1] & CAP
                                          and not _is_title_here(r, i))
    if bits & (SUBJECT | BLOCKER | SUFFIX | OPENER) or r.dated[i] or i in r.heads or (
            r.office_at[i] and not _is_title_elsewhere(r, i)) or r.keys[i] in _NO_NAMES:
        # "Park Chong-suk", "Park Chong-Suk"
        return r.keys[i] == "park" and i + 3 < end and r.words[i + 2] == "-" and (
            r.words[i + 3].isalpha() and r.touches(i + 3))
    if not word.replace("'", "").replace(".", "").isalpha():
        return False
    if len(word) > 1 and word.isupper() and len(word) < 4 and word[-1] != ".":
        # Two capitals may be initials ("JP Nadda"), three a surname before a given name ("ITO
        # Takeshi").
        if len(word) == 3 and i + 1 < end and r.flags[i + 1] & GIVEN and (
                not r.words[i + 1].isupper() and i not in r.registry_at):
            return True
        return len(word) == 2 and i + 1 < end and bool(r.flags[i + 1] & CAP) and (
            not r.words[i + 1].isupper() and word not in ("US", "UK", "UN", "EU", "AU"))
    return not bits & MODIFIER or i > 0 and bool(r.flags[i - 1] & GIVEN)


def _is_title_here(r: Reading, i: int) -> bool:
    """"Dato" is a given name in Georgia, and a title where Malaysia or Brunei is spoken of."""
    office = r.offices.get(i)
    return (office is not None and office.kind == "honorific"
            and not r.known.isdisjoint(office.countries))


def _is_title_elsewhere(r: Reading, i: int) -> bool:
    """"Aye Tun": a title of countries that the text does not speak of, behind a name."""
    office = r.offices.get(i)
    return (office is not None and office.kind == "honorific" and office.last == i + 1
            and bool(office.countries) and r.known.isdisjoint(office.countries)
            and i > 0 and bool(r.flags[i - 1] & CAP) and not r.office_at[i - 1])


def _is_given_like_place(r: Reading, i: int, end: int) -> bool:
    """"Sicily Kariuki": a place that is a given name too, with a name behind it."""
    mention = r.country[i]
    return (mention is not None and mention.last - mention.first == 1
            and bool(r.flags[i] & GIVEN) and i + 1 < end and bool(r.flags[i + 1] & CAP)
            and r.country[i + 1] is None and i + 1 not in r.heads
            and not r.flags[i + 1] & (SUBJECT | BLOCKER))


def _run_end(r: Reading, i: int, end: int) -> int:
    words, flags = r.words, r.flags
    j = i + 1
    while j < end:
        word = words[j]
        if flags[j] & CAP:
            if not _is_nameish(r, j, end) and not _is_surname_like(r, j, end) and not (
                    _is_city_surname(r, j)):
                break
            j += 1
            if r.keys[j - 1] in ("jr", "sr") and j < end and words[j] == ".":
                return j + 1
        elif word == "-" and r.touches(j) and r.touches(j + 1) and j + 1 < end and (
                words[j + 1][0].isalpha()):
            j += 2
        elif word == "'" and r.touches(j) and j + 1 < end and flags[j + 1] & CAP and (
                not words[j - 1].endswith("s") or r.touches(j + 1)):
            j += 1
        elif flags[j] & PARTICLE and j + 1 < end:
            k = j + 1
            while k < end and flags[k] & PARTICLE and not flags[k] & CAP:
                k += 1
            if k < end and words[k] == "-" and r.touches(k) and r.touches(k + 1):
                k += 1
            if k + 1 < end and r.keys[k] in ("haji", "hajah") and flags[k + 1] & CAP:
                # "Isham bin Haji Zelt"
                j = k + 2
                continue
            if k < end and flags[k] & CAP and _is_nameish(r, k, end) and (
                    r.keys[j] not in ("y", "e", "as", "do", "des", "st", "san")):
                j = k + 1
            else:
                break
        elif word == "." and (len(words[j - 1]) == 1 or len(words[j - 1]) == 2 and j > i + 1) and (
                j + 1 < end and flags[j + 1] & CAP):
            # "Fatima B. Zelt", "Waleed Sh. Al-Zelt"
            j += 1
        else:
            break
    return j


def _is_city_surname(r: Reading, j: int) -> bool:
    """"Nísia Trindade Lima": a city right behind a name, without a comma, is part of it."""
    mention = r.country[j]
    return (mention is not None and mention.form in ("city", "capital")
            and mention.last - mention.first == 1 and r.country[j - 1] is None
            and bool(r.is_name[j - 1]) and not r.words[j].isupper())


def _is_surname_like(r: Reading, j: int, end: int) -> bool:
    """A common word as a surname: "Samantha Power", "Martin Luther King"."""
    if r.keys[j] in SUFFIXES:
        return True
    if not r.flags[j - 1] & GIVEN or r.country[j] is not None or r.dated[j]:
        return False
    following = j + 1 < end and bool(r.flags[j + 1] & CAP)
    if not following and r.flags[j] & BLOCKER and r.flags[j - 2] & GIVEN and r.flags[j - 1] & GIVEN:
        # "José Ángel Portal"
        return True
    if following and r.flags[j] & (BLOCKER | SUBJECT) and (
            _is_nameish(r, j + 1, end) or r.flags[j] & BLOCKER and _is_city_surname(r, j + 1)):
        return True
    return not following and bool(r.flags[j] & (SUBJECT | MODIFIER) or r.office_at[j]) and (
        r.keys[j] in ("king", "power", "young", "law", "black", "price", "small", "marshal",
                      "general", "dean", "major", "bishop", "chancellor", "prince", "wood",
                      "green", "white", "brown", "home", "post", "supply", "mines", "speaker",
                      "judge", "justice", "ali", "sultan", "abbot", "lead", "senior", "junior"))


def find_people(r: Reading, offices: Sequence[OfficePhrase],
                runs: Iterable[tuple[int, int]]) -> list[Candidate]:
    """Every run of capitals that something beside it, or elsewhere, shows to be a person."""
    office_ends = {o.last: o for o in offices}
    office_starts = {o.first: o for o in offices} | {o.outer: o for o in offices}
    plurals: dict[int, int] = {}
    for office in offices:
        if office.is_plural:
            plurals.setdefault(r.document.sentence_of[office.first], office.first)
    runs = list(runs)
    alone: set[str] = set()
    for first, last in runs:
        if last - first == 1:
            alone.add(r.keys[first])
    found: list[Candidate] = []
    expected = -1
    for first, last in runs:
        while last - first > 1 and not r.flags[last - 1] & CAP and r.words[last - 1] != "'" and (
                r.words[last - 2] != "-") and r.keys[last - 2] not in SUFFIXES:
            last -= 1
        for k in range(first + 1, last - 1):
            # "Minister for Pacific Peoples Ana Zelt": the office goes on into the run.
            if k in office_ends and office_ends[k].first < first:
                first = k
        if sum(1 for i in range(first, last) if r.words[i][0].isalpha()) > _LONGEST_NAME:
            continue
        begin = r.sentence(first)[0]
        start = first
        while start > begin and r.flags[start - 1] & PARTICLE and not r.flags[start - 1] & CAP:
            start -= 1
        if start < first and start in office_ends:
            # "President von der Zelt"
            first = start
        title_first, _ = _honorifics(r, first, begin)
        is_listed = title_first == expected or _is_of_several(
            r, title_first, begin, office_ends, plurals)
        read = _read(r, first, last, office_ends, office_starts, alone, is_listed=is_listed)
        found += read
        if read and is_listed:
            expected = _next_of_list(r, last)
    return found


def _is_of_several(r: Reading, first: int, begin: int, office_ends: dict[int, OfficePhrase],
                   plurals: dict[int, int]) -> bool:
    """"The health ministers of Oman and Iran, X and Y", "his colleagues X and Y", "ministers from
    Oman, X, and Iran, Y". `plurals` are where offices of several begin, by sentence."""
    office = office_ends.get(first) or (
        office_ends.get(first - 1) if first > begin and r.words[first - 1] in (",", ":") else None)
    if office is not None and (office.is_plural or office.word in _PEERS):
        return True
    return (first - 2 >= begin and r.words[first - 1] == "," and r.country[first - 2] is not None
            and plurals.get(r.document.sentence_of[first], first) < first)


def _next_of_list(r: Reading, i: int) -> int:
    """Where the next name of a list begins, behind one that ends at `i`; -1 if none does. "Of
    Iran", and what stands in brackets, may be between."""
    _, end = r.sentence(i - 1)
    if i + 1 < end and r.words[i] == "(" and ")" in r.words[i:min(i + _BRACKET_REACH, end)]:
        i = r.words.index(")", i) + 1
    elif i + 1 < end and r.keys[i] in ("of", "from"):
        mention = r.country_from(i + 1 + (r.keys[i + 1] == "the"))
        i = mention.last if mention is not None and mention.last < end else i
    start = i
    while i < end and r.keys[i] in (",", "and"):
        i += 1
    return i if start < i < end else -1


def _read(r: Reading, first: int, last: int, office_ends: dict[int, OfficePhrase],
          office_starts: dict[int, OfficePhrase], alone: set[str], *,
          is_listed: bool) -> list[Candidate]:
    begin, end = r.sentence(first)
    title_first, has_honorific = _honorifics(r, first, begin)
    words = sum(1 for i in range(first, last)
                if r.flags[i] & CAP and r.keys[i] not in SUFFIXES)
    before = office_ends.get(title_first) or office_ends.get(first)
    evidence = 0.0
    if has_honorific:
        evidence += 3.0
    if before is not None and before.first < first:
        if words > 1 or before.head_last == before.last and (
                before.word.split()[-1].rstrip(".") in _TITLES or before.kind == "rank") and (
                before.word != "general" or r.flags[before.head] & CAP):
            evidence += 3.0
    elif title_first - 2 >= begin and r.words[title_first - 1] in (",", "(", ":") and (
            title_first - 1 in office_ends) and words > 1:
        evidence += 2.0
    elif is_listed and words > 1:
        evidence += _OF_A_LIST
    if words == 1:
        if evidence < 3.0 and (_is_surname_of(r, first, before)
                               or _is_introduced(r, first, last, end, office_starts)):
            evidence = 3.0
        if evidence < 3.0 or not _stands_alone(r, first, last, end):
            return []
        if r.words[first].isupper() and len(r.words[first]) < 4:
            return []
    if words > 1 and last - 1 in r.leaders:
        # Who is in data/leaders.csv is somebody.
        evidence += 2.0
    evidence += _evidence_inside(r, first, last)
    evidence += _evidence_behind(r, last, end, office_starts)
    previous = r.keys[first - 1] if first > begin else ""
    if previous == "by":
        evidence += 0.5
    if previous in _BEFORE_A_SPEAKER or previous == "to" and first - 2 >= begin and (
            r.keys[first - 2] == "according"):
        evidence += 1.5
    if r.keys[last - 1] in alone and words > 1:
        evidence += 1.5
    if previous == "the" and not has_honorific and before is None:
        evidence -= 3.0
    elif previous in ("in", "at", "near", "across", "throughout") and before is None:
        evidence -= 1.5
    if any(r.keys[i] in r.small and not r.flags[i] & GIVEN for i in range(first, last)
           if r.flags[i] & CAP):
        evidence -= 2.0
    if r.titled[r.document.sentence_of[first]] and (evidence < 3.0 or before is None and any(
            r.flags[i] & CAP and not r.flags[i] & GIVEN and r.keys[i] not in r.proper
            for i in range(first, last))):
        # "Zelt Confers with …": in a headline verbs have capitals too.
        return []
    if evidence < _ENOUGH:
        return []
    score = 1.2 + 1.2 * (last - title_first) + 0.3 * min(evidence, 5.0)
    return [Candidate(title_first, last, "person", score, "person.name", (first, last))]


def _is_surname_of(r: Reading, first: int, office: OfficePhrase | None) -> bool:
    """"Minister of Health Zelt": a word behind a minister's portfolio that is nothing else."""
    return (office is not None and office.last == first and not office.is_plural
            and office.last > office.head_last and office.word.split()[-1] in _TITLES
            and bool(r.flags[office.head] & CAP) and r.keys[first] not in r.small
            and not r.flags[first] & (MODIFIER | SUBJECT | BLOCKER | OPENER | VERB)
            and r.country[first] is None and not r.dated[first])


def _is_introduced(r: Reading, first: int, last: int, end: int,
                   office_starts: dict[int, OfficePhrase]) -> bool:
    """"Zelt, Oman's health minister, …": a word that is nothing else, with the office of a
    country in apposition."""
    if last - first > 1 or last >= end or r.words[last] != "," or r.words[first].isupper() or (
            r.keys[first] in r.small or first in r.registry_at or r.titled[
                r.document.sentence_of[first]]):
        return False
    office = office_starts.get(last + 1 + (r.keys[last + 1:last + 2] == ["the"]))
    return (office is not None and bool(office.owners) and office.kind == "head"
            and not office.is_plural and office.last < end
            and r.words[office.last] in (",", ".", ";"))


def _honorifics(r: Reading, first: int, begin: int) -> tuple[int, bool]:
    """Where titles such as "Hon. (Dr.)" before a name begin, and whether there is one."""
    i = first
    found = False
    while i > begin:
        j = i - 1
        if r.words[j] in (".", "(", ")", "'") and j > begin:
            k = j
            while k > begin and r.words[k] in (".", "(", ")", "'"):
                k -= 1
            if _is_honorific(r, k):
                i = k
                found = True
                continue
            break
        if _is_honorific(r, j) or found and r.keys[j] == "the" and j > begin and (
                r.words[j - 1] == "." and _is_honorific(r, j - 2)):
            i = j
            found = True
            continue
        break
    return i, found


def _is_honorific(r: Reading, i: int) -> bool:
    office = r.offices.get(i)
    if office is not None and any(
            k in r.offices and r.offices[k].last > i and r.offices[k].kind != "honorific"
            for k in (i - 1, i - 2)):
        # "Consul General", "First Lady": a part of an office.
        return False
    if office is not None and office.kind == "rank":
        # "Defense Attaché Col. Ewald Manay"
        return r.words[i][0].isupper()
    return office is not None and office.kind == "honorific" and (
        r.words[i][0].isupper() or r.keys[i] in ("late", "dr", "prof", "prof."))


def _stands_alone(r: Reading, first: int, last: int, end: int) -> bool:
    """A single capital is a surname only if no further capital goes on with it."""
    return not (last < end and r.flags[last] & CAP and r.is_name[last] and not r.office_at[last]
                and r.country[last] is None and not r.dated[last])


def _evidence_inside(r: Reading, first: int, last: int) -> float:
    evidence = 0.0
    given = [i for i in range(first, last) if r.flags[i] & GIVEN]
    if given:
        evidence += 2.5 if given[0] == first or len(given) > 1 else 1.5
    for i in range(first, last):
        word = r.words[i]
        if len(word) == 2 and word[1] == "." or word in ("bin", "al", "Al", "de", "van", "von"):
            evidence += 1.5
            break
        if i > first and r.words[i - 1] == "-" and word[0].islower():
            # "Hye-jin": how names of Korea and Taiwan are written.
            is_given = len(word) < 6 and not r.flags[i] & VERB and r.keys[i] not in r.small and (
                r.keys[i] not in _COMPOUNDS)
            evidence += 2.0 if is_given else 1.0
            break
    return evidence


def _skip_degrees(r: Reading, i: int, end: int) -> int:
    """Past degrees and orders behind a name: ", M.D., PhD,"."""
    while i + 1 < end and r.words[i] == "," and r.keys[i + 1].rstrip(".") in DEGREES:
        i += 2
    return i


def _evidence_behind(r: Reading, last: int, end: int,
                     office_starts: dict[int, OfficePhrase]) -> float:
    i = last
    if i + 2 < end and r.words[i] == "(" and (
            i + 1 + (r.keys[i + 1] == "the") in office_starts):
        # "Ana Zelt (the director of …)"
        return 2.5
    if i < end and r.words[i] == "(":
        for j in range(i + 1, min(i + 6, end)):
            if r.words[j] == ")":
                i = j + 1
                break
    i = _skip_degrees(r, i, end)
    if i >= end:
        return 0.0
    key = r.keys[i]
    if key in _SPEAKING and r.is_name[last - 1]:
        return 2.0
    if key in SAYING:
        return 1.5
    if key == ",":
        j = i + 1
        while j < end and r.keys[j] in ("the", "a", "an", "its", "his", "her", "who"):
            if r.keys[j] == "who":
                return 2.0
            if j in office_starts:
                break
            j += 1
        if j in office_starts:
            return 2.5
        if j + 1 < end and r.words[j].isdigit() and 17 < int(r.words[j][:3]) < 105 and (
                r.words[j + 1] in (",", ")")):
            return 1.5
    elif key == "who":
        return 1.5
    elif key == "of" and _is_body(r, i + 1, end):
        # "Moohen Zelt of KOICA"
        return _OF_A_BODY
    return 0.0


def _is_body(r: Reading, i: int, end: int) -> bool:
    """Does an institution begin at `i`: one that is known, or a country's ("of the Omani
    embassy", "of Iran's Ministry of Health")?"""
    i += i < end and r.keys[i] == "the"
    if i in r.registry_at:
        return True
    mention = r.country_from(i)
    if mention is None or mention.last >= end:
        return False
    i = mention.last
    if r.words[i] in ("'s", "'"):
        i += 1
    elif mention.form != "demonym":
        return False
    return i < end and (i in r.heads or i in r.registry_at or any(
        j in r.heads and r.flags[i] & CAP for j in range(i, min(i + _BODY_REACH, end))
        if all(r.flags[k] & CAP for k in range(i, j))))
