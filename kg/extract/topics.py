"""Which subjects of data/topics.csv a document names, and which of them the cooperation is about.

    Document, hits -> [TopicMention]        mentions, spans of claims -> chosen [TopicMention]

A topic is named by a wording of its own (label and synonyms of topics.csv, and what else texts
write for it, topic_wordings.csv) or by cues that stand
near each other: that doctors are trained makes medical education (topic_classes.csv names the
words of each class). What a text names in passing (a disease that
only explains why a clinic closed) is told from the subjects of the cooperation in
`choose_topics`, which looks at the sentences that hold a claim.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.extract.countries import KIND as COUNTRY
from kg.extract.lexicon import Entry, Hits
from kg.extract.mentions import TopicMention
from kg.extract.text import Document, fold_key

__all__ = ["choose_topics", "find_topics", "topic_entries"]

_Tables = Mapping[str, Mapping[str, Mapping[str, str]]]

TOPIC, CUE = "topic", "topic-class"

#: Wordings that are not looked for in the singular: "medicine" is a subject of study.
_PLURAL_ONLY = frozenset(
    ("medicines", "masks", "gloves", "consumables", "operations", "drugs", "health systems",
     "healthcare systems", "health care systems")
)

#: Topics whose wordings count inside a longer wording of another topic ("coronavirus vaccine",
#: "malaria vaccine trials"): what is made or done, and against which disease, are two subjects.
_COMPOSABLE = frozenset(
    "covid-19 vaccines ebola malaria hiv-aids tuberculosis poliomyelitis measles cholera dengue"
    " influenza mpox viral-hepatitis".split()
)

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

    Labels that are too wide to look for ("hygiene") are left out. Wordings without a topic hold
    a topic's words and mean something else ("research institute").
    """
    more = tables.get("topic_wordings", {})
    for topic, row in tables.get("topics", {}).items():
        seen: set[str] = set()
        extra = more.get(topic, {"wordings": "", "too_wide": ""})
        too_wide = {fold_key(wording) for wording in extra["too_wide"].split("|")}
        for wording in (row["label"], *row["synonyms"].split("|"), *extra["wordings"].split("|")):
            if not wording or fold_key(wording) in too_wide:
                continue
            for variant in _variants(wording):
                if variant not in seen:
                    seen.add(variant)
                    yield Entry(TOPIC, variant, topic, cased=_is_acronym(variant))
    for wording in more.get("", {"wordings": ""})["wordings"].split("|"):
        yield Entry(TOPIC, wording, "")
    for name, row in tables.get("topic_classes", {}).items():
        seen = set()
        for wording in row["wordings"].split("|"):
            for variant in _spellings(wording):
                if variant not in seen:
                    seen.add(variant)
                    yield Entry(CUE, variant, name)


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
        elif not spelling.endswith("s"):
            yield spelling + "s"


def _spellings(wording: str) -> Iterator[str]:
    yield wording
    other = wording
    for british, american in _SPELLINGS:
        other = other.replace(british, american)
    if other != wording:
        yield other


#: Heads of names whose words say what the body is called, not what the text is about.
_NAME_HEADS = frozenset(
    "ministry department organization organisation authority agency administration corporation"
    " company group ltd inc plc pharma pharmaceutical pharmaceuticals society association union"
    " council board bank bureau times federation alliance secretary minister ministers ministries"
    " foundation committee commission directorate division university academy college institute"
    " initiative institutes fund gmbh office service services network school".split()
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


@dataclass(frozen=True, slots=True)
class _Cue:
    """Words of the classes `needs` within `within` tokens of each other mean `topic`, unless a
    word of the class `unless` stands in the same sentence. Only cues that lists share
    ("maternal, child and neonatal health") or that span a clause may reach over commas."""

    topic: str
    needs: tuple[str, ...]
    within: int
    unless: str = ""
    over_commas: bool = True


_CUES = (
    _Cue("medical-education", ("train", "staff"), 14),
    _Cue("medical-education", ("train", "nurses"), 14),
    _Cue("medical-education", ("train", "learner", "medical"), 14),
    _Cue("medical-education", ("build", "school", "medical"), 14),
    _Cue("medical-education", ("exchange", "learner"), 6),
    _Cue("surgery", ("surgeon", "operate"), 8),
    _Cue("nursing-midwifery", ("nurses", "send"), 14),
    _Cue("nursing-midwifery", ("nurses", "train"), 12),
    _Cue("health-workforce", ("staff", "send"), 10, "emergency"),
    _Cue("health-workforce", ("nurses", "send"), 10, "emergency"),
    _Cue("health-infrastructure", ("build", "facility"), 7, "school", over_commas=False),
    _Cue("local-production", ("produce", "product"), 9),
    _Cue("medicines-trade", ("commerce", "medicine"), 6, over_commas=False),
    _Cue("pharmaceuticals", ("medgive", "drug"), 6, over_commas=False),
    _Cue("patient-treatment-abroad", ("patient", "abroad"), 8),
    _Cue("patient-treatment-abroad", ("patient", "travel", "treatment"), 9),
    _Cue("surveillance-epidemiology", ("watch", "spread"), 7),
    _Cue("disaster-humanitarian-health", ("emergency", "relief"), 25),
    _Cue("hospital-management", ("run", "facility"), 6),
    _Cue("medical-tourism", ("tour", "patient"), 12),
    _Cue("communicable-diseases", ("infectious", "disease"), 5),
    _Cue("noncommunicable-diseases", ("chronic", "disease"), 5),
    _Cue("neglected-tropical-diseases", ("neglected", "disease"), 4),
    _Cue("maternal-health", ("mother", "wellbeing"), 5),
    _Cue("child-health", ("child", "wellbeing"), 5),
    _Cue("women-health", ("woman", "wellbeing"), 3),
    _Cue("regulation-quality", ("regulate", "regulated"), 5, over_commas=False),
    _Cue("research-innovation", ("research", "shared"), 5),
    _Cue("environment-climate-health", ("climate", "wellbeing"), 2, over_commas=False),
    _Cue("environment-climate-health", ("climate", "facility"), 3),
    _Cue("medical-devices", ("equipment", "equipped"), 0),
    _Cue("health-systems", ("healthsystem", "strengthen"), 5),
    _Cue("laboratory-services", ("lab", "build"), 6, over_commas=False),
    _Cue("laboratory-services", ("lab", "give"), 6, over_commas=False),
    _Cue("laboratory-services", ("lab", "train"), 8, over_commas=False),
    _Cue("recognition-qualifications", ("recognize", "credential"), 6),
    _Cue("border-health", ("recognize", "vaccinecert"), 6),
    _Cue("border-health", ("bordering", "borderhealth"), 4),
    _Cue("counterfeit-medicines", ("fake", "drug"), 3),
    _Cue("food-safety", ("food", "safety"), 3),
    _Cue("occupational-health", ("workers", "safety"), 4),
    _Cue("organ-transplantation", ("organ", "donor"), 3),
    _Cue("blood-transfusion", ("blood", "bloodwork"), 2),
    _Cue("health-financing", ("insurance", "insure"), 3),
    _Cue("health-policy", ("policy", "sector"), 3),
    _Cue("quality-patient-safety", ("quality", "hospitalcare"), 4),
    _Cue("electronic-health-records", ("electronic", "record"), 3),
    _Cue("refugee-migrant-health", ("refugee", "treat"), 8),
    _Cue("environment-climate-health", ("pollution", "wellbeing"), 6, over_commas=False),
    _Cue("health-promotion", ("awareness", "prevent"), 5),
    _Cue("injuries-road-safety", ("road", "accident"), 2),
    _Cue("substance-use-tobacco", ("addict", "rescue"), 5),
    _Cue("elderly-care", ("old", "caring"), 3),
    _Cue("genomics-precision-medicine", ("genes", "geneswork"), 3),
    _Cue("biosafety-biosecurity", ("biological", "threat"), 2),
    _Cue("outbreak-response", ("outbreak", "respond"), 6),
    _Cue("pandemic-preparedness", ("pandemic", "prepare"), 4, over_commas=False),
    _Cue("universal-health-coverage", ("universal", "cover"), 2),
    _Cue("primary-health-care", ("village", "primarycare"), 1),
    _Cue("telemedicine", ("distance", "consult"), 3),
    _Cue("clinical-trials", ("trial", "tested"), 6),
    _Cue("medical-tourism", ("tourism", "healing"), 3),
    _Cue("maternal-health", ("pregnancy", "midwife"), 4),
    _Cue("child-health", ("kids", "kidscare"), 3, over_commas=False),
    _Cue("radiology-imaging", ("scanner", "scan"), 4),
    _Cue("mental-health", ("mind", "caring"), 3),
    _Cue("neurological-disorders", ("brain", "hospitalcare"), 5),
    _Cue("cardiology-services", ("heart", "heartcare"), 2),
    _Cue("oncology-services", ("tumor", "tumorcare"), 6),
    _Cue("eye-health", ("eye", "eyecare"), 3),
    _Cue("zoonoses-one-health", ("animals", "animaldisease"), 3),
    _Cue("health-information-statistics", ("statistic", "statisticof"), 2, over_commas=False),
    _Cue("traditional-medicine", ("plants", "heal"), 2),
)

_BREAKS = frozenset((",", "–", ";", ":"))

#: The cues by the first class that they need.
_BY_FIRST: dict[str, list[_Cue]] = {}
for _cue in _CUES:
    _BY_FIRST.setdefault(_cue.needs[0], []).append(_cue)

#: The classes that a topic may need, by the first of them.
_NEEDS = {name: [frozenset(cue.needs) for cue in cues] for name, cues in _BY_FIRST.items()}
_NEEDS.setdefault("patient", []).append(frozenset({"patient", "facility"}))

#: Classes whose words are heads of names themselves.
_PLACES = frozenset(("facility", "school", "lab"))

#: So many tokens behind "treated" the country may be named.
_TREATED_REACH = 12
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
    first, covered, is_mask, staff_end = -1, -1, False, -1
    classes: dict[int, _Classes] = {}
    words, sentence_of = document.words, document.sentence_of
    telling = _sentences_with_cues(document, hits)
    for begin, end, entry in hits.plain(TOPIC):
        if words[begin - 1] == "-" and _is_negated(document, begin) or (
                end - begin == 1 and words[begin].isupper() and _is_initials(
                    document, begin, entry)):
            continue
        topic = entry.value
        if entry.kind == TOPIC:
            is_same_span = begin == first and end == covered and not is_mask
            if end <= covered and not is_same_span and topic not in _COMPOSABLE:
                continue
            if topic and not (words[begin][0].isupper()
                              and _is_in_name(document, begin, end, topic)):
                mentions.append(TopicMention(begin, end, topic, "topic-name"))
            if end > covered:
                first, covered, is_mask = begin, end, not topic
        elif sentence_of[begin] not in telling:
            continue
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
    return sorted(set(mentions), key=lambda m: (m.first, m.last, m.topic, m.rule))


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
        if entry.note in ("name", "demonym"):
            named.setdefault(document.sentence_of[first], []).append(
                (first, last, entry.value, entry.note))
    for index, by_class in classes.items():
        nations = named.get(index, [])
        if len(nations) < 2:
            continue
        yield from _find_treated_in(document, by_class, nations)
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
    """"Treated" and, a few words on, "in" a country, where people of another come before it."""
    keys = document.keys
    for first, last in by_class.get("treatedin", ()):
        for where, until, code, form in nations:
            begin = where - (keys[where - 1] == "the")
            if form == "name" and last < begin <= last + _TREATED_REACH \
                    and keys[begin - 1] == "in" and any(
                        n[3] == "demonym" and n[2] != code and n[1] <= first
                        and keys[n[1]:n[1] + 1] and keys[n[1]] in _PEOPLE for n in nations):
                yield TopicMention(first, until, "patient-treatment-abroad",
                                   "topic-treated-abroad", 0.9)


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
                near = _nearest(span, by_class[name], cue.within)
                if near is None:
                    break
                span = min(span[0], near[0]), max(span[1], near[1])
            else:
                if not cue.over_commas and not _BREAKS.isdisjoint(
                        document.words[span[0]:span[1]]):
                    continue
                yield TopicMention(*span, cue.topic, "topic-cue-" + "-".join(cue.needs), 0.9)
                break


def _nearest(span: tuple[int, int], places: list[tuple[int, int]],
             within: int) -> tuple[int, int] | None:
    """The place nearest to a span that does not overlap it, at most `within` tokens away."""
    best, best_gap = None, within + 1
    for place in places:
        gap = place[0] - span[1] if place[0] >= span[1] else span[0] - place[1]
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


#: What stands before the pandemic when it only dates or explains something else.
_CIRCUMSTANCE = frozenset(
    "during amid amidst since before after because due owing despite wake height peak once when"
    " while post until throughout following outbreak peaked".split()
)
#: What makes the disease the subject all the same.
_AGAINST = frozenset(
    "fight fighting against combat combating contain containing response respond tackle tackling"
    " prevent preventing prevention control overcome overcoming defeat battle battling struggle"
    " curb stop end ending confront confronting vaccine vaccines address addressing mitigate"
    " efforts spread help support cope".split()
)


#: Services, and the disease or group of people that they treat.
_SERVES = {"oncology-services": "cancer", "cardiology-services": "cardiovascular-diseases",
           "paediatric-services": "child-health"}
#: Narrower subjects of other branches of the thesaurus.
_NARROWER = {"medicines-trade": "pharmaceuticals", "organ-transplantation": "surgery"}

#: How much a mention speaks for its topic, by where it stands; a topic is chosen from CHOSEN on.
BESIDE, LEAD, ELSEWHERE, CUED, AGAIN, CHOSEN = 0.6, 0.5, 0.4, 0.2, 0.2, 0.6


def choose_topics(document: Document, mentions: Sequence[TopicMention],
                  claim_spans: Sequence[tuple[int, int]]) -> list[TopicMention]:
    """The mentions of those topics that the cooperation is about.

    `claim_spans` are the sentences that hold a claim; without any, every sentence counts. A
    parent beside its child is kept: coders name both.
    """
    sentences = document.sentence_of
    claimed = {sentences[first] for first, _ in claim_spans}
    for index, sentence in enumerate(document.sentences):
        # Items of a list go on with what the sentence before them says.
        if (sentence.is_bullet or sentence.is_heading) and index - 1 in claimed:
            claimed.add(index)
    lead = next((i for i, sentence in enumerate(document.sentences) if not sentence.is_title), 0)
    scores: dict[str, float] = {}
    seen: dict[str, set[int]] = {}
    for mention in mentions:
        if _is_circumstance(document, mention):
            continue
        index = sentences[mention.first]
        if document.sentences[index].is_title or index in claimed or not claimed:
            score = 1.0
        elif index - 1 in claimed or index + 1 in claimed:
            score = BESIDE
        elif index == lead:
            score = LEAD
        else:
            score = ELSEWHERE
        if mention.rule != "topic-name":
            score += CUED
        scores[mention.topic] = max(scores.get(mention.topic, 0.0), score)
        seen.setdefault(mention.topic, set()).add(index)
    chosen = {topic for topic, score in scores.items()
              if score + AGAIN * (len(seen[topic]) - 1) >= CHOSEN}
    for topic in sorted(chosen):
        # What is named only beside a narrower subject of another branch adds nothing to it.
        if any(_SERVES.get(other) == topic
               or (_NARROWER.get(other) == topic and seen[topic] <= seen[other])
               for other in chosen):
            chosen.discard(topic)
    return [m for m in mentions if m.topic in chosen]


def _is_circumstance(document: Document, mention: TopicMention) -> bool:
    """Does the pandemic only say when or why something else happened?"""
    if mention.topic != "covid-19":
        return False
    keys = document.keys
    sentence = document.sentences[document.sentence_of[mention.first]]
    for i in range(mention.first - 1, max(mention.first - 7, sentence.first) - 1, -1):
        if keys[i] in _AGAINST:
            return False
        if keys[i] in _CIRCUMSTANCE:
            return True
        if keys[i] in (",", ";"):
            return False
    return False
