"""Is an article about cooperation in health between actors of two countries, or of a country and
an international organisation?

    Document, hits -> bool (a sure no)        Document, what was found, claims -> Relevance

Cheap stages first, each with a sure no: of a text without a word of `telling_words` nothing else
need be read; `may_be_relevant` looks at the hits of the lexicon, and turns away what names no
health subject or no second actor. The final one weighs the claims, and how much of the text is
about health. What the cooperation is, the claims say; here only whether the article has any.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.extract.countries import KIND as COUNTRY
from kg.extract.lexicon import Entry, Hit, Hits
from kg.extract.mentions import CountryMention, TopicMention
from kg.extract.text import Document, look_up_words, tokenize
from kg.model import Claim

__all__ = [
    "Relevance", "health_of_sentences", "is_on_health", "judge", "may_be_relevant",
    "relevance_entries", "telling_words",
]

_Tables = Mapping[str, Mapping[str, Mapping[str, str]]]

HEALTH = "health"

#: An article at or above this score is relevant (chosen on the learning half of the gold).
THRESHOLD = 0.46


#: With at least this share of its sentences on health an article is on health as a whole.
HEALTH_SHARE = 0.34


#: With this share a country and an international body in sentences beside each other will do.
BODY_SHARE = 0.6

#: So many tokens behind "cooperation" its fields may reach.
FIELD_REACH = 15


#: What an international body gives to the country that an article is about.
_GIVING = frozenset("received donated delivered supplied handed donation".split())
_GIVEN = 0.5


#: What has a health that no doctor sees to ("the health of the national economy").
_FIGURATIVE = frozenset(
    "economy economies market markets bank banks banking finances democracy democracies company"
    " companies business businesses industry currency dollar euro budget alliance relationship"
    " soil soils ocean oceans forest forests river rivers reef reefs".split())

#: Words of sport: with two of them sides that meet are teams.
_SPORT = frozenset(
    "striker strikers goalkeeper midfielder defender winger batsman bowler coach qualifier"
    " qualifiers semi-final semi-finals quarter-final kick-off half-time penalty pitch wicket"
    " scorer scored scoring midfield football footballer footballers soccer rugby cricket".split())

#: Measures of one state against another; to trade under them is no cooperation.
_AGAINST = frozenset({"tariff", "tariffs", "embargo"})


@dataclass(frozen=True, slots=True)
class Relevance:
    """The verdict, its score from 0 to 1, the tokens that speak most for it, and the rule."""

    relevant: bool
    score: float
    span: tuple[int, int] | None
    rule: str


def relevance_entries(tables: _Tables) -> Iterator[Entry]:
    """The words of health_terms.csv: of health (strong or weak), of acts, and wordings that only
    hold such a word ("drug trafficking")."""
    for wording, row in tables.get("health_terms", {}).items():
        yield Entry(HEALTH, wording, row["weight"])


def may_be_relevant(document: Document, hits: Hits) -> bool:
    """False only where the answer is surely no: no word of health, or no country or body."""
    if not hits.plain(COUNTRY) and not hits.plain("institution"):
        return False
    return any(entry.value in ("strong", "weak") for _, _, entry in hits.plain(HEALTH)) or any(
        entry.kind == "topic" for _, _, entry in hits.plain("topic"))


def health_of_sentences(document: Document, hits: Hits) -> list[float]:
    """For each sentence, how much it speaks of health: 1 for a sure word, 0.5 for one that may
    mean something else, 0 for none."""
    health = [0.0] * len(document.sentences)
    covered = 0
    for first, last, entry in hits.plain(HEALTH):
        if first >= covered:
            weight = entry.value
            if weight == "mask" or _is_figurative(document, first, last):
                covered = last
            elif weight == "strong":
                health[document.sentence_of[first]] = 1.0
            elif weight == "weak":
                index = document.sentence_of[first]
                health[index] = health[index] or 0.5
    return health


def _is_figurative(document: Document, first: int, last: int) -> bool:
    """Is it the health of something that has none ("the health of the national economy")?"""
    keys = document.keys
    return keys[first:last + 1] == ["health", "of"] \
        and not _FIGURATIVE.isdisjoint(keys[last + 1:last + 5])


def judge(document: Document, hits: Hits, countries: Sequence[CountryMention],
          topics: Sequence[TopicMention], claims: Sequence[Claim] = ()) -> Relevance:
    """The verdict on an article, from its claims where they stand in sentences on health, else
    from its sentences alone."""
    health = health_of_sentences(document, hits)
    best = _judge_claims(document, hits, health, claims)
    if not best.relevant:
        other = _judge_sentences(document, hits, countries, health)
        best = other if other.score > best.score else best
    if best.relevant and (not is_on_health(health) or _is_match(document, claims)):
        return replace(best, relevant=False)
    return best


def is_on_health(health: Sequence[float]) -> bool:
    """Does any sentence speak of health for sure? Words that may mean something else ("care",
    "drug") make no article relevant."""
    return 1.0 in health


def _is_match(document: Document, claims: Sequence[Claim]) -> bool:
    """Is it a report on sport, in which only teams meet?"""
    return bool(claims) and all(claim.type == "meeting" for claim in claims) \
        and len(_SPORT.intersection(document.keys)) > 1


def telling_words(tables: _Tables) -> frozenset[str]:
    """Words of which every relevant article has one, as `look_up_words` gives them: for each
    wording that is surely of health, itself or the longest word in it."""
    wordings = [[run for word in tokenize(wording) for run in look_up_words(word)]
                for wording, row in tables.get("health_terms", {}).items()
                if row["weight"] == "strong"]
    telling = {runs[0] for runs in wordings if len(runs) == 1}
    for runs in wordings:
        if telling.isdisjoint(runs):
            telling.add(max(runs, key=lambda run: (len(run), run)))
    return frozenset(telling)


def _judge_claims(document: Document, hits: Hits, health: Sequence[float],
                  claims: Sequence[Claim]) -> Relevance:
    """The claim that speaks most for relevance: how much its sentences are about health. What
    claims have for a confidence here is their weight still (`calibration`)."""
    title = max((health[i] for i, s in enumerate(document.sentences) if s.is_title), default=0.0)
    # A sentence beside one on health shares its subject in an article on health, not elsewhere.
    share = sum(1 for value in health if value) / max(1, len(health))
    shared = 0.7 if title or share >= HEALTH_SHARE else 0.4
    bodies = {document.sentence_of[first] for first, _, entry in hits.plain(HEALTH)
              if entry.value == "body" and document.is_capital(first)}
    score, span = 0.0, None
    for claim in claims:
        if claim.modality == "denied" and claim.type == "agreement":
            continue
        for evidence in claim.evidence:
            start = evidence.start + (0 if evidence.field == "title" else document.body)
            token = bisect_right(document.starts, start) - 1
            index = document.sentence_of[max(token, 0)]
            beside = max(health[max(0, index - 1):index + 2], default=0.0)
            about = max(health[index], shared * beside, 0.6 * title)
            value = about * (0.6 + 0.4 * claim.confidence)
            if len(claim.countries) < 2 and index not in bodies:
                # With one country the other side must be an international body.
                value *= 0.6
            if value > score:
                sentence = document.sentences[index]
                score, span = value, (sentence.first, sentence.last)
    return Relevance(score >= THRESHOLD, round(score, 4), span, "relevance-claims")


def _is_body(document: Document, hit: Hit) -> bool:
    """An international organisation, by the table of health_terms.csv."""
    return hit.entry.value == "body" and document.is_capital(hit.first)


def _judge_sentences(document: Document, hits: Hits,
                     countries: Sequence[CountryMention], health: Sequence[float]) -> Relevance:
    """Without claims: two countries, or one and an international body, with a word of health
    and an act in one sentence or two that follow each other."""
    acts: set[int] = set()
    fields = _fields_of_cooperation(document, hits)
    named: dict[int, set[str]] = {}
    for hit in hits.of(HEALTH):
        index = document.sentence_of[hit.first]
        if hit.entry.value in ("act", "coop"):
            acts.add(index)
        elif _is_body(document, hit):
            named.setdefault(index, set()).add("body")
    for mention in countries:
        if mention.form != "city":
            named.setdefault(document.sentence_of[mention.first], set()).add(mention.code)
    best, span = 0.0, None
    share = sum(1 for value in health if value) / max(1, len(health))
    on_health = share >= BODY_SHARE
    for index, sentence in enumerate(document.sentences):
        codes = named.get(index, set())
        if not health[index] or index not in acts and "body" not in codes:
            continue
        near_by = document.sentences[max(0, index - 2):index + 2]
        if not _AGAINST.isdisjoint(document.keys[near_by[0].first:near_by[-1].last]):
            continue
        around = codes | named.get(index - 1, set()) | named.get(index + 1, set())
        near = 0.5 if index in fields or on_health and "body" in around else 0.45
        score = 0.0
        if index in acts:
            score = health[index] * (0.8 if len(codes) > 1 else near if len(around) > 1 else 0.0)
        if "body" in codes and countries and not _GIVING.isdisjoint(
                document.keys[sentence.first:sentence.last]):
            # "From the WHO the country has received 700,000 doses."
            score = max(score, _GIVEN * health[index])
        if score > best:
            best, span = score, (sentence.first, sentence.last)
    return Relevance(best >= THRESHOLD, round(best, 4), span, "relevance-sentences")


def _fields_of_cooperation(document: Document, hits: Hits) -> set[int]:
    """The sentences that name health as a field of cooperation ("cooperation in science,
    education and health care")."""
    fields: set[int] = set()
    until = -1
    for hit in hits.of(HEALTH):
        if hit.entry.value == "coop":
            sentence = document.sentences[document.sentence_of[hit.first]]
            until = min(hit.last + FIELD_REACH, sentence.last)
        elif hit.entry.value == "strong" and hit.first < until:
            fields.add(document.sentence_of[hit.first])
    return fields
