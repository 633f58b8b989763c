"""Which words of a document may name an institution: every reading, with a score.

    Reading -> [Candidate]

Readings come from the registry of institutions and from grammar: head nouns (`_heads`),
ministries and embassies (`_states`), legal forms and appositions (`_cues`).

Which readings hold is settled by the chart, which mentions are one institution by `names`.
"""

from __future__ import annotations

from kg.extract._brought import drop_doubtful
from kg.extract._chart import Candidate, RegistryRow
from kg.extract._cues import by_chief, by_company_form, by_cue, by_plural
from kg.extract._heads import by_head, by_other_head, defines_acronym, place_after, possessor
from kg.extract._reading import (
    BLOCKER,
    BRAND,
    CAP,
    CUE,
    MODIFIER,
    PRODUCT,
    SUBJECT,
    SUFFIX,
    Reading,
)
from kg.extract._registry import institution_entries, registry_row
from kg.extract._states import by_ministry, by_state
from kg.extract.lexicon import Hit

__all__ = ["find_institutions", "institution_entries"]

#: Behind "vaccine" these speak of the maker's business, not of the vaccine.
_MAKING = frozenset(
    "manufacturing production plant factory facility maker development programme program hub"
    " manufacturer producer business arm".split())

#: Last words of bodies whose name mostly stands for their meetings.
_SITTINGS = frozenset({"assembly", "committee", "mediterranean", "congress"})

#: Beside a maker's name these show that the company acts, or is dealt with.
_DEALS = frozenset("with by from between firm company maker giant".split())
_SPEAKS = frozenset("said says announced told stated signed agreed will has is plans".split())

#: An acronym as long as this that only one institution has needs no other sign of it.
_TELLING = 4

#: "UN agencies", "EU countries": not the body itself.
_OF_THE_UNION = frozenset(
    "agency agencies body bodies country countries state states nation nations nationals citizen"
    " citizens system hospital hospitals organisations organizations officials".split())

#: Scores of readings from the registry: a known name beats a guess at the same words.
_KNOWN, _PER_TOKEN, _WITH_ACRONYM = 3.5, 1.4, 1.5
_PRODUCT_SCORE = 2.5


def find_institutions(r: Reading) -> list[Candidate]:
    """Every reading of words as the name of an institution, and of names that are neither a
    person's nor an institution's (airports, programmes), which keep others off."""
    drop_doubtful(r)
    found = _from_registry(r)
    for first in sorted(r.heads):
        last, head = r.heads[first]
        if head.grade == "ministry":
            found += by_ministry(r, first, last)
        elif head.grade == "state":
            found += by_state(r, first, last, head)
        else:
            found += by_head(r, first, last, head)
    telling = BLOCKER | SUFFIX | CUE
    for i, bits in [(i, bits) for i, bits in enumerate(r.flags) if bits & telling]:
        if bits & BLOCKER and bits & CAP:
            found += by_other_head(r, i)
        if bits & SUFFIX and bits & CAP:
            found += by_company_form(r, i)
        if bits & CUE and not bits & CAP:
            found += by_cue(r, i)
            found += by_plural(r, i)
    for first in sorted(r.offices):
        found += by_chief(r, first)
    _share_places(found)
    return _without_products(r, found)


def _from_registry(r: Reading) -> list[Candidate]:
    found: list[Candidate] = []
    spans: dict[tuple[int, int], list[Hit]] = {}
    for hit in r.registry:
        spans.setdefault((hit.first, hit.last), []).append(hit)
    for (first, last), hits in sorted(spans.items()):
        rows = _rows_meant(r, first, last, hits)
        if not rows:
            continue
        begin, owner = possessor(r, first)
        place = place_after(r, last)
        adjoining = r.country_before(first)
        if owner is None and adjoining is not None and adjoining.form == "name" and (
                last - first == 1 and r.is_acronym(first)):
            # "visits to Korea CDC"
            owner = adjoining.code
        rows = _rows_of(rows, owner, place, is_shared=len(hits) > 1)
        if not rows:
            continue
        score = _KNOWN + _PER_TOKEN * (last - first) + _WITH_ACRONYM * defines_acronym(r, last)
        core = (first, last)
        if _is_product(r, first, last, rows[0]):
            found.append(Candidate(first, last, "other", _PRODUCT_SCORE, "institution.product",
                                   core, registry=rows))
        elif r.keys[last - 1] in _SITTINGS and _is_sitting(r, begin):
            found.append(Candidate(first, last, "other", score, "institution.none", core))
        else:
            found.append(Candidate(
                begin, last, "institution", score, "institution.registry", core,
                type=rows[0].type, grade="registry", owners=(owner,) if owner else (),
                place=place, registry=rows))
    return found


def _rows_of(rows: tuple[RegistryRow, ...], owner: str | None, place: str | None, *,
             is_shared: bool) -> tuple[RegistryRow, ...]:
    """Those that are of the country that the text says: "Peru's National Institute of Health" is
    no other's. A name that only one body has is that body's, wherever it works."""
    spoken = {"short": owner or place, "acronym": owner if is_shared else None}
    return tuple(row for row in rows if row.country is None or spoken.get(row.form) in (
        None, row.country))


def _rows_meant(r: Reading, first: int, last: int, hits: list[Hit]) -> tuple[RegistryRow, ...]:
    """The rows that a wording may mean here; none where it is no name at all.

    What many countries have ("General Hospital", "CDC") means only those of countries that
    the document names.
    """
    flags, words = r.flags, r.words
    index = r.document.sentence_of[first]
    is_single = last - first == 1
    is_bare = is_single and hits[0].entry.cased and r.is_acronym(first)
    if not any(flags[i] & CAP for i in range(first, last)):
        return ()
    if is_single and words[first].isupper() and (
            r.shouted[index] or words[last:last + 1] == ["$"]):
        return ()
    if last - first == 2 and not flags[first] & CAP and not words[first][0].isdigit():
        return ()
    if is_single and r.keys[first] in ("un", "eu") and r.keys[last:last + 1] and (
            r.keys[last] in _OF_THE_UNION):
        return ()
    rows = tuple(dict.fromkeys(registry_row(hit.entry) for hit in hits))
    is_common = is_bare and (len(rows) > 1 or len(words[first]) < _TELLING) or (
        not is_single and all(flags[i] & (SUBJECT | MODIFIER) or i in r.heads
                              or words[i][0].islower() for i in range(first, last)))
    return tuple(row for row in rows if row.country is None or row.country in r.known
                 or not is_common and row.form != "short")


def _is_sitting(r: Reading, first: int) -> bool:
    """"the 72nd World Health Assembly", "session of the … Committee": the event, not the body."""
    begin, _ = r.sentence(first)
    before = r.keys[max(begin, first - 3):first]
    if before and (before[-1][0].isdigit() or before[-1] == "'s"
                   or before[-2:] in (["at", "the"], ["during", "the"])):
        return True
    return "of" in before and not {"session", "meeting", "sessions",
                                   "sidelines"}.isdisjoint(before)


def _is_product(r: Reading, first: int, last: int, row: RegistryRow) -> bool:
    """Does a company's name stand for what it makes ("doses of Covaxel", "a Covaxel jab")?"""
    if row.type != "company":
        return False
    keys, flags = r.keys, r.flags
    begin, end = r.sentence(first)
    after = last
    if after < end and flags[after] & PRODUCT:
        return not (after + 1 < end and keys[after + 1] in _MAKING)
    if after + 1 < end and r.words[after] == "-" and flags[after + 1] & PRODUCT:
        return True
    if first - 2 >= begin and keys[first - 1] == "of" and flags[first - 2] & PRODUCT:
        return True
    # Named in one breath with a vaccine: "AstraZeneca and Sputnik V".
    if after + 1 < end and keys[after] in ("and", "or", ",") and flags[after + 1] & BRAND:
        return True
    return first > begin and keys[first - 1] in ("and", "or", ",") and any(
        flags[i] & BRAND for i in range(max(begin, first - 4), first))


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
    return [c for c in found if c.kind != "institution" or _is_actor(r, c)
            or products.isdisjoint(row.id for row in c.registry)]


def _is_actor(r: Reading, candidate: Candidate) -> bool:
    begin, end = r.sentence(candidate.first)
    before = r.keys[candidate.first - 1] if candidate.first > begin else ""
    after = candidate.last
    return (before in _DEALS or candidate.first < candidate.core[0]
            or after < end and (r.keys[after] in _SPEAKS or r.words[after] == "'s"))
