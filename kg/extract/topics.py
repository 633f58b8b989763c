"""Which subjects of data/topics.csv a document names.

    Document, hits -> [TopicMention]

A topic is named by a wording of its own (label and synonyms of topics.csv, and what else texts
write for it, topic_wordings.csv) or by cues that stand
near each other: that doctors are trained makes medical education (topic_classes.csv names the
words of each class). What a text names in passing (a disease that
only explains why a clinic closed) is told from the subjects of the cooperation in
`topic_choice`, which looks at the sentences that hold a claim.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from kg.extract._topic_cues import CUES, Cue
from kg.extract.countries import KIND as COUNTRY
from kg.extract.lexicon import Entry, Hits, PlainHit
from kg.extract.mentions import TopicMention
from kg.extract.text import Document, fold_key

__all__ = ["LISTED", "find_topics", "topic_entries"]

_Tables = Mapping[str, Mapping[str, Mapping[str, str]]]

TOPIC, CUE = "topic", "topic-class"

#: What entries are noted as that name a topic only in a list of subjects.
LISTED = "listed"

#: What was simply "the pandemic" from one day to another, as YYYY-MM, both included.
DATED = "dated"
_THE_PANDEMIC = ("the pandemic", "this pandemic", "the global pandemic")
_PANDEMIC_MONTHS = ("2020-02", "2023-05")

#: The class of phrases that hold a class's word and mean something else.
NO_CLASS = "none"

#: Wordings that are not looked for in the singular: "medicine" is a subject of study.
_PLURAL_ONLY = frozenset(
    ("medicines", "masks", "gloves", "consumables", "operations", "drugs", "health systems",
     "healthcare systems", "health care systems")
)

#: Topics whose wordings count inside a longer wording of another topic ("coronavirus vaccine",
#: "malaria vaccine trials"): what is made or done, and against which disease, are two subjects.
_COMPOSABLE = frozenset(
    "covid-19 vaccines ebola malaria hiv-aids tuberculosis poliomyelitis measles cholera dengue"
    " influenza mpox viral-hepatitis cancer diabetes neglected-tropical-diseases".split()
)

#: Goods, and what is done with them: "joint production of pharmaceuticals" is about both.
_GOODS = frozenset(("pharmaceuticals", "medical-devices", "vaccines", "diagnostics"))
_ABOUT_GOODS = frozenset(
    "local-production regulation-quality medicines-trade research-innovation clinical-trials"
    " biotechnology".split())

#: "Medicines regulation" is what its bodies are called, "regulation of medicines" a subject.
_RULES = frozenset(("regulation-quality", "biotechnology", "research-innovation"))

#: Spellings of one word: British first, as the tables have them.
_SPELLINGS = (
    ("paed", "ped"), ("haem", "hem"), ("anaem", "anem"), ("anaes", "anes"), ("aemia", "emia"),
    ("diarrhoea", "diarrhea"), ("tumour", "tumor"), ("gynaec", "gynec"), ("orthopaed", "orthoped"),
    ("centre", "center"), ("programme", "program"), ("isation", "ization"), ("ising", "izing"),
    ("ageing", "aging"), ("oedema", "edema"), ("foet", "fet"), ("labour", "labor"),
    ("colour", "color"), ("catheteris", "catheteriz"), ("licence", "license"),
    ("organis", "organiz"), ("specialised", "specialized"), ("personalised", "personalized"),
    ("fibre", "fiber"),
    ("ise", "ize"), ("caesarean", "cesarean"), ("leukaemia", "leukemia"),
)


def topic_entries(tables: _Tables) -> Iterator[Entry]:
    """The wordings of topics.csv and topic_wordings.csv, in both spellings, singular and plural,
    and those of topic_classes.csv.

    Labels that are too wide to look for ("hygiene") are left out; those that name a topic only
    in a list of subjects ("training, equipment and research") are noted as LISTED. Wordings
    without a topic hold a topic's words and mean something else ("research institute").
    """
    more = tables.get("topic_wordings", {})
    for topic, row in tables.get("topics", {}).items():
        seen: set[str] = set()
        extra = more.get(topic, {"wordings": "", "in_lists": "", "too_wide": ""})
        too_wide = {fold_key(wording) for wording in extra["too_wide"].split("|")}
        for pattern in (row["label"], *row["synonyms"].split("|"), *extra["wordings"].split("|")):
            for wording in _expand(pattern):
                if not wording or fold_key(wording) in too_wide:
                    continue
                for variant in _variants(wording):
                    if variant not in seen:
                        seen.add(variant)
                        yield Entry(TOPIC, variant, topic, cased=_is_acronym(variant))
        for wording in extra["in_lists"].split("|"):
            for variant in _spellings(wording):
                if variant not in seen:
                    seen.add(variant)
                    yield Entry(TOPIC, variant, topic, note=LISTED)
    if "covid-19" in more:
        for wording in _THE_PANDEMIC:
            yield Entry(TOPIC, wording, "covid-19", note=DATED)
    for wording in more.get("", {"wordings": ""})["wordings"].split("|"):
        for variant in _variants(wording):
            yield Entry(TOPIC, variant, "", cased=_is_acronym(variant))
    for name, row in tables.get("topic_classes", {}).items():
        seen = set()
        for pattern in row["wordings"].split("|"):
            for wording in _expand(pattern):
                for variant in _spellings(wording):
                    if variant not in seen:
                        seen.add(variant)
                        yield Entry(CUE, variant, name)


def _expand(pattern: str) -> Iterator[str]:
    """The wordings that a pattern of a table stands for.

    >>> list(_expand("{sea/air} ambulance {service/}"))
    ['sea ambulance service', 'sea ambulance', 'air ambulance service', 'air ambulance']
    """
    before, brace, rest = pattern.partition("{")
    if not brace:
        yield " ".join(pattern.split())
        return
    choices, _, after = rest.partition("}")
    for choice in choices.split("/"):
        yield from _expand(before + choice + after)


def _is_acronym(wording: str) -> bool:
    return (" " not in wording and sum(map(str.isupper, wording)) > 1
            and not wording.startswith("COVID"))


def _variants(wording: str) -> Iterator[str]:
    """Both spellings, each with its last word in singular and plural."""
    for spelling in _spellings(wording):
        yield spelling
        if _is_acronym(spelling):
            yield spelling[:-1] if spelling.endswith("s") else spelling + "s"
        elif spelling.endswith("ies"):
            yield spelling[:-3] + "y"
        elif spelling.endswith("y") and spelling[-2] not in "aeiou":
            yield spelling[:-1] + "ies"
        elif spelling.endswith("s") and not spelling.endswith(("ss", "us", "is", "ics")):
            if spelling.lower() not in _PLURAL_ONLY:
                yield spelling[:-1]
        elif not spelling.endswith(("s", " medicine")):
            # Chinese medicine is an art, Chinese medicines are goods from China.
            yield spelling + "s"


def _spellings(wording: str) -> Iterator[str]:
    yield wording
    other = " ".join(map(_american, wording.split(" ")))
    if other != wording:
        yield other


@cache
def _american(word: str) -> str:
    for british, american in _SPELLINGS:
        word = word.replace(british, american)
    return word


#: Heads of names whose words say what the body is called, not what the text is about.
_NAME_HEADS = frozenset(
    "ministry department organization organisation authority agency administration corporation"
    " company group ltd inc plc pharma pharmaceutical pharmaceuticals society association union"
    " council board bank bureau times federation alliance secretary minister ministers ministries"
    " foundation committee commission directorate division university academy college institute"
    " initiative institutes fund gmbh office service services network school commissioner officer"
    " officers attache counsellor counselor adviser advisor specialist".split()
)
#: Heads of names of places where patients are treated: what they treat is a subject, what they
#: make or study is not.
_CLINICAL_HEADS = frozenset("center centre centers centres".split())
_ALL_HEADS = _NAME_HEADS | _CLINICAL_HEADS
_NOT_CLINICAL = frozenset(
    "biotechnology vaccines research-innovation pharmaceuticals biosafety-biosecurity"
    " surveillance-epidemiology communicable-diseases genomics-precision-medicine"
    " medical-education public-health-security disaster-humanitarian-health medical-devices".split()
)
_LINKS = frozenset("of and for the on in , & - to against".split())


_BREAKS = frozenset((",", "–", ";", ":"))
_APART = frozenset("at in for with to from by on as into under".split())

#: The cues by the first class that they need.
_BY_FIRST: dict[str, list[Cue]] = {}
for _cue in CUES:
    _BY_FIRST.setdefault(_cue.needs[0], []).append(_cue)

#: The classes that a topic may need, by the first of them.
_NEEDS = {name: [frozenset(cue.needs) for cue in cues] for name, cues in _BY_FIRST.items()}
_NEEDS.setdefault("patient", []).append(frozenset({"patient", "facility"}))
_NEEDS["treatedin"] = [frozenset({"treatedin"})]

#: Classes whose words are heads of names themselves.
_PLACES = frozenset(("facility", "school", "lab"))

#: So many tokens behind "treated" the country may be named.
_TREATED_REACH = 12
#: So many tokens behind the country the treatment may be.
_SOON_AFTER = 6
#: Who may be treated, behind the name of their nation.
_PEOPLE = frozenset(
    "patient patients child children citizen citizens national nationals people wounded injured"
    " soldier soldiers women men boy girl infant infants baby babies students victims families"
    " kids refugees residents youths".split())

#: A word in capitals of so few letters may be an acronym.
_INITIALS = 4

_Classes = dict[str, list[tuple[int, int]]]


def find_topics(document: Document, hits: Hits) -> list[TopicMention]:
    """Every topic that is named, by its own wording or by cues, in order of (first, last)."""
    mentions: list[TopicMention] = []
    first, covered, covering, is_mask, staff_end, masked = -1, -1, "", False, -1, -1
    classes: dict[int, _Classes] = {}
    listed: dict[int, list[PlainHit]] = {}
    dated: list[TopicMention] = []
    words, sentence_of = document.words, document.sentence_of
    telling = _sentences_with_cues(document, hits)
    for begin, end, entry in hits.plain(TOPIC):
        if words[begin - 1] == "-" and _is_negated(document, begin) or (
                end - begin == 1 and words[begin].isupper() and _is_initials(
                    document, begin, entry)):
            continue
        topic = entry.value
        if entry.kind == TOPIC:
            if entry.note == LISTED:
                if begin >= max(covered, staff_end):
                    listed.setdefault(sentence_of[begin], []).append((begin, end, entry))
                continue
            if entry.note == DATED:
                if not document.is_capital(begin):       # what the pandemic did is background
                    dated.append(TopicMention(begin, end, topic, "topic-dated", 0.8))
                continue
            is_same_span = begin == first and end == covered and not is_mask
            if end <= covered and not is_same_span and (is_mask or topic not in _COMPOSABLE and (
                    topic not in _GOODS or covering not in _ABOUT_GOODS
                    or begin == first and covering in _RULES)):
                continue
            if topic and not (words[begin][0].isupper()
                              and _is_in_name(document, begin, end, topic)):
                mentions.append(TopicMention(begin, end, topic, "topic-name"))
            if end > covered:
                first, covered, covering, is_mask = begin, end, topic, not topic
        elif sentence_of[begin] not in telling:
            continue
        elif topic == NO_CLASS:
            masked = max(masked, end)
        elif end <= masked:
            continue                                     # an operating room runs nothing
        elif topic == "healthsystem" and begin < covered:
            continue                                     # primary health systems
        elif topic == "nurses" and begin < staff_end:
            continue                                     # doctors and nurses
        elif topic in _PLACES or not (words[begin][0].isupper()
                                      and _is_in_name(document, begin, end, topic)):
            if topic == "staff":
                staff_end = max(staff_end, end)
            by_class = classes.setdefault(sentence_of[begin], {})
            by_class.setdefault(topic, []).append((begin, end))
    for by_class in classes.values():
        mentions += _read_cues(document, by_class)
    mentions += _find_treatment_abroad(document, hits, classes)
    if dated and not any(mention.topic == dated[0].topic for mention in mentions):
        low, high = _PANDEMIC_MONTHS
        if low <= (document.article.date or "")[:7] <= high:
            mentions += dated
    if listed:
        mentions += _read_lists(document, mentions, listed)
    return sorted(set(mentions), key=lambda m: (m.first, m.last, m.topic, m.rule))


def _read_lists(document: Document, mentions: Sequence[TopicMention],
                listed: Mapping[int, Sequence[PlainHit]]) -> Iterator[TopicMention]:
    """The wide wordings that stand in a list with other subjects ("malaria, training and
    research"): wide ones next to each other hold together, and one of them next to a topic
    makes all of them topics."""
    edges: dict[int, set[int]] = {}
    for mention in mentions:
        if mention.rule == "topic-name":
            edges.setdefault(document.sentence_of[mention.first], set()).update(
                (mention.first, -mention.last))
    for index, found in listed.items():
        if index not in edges:
            continue
        sentence = document.sentences[index]
        # "Medicine, Surgery" are the words of a name or a degree.
        found = [hit for hit in found if sentence.is_title or not document.is_capital(hit[0])
                 or sentence.is_bullet and hit[0] <= sentence.first + _BULLET]
        known = edges[index]
        # Twice, so that what is next to an accepted one is accepted from either side.
        for hits in (found, found[::-1]):
            for first, last, entry in hits:
                if first not in known and (
                        _neighbour(document, first, sentence.first, -1, known)
                        or _neighbour(document, last, sentence.last, 1, known)):
                    known |= {first, -last}
                    yield TopicMention(first, last, entry.value, "topic-listed", 0.9)


def _neighbour(document: Document, edge: int, end: int, step: int, known: set[int]) -> bool:
    """Does a known subject begin after, or end before, the edge of an item of a list?"""
    joined = False
    for i in range(4):
        if (edge if step > 0 else -edge) in known:
            return joined and i > 0
        if edge == end:
            return False
        key = document.keys[edge if step > 0 else edge - 1]
        if key in _JOINS:
            joined = True
        elif key not in _FILLERS:
            return False
        edge += step
    return False


#: The mark of a list's item has at most so many tokens.
_BULLET = 2
#: What stands between the items of a list, and what may stand before an item.
_JOINS = frozenset(", ; and & or including plus".split())
_FILLERS = frozenset("the of in joint medical health clinical mutual on for as well other".split())


def _sentences_with_cues(document: Document, hits: Hits) -> set[int]:
    """The sentences that hold words of all the classes that some cue needs."""
    sentence_of = document.sentence_of
    classes: dict[int, set[str]] = {}
    for first, _, entry in hits.plain(TOPIC):
        if entry.kind == CUE:
            index = sentence_of[first]
            if index in classes:
                classes[index].add(entry.value)
            else:
                classes[index] = {entry.value}
    return {index for index, found in classes.items()
            if any(needs <= found for name in found for needs in _NEEDS.get(name, ()))}


def _find_treatment_abroad(document: Document, hits: Hits,
                           classes: Mapping[int, _Classes]) -> Iterator[TopicMention]:
    """Patients of one country and hospitals of another in one sentence ("Kuwaiti patients in
    Indian hospitals"), and people of one country who are treated in another ("Fijian children
    were operated on in India")."""
    if not any("treatedin" in found or "patient" in found for found in classes.values()):
        return
    named: dict[int, list[tuple[int, int, str, str]]] = {}
    for first, last, entry in hits.plain(COUNTRY):
        if entry.note in ("name", "demonym", "capital", "city"):
            named.setdefault(document.sentence_of[first], []).append(
                (first, last, entry.value, entry.note))
    for index, by_class in classes.items():
        nations = named.get(index, [])
        if len(nations) < 2:
            continue
        yield from _find_treated_in(document, by_class, nations)
        nations = [n for n in nations if n[3] in ("name", "demonym")]
        if "patient" not in by_class or "facility" not in by_class:
            continue
        for first, last in by_class["patient"]:
            for where, until in by_class["facility"]:
                owner = next((n for n in nations if 0 <= first - n[1] < 2), None)
                host = next((n for n in nations if 0 <= where - n[1] < 3
                             or (0 <= n[0] - until < 2)), None)
                if owner and host and owner[2] != host[2]:
                    yield TopicMention(min(owner[0], host[0]), max(last, until),
                                       "patient-treatment-abroad", "topic-treated-abroad", 0.9)


def _find_treated_in(document: Document, by_class: _Classes,
                     nations: Sequence[tuple[int, int, str, str]]) -> Iterator[TopicMention]:
    """People of one country who are treated in another: the people stand before the place, the
    treatment before it or soon after ("taken to Oman for treatment")."""
    treated = by_class.get("treatedin", ())
    if not treated:
        return
    keys = document.keys
    places = [n for n in nations if n[3] != "demonym" and n[0] > 1
              and keys[n[0] - 1 - (keys[n[0] - 1] == "the")] in ("in", "to", "at")]
    for where, until, host, _ in places:
        owner = next((n for n in nations if n[2] != host and n[1] <= where
                      and _is_of_people(document, n)), None)
        if owner is None:
            continue
        for first, last in treated:
            if where - _TREATED_REACH <= last <= until + _SOON_AFTER:
                yield TopicMention(min(first, owner[0]), max(last, until),
                                   "patient-treatment-abroad", "topic-treated-abroad", 0.9)
                break


def _is_of_people(document: Document, nation: tuple[int, int, str, str]) -> bool:
    """Does the name of a nation stand for people who may be ill ("Fijian children", "Gambians",
    "patients from Chad")?"""
    first, last, _, form = nation
    keys = document.keys
    if form == "demonym":
        return not _PEOPLE.isdisjoint(keys[last:last + 2]) or keys[last - 1].endswith("ns")
    begin = first - 1 - (keys[first - 1] == "the")
    return form == "name" and begin > 0 and keys[begin] in ("from", "of") \
        and keys[begin - 1] in _PEOPLE


def _is_negated(document: Document, first: int) -> bool:
    """Is this the second half of "non-communicable"?"""
    return (first > 1 and document.words[first - 1] == "-"
            and document.keys[first - 2] == "non")


def _is_initials(document: Document, first: int, entry: Entry) -> bool:
    """Is a plain word of the tables met in capitals ("the SPA said"), and the line is not?"""
    if entry.cased or entry.wording.isupper() or len(document.words[first]) > _INITIALS:
        return False
    sentence = document.sentences[document.sentence_of[first]]
    return any(w.islower() for w in document.words[sentence.first:sentence.last])


def _read_cues(document: Document, by_class: _Classes) -> Iterator[TopicMention]:
    """The topics that the classes of words in one sentence come to."""
    cues = [cue for name in by_class for cue in _BY_FIRST.get(name, ())
            if all(n in by_class for n in cue.needs[1:]) and cue.unless not in by_class]
    for cue in cues:
        for anchor in by_class[cue.needs[0]]:
            span = anchor
            for name in cue.needs[1:]:
                near = _nearest(span, by_class[name], cue)
                if near is None:
                    break
                span = min(span[0], near[0]), max(span[1], near[1])
            else:
                between = document.keys[anchor[1]:span[1]]
                if not (cue.over_commas or _BREAKS.isdisjoint(between)) \
                        or not (not cue.tight or _APART.isdisjoint(between)):
                    continue
                yield TopicMention(*span, cue.topic, "topic-cue-" + "-".join(cue.needs), 0.9)
                break


def _nearest(span: tuple[int, int], places: list[tuple[int, int]],
             cue: Cue) -> tuple[int, int] | None:
    """The place nearest to a span that does not overlap it, as far away as the cue allows."""
    best, best_gap = None, cue.within + 1
    for place in places:
        gap = place[0] - span[1] if place[0] >= span[1] or cue.ordered else span[0] - place[1]
        if 0 <= gap < best_gap:
            best, best_gap = place, gap
    return best


def _is_in_name(document: Document, first: int, last: int, topic: str) -> bool:
    """Is a wording with a capital a part of an organisation's name ("Ministry of Health and
    Medical Education"), which says nothing of the subject?"""
    words, keys = document.words, document.keys
    sentence = document.sentences[document.sentence_of[first]]
    heads = _ALL_HEADS if topic in _NOT_CLINICAL else _NAME_HEADS
    for i in range(first, last):
        if keys[i] in heads:
            return True
    reach = 4 if sentence.is_title else 12
    for i in range(last, min(last + (1 if sentence.is_title else 6), sentence.last)):
        if words[i][0].isupper():
            if keys[i] in heads:
                return True
        elif keys[i] not in ("of", "and", "for", "&", "-"):
            break
    linked = False
    for i in range(first - 1, max(first - reach, sentence.first) - 1, -1):
        if keys[i] in _LINKS:
            linked = linked or keys[i] in ("of", "for", "on", "to", "against")
        elif not words[i][0].isupper():
            return False
        elif keys[i] in heads:
            return linked or not sentence.is_title
    return False
