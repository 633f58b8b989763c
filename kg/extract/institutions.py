"""Which words of a document may name an institution: every reading, with a score.

    Reading -> [Candidate]

Readings come from the registry of institutions and from grammar: a head noun with capitals
before it or an of-phrase behind it ("Institute of Hygiene and Epidemiology"), ministries by
their portfolio in either order, embassies and parliaments by their country, companies by their
suffix, and names that only an apposition shows ("Zelt, a maker of syringes").

Which readings hold is settled by the chart, which mentions are one institution by `names`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from kg.extract._chart import Candidate, RegistryRow
from kg.extract._reading import (
    BLOCKER,
    CAP,
    CUE,
    GIVEN,
    MODIFIER,
    OPENER,
    PARTICLE,
    SUBJECT,
    SUFFIX,
    VERB,
    Head,
    Reading,
    Tables,
)
from kg.extract.lexicon import Entry, Hit
from kg.extract.text import fold_key, tokenize

__all__ = ["find_institutions", "institution_entries", "ministry_ids", "refine_type"]

#: Two letters stand for too many things, unless they are these.
_SHORT_ACRONYMS = frozenset({"EU", "UN", "AU", "G7", "G5"})

#: Wordings of the registry that are more often a common word.
_DROPPED = frozenset({"FIND", "Rotary", "Hope", "Aspen", "Spark", "Vector", "MAP", "MS"})

_PREPOSITIONS = frozenset({"of", "for", "on", "against"})

#: Offices that may begin the name of an institution ("King Faisal Specialist Hospital").
_OFFICES_IN_NAMES = frozenset(
    "king queen prince princess sultan president general emir amir pope cardinal principal"
    " chancellor imam doctor captain major patriarch bishop archbishop governor's".split())

#: Before "Group" these make a body of people for a task, not a company.
_TASK_WORDS = frozenset(
    "working expert experts contact advisory study focus support friendship core task leading"
    " parliamentary action reference peer technical monitoring armed terrorist terror militant"
    " ethnic age minority political parliamentary leadership lobby".split())

#: Words that open the name of an institution that belongs to no country.
_INTERNATIONAL = frozenset(
    "international world global european african asian arab islamic pan inter united un who"
    " commonwealth nordic caribbean eurasian asean pacific american latin intergovernmental"
    " organisation organization".split())

#: Types that a word such as "International" does not make international.
_NATIONAL_TYPES = frozenset({"university", "hospital", "company", "research_institute", "other"})

#: Countries whose ministries are called departments.
_DEPARTMENT_COUNTRIES = frozenset({"US", "ZA", "PH", "AU", "IE", "GB", "PG", "SZ"})

_NATIONAL_DEPARTMENTS = frozenset(
    "health state defense defence labor labour education agriculture commerce energy justice"
    " treasury interior foreign home transportation transport homeland science social trade"
    " international".split())

#: Makers of vaccines whose name also stands for the vaccine.
_PRODUCT_WORDS = frozenset(
    "vaccine vaccines jab jabs shot shots dose doses booster boosters vial vials injection"
    " injections covid coronavirus mrna drug drugs tablets pills".split())

#: Bodies whose name mostly stands for their meetings.
_SITTINGS = frozenset({"assembly", "committee", "mediterranean", "congress"})

#: Behind "vaccine" these speak of the maker's business, not of the vaccine.
_MAKING = frozenset(
    "manufacturing production plant factory facility maker development programme program hub"
    " manufacturer producer business arm".split())

#: Plural heads that close a list of names, with the head of each.
_PLURALS = {"hospitals": "Hospital", "universities": "University", "institutes": "Institute"}

#: Before "Centre" these make a venue or a post, not an institution.
_VENUES = frozenset(
    "convention conference congress exhibition expo shopping sports vaccination testing data"
    " distribution call business convention entertainment quarantine collection".split())

#: Legal forms that stand in front.
_PREFIXES = frozenset({"jsc", "pjsc", "ojsc", "cjsc", "llc", "pt", "ooo", "zao", "oao", "pao"})

#: Heads that newspapers write small behind a name ("Mulago hospital").
_SMALL_HEADS = frozenset({"hospital", "university", "institute", "clinic", "foundation"})

#: Words that make a committee one of a text's making, not an institution.
_JOINT = frozenset(
    "joint steering working organizing organising negotiation project cabinet standing ministerial"
    " technical regional preparatory drafting procurement selection inter-ministerial ad"
    " coordination follow-up bilateral mixed".split())

#: Words before "ministries" that name no field.
_NO_FIELDS = frozenset(
    "government line state federal key other various relevant two both several competent"
    " different concerned respective such new many all sectoral".split())

#: Vaccines and medicines with names of their own.
_BRANDS = frozenset(
    "sputnik soberana abdala qazvac covishield covaxin comirnaty coronavac vaxzevria spikevax"
    " covovax epivaccorona zifivax nuvaxovid corbevax mosquirix paxlovid remdesivir tamiflu"
    " covidvac pastocorona barekat".split())

#: Endings of nouns that name a field of work ("Epidemiology"), after "and" in a name.
_FIELD_ENDINGS = ("logy", "logies", "ics", "ment", "tion", "sion", "ity", "ance", "ence", "ing",
                  "ness", "ies", "ure", "ism", "phy", "try", "cine", "ery", "iatry", "omy",
                  "natal", "ional", "trics")

_FOREIGN_HEADS = frozenset(
    "institut instituto istituto universidad universidade université università hôpital centro"
    " fondation fundación fondazione universiti universitas".split())
_FOREIGN_LINKS = frozenset("de la le del des du di da do dos das d' für und y e et en della".split())

#: What a brief name in an apposition may be preceded by, where it names an institution.
_FUNCTION_WORDS = frozenset(
    "in at on of for with to from by and or that which where who is was will has had as under".split())

_SPOKE = frozenset("said says announced told stated signed agreed will has is plans".split())

#: How far an appositive's noun may stand from its comma.
_APPOSITION_REACH = 7


def institution_entries(tables: Tables) -> Iterator[Entry]:
    """The registry's wordings, and one entry that holds the ministries of all countries.

    Wordings such as "Ministry of Health" are shared by half the world and left to grammar;
    which row of the registry is meant follows from the country (`ministry_ids`).
    """
    ministries: list[str] = []
    for id_, row in tables.get("institutions", {}).items():
        name, _, _ = row["name"].partition(" (")
        if not name.startswith(("Ministry", "Department")) or row["type"] != "ministry":
            name = row["name"]
        country = "" if row["country"] in ("INT", "") else row["country"]
        note = f"{row['type']}\t{country}\t{name}"
        if row["type"] == "ministry":
            ministries.append(f"{country}\t{id_}\t{name}")
        wordings = [name, *row["aliases"].split("|")]
        places = tables.get("country_names", {}).get(country, {})
        shorts = {_without_country(wording, places) for wording in wordings} - set(wordings)
        wordings += sorted(shorts)
        for wording in dict.fromkeys(wordings):
            if not wording or wording in _DROPPED or row["type"] == "ministry" and (
                    _is_left_to_grammar(wording)):
                continue
            is_word = " " not in wording and not wording.isupper()
            yield Entry("institution", wording, id_, cased=wording.isupper() or is_word,
                        note=f"{note}\tshort" if wording in shorts else note)
            if wording.startswith("The "):
                yield Entry("institution", wording[4:], id_, note=note)
        acronym = row["acronym"]
        if acronym and acronym not in wordings and acronym not in _DROPPED and (
                len(acronym) > 2 or acronym in _SHORT_ACRONYMS):
            yield Entry("institution", acronym, id_, cased=True, note=note)
    for word in ("ministry", "ministries", "department", "secretariat"):
        yield Entry("name.ministries", word, "", note="\n".join(ministries))


def _without_country(name: str, country: Mapping[str, str]) -> str:
    """"Pasteur Institute" for "Pasteur Institute of Iran": what a text of that country may say."""
    for place in (country.get("name", ""), *country.get("alt_names", "").split("|"),
                  country.get("capital", "")):
        for link in (" of ", " of the ", ", ", " de ", " du ", " d'"):
            if place and name.endswith(link + place):
                short = name[:-len(link + place)]
                return short if " " in short else ""
    return ""


def _is_left_to_grammar(wording: str) -> bool:
    words = set(fold_key(wording).split())
    return bool(words & {"ministry", "department"})


@lru_cache(maxsize=8)
def _ministry_table(note: str) -> dict[tuple[str, str], RegistryRow]:
    table: dict[tuple[str, str], RegistryRow] = {}
    for line in note.split("\n"):
        country, id_, name = line.split("\t")
        row = RegistryRow(id_, name, "ministry", country, "full")
        table.setdefault((country, fold_key(name)), row)
        if sector_of(name.split()) == "health":
            table.setdefault((country, "health"), row)
    return table


def ministry_ids(reading: Reading) -> dict[tuple[str, str], RegistryRow]:
    """The registry's ministries by (country, sector); empty where the text names none."""
    return _ministry_table(reading.ministries.note) if reading.ministries else {}


@lru_cache(maxsize=4096)
def _registry_row(entry: Entry) -> RegistryRow:
    type_, country, name, *short = entry.note.split("\t")
    form = "short" if short else "acronym" if entry.cased else "full"
    return RegistryRow(entry.value, name, type_, country or None, form)


def sector_of(words: list[str]) -> str:
    """What a ministry is for, as a key: `health` for all ministries of health, else its words.

    >>> sector_of(["Ministry", "of", "Public", "Health"]), sector_of(["foreign", "affairs"])
    ('health', 'foreign')
    """
    keys = [fold_key(w) for w in words]
    if any(k in ("health", "healthcare", "saude", "salud", "sante", "kesihatan") for k in keys):
        return "health"
    skipped = {"ministry", "ministries", "department", "of", "for", "the", "affairs", "and", "&",
               "federal", "state", "'s"}
    kept = [k for k in keys if k not in skipped]
    if "foreign" in kept:
        return "foreign"
    return " ".join("defence" if k == "defense" else k for k in kept)


def find_institutions(r: Reading) -> list[Candidate]:
    """Every reading of words as the name of an institution, and of names that are neither a
    person's nor an institution's (airports, programmes), which keep others off."""
    found = _from_registry(r)
    for first in sorted(r.heads):
        last, head = r.heads[first]
        if head.grade == "ministry":
            found += _ministry(r, first, last)
        elif head.grade == "state":
            found += _by_country(r, first, last, head)
        else:
            found += _by_head(r, first, last, head)
    flags = r.flags
    for i in range(r.size):
        bits = flags[i]
        if bits & BLOCKER and bits & CAP:
            found += _blocked(r, i)
        if bits & SUFFIX and (bits & CAP or r.words[i].isupper()):
            found += _by_suffix(r, i)
        if bits & CUE:
            found += _by_cue(r, i)
            if r.keys[i] in _PLURALS and not bits & CAP:
                found += _by_plural(r, i)
    _share_places(found)
    return _without_products(r, found)


def _share_places(found: list[Candidate]) -> None:
    """What one reading knows of a name's country ("a charity in Germany known as …") holds for
    the other readings of the same words."""
    known = {c.core: c for c in found if c.grade == "cued" and (c.place or c.owners)}
    for candidate in found:
        cued = known.get(candidate.core)
        if cued is not None and not candidate.owners and not candidate.place:
            candidate.owners, candidate.place = cued.owners, cued.place


def _without_products(r: Reading, found: list[Candidate]) -> list[Candidate]:
    """Where a text uses a maker's name for its vaccine, the name alone is the vaccine too,
    unless it acts or is dealt with there as a company."""
    products = {row.id for c in found if c.rule == "institution.product" for row in c.registry}
    if not products:
        return found
    kept: list[Candidate] = []
    for candidate in found:
        if candidate.kind == "institution" and any(
                row.id in products for row in candidate.registry) and not _is_actor(r, candidate):
            continue
        kept.append(candidate)
    return kept


def _is_actor(r: Reading, candidate: Candidate) -> bool:
    begin, end = r.sentence(candidate.first)
    before = r.keys[candidate.first - 1] if candidate.first > begin else ""
    after = candidate.last
    return (before in ("with", "by", "from", "between", "firm", "company", "maker", "giant")
            or candidate.first < candidate.core[0]
            or after < end and (r.keys[after] in _SPOKE or r.words[after] == "'s"))


def _from_registry(r: Reading) -> list[Candidate]:
    found: list[Candidate] = []
    rows: dict[tuple[int, int], list[Hit]] = {}
    for hit in r.registry:
        rows.setdefault((hit.first, hit.last), []).append(hit)
    for (first, last), hits in sorted(rows.items()):
        if not any(r.flags[i] & CAP for i in range(first, last)):
            continue
        titled = r.titled[r.document.sentence_of[first]]
        is_single = last - first == 1
        if is_single and titled and hits[0].entry.cased and r.words[first].isupper() and (
                _is_all_capitals(r, first)):
            continue
        if last - first == 2 and not r.flags[first] & CAP and not r.words[first][0].isdigit():
            continue
        choices = tuple(dict.fromkeys(_registry_row(h.entry) for h in hits))
        is_bare = is_single and hits[0].entry.cased and r.words[first].isupper()
        if is_bare or any(row.form == "short" for row in choices):
            choices = tuple(row for row in choices if row.country is None
                            or row.country in r.codes or not is_bare and row.form != "short")
            if not choices:
                continue
        if not is_single and all(r.flags[i] & (SUBJECT | MODIFIER) or i in r.heads
                                 or not r.flags[i] & CAP for i in range(first, last)):
            # "General Hospital", "National Institute of Health": many countries have one.
            choices = tuple(row for row in choices if row.country is None
                            or row.country in r.codes)
            if not choices:
                continue
        begin, owner = _possessor(r, first)
        score = 3.5 + 1.4 * (last - first) + 1.5 * _defines_acronym(r, last)
        if _is_product(r, first, last, choices[0]):
            found.append(Candidate(first, last, "other", 2.5, "institution.product",
                                   (first, last), registry=choices))
            continue
        if is_single and last < r.size and r.words[last] == "$":
            continue
        if r.keys[last - 1] in _SITTINGS and _is_sitting(r, begin):
            found.append(Candidate(first, last, "other", score, "institution.none", (first, last)))
            continue
        score = 3.5 + 1.4 * (last - first) + 1.5 * _defines_acronym(r, last)
        end, place = _place_after(r, last)
        found.append(Candidate(
            begin, last, "institution", score, "institution.registry", (first, last),
            type=choices[0].type, grade="registry", owners=(owner,) if owner else (),
            place=place, registry=choices))
    return found


def _is_sitting(r: Reading, first: int) -> bool:
    """"the 72nd World Health Assembly", "session of the … Committee": the event, not the body."""
    begin, _ = r.sentence(first)
    before = r.keys[max(begin, first - 3):first]
    if before and before[-1][0].isdigit():
        return True
    return bool({"session", "meeting", "sessions", "sidelines"} & set(before)) and (
        "of" in before)


def _is_all_capitals(r: Reading, i: int) -> bool:
    first, last = r.sentence(i)
    words = [w for w in r.words[first:last] if w.isalpha()]
    return sum(w.isupper() for w in words) > 0.7 * len(words)


def _is_product(r: Reading, first: int, last: int, row: RegistryRow) -> bool:
    """Does a company's name stand for what it makes ("doses of Covaxel", "a Covaxel jab")?"""
    if row.type != "company":
        return False
    keys = r.keys
    begin, end = r.sentence(first)
    after = keys[last:min(last + 2, end)]
    if len(after) > 1 and after[0] in _PRODUCT_WORDS and after[1] in _MAKING:
        return False
    if after and (after[0] in _PRODUCT_WORDS or after[0] == "-" and len(after) > 1
                  and after[1] in _PRODUCT_WORDS):
        return True
    before = keys[max(begin, first - 2):first]
    if before[-2:] in (["doses", "of"], ["vials", "of"], ["shots", "of"], ["dose", "of"]):
        return True
    # Named in one breath with a vaccine: "AstraZeneca and Sputnik V".
    if after[:1] and after[0] in ("and", "or", ",") and len(after) > 1 and after[1] in _BRANDS:
        return True
    return before[-1:] in (["and"], ["or"], [","]) and any(
        key in _BRANDS for key in keys[max(begin, first - 4):first])


def _possessor(r: Reading, first: int) -> tuple[int, str | None]:
    """Where a possessor or adjective of a country before `first` begins, and the country."""
    begin, _ = r.sentence(first)
    i = first - 1
    if i > begin and r.words[i] == "'s" or i > begin and r.words[i] == "'":
        mention = r.country[i - 1]
        if mention is not None:
            return mention.first, mention.code
        return first, None
    if i >= begin:
        mention = r.country[i]
        if mention is not None and mention.form in ("demonym", "name") and mention.last == first:
            if i - 1 >= begin and r.keys[i - 1] in ("in", "to", "from", "of", "with", "for"):
                if mention.form == "name":
                    return first, None
            return mention.first, mention.code
    return first, None


def _place_after(r: Reading, last: int) -> tuple[int, str | None]:
    """The country of a place right behind a name: "in Nairobi", ", Austria", "(Cuba)"."""
    _, end = r.sentence(last - 1)
    i = last
    if i < end and r.words[i] == "(":
        mention = r.country[i + 1] if i + 1 < end else None
        if mention is not None and mention.last < end and r.words[mention.last] == ")":
            return mention.last + 1, mention.code
        close = _closing(r, i, end)
        if close:
            i = close
    if i < end and r.keys[i] in ("in", "at", ",", "of", "based"):
        j = i + 1
        if j < end and r.keys[i] == "based" and r.keys[j] == "in":
            j += 1
        if j < end and r.keys[j] == "the":
            j += 1
        if j < end and r.country[j] is not None and r.country[j].first == j:  # type: ignore[union-attr]
            mention = r.country[j]
            assert mention is not None
            if mention.form in ("name", "capital", "city") and not (
                    r.keys[i] == "," and mention.form == "name" and _is_list(r, mention.last, end)):
                return mention.last, mention.code
        # "in Skhirat, Morocco": an unknown place that is followed by its country.
        if r.keys[i] in ("in", "at", ",") and j < end and r.flags[j] & CAP:
            k = j
            while k < end and r.flags[k] & CAP and k - j < 3:
                k += 1
            if k + 1 < end and r.words[k] == "," and r.country[k + 1] is not None:
                mention = r.country[k + 1]
                assert mention is not None
                if mention.form == "name" and mention.first == k + 1:
                    return mention.last, mention.code
    return last, None


def _is_list(r: Reading, i: int, end: int) -> bool:
    """Does another country follow: "WHO, Iran and Iraq"?"""
    return (i + 1 < end and r.keys[i] in (",", "and") and r.country[i + 1] is not None)


def _closing(r: Reading, i: int, end: int) -> int:
    """The token behind the bracket that closes the one at `i`, if it is near; else 0."""
    for j in range(i + 1, min(i + 10, end)):
        if r.words[j] == ")":
            return j + 1
    return 0


def _left_edge(r: Reading, head_first: int, *, is_ministry: bool = False) -> int:
    """Where the capitals before a head noun begin."""
    begin, _ = r.sentence(head_first)
    words, keys, flags = r.words, r.keys, r.flags
    i = head_first
    while i > begin:
        j = i - 1
        word = words[j]
        bits = flags[j]
        if bits & CAP:
            if r.office_at[j] and not _may_begin_name(r, j):
                break
            if not r.is_name[j] and (bits & OPENER or not bits & (SUBJECT | MODIFIER)):
                break
            if r.dated[j] and not bits & SUBJECT and keys[j] not in ("may",):
                break
            mention = r.country[j]
            i = mention.first if mention is not None and mention.first >= begin and (
                words[mention.first][0].isupper()) else j
        elif word == "'s":
            owner = r.country[j - 1] if j > begin else None
            if j - 1 < begin or not flags[j - 1] & CAP or owner is not None and (
                    owner.form != "demonym" or owner.last == j):
                break
            i = j
        elif word == "'" and j > begin and flags[j - 1] & CAP and keys[j - 1].endswith("s"):
            i = j
        elif word in "-–" and j > begin and r.touches(j) and r.touches(i):
            if not (flags[j - 1] & CAP or words[j - 1][0].isdigit() or keys[j - 1] == "and"):
                break
            i = j - 1
        elif word == "-" and r.touches(i) and is_ministry:
            i = j
        elif word in ("and", "&") and j > begin and flags[j - 1] & CAP:
            if word == "and" and not _joins_on_left(r, j, i):
                break
            i = j
        elif word == "and" and j > begin and flags[j - 1] & SUBJECT and flags[i] & SUBJECT and (
                j - 2 >= begin and keys[j - 2] == "the"):
            # "the food and Drug Administration": a slip that newspapers make.
            i = j - 1
            break
        elif word == "," and is_ministry and j > begin and flags[j - 1] & SUBJECT & CAP:
            i = j
        elif word == "." and j > begin and keys[j - 1] in ("st", "dr", "prof", "gen"):
            i = j
        elif word == ")" and j - 2 > begin and words[j - 2] == "(" and r.is_acronym(j - 1) and (
                flags[j - 3] & CAP):
            i = j - 2
        elif bits & PARTICLE and j > begin and flags[j - 1] & CAP and r.is_name[j - 1] and (
                keys[j] not in ("y", "e", "as")):
            i = j
        elif word[0].isdigit() and len(word) < 4 and word.isdigit() and i < head_first and (
                j == begin or keys[j - 1] == "the"):
            i = j
            break
        else:
            break
    return i


def _may_begin_name(r: Reading, j: int) -> bool:
    key = r.keys[j]
    if key in _OFFICES_IN_NAMES:
        return True
    office = r.offices.get(j)
    return (office is None or office.last - j == 1) and bool(
        r.flags[j] & (SUBJECT | MODIFIER)) or key in ("st", "sheikh", "shaikh", "shahid", "lord",
                                                      "lady", "sir", "father", "sister", "dr",
                                                      "prof", "nana", "sheikha", "executive",
                                                      "members", "leaders", "officers")


def _joins_on_left(r: Reading, conjunction: int, right: int) -> bool:
    """Is "X and Y Agency" one name? Both must be fields of work, and X no name of its own."""
    left = conjunction - 1
    if r.country[left] is not None or r.is_acronym(left) or r.country[right] is not None:
        return False
    return _is_field(r, left) and _is_field(r, right)


def _is_field(r: Reading, i: int) -> bool:
    key = r.keys[i]
    return bool(r.flags[i] & SUBJECT) or len(key) > 6 and key.endswith(_FIELD_ENDINGS)


def _right_ends(r: Reading, head_last: int, *, grade: str) -> list[tuple[int, str | None]]:
    """How far the name may go on behind its head: each possible end, with the country that an
    of-phrase up to there names. The first is the head itself."""
    _, end = r.sentence(head_last - 1)
    ends: list[tuple[int, str | None]] = [(head_last, None)]
    i = head_last
    country: str | None = None
    while i < end:
        key = r.keys[i]
        if key in _PREPOSITIONS or key == "to" and _is_purpose(r, i, end):
            j = i + 1
            if j < end and r.keys[j] == "the":
                j += 1
            if j < end:
                mention = r.country[j]
                if mention is not None and mention.first == j:
                    country = mention.code
            stop = _phrase_end(r, j, end, grade=grade)
            if stop == j or _is_other_body(r, j, stop):
                break
            ends.append((stop, country))
            i = stop
            continue
        break
    return ends


def _is_other_body(r: Reading, first: int, stop: int) -> bool:
    """Is an of-phrase another institution, so that the name ends before it?"""
    if first in r.registry_at and r.flags[first] & CAP:
        return True
    for i in range(first, stop):
        if i in r.heads and r.heads[i][0] == stop and stop - first > 1 and (
                r.heads[i][1].grade in ("strong", "state", "red")
                and r.heads[i][1].type not in ("company", "ngo")):
            return True
    return stop - first == 1 and first in r.heads and r.heads[first][1].grade == "strong"


def _is_purpose(r: Reading, i: int, end: int) -> bool:
    """"Fund to Fight AIDS": a capital verb after "to"."""
    return (i + 1 < end and bool(r.flags[i + 1] & CAP) and r.country[i + 1] is None
            and bool(r.is_name[i + 1]) and i + 2 < end and bool(r.flags[i + 2] & CAP))


def _phrase_end(r: Reading, i: int, end: int, *, grade: str) -> int:
    """The end of the capitals that begin at `i`, with what joins them inside a name."""
    words, keys, flags = r.words, r.keys, r.flags
    is_list = grade in ("ministry", "department")
    j = i
    while j < end:
        bits = flags[j]
        if bits & CAP and (r.is_name[j] or bits & (SUBJECT | MODIFIER)):
            if r.office_at[j] and not _may_begin_name(r, j) or r.dated[j] and not bits & SUBJECT:
                break
            if bits & GIVEN and j > i and not bits & SUBJECT and r.country[j] is None and (
                    is_list or j + 1 < end and flags[j + 1] & CAP):
                break
            j += 1
            continue
        word = words[j]
        if j == i:
            break
        following = j + 1
        if following >= end:
            break
        if word in ("and", "&"):
            if not flags[following] & CAP:
                break
            if word == "and" and not _joins_on_right(r, following, end, grade=grade):
                break
            j = following
        elif word == "," and is_list and flags[following] & CAP and flags[following] & SUBJECT and (
                _list_goes_on(r, following, end)):
            j = following
        elif word == "-" and r.touches(following):
            j = following + 1
        elif word == "-" and flags[following] & CAP and flags[following] & SUBJECT:
            j = following
        elif word == "'s" and flags[following] & CAP and r.country[j - 1] is None:
            j = following
        elif word == "'" and keys[j - 1].endswith("s") and flags[following] & CAP:
            j = following
        else:
            break
    return j


def _joins_on_right(r: Reading, i: int, end: int, *, grade: str) -> bool:
    """Does "and" at `i - 1` go on with the name, or join it to another one?"""
    if r.country[i] is not None or r.is_acronym(i) and not r.titled[r.document.sentence_of[i]]:
        return False
    j = i
    while j < end and r.flags[j] & CAP:
        if j in r.heads and r.heads[j][1].grade not in ("suffix", "company", "weak", "subject",
                                                        "part"):
            return False
        j += 1
    if i in r.registry_at:
        return False
    if grade in ("ministry", "department"):
        return bool(r.flags[i] & SUBJECT) or r.keys[i].endswith(_FIELD_ENDINGS)
    return _is_field(r, i)


def _list_goes_on(r: Reading, i: int, end: int) -> bool:
    """"Health, Labour and Welfare": does "and" with a field of work close this list?"""
    for j in range(i, min(i + 9, end - 1)):
        if r.words[j] in ("and", "&"):
            return bool(r.flags[j + 1] & SUBJECT)
        if not (r.flags[j] & SUBJECT or r.words[j] == ","):
            return False
    return False


def _by_head(r: Reading, first: int, last: int, head: Head) -> list[Candidate]:
    begin, end = r.sentence(first)
    if not r.flags[first] & CAP and not _is_slip(r, first, last, begin, end):
        return []
    left = _left_edge(r, first)
    while left < first and r.flags[left] & VERB and r.keys[left].endswith("ed"):
        left += 1
    if head.word == "committee" and _JOINT.intersection(r.keys[left:first]):
        return []
    if first > left and r.keys[first - 1] in ("news", "press", "broadcasting") and (
            head.word in ("agency", "service", "corporation", "services", "network", "group")):
        return [Candidate(left, last, "other", 2.0 + 1.4 * (last - left), "outlet", (left, last))]
    if any(r.words[i] == "," for i in range(left, first)) or (
            r.keys[max(begin, left - 3):left] == ["state", "of", "the"]):
        return []
    owner_first, owner = left, None
    if left == first or r.country[left] is None:
        owner_first, owner = _possessor(r, left)
    own = r.country[left] if left < first else None
    modifiers = [i for i in range(left, first) if r.flags[i] & CAP and r.country[i] is None]
    titled = r.titled[r.document.sentence_of[first]]
    found: list[Candidate] = []
    for stop, country in _right_ends(r, last, grade=head.grade):
        if first > left and r.keys[first - 1] in _VENUES and head.word in ("center", "centre"):
            return [Candidate(left, last, "other", 2.0 + 1.4 * (last - left), "institution.none",
                              (left, last))]
        if head.grade == "department" and stop == last and left == first:
            continue
        score = _score_head(r, head, left, first, last, stop, modifiers, own is not None)
        if score <= 0:
            continue
        if titled and stop == last:
            # A headline's capitals say nothing, unless the text has them too.
            if head.grade in ("company", "suffix", "weak", "group") or not any(
                    r.is_name[i] and not r.flags[i] & SUBJECT for i in modifiers):
                continue
            score -= 1.5
        if left - 1 >= begin and r.keys[left - 1] in ("a", "an") and _is_no_modifier(r, stop, end):
            continue
        if stop < end and r.flags[stop] & BLOCKER and not r.flags[stop] & CAP and stop > last:
            continue
        _, place = _place_after(r, stop)
        owners = tuple(dict.fromkeys(
            c for c in (owner, own.code if own else None, country) if c is not None))
        inner = _inner_country(r, left, stop)
        if inner and not owners:
            owners = (inner,)
        type_ = refine_type(head, r.keys[left:stop])
        rule = f"institution.head.{head.word.replace(' ', '-')}"
        if head.grade == "department":
            type_ = _department_type(r, left, stop, owners)
        found.append(Candidate(owner_first, stop, "institution", score, rule, (left, stop),
                               type=type_, grade=head.grade, owners=owners, place=place))
    return found


def _is_slip(r: Reading, first: int, last: int, begin: int, end: int) -> bool:
    """"the Saudi Central board for Accreditation of …": a head written small by mistake."""
    before = first - 1
    if before < begin or not r.flags[before] & CAP or not r.is_name[before] or (
            r.country[before] is not None or r.office_at[before] or r.titled[
                r.document.sentence_of[first]]):
        return False
    if r.keys[first] in _SMALL_HEADS and not r.flags[before] & (SUBJECT | MODIFIER | BLOCKER) and (
            not r.is_acronym(before) and before not in r.heads):
        # "Mulago hospital"
        return True
    return (last + 1 < end and r.keys[last] in ("of", "for")
            and bool(r.flags[last + 1] & CAP) and r.country[last + 1] is None)


def _is_no_modifier(r: Reading, stop: int, end: int) -> bool:
    """Does no noun follow: "a Trauma Centre in …", unlike "a Trauma Centre spokesman"?"""
    return stop >= end or not r.words[stop][0].isalpha() or r.keys[stop] in _FUNCTION_WORDS or (
        bool(r.flags[stop] & VERB))


def _department_type(r: Reading, left: int, stop: int, owners: tuple[str, ...]) -> str:
    """Some countries call their ministries departments."""
    words = set(r.keys[left:stop])
    if words & _NATIONAL_DEPARTMENTS and (not owners or owners[0] in _DEPARTMENT_COUNTRIES):
        return "ministry"
    return "agency"


def _score_head(r: Reading, head: Head, left: int, first: int, last: int, stop: int,
                modifiers: list[int], has_country: bool) -> float:
    """How surely the words `left:stop` around a head are a name; 0 for not at all."""
    length = stop - left
    grade = head.grade
    has_phrase = stop > last
    own = len(modifiers)
    if not modifiers and not has_phrase:
        if grade == "red":
            return 2.2 + 1.4 * length if has_country else 0.0
        return 0.0
    before = r.keys[first - 1] if first > left else ""
    if grade == "group":
        if before in _TASK_WORDS or not modifiers or has_phrase and not modifiers:
            return 0.0
        if all(r.flags[i] & (SUBJECT | MODIFIER) and not r.flags[i] & GIVEN for i in modifiers):
            return 0.0
    if grade in ("subject", "weak") and _spells_acronym(r, left, stop):
        return 3.5 + 1.3 * length
    if grade == "subject":
        fields = [i for i in modifiers if r.flags[i] & (SUBJECT | MODIFIER)]
        if not has_phrase and (len(fields) < len(modifiers) or own + has_country < 2):
            return 0.0
    if grade in ("company", "suffix"):
        if not any(not r.flags[i] & (SUBJECT | MODIFIER) for i in modifiers) or has_phrase:
            return 0.0
        return (1.4 if grade == "suffix" else 2.0) + 1.2 * length
    if grade == "congress" and not has_country:
        return 0.0
    if grade == "weak":
        sure = has_country and own > 0 or _defines_acronym(r, stop) or (
            head.word == "office" and own > 1
            and not any(r.office_at[i] for i in range(left, first)))
        if not sure and not (has_phrase and own):
            return 0.0
        return 1.0 + 1.2 * length
    if grade == "part":
        return 1.0 + 1.2 * length
    if grade == "department" and not has_phrase and own < 1:
        return 0.0
    if not has_phrase and own == 1 and before in ("our", "new"):
        return 0.0
    bonus = 1.5 if _defines_acronym(r, stop) else 0.0
    return 2.0 + bonus + 1.3 * length


def _defines_acronym(r: Reading, stop: int) -> bool:
    _, end = r.sentence(stop - 1)
    return stop + 2 < end and r.words[stop] == "(" and r.is_acronym(stop + 1)


def _spells_acronym(r: Reading, left: int, stop: int) -> bool:
    """Do the initials of the words give the acronym in brackets behind them?"""
    if not _defines_acronym(r, stop):
        return False
    initials = "".join(r.words[i][0] for i in range(left, stop) if r.flags[i] & CAP).lower()
    acronym = "".join(c for c in r.words[stop + 1] if c.isalpha()).lower()
    return len(acronym) > 2 and (initials == acronym or initials.endswith(acronym))


def refine_type(head: Head, keys: list[str]) -> str:
    """The type of an institution by its head and the other words of its name.

    >>> hospital = Head("centre", "agency", (("hospital", frozenset({"cancer"})),), "strong")
    >>> refine_type(hospital, ["royal", "cancer", "centre"])
    'hospital'
    """
    text = " ".join(keys)
    words = set(keys)
    refined = head.type
    for type_, cues in head.by_cue:
        if any(cue in words if " " not in cue else cue in text for cue in cues):
            refined = type_
            break
    if refined not in _NATIONAL_TYPES and refined != "ngo" and keys and (
            keys[0] in _INTERNATIONAL) and keys[:2] not in (
            ["united", "states"], ["united", "kingdom"], ["united", "arab"]) and head.word not in ("ministry", "department"):
        return "international_organization"
    return refined


def _inner_country(r: Reading, left: int, stop: int) -> str | None:
    """The country of a place inside a name, if there is just one."""
    codes = {m.code for m in r.country[left:stop] if m is not None}
    return codes.pop() if len(codes) == 1 else None


def _ministry(r: Reading, first: int, last: int) -> list[Candidate]:
    """"Ministry of Health and Population of Egypt", "the Guinean health ministry"."""
    head_is_capital = bool(r.flags[first] & CAP)
    begin, end = r.sentence(first)
    is_plural = r.keys[first] == "ministries"
    found: list[Candidate] = []
    # Portfolio behind: of Health [, Labour and Welfare] [of Japan]
    if last < end and r.keys[last] in ("of", "for"):
        j = last + 1
        if j < end and r.keys[j] == "the" and j + 1 < end and (
                r.flags[j + 1] & SUBJECT or r.keys[j + 1] == "interior"):
            j += 1
        stop = _phrase_end(r, j, end, grade="ministry")
        if stop == j:
            while stop < end and r.flags[stop] & SUBJECT and stop - j < 4:
                stop += 1
        if stop > j and r.country[j] is None:
            left = _federal(r, first, begin)
            owners, span_first, span_last = _owners(r, left, stop, begin, end)
            found.append(_ministry_candidate(r, left, stop, span_first, span_last, owners,
                                             r.words[j:stop], is_plural, j - last > 1))
            return found
    # Portfolio before: Foreign Affairs Ministry, ministry written small or not
    left = first
    while left > begin:
        j = left - 1
        if r.flags[j] & SUBJECT and r.country[j] is None and not r.office_at[j]:
            left = j
        elif r.words[j] in ("and", "&", ",") and j > begin and left < first and (
                r.flags[j - 1] & SUBJECT) and r.country[j - 1] is None and (
                r.words[j] != "," or r.flags[j - 1] & CAP):
            left = j - 1
        else:
            break
    while left < first and r.keys[left] in ("and", "&", ",", "state's"):
        left += 1
    if left < first:
        words = r.words[left:first]
        while words and words[0].lower() in ("federal", "union", "central"):
            words = words[1:]
        if words and words[0].lower() not in _NO_FIELDS:
            owners, span_first, span_last = _owners(r, left, last, begin, end)
            found.append(_ministry_candidate(r, left, last, span_first, span_last, owners, words,
                                             is_plural, False))
    elif head_is_capital and is_plural is False:
        return found
    return found


def _federal(r: Reading, first: int, begin: int) -> int:
    """"Federal Ministry", "Union Health Ministry": words that open a ministry's name."""
    i = first
    while i > begin and r.keys[i - 1] in ("federal", "union", "royal", "central") and (
            r.flags[i - 1] & CAP):
        i -= 1
    return i


def _owners(r: Reading, left: int, stop: int, begin: int,
            end: int) -> tuple[tuple[str, ...], int, int]:
    """The countries that a ministry, embassy or parliament is said to be of, before or after,
    with the stretch that names them too."""
    owners: list[str] = []
    first = left
    i = left - 1
    if i >= begin and r.words[i] in ("'s", "'"):
        i -= 1
    elif i >= begin and r.keys[i] in ("new", "former", "federal", "union", "national", "state"):
        i -= 1
    while i >= begin:
        mention = r.country[i]
        if mention is None:
            break
        if mention.form == "name" and i == left - 1 and not r.flags[left] & CAP:
            pass
        owners.insert(0, mention.code)
        first = mention.first
        i = mention.first - 1
        if i - 1 >= begin and r.words[i] in ("and", ",", "-") and (
                r.country[i - 1] is not None):
            i -= 1
            continue
        break
    if not owners and any(r.keys[i] == "union" for i in range(max(begin, left - 1), stop)):
        owners = ["IN"]
    if owners and owners != ["IN"] and first - 1 >= begin and r.keys[first - 1] in ("to", "in", "from") and (
            r.words[left - 1] != "'s") and r.country[left - 1].form == "name":  # type: ignore[union-attr]
        owners, first = [], left
    last = stop
    if stop < end and r.words[stop] == "(":
        close = _closing(r, stop, end)
        after = close or stop
    else:
        after = stop
    if not owners and after + 1 < end and r.keys[after] in ("of", "in"):
        j = after + 1
        if r.keys[j] == "the" and j + 1 < end:
            j += 1
        while j < end and r.country[j] is not None:
            mention = r.country[j]
            assert mention is not None
            if r.keys[after] == "in" and mention.form not in ("capital", "name"):
                break
            owners.append(mention.code)
            last = j = mention.last
            if mention.form == "demonym" and j < end and r.flags[j] & CAP and r.keys[j] in (
                    "republic", "kingdom", "federation", "government"):
                last = j = j + 1
            if r.keys[after] == "in":
                last = stop
                break
            if j + 1 < end and r.keys[j] in ("and", ",") and r.country[j + 1] is not None:
                j += 1
                continue
            if j + 2 < end and r.keys[j] in ("and", ",") and r.keys[j + 1] in ("the", "and") and (
                    r.country[j + 2] is not None):
                j += 2
                continue
            break
    return tuple(dict.fromkeys(owners)), first, last


def _ministry_candidate(r: Reading, left: int, stop: int, span_first: int, span_last: int,
                        owners: tuple[str, ...], words: list[str], is_plural: bool,
                        has_article: bool) -> Candidate:
    name = _ministry_name(words, has_article)
    score = 2.5 + 1.3 * (span_last - span_first)
    return Candidate(span_first, span_last, "institution", score, "institution.ministry",
                     (left, stop), type="ministry", grade="ministry", owners=owners,
                     names=[name], sector=sector_of(words), is_plural=is_plural)


def _ministry_name(words: list[str], has_article: bool) -> str:
    """The name by the codebook: "Ministry of …", whatever order the wording has."""
    small = ("and", "of", "the", "for", "in")
    title = [w if w in small else w[0].upper() + w[1:] for w in words]
    if title == ["Foreign"]:
        title = ["Foreign", "Affairs"]
    elif title == ["Home"]:
        title = ["Home", "Affairs"]
    text = " ".join(title).replace(" ,", ",").replace(" - ", "-").replace(" 's", "'s")
    return f"Ministry of {'the ' if has_article else ''}{text}"


def _by_country(r: Reading, first: int, last: int, head: Head) -> list[Candidate]:
    """Embassies, parliaments and armies: named by their country."""
    begin, end = r.sentence(first)
    is_diplomatic = head.word in ("embassy", "consulate", "consulate general", "high commission",
                                  "permanent mission")
    is_capital = bool(r.flags[first] & CAP)
    left = first
    while left > begin and r.keys[left - 1] in ("royal", "national", "federal", "people's") and (
            r.flags[left - 1] & CAP):
        left -= 1
    owners, span_first, span_last = _owners(r, left, last, begin, end)
    if not is_diplomatic and owners and span_first == left and span_last == last:
        owners = ()
    if left - 1 >= begin and not owners and is_capital and left < first and (
            r.country[left - 1] is not None):
        owners = (r.country[left - 1].code,)  # type: ignore[union-attr]
        span_first = r.country[left - 1].first  # type: ignore[union-attr]
    if not owners and left < first:
        for i in range(left, first):
            if r.country[i] is not None:
                owners = (r.country[i].code,)  # type: ignore[union-attr]
    if not owners:
        return []
    if not is_capital and not is_diplomatic and head.word not in ("parliament", "senate"):
        return []
    stop = span_last
    names = []
    if is_diplomatic:
        noun = r.document.surface(first, last)
        noun = noun.title() if noun.isupper() or noun.islower() else noun
        country = _country_words(r, owners[0], span_last, last)
        names.append(f"{noun} of {country}" if country else r.document.surface(span_first, last))
        # "in Nairobi", "to Kenya": where it stands, an alias by the codebook's habit.
        if stop + 1 < end and r.keys[stop] in ("in", "to"):
            j = stop + 1
            if r.keys[j] == "the" and j + 1 < end:
                j += 1
            if r.country[j] is not None:
                stop = r.country[j].last  # type: ignore[union-attr]
                if country:
                    host = r.document.surface(span_last + 1, stop)
                    names.append(f"{noun} of {country} in {host}")
    core = (left if is_diplomatic or span_last > last else span_first, span_last)
    return [Candidate(span_first, stop, "institution", 2.5 + 1.3 * (stop - span_first),
                      f"institution.state.{head.word.replace(' ', '-')}", core, type="other",
                      grade="state", owners=owners[:1], names=names)]


def _country_words(r: Reading, code: str, span_last: int, last: int) -> str:
    """The country of an embassy as the text names it, here or elsewhere; "" if only by an
    adjective."""
    if span_last > last:
        return r.document.surface(last + 1, span_last)
    mention = next((m for m in r.countries if m.code == code and m.form in ("name", "compound")),
                   None)
    return r.document.surface(mention.first, mention.last) if mention is not None else ""


def _blocked(r: Reading, i: int) -> list[Candidate]:
    """"Jomo Kenyatta International Airport": a name, but neither person nor institution."""
    left = _left_edge(r, i)
    if left == i or i in r.heads:
        return []
    return [Candidate(left, i + 1, "other", 1.2 + 1.25 * (i + 1 - left), "institution.none",
                      (left, i + 1))]


def _by_suffix(r: Reading, i: int) -> list[Candidate]:
    """"Biological E Ltd.", "Construction Consortium (Pvt.) Ltd": a company by its legal form."""
    begin, end = r.sentence(i)
    words = r.words
    if i - 1 >= begin and r.flags[i - 1] & SUFFIX:
        return []
    if r.keys[i] in _PREFIXES and i + 1 < end and r.flags[i + 1] & CAP and not (
            i > begin and r.flags[i - 1] & CAP):
        # "JSC Petersburg Tractor Plant"
        stop = _phrase_end(r, i + 1, end, grade="")
        if stop > i + 1:
            _, place = _place_after(r, stop)
            return [Candidate(i, stop, "institution", 3.0 + 1.3 * (stop - i),
                              "institution.company-prefix", (i + 1, stop), type="company",
                              grade="strong", place=place)]
    j = i
    while j > begin and (words[j - 1] in ("(", ")", ".", ",", "&") or r.flags[j - 1] & CAP
                         or r.keys[j - 1] == "and" and _joins_company(r, j, begin)) and i - j < 14:
        if words[j - 1] in (".", ",") and not r.flags[j] & SUFFIX and not (
                j - 2 >= begin and len(words[j - 2]) == 1):
            break
        if words[j - 1] == "," and j != i:
            break
        j -= 1
    while j < i and (not r.flags[j] & CAP or not r.is_name[j] and not r.flags[j] & SUBJECT):
        j += 1
    if j >= i:
        return []
    core_end = i
    while core_end > j and words[core_end - 1] in ("(", ",", ")"):
        core_end -= 1
    stop = i + 1
    while stop < end and (words[stop] in (")", ".") or r.flags[stop] & SUFFIX):
        if words[stop] == "." and stop + 1 >= end:
            break
        stop += 1
    first, owner = _possessor(r, j)
    _, place = _place_after(r, stop)
    inner = next((m.code for m in r.country[j:stop] if m is not None), None)
    owners = tuple(dict.fromkeys(c for c in (owner, inner) if c))
    bare = j
    while bare < core_end and words[bare] != "(":
        bare += 1
    candidate = Candidate(first, stop, "institution", 3.0 + 1.3 * (stop - first),
                          "institution.company-suffix", (j, stop), type="company",
                          grade="strong", owners=owners, place=place)
    if bare > j:
        candidate.names.append(r.document.surface(j, stop))
        candidate.names.append(r.document.surface(j, bare))
    return [candidate]


def _joins_company(r: Reading, j: int, begin: int) -> bool:
    """Is the "and" before `j` inside a company's name ("Airport and Aviation Services")?"""
    left = j - 2
    return (left >= begin and bool(r.flags[left] & CAP) and r.country[left] is None
            and not r.is_acronym(left) and bool(r.flags[left] & (SUBJECT | BLOCKER))
            and bool(r.flags[j] & SUBJECT))


def _by_cue(r: Reading, i: int) -> list[Candidate]:
    """A common noun that tells what the name beside it is: "the drugmaker Zelt", "Zelt, a
    maker of syringes"."""
    if r.flags[i] & CAP:
        return []
    begin, end = r.sentence(i)
    if i + 1 < end and r.words[i + 1][0].islower() and not (
            r.flags[i + 1] & VERB and r.keys[i + 1].endswith(("ed", "s"))) and (
            r.keys[i + 1] not in _FUNCTION_WORDS and r.keys[i + 1] not in ("known", "called",
                                                                           "based", "named")):
        return []
    type_ = r.cue_types.get(i, "company")
    found: list[Candidate] = []
    stop = _bare_name_end(r, i + 1, end)
    if stop > i + 1 and not r.keys[i].endswith("s"):
        found.append(_cued(r, i + 1, stop, type_, "institution.cue"))
    # A comma, a determiner, then at most a few words, then this noun: what stands before the
    # comma is named by it.
    j = i - 1
    while j > begin and i - j < _APPOSITION_REACH and r.words[j] not in (",", ";", ":", "(", "."):
        j -= 1
    if j > begin and r.words[j] == "," and r.keys[j + 1] in ("a", "an", "the", "one"):
        start = _bare_name_start(r, j, begin)
        if start < j and not any(r.flags[k] & CUE and not r.flags[k] & CAP
                                 for k in range(j + 1, i)):
            found.append(_cued(r, start, j, type_, "institution.apposition"))
    elif j > begin and r.words[j] == ",":
        start = _bare_name_start(r, j, begin)
        if start < j and i + 1 < end and r.keys[i + 1] in ("of", "for") and r.country[
                j + 1] is not None and r.country[j + 1].form == "demonym":  # type: ignore[union-attr]
            found.append(_cued(r, start, j, type_, "institution.apposition"))
    # "known as Zelt"
    for k in range(i + 1, min(i + 8, end - 2)):
        if r.keys[k] in ("called", "named") or r.keys[k] == "known" and r.keys[k + 1] == "as":
            at = k + (2 if r.keys[k] == "known" else 1)
            stop = _bare_name_end(r, at, end)
            if stop > at:
                candidate = _cued(r, at, stop, type_, "institution.cue")
                candidate.place = candidate.place or next(
                    (m.code for m in r.country[i + 1:k] if m is not None), None)
                found.append(candidate)
            break
    return found


def _by_plural(r: Reading, i: int) -> list[Candidate]:
    """"Mpilo, Chitungwiza and Harare hospitals": each of the names that a plural closes."""
    begin, _ = r.sentence(i)
    spans: list[tuple[int, int]] = []
    stop = i
    while stop > begin:
        start = stop
        while start > begin and r.flags[start - 1] & CAP and r.is_name[start - 1] and (
                stop - start < 4) and not r.office_at[start - 1]:
            start -= 1
        if start == stop or r.country[start] is not None and r.country[start].form in (  # type: ignore[union-attr]
                "demonym", "name") or all(r.flags[k] & (SUBJECT | MODIFIER)
                                          for k in range(start, stop)):
            break
        spans.append((start, stop))
        if start - 1 > begin and r.keys[start - 1] in ("and", ","):
            stop = start - 1
            if r.keys[stop] == "and" and r.words[stop - 1] == ",":
                stop -= 1
        else:
            break
    if len(spans) < 2:
        return []
    type_ = r.cue_types.get(i, "other")
    head = _PLURALS[r.keys[i]]
    found = []
    for first, last in reversed(spans):
        name = f"{r.document.surface(first, last)} {head}"
        found.append(Candidate(first, last, "institution", 2.5 + 1.3 * (last - first),
                               "institution.plural", (first, last), type=type_, grade="strong",
                               names=[name]))
    return found


def _cued(r: Reading, first: int, stop: int, type_: str, rule: str) -> Candidate:
    begin, owner = _possessor(r, first)
    if owner is None and first - 2 >= 0 and r.country[first - 2] is not None:
        owner = r.country[first - 2].code  # type: ignore[union-attr]
    _, place = _place_after(r, stop)
    people = sum(1 for k in range(first, stop) if r.flags[k] & GIVEN)
    return Candidate(begin if begin < first else first, stop, "institution",
                     1.6 + 1.3 * (stop - first) - 3.0 * bool(people), rule, (first, stop),
                     type=type_, grade="cued", owners=(owner,) if owner else (), place=place)


def _bare_name_end(r: Reading, i: int, end: int) -> int:
    """The end of capitals that begin at `i`, if they may be a name without a head noun."""
    j = i
    while j < end and r.flags[j] & CAP and r.is_name[j] and r.country[j] is None and (
            not r.office_at[j]) and not r.dated[j] and j not in r.heads and j - i < 4 and (
            not r.flags[j] & BLOCKER):
        j += 1
        if j + 1 < end and r.words[j] in ("-", "&") and r.flags[j + 1] & CAP:
            j += 1
    if j < end and (j in r.heads or r.words[j] == "'s"):
        return i
    return j


def _bare_name_start(r: Reading, stop: int, begin: int) -> int:
    i = stop
    while i > begin and r.flags[i - 1] & CAP and r.is_name[i - 1] and r.country[
            i - 1] is None and not r.office_at[i - 1] and not r.dated[i - 1] and (
            i - 1 not in r.heads) and stop - i < 4 and not r.flags[i - 1] & BLOCKER:
        i -= 1
    return i


#: The last or first words of names that tell what kind of institution it is.
HEAD_WORDS = frozenset(
    "hospital hospitals institute institut instituto university agency fund bank foundation"
    " organization organisation center centre centers centres company council commission academy"
    " society department brigade army association authority administration college school clinic"
    " laboratory board office bureau service group corporation union alliance ltd embassy".split())


def wording_of(words: str) -> list[str]:
    """The look-up words of a name, for comparing names.

    >>> wording_of("The Finlay Vaccine Institute")
    ['finlay', 'vaccine', 'institute']
    """
    keys = [fold_key(w) for w in tokenize(words)]
    return [k for k in keys if k.isalnum() and k not in ("the",)]
