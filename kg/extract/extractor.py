"""All steps of extraction in their order: one article in, its facts out.

    Article + Lexicon -> Facts

No file, no network, no clock: `load_lexicon` reads the tables once, `extract` is a function of
its arguments. Everything a fact rests on is cited from the article, so a quote cannot differ
from the text.
"""

from __future__ import annotations

import csv
import gc
import hashlib
import io
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from typing import Protocol

from kg import __version__
from kg.extract._money import financing_twins, money_named, sales_named
from kg.extract.actors import find_actors, find_focus, small_blocs
from kg.extract.acts import Act, act_entries, find_acts, frame_table
from kg.extract.calibration import Calibration
from kg.extract.capacities import find_capacities, quote_of
from kg.extract.circumstances import date_of, quantities_of, seen_from, speaker_of
from kg.extract.claims import (
    MIN_WEIGHT,
    Candidate,
    as_signed,
    claim_pairs,
    make_claims,
    taken_for_granted,
    under_approval,
)
from kg.extract.clauses import Clauses, find_clauses
from kg.extract.countries import (
    country_entries,
    find_countries,
    find_home,
    publisher_country,
)
from kg.extract.dates import find_dates
from kg.extract.encounters import find_encounters, is_vague, refine_cooperation
from kg.extract.lexicon import Hit, Hits, Lexicon
from kg.extract.links import find_links
from kg.extract.lists import counted_parties, find_counted, find_lists, list_parties
from kg.extract.mentions import (
    Actor,
    CountryMention,
    NamedEntity,
    NameMention,
    QuantityMention,
    TopicMention,
)
from kg.extract.names import find_names, name_entries
from kg.extract.parties import TRANSFERS, find_parties, find_support, split_parties
from kg.extract.quantities import find_quantities
from kg.extract.relevance import (
    health_of_sentences,
    is_on_health,
    judge,
    may_be_relevant,
    relevance_entries,
    telling_words,
)
from kg.extract.status import find_operators, judge_act
from kg.extract.text import Document, by_sentence, look_up_words, read_document
from kg.extract.topic_choice import choose_topics
from kg.extract.topics import find_topics, topic_entries
from kg.extract.verbs import VerbTable, find_verb_groups
from kg.model import (
    Article,
    Capacity,
    Claim,
    CountryFact,
    Evidence,
    Facts,
    Institution,
    Person,
    Quantity,
    TopicFact,
)
from kg.resources import data_path

__all__ = ["EXTRACTOR", "BroughtNames", "RuleLexicon", "extract", "is_relevant", "load_lexicon"]

#: What the facts name as their finder, before the digest of the tables it was given.
EXTRACTOR = f"rules/{__version__}"

#: The tables that extraction reads; the first column of each is the id of a row.
_TABLES = (
    "country_names", "country_metonyms", "country_blocs", "cities", "institutions", "topics",
    "topic_classes", "topic_wordings", "health_terms", "verbs", "act_objects", "act_nouns",
    "act_nominals", "act_frames", "status_phrases", "offices", "institution_heads",
    "given_names", "name_words", "news_agencies", "outlets",
    "leaders", "name_traditions", "confidence",
)

#: At most so many quotes of one entity or topic are kept: the first ones.
_MAX_EVIDENCE = 5


class BroughtNames(Protocol):
    """Names of institutions that a user brings, more than a lexicon should hold."""

    #: What stands for all of them: the same digest, the same names.
    digest: str

    def find_hits(self, document: Document) -> Iterable[Hit]:
        """Those that stand in a document, of kind `institution`."""


class RuleLexicon(Lexicon):
    """The lexicon with the verbs and the act frames that the rules need.

    `name` is what facts found with it name as their finder: program, version, and a digest of
    the tables, so that an edited table counts as another finder. `brought` are the names of
    institutions that a user brings.
    """

    def __init__(self, tables: dict[str, dict[str, dict[str, str]]],
                 name: str = EXTRACTOR, brought: BroughtNames | None = None) -> None:
        super().__init__(chain(country_entries(tables), topic_entries(tables),
                               name_entries(tables), act_entries(tables),
                               relevance_entries(tables)), tables)
        self.name = name
        self.verbs = VerbTable(tables["verbs"])
        self.frames = frame_table(tables)
        #: What the weights that rules give their facts come to; see `calibration`.
        self.calibration = Calibration.from_table(tables.get("confidence", {}))
        self.blocs = small_blocs(tables["country_blocs"])
        #: News agencies, casefolded: they write for readers everywhere.
        self.agencies = frozenset(
            name.casefold() for row in tables["news_agencies"].values()
            for name in (row["name"], *row["aliases"].split("|")) if name)
        #: See `relevance.telling_words`.
        self.telling = telling_words(tables)
        self.brought = brought

    def find_hits(self, document: Document) -> Hits:
        """Every entry in the document, and every name that the user brought."""
        hits = super().find_hits(document)
        if self.brought is not None:
            hits.add("institution", self.brought.find_hits(document))
        return hits


def load_lexicon(brought: BroughtNames | None = None) -> RuleLexicon:
    """Read the tables of data/ into a lexicon. Takes a fraction of a second; do it once.

    `brought` are names of institutions that a user brings (`kg.registry.open_index`).
    """
    tables: dict[str, dict[str, dict[str, str]]] = {}
    digest = hashlib.sha256()
    for name in _TABLES:
        text = data_path(f"{name}.csv").read_text(encoding="utf-8")
        digest.update(f"{name}\n{text}".encode())
        rows = csv.DictReader(io.StringIO(text))
        column = (rows.fieldnames or [""])[0]
        tables[name] = {row[column]: row for row in rows}
    if brought is not None:
        digest.update(f"brought\n{brought.digest}".encode())
    return RuleLexicon(tables, f"{EXTRACTOR}+{digest.hexdigest()[:8]}", brought)


def extract(article: Article, lexicon: RuleLexicon) -> Facts:
    """The facts of one article. Deterministic; time is linear in the length of the text."""
    # All that is made for an article is needed until it is read. The garbage collector would
    # look through it time and again, and find nothing.
    is_collected = gc.isenabled()
    gc.disable()
    try:
        return _extract(article, lexicon)
    finally:
        if is_collected:
            gc.enable()


def is_relevant(article: Article, lexicon: RuleLexicon) -> bool:
    """Is an article about cooperation in health, as `extract` says, but far sooner?

    What has no word of health costs one look at its words, what speaks of health in one country
    a reading of its names. In a day's news that is nearly all, so a stream can be filtered.
    """
    if lexicon.telling.isdisjoint(look_up_words(article.text)) and (
            lexicon.telling.isdisjoint(look_up_words(article.title))):
        return False
    return _extract(article, lexicon, only_relevance=True).relevant


def _extract(article: Article, lexicon: RuleLexicon, *, only_relevance: bool = False) -> Facts:
    document = read_document(article)
    hits = lexicon.find_hits(document)
    if not may_be_relevant(document, hits) or only_relevance and not is_on_health(
            health_of_sentences(document, hits)):
        return Facts(article.id, relevant=False, extractor=lexicon.name)
    quantities = find_quantities(document)
    dates = find_dates(document)
    countries = find_countries(document, hits, quantities)
    home = find_home(document, countries, lexicon)
    names = find_names(document, hits, countries, dates, home=home,
                       publisher=publisher_country(article, lexicon))
    topics = find_topics(document, hits)

    masked = bytearray(len(document.keys) + 1)
    offices = bytearray(masked)
    for mention in names.mentions:
        if mention.form != "office":
            masked[mention.first:mention.last] = b"\1" * (mention.last - mention.first)
    for entity in names.entities:
        if entity.role_span is not None:
            first, last = entity.role_span
            masked[first:last] = b"\1" * (last - first)
            offices[first:last] = masked[first:last]
    for mention in names.mentions:
        entity = names.entities[mention.entity]
        if entity.kind == "institution" and entity.type != "hospital":
            offices[mention.first:mention.last] = b"\1" * (mention.last - mention.first)
    # What an official or an institution is in charge of is no subject of the news.
    topics = [t for t in topics if not (offices[t.first] and offices[t.last - 1])]
    groups = find_verb_groups(document, lexicon.verbs, masked)
    clauses = find_clauses(document, groups)
    operators = find_operators(hits, groups)
    actors = find_actors(document, countries, names.entities, names.mentions, lexicon.blocs)
    starts = [a.first for a in actors]
    readers = _readers(article, lexicon)
    if home is None and any(a.code == readers for a in actors if a.code is not None):
        home = readers  # somebody acts for it, though the text does not name it
    focus = find_focus(document, actors, home, readers)
    # What is looked up once per act is sorted by sentence once.
    groups_in, operators_in = by_sentence(document, groups), by_sentence(document, operators)
    actors_in, topics_in = by_sentence(document, actors), by_sentence(document, topics)
    dates_in, quantities_in = by_sentence(document, dates), by_sentence(document, quantities)
    names_in, countries_in = by_sentence(document, names.mentions), by_sentence(document, countries)
    named: dict[str, list[int]] = {}
    for actor in actors:
        places = named.setdefault(actor.code or "", [])
        if not places or places[-1] != document.sentence_of[actor.first]:
            places.append(document.sentence_of[actor.first])
    health = _spread_health(document, health_of_sentences(document, hits), topics)

    # Leaders who meet seldom speak of health in the sentence that says so.
    diplomatic = 1.0 if any(h >= 1.0 for h in health) else 0.0
    candidates: list[Candidate] = []
    told: list[tuple[str, ...]] = []
    flows: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    lists = find_lists(document, actors_in, groups_in)
    sites = [(m.first, m.last, "site") for m in names.mentions
             if names.entities[m.entity].type == "hospital" and m.form == "full"]
    sites += [(m.first, m.last, "people") for m in countries
              if m.form == "demonym" and document.keys[m.last - 1].endswith("ns")
              and not masked[m.first]]
    acts = find_acts(document, hits, groups, clauses, lexicon.frames, quantities, masked, sites)
    comings = {a.first for a in acts if a.verb_class == "arrive" and a.type != "visit"
               or a.rule == "act.attend+event"}
    acts += find_encounters(document, groups, clauses, actors, names.entities, comings)
    acts = [refine_cooperation(document, a, actors_in[document.sentence_of[a.first]],
                               names.entities, clauses) for a in acts]
    acts = sales_named(document, money_named(document, acts, quantities))
    acts += financing_twins(document, acts, quantities)
    counted = find_counted(document, actors_in,
                           {document.sentence_of[a.first] for a in acts if a.type == "donation"})
    for act in sorted(acts, key=lambda a: (a.first, a.last, a.type)):
        sentence = document.sentence_of[act.first]
        parties = list_parties(act, actors_in[sentence], lists.get(sentence), focus) \
            or find_parties(document, act, groups_in[sentence], clauses, actors, starts, focus,
                            told, flows)
        if parties is None:
            continue
        if parties.rule.startswith("focus") and is_vague(document, act):
            continue
        sides = split_parties(act, parties)
        sides += counted_parties(act, parties, counted.get(sentence))
        if not parties.rule.startswith("focus") or len(sides) > 1:
            told += [side.countries for side in sides]
            if act.type in TRANSFERS and parties.givers and parties.receivers:
                flows.append((parties.givers, parties.receivers))
        judgement = judge_act(document, act, groups_in[sentence], clauses,
                              operators_in[sentence])
        when = date_of(dates_in[sentence], act, judgement, groups_in[sentence], clauses,
                       article.date)
        judgement = seen_from(judgement, when, article.date)
        for side in sides:
            support, unnamed = find_support(side, named, sentence)
            if parties.rule == "list":
                support = list(lists[sentence].sentences)
            elif side.rule == "list":
                support = sorted({*support, *counted[sentence].sentences})
            candidates.append(Candidate(
                act, judgement, side,
                max(health[sentence], 0.7 * diplomatic) if act.type in ("meeting", "visit")
                else health[sentence],
                topics=topics_in[sentence],
                place=_place(document, countries_in[sentence], act, clauses),
                date=when,
                quantities=quantities_of(document, quantities_in[sentence], act),
                attribution=speaker_of(document, act, groups_in[sentence], names_in[sentence],
                                       names.entities),
                support=support, unnamed=unnamed))

    candidates = as_signed(document, taken_for_granted(
        document, under_approval(document, candidates, groups_in)))
    keys = _keys(names.entities, names.mentions)
    claims, rejected = make_claims(document, candidates, keys, actors_in, home)
    spans = [_sentence_span(document, c.act.first) for c in candidates
             if c.judgement.status and c.weight >= MIN_WEIGHT]
    verdict = judge(document, hits, countries, topics, claims)
    if not verdict.relevant:
        return Facts(article.id, relevant=False, relevance=verdict.score, rejected=tuple(rejected),
                     extractor=lexicon.name)
    if only_relevance:
        return Facts(article.id, relevant=True, relevance=verdict.score, extractor=lexicon.name)
    institutions, people = _entities(document, names.entities, names.mentions, keys)
    chosen = choose_topics(document, topics, spans)
    topic_facts = _topic_facts(document, chosen)
    known = {t.topic for t in topic_facts}
    claims = [replace(c, topics=tuple(t for t in c.topics if t in known)) for c in claims]
    return lexicon.calibration.apply(Facts(
        article=article.id, relevant=True, relevance=verdict.score,
        countries=_country_facts(document, claims, actors),
        pairs=tuple(claim_pairs([c for c in claims if c.modality in ("asserted", "historical")])),
        institutions=institutions, people=people, claims=tuple(claims), topics=topic_facts,
        links=tuple(find_links(document, candidates, actors_in, groups_in, clauses, health,
                               names.entities, keys, lexicon.blocs)),
        capacities=_capacities(document, quantities, countries, home, names.entities,
                               names.mentions),
        rejected=tuple(rejected), extractor=lexicon.name))


def _readers(article: Article, lexicon: RuleLexicon) -> str | None:
    """The country whose people an outlet writes for; None for a news agency."""
    if (article.publisher or "").casefold() in lexicon.agencies:
        return None
    return publisher_country(article, lexicon)


def _sentence_span(document: Document, token: int) -> tuple[int, int]:
    sentence = document.sentences[document.sentence_of[token]]
    return sentence.first, sentence.last


def _spread_health(document: Document, own: Sequence[float],
                   topics: Sequence[TopicMention]) -> list[float]:
    """How surely each sentence is about health, 0 to 1: its own words, else its neighbours'
    and the share of the whole article."""
    own = list(own)
    for topic in topics:
        own[document.sentence_of[topic.first]] = 1.0
    count = len(own)
    share = sum(own) / count if count else 0.0
    title = max((own[i] for i, s in enumerate(document.sentences) if s.is_title), default=0.0)
    whole = min(1.0, share * 1.2 + 0.3 * title)
    health = []
    for index in range(count):
        beside = max(own[max(0, index - 1):index + 2], default=0.0)
        health.append(max(own[index], whole * (1.0 if beside else 0.8)))
    return health


def _place(document: Document, countries: Sequence[CountryMention], act: Act,
           clauses: Clauses) -> str | None:
    """The place that a sentence gives its act: a city or country after "in" or "at", in the
    act's clause if there is one, and the nearest to it."""
    places = [m for m in countries
              if m.first > 0 and document.keys[m.first - 1] in ("in", "at")
              and m.form in ("capital", "city", "name")]
    if not places:
        return None
    best = min(places, key=lambda m: (not clauses.same(m.first, act.first),
                                      m.first < act.first, abs(m.first - act.first)))
    return document.surface(best.first, best.last)


def _keys(entities: Sequence[NamedEntity], mentions: Sequence[NameMention]) -> list[str]:
    """A key for each entity: i1, i2, … and p1, p2, … in order of first mention."""
    order = dict.fromkeys(m.entity for m in sorted(mentions, key=lambda m: (m.first, m.last)))
    order.update(dict.fromkeys(range(len(entities))))
    keys = [""] * len(entities)
    counts = {"institution": 0, "person": 0}
    for number in order:
        kind = entities[number].kind
        counts[kind] += 1
        keys[number] = f"{kind[0]}{counts[kind]}"
    return keys


def _entities(document: Document, entities: Sequence[NamedEntity],
              mentions: Sequence[NameMention], keys: Sequence[str]
              ) -> tuple[tuple[Institution, ...], tuple[Person, ...]]:
    """The institutions and people as facts, each with where it is named."""
    quotes: dict[int, list[Evidence]] = {}
    for mention in mentions:
        found = quotes.setdefault(mention.entity, [])
        if len(found) < _MAX_EVIDENCE:
            found.append(document.cite(mention.first, mention.last))
    institutions, people = [], []
    for number, entity in enumerate(entities):
        if entity.boilerplate or number not in quotes:
            continue
        evidence = tuple(quotes[number])
        aliases = tuple(dict.fromkeys(a for a in entity.aliases if a != entity.name))
        if entity.kind == "institution":
            institutions.append(Institution(
                keys[number], entity.name, entity.type or "other", entity.country, aliases,
                evidence, entity.rule, entity.confidence, entity.registry_id))
        else:
            if entity.role_span is not None:
                evidence += (document.cite(*entity.role_span),)
            employer = keys[entity.employer] if entity.employer is not None else None
            people.append(Person(keys[number], entity.name, entity.role, entity.country, aliases,
                                 evidence, entity.rule, entity.confidence, employer))
    institutions.sort(key=lambda i: int(i.key[1:]))
    people.sort(key=lambda p: int(p.key[1:]))
    return tuple(institutions), tuple(people)


def _topic_facts(document: Document, chosen: Sequence[TopicMention]) -> tuple[TopicFact, ...]:
    found: dict[str, list[TopicMention]] = {}
    for mention in chosen:
        found.setdefault(mention.topic, []).append(mention)
    return tuple(
        TopicFact(topic, tuple(document.cite(m.first, m.last) for m in ms[:_MAX_EVIDENCE]),
                  ms[0].rule, max(m.confidence for m in ms))
        for topic, ms in sorted(found.items()))


def _country_facts(document: Document, claims: Sequence[Claim],
                   actors: Sequence[Actor]) -> tuple[CountryFact, ...]:
    """The countries that are parties to a claim, each with where it is named; a country that
    the text never names (the publisher's own) is cited with the claim's own words."""
    best: dict[str, Claim] = {}
    for claim in claims:
        if claim.modality not in ("asserted", "historical"):
            continue
        for code in claim.countries:
            if code not in best or claim.confidence > best[code].confidence:
                best[code] = claim
    facts = []
    places: dict[str | None, list[Actor]] = {}
    for actor in actors:
        places.setdefault(actor.code, []).append(actor)
    for code in sorted(best):
        named = places.get(code, [])[:_MAX_EVIDENCE]
        evidence = tuple(dict.fromkeys(document.cite(a.first, a.last) for a in named))
        facts.append(CountryFact(
            code, evidence or best[code].evidence[:1],
            f"country.{named[0].form}" if named else "country.inferred", best[code].confidence))
    return tuple(facts)


def _capacities(document: Document, quantities: Sequence[QuantityMention],
                countries: Sequence[CountryMention], home: str | None,
                entities: Sequence[NamedEntity], mentions: Sequence[NameMention]
                ) -> tuple[Capacity, ...]:
    """The claims about countries' own means; "he" who says so is the person last named."""
    people = [m for m in mentions if entities[m.entity].kind == "person"]
    starts = [m.first for m in people]
    facts = []
    for found in find_capacities(document, quantities, countries, home):
        q = found.quantity
        speaker = found.attribution
        if speaker is not None and document.keys[speaker[0]] in ("he", "she"):
            before = bisect_left(starts, speaker[0])
            speaker = (people[before - 1].first, people[before - 1].last) if before else None
        attribution = document.surface(*speaker) if speaker else None
        facts.append(Capacity(found.country, Quantity(
            q.value, q.unit, document.cite(*quote_of(document, found, countries)),
            q.qualifier), found.rule,
            attribution))
    return tuple(facts)
