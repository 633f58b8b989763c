"""From acts to claims: what one article says that parties did, do or mean to do.

    Acts + judgements + parties -> [Claim], pairs, rejections

Acts of one type between the same parties at one stage are one claim, however often the text
comes back to them; each mention adds its sentence to the evidence. A candidate that lacks a
second party, a health subject or a status does not become a claim; it is returned as a
Rejection that says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.extract._approval import APPROVING, find_approval
from kg.extract._candidate import Candidate
from kg.extract._warrant import lacking, sentences_of
from kg.extract.mentions import Actor
from kg.extract.text import Document
from kg.extract.verbs import VerbGroup
from kg.model import GIVING_ROLES, Claim, Quantity, Rejection, country_pairs

__all__ = ["Candidate", "as_signed", "claim_pairs", "make_claims", "taken_for_granted",
           "under_approval"]

#: The weight that a candidate must reach to become a claim: of 0.20 to 0.55 the one with the best
#: F1 of engagements on the learning half of the gold.
MIN_WEIGHT = 0.36

#: A stage whose parties the text leaves out must come this near to one whose parties it names.
_ECHO = 0.75

#: Acts that go with any cooperation and tell nothing of what it is about.
_COURTESIES = frozenset({"meeting", "visit"})

#: What stands in a list of its own right, not as a field of what was agreed.
_NO_FIELDS = frozenset({"agreement", "financing", "meeting", "visit"})

#: Verbs that bring goods and leave open whether they are given.
_BRINGING = frozenset({"supply", "arrive", "receive"})

#: Acts that are done in answer to an emergency.
_HELP = frozenset({"donation", "deployment", "financing", "trade", "infrastructure", "care"})

#: Acts that are done at one time: in the present tense a text says what they are for.
_GIVEN_ONCE = frozenset({"donation", "financing", "trade"})

#: Rules that only take note of an agreement; what became of it is told elsewhere.
_REFERENCES = frozenset({"noun.exists", "noun.bare", "noun.governed"})

#: Rules by which a noun takes its stage from any verb beside it.
_NOUN_RULES = frozenset({"noun.tense", "verb.present", "noun.governed", "noun.bare"})

#: What the two sides of a type with a direction are called (ontology, roles).
_ROLES = {"donation": ("donor", "recipient"), "response": ("donor", "recipient"),
          "infrastructure": ("donor", "recipient"), "financing": ("funder", "recipient"),
          "deployment": ("sender", "receiver"), "training": ("provider", "beneficiary"),
          "care": ("provider", "beneficiary"), "trade": ("supplier", "buyer")}

#: Fights and accidents between the people of two countries.
_HARM = frozenset("accident ambush ambushes attack attacks blast brawl clash clashes collision"
                  " crash explosion fighting firefight gunfire raid riot scuffle shelling shootout"
                  " shooting skirmish skirmishes strike strikes".split())

#: So many tokens behind a passive verb its agent may begin ("treated for burns by").
_NEAR_AGENT = 6


def make_claims(document: Document, candidates: Sequence[Candidate], keys: Sequence[str],
                actors: Sequence[Sequence[Actor]], home: str | None
                ) -> tuple[list[Claim], list[Rejection]]:
    """Join candidates into claims, in order of their first mention.

    What a claim rests on stands in its evidence: the trigger and the words for its status in
    the first quote, its parties there or in the quotes that follow. Only `home`, the country
    whose government publishes the article, may go unnamed. `keys[n]` is the key (i1, p2)
    of entity n, `actors` are those of each sentence. Two claims never share type, countries,
    status and modality.
    """
    rejected: list[Rejection] = []
    kept: dict[tuple[str, tuple[str, ...], str, str], list[Candidate]] = {}
    modifiers = _modifiers(document, candidates)
    for index, candidate in enumerate(candidates):
        act, judgement = candidate.act, candidate.judgement
        what = f"{act.type} {judgement.status or '?'} {'-'.join(candidate.parties.countries)}"
        if not judgement.status:
            rejected.append(Rejection(what, "no word says how far it got", act.rule))
        elif index in modifiers:
            rejected.append(Rejection(what, "only says which thing its sentence is about",
                                      act.rule))
        elif candidate.unnamed and candidate.unnamed != [home]:
            rejected.append(Rejection(what, "a party that nothing in the article names",
                                      act.rule))
        elif _is_field(document, candidate):
            rejected.append(Rejection(what, "a field of cooperation, in a list of fields",
                                      act.rule))
        elif _is_unaided(document, candidate):
            rejected.append(Rejection(what, "nobody is said to treat them", act.rule))
        elif candidate.weight < MIN_WEIGHT:
            rejected.append(Rejection(what, f"weight {candidate.weight} below {MIN_WEIGHT}",
                                      act.rule))
        elif lack := lacking(document, candidate, actors, home):
            rejected.append(Rejection(what, f"no quote holds its {', '.join(lack)}", act.rule))
        else:
            key = (act.type, candidate.parties.countries, judgement.status, judgement.modality)
            kept.setdefault(key, []).append(candidate)
    _drop_echoes(document, kept, rejected)
    claims = [_join(document, group, keys) for group in kept.values()]
    return claims, rejected


#: "Areas of cooperation include …", "in the fields of …": what follows are subjects, not acts.
_AREAS = frozenset({"areas", "fields", "aspects", "spheres", "domains"})
_LISTING = frozenset({"include", "includes", "included", "including", "cover", "covers", "covered",
                      "are", "were", "comprise", "comprises", "encompass", "encompasses", ":"})

#: Between "areas of cooperation" and the verb that lists them stand at most so many tokens.
_BEFORE_LIST = 9


def _is_field(document: Document, candidate: Candidate) -> bool:
    """Is an act only named in a list of the fields that a text is on (codebook: a memorandum's
    fields are topics)?"""
    act, keys = candidate.act, document.keys
    if act.type in _NO_FIELDS or not (act.noun or act.group is not None and act.group.tense in (
            "gerund", "base")):
        return False
    sentence = document.sentences[document.sentence_of[act.first]]
    for i in range(sentence.first, act.first):
        if keys[i] in _AREAS and "cooperation" in (keys[i - 1], *keys[i + 1:i + 4]):
            listing = next((j for j in range(i + 1, min(i + _BEFORE_LIST, act.first))
                            if keys[j] in _LISTING), -1)
            if listing > 0:
                return True
    return False


def _is_unaided(document: Document, candidate: Candidate) -> bool:
    """Is somebody treated, nobody knows by whom, in a sentence that names two countries for
    what hurt them ("a border clash in which soldiers were hurt and treated in hospital")?"""
    group = candidate.act.group
    sentence = document.sentences[document.sentence_of[candidate.act.first]]
    return candidate.act.type == "care" and candidate.parties.rule == "sentence" \
        and group is not None and (group.passive or group.tense == "participle") \
        and not _HARM.isdisjoint(document.keys[sentence.first:group.first]) \
        and "by" not in document.keys[group.last:group.last + _NEAR_AGENT]


def _modifiers(document: Document, candidates: Sequence[Candidate]) -> set[int]:
    """The candidates, by index, that tell once more of what the main verb of the sentence tells.

    "The doses given by Japan are to arrive in May" is one act, unless the participle has a date
    of its own; "has sent doctors, who work there" is one mission, at work (codebook, rule 3).
    """
    found: set[int] = set()
    finite: dict[tuple[int, str, tuple[str, ...]], list[int]] = {}
    keys = [(document.sentence_of[c.act.first], c.act.type, c.parties.countries)
            for c in candidates]
    for index, c in enumerate(candidates):
        if not c.act.noun and c.act.group is not None and c.judgement.status \
                and c.act.group.tense != "participle":
            finite.setdefault(keys[index], []).append(index)
    for index, c in enumerate(candidates):
        group = c.act.group
        if not c.act.noun and group is not None and group.tense == "participle" and any(
                other.act.first > c.act.last and other.judgement.status != c.judgement.status
                and c.date in (None, other.date)
                for other in (candidates[i] for i in finite.get(keys[index], ()))):
            found.add(index)
    for key, together in finite.items():
        if key[1] == "deployment" and any(
                candidates[i].judgement.status == "ongoing" for i in together):
            found |= {i for i in together if candidates[i].judgement.status == "completed"}
    return found


#: What says itself on what the parties cooperate.
_CONTAINING = frozenset({"agreement", "plan", "partnership"})


def _is_of_both(document: Document, group: Sequence[Candidate]) -> bool:
    """Is cooperation told of "the two countries"? "In cooperation with" tells only with whom
    something else is done."""
    keys = document.keys
    return any(c.act.rule in ("noun.cooperation", "encounter.cooperation")
               and not ("in" in keys[max(0, c.act.first - 2):c.act.first]
                        and keys[c.act.last] == "with")
               and c.parties.rule == "focus.both" and len(c.parties.countries) == 2
               and c.judgement.status != "ended" for c in group)


def _drop_echoes(document: Document,
                 kept: dict[tuple[str, tuple[str, ...], str, str], list[Candidate]],
                 rejected: list[Rejection]) -> None:
    """Remove what only echoes a better claim: a headline's wording of an act that the text
    tells, and general cooperation where the same parties do something more telling."""
    order = sorted(kept, key=lambda k: (max(c.weight for c in kept[k]), k))
    for key in order:
        kind, countries, status, _ = key
        group = kept[key]
        others = [k for k in kept if k != key and k[1] == countries]
        same = [k for k in others if k[0] == kind]
        titled = all(_in_title(document, c) for c in group)
        if titled and any(not all(_in_title(document, c) for c in kept[k]) for k in same):
            cause = "headline of an act that the text tells"
        elif kind == "cooperation" and any(k[0] not in _COURTESIES for k in others) and not (
                _is_of_both(document, group) and not any(k[0] in _CONTAINING for k in others)):
            cause = "general cooperation beside a telling act"
        elif status == "planned" and any(k[2] == "ended" and _share_sentence(
                document, group, kept[k]) for k in same):
            cause = "was planned, and ended before it began"
        elif kind == "deployment" and status == "planned" and all(
                c.act.verb_class == "serve" for c in group) and any(
                k[2] == "ongoing" and c.act.verb_class == "arrive" for k in same
                for c in kept[k]):
            cause = "what those who have arrived will do"
        elif kind == "deployment" and status == "completed" and all(
                c.act.verb_class == "host" for c in group) and any(
                k[2] == "ongoing" for k in same):
            cause = "the welcome of those who have come"
        elif kind in _GIVEN_ONCE and status == "ongoing" and same and all(
                c.judgement.rule == "verb.present" for c in group):
            cause = "what a gift is for, beside the gift"
        elif kind == "agreement" and same and all(
                c.judgement.rule in _REFERENCES for c in group) and any(
                c.judgement.rule not in _REFERENCES for k in same for c in kept[k]):
            cause = "refers to an agreement whose status the text tells"
        elif kind in ("infrastructure", "donation") and status in ("proposed", "planned") \
                and not any(_is_contracted(document, c) for c in group) and any(
                    k[0] == "financing" and _share_sentence(document, group, kept[k])
                    for k in others):
            cause = "works and goods under named money are the financing"
        elif status in ("proposed", "planned") and (kind == "infrastructure" or (
                kind in ("donation", "trade")
                and all(c.parties.rule.startswith("focus.") for c in group))) and any(
                    k[0] == "financing" for k in others) and not any(
                        _is_contracted(document, c) for c in group):
            cause = "works and goods under named money are the financing"
        elif kind not in _NO_FIELDS and status in ("proposed", "planned", "ongoing") and all(
                document.sentences[document.sentence_of[c.act.first]].is_bullet
                and c.parties.rule.startswith("focus.") for c in group) and any(
                    k[0] == "agreement" for k in others):
            cause = "a field of an agreement, in the list of its fields"
        elif kind == "donation" and all(c.act.verb_class in _BRINGING for c in group) and any(
                k[0] == "response" and k[2] == status and any(
                    c.act.rule.endswith("+relief") for c in kept[k]) for k in others):
            cause = "goods that the text calls relief"
        elif kind == "response" and all(c.act.rule == "noun.response" for c in group) and any(
                k[0] in _HELP and _share_sentence(document, group, kept[k]) for k in others):
            cause = "the purpose of an act that is told"
        elif kind == "financing" and any(c.act.is_twin for k in same for c in kept[k]) and all(
                c.act.noun and c.judgement.rule in _NOUN_RULES for c in group):
            cause = "speaks of money that an agreement is on"
        elif same and all(c.parties.rule.startswith("focus.") for c in group) and max(
                c.weight for c in group) < _ECHO * max(c.weight for k in same for c in kept[k]):
            cause = "another stage of the act is told with its parties"
        else:
            continue
        del kept[key]
        rejected.append(Rejection(f"{kind} {status} {'-'.join(countries)}", cause,
                                  group[0].act.rule))


def _share_sentence(document: Document, group: list[Candidate], other: list[Candidate]) -> bool:
    return bool({document.sentence_of[c.act.first] for c in group}
                & {document.sentence_of[c.act.first] for c in other})


def _is_contracted(document: Document, candidate: Candidate) -> bool:
    """Does the sentence speak of a contract for the works (codebook, rule 2)?"""
    sentence = document.sentences[document.sentence_of[candidate.act.first]]
    return bool({"contract", "contracts", "contractor", "contracted"}
                & set(document.keys[sentence.first:sentence.last]))


def _in_title(document: Document, candidate: Candidate) -> bool:
    return document.sentences[document.sentence_of[candidate.act.first]].is_title


def _join(document: Document, group: list[Candidate], keys: Sequence[str]) -> Claim:
    """One claim from the candidates that speak of the same act."""
    group = sorted(group, key=lambda c: (_in_title(document, c), -c.weight, c.act.first))
    best = group[0]
    sentences = dict.fromkeys([*(document.sentence_of[c.act.first] for c in group),
                               *(s for c in group for s in sentences_of(document, c))])
    evidence = tuple(document.cite(document.sentences[s].first, document.sentences[s].last)
                     for s in sentences)
    participants = sorted({keys[n] for c in group for n in c.parties.participants},
                          key=lambda key: (key[0], int(key[1:])))
    # The surest mention tells on which side a country stands; who opens a thing, hardly.
    parts: dict[str, str] = {}
    for candidate in sorted(group, key=lambda c: c.act.verb_class == "open"):
        giving, receiving = _ROLES.get(candidate.act.type, ("", ""))
        sides = {code: name for name, codes in ((giving, candidate.parties.givers),
                                                (receiving, candidate.parties.receivers))
                 for code in codes if name}
        if not parts or not any(parts.get(code, name) != name for code, name in sides.items()):
            parts |= sides
    quantities: dict[tuple[str, str], Quantity] = {}
    # What is asked for or offered is not pledged yet, what is under way may be half delivered.
    state = {"planned": "pledged", "completed": "delivered"}.get(best.judgement.status)
    for candidate in group:
        for q in candidate.quantities:
            quantities.setdefault((q.value, q.unit), Quantity(
                q.value, q.unit, document.cite(q.first, q.last), q.qualifier, state))
    topics = sorted({t.topic for c in group for t in c.topics})
    return Claim(
        type=best.act.type, status=best.judgement.status, countries=best.parties.countries,
        evidence=evidence, rule=f"{best.act.rule}/{best.judgement.rule}/{best.parties.rule}",
        detail=best.act.detail, status_detail=best.judgement.detail or None,
        participants=tuple(participants), roles=tuple(sorted(parts.items())), topics=tuple(topics),
        date=next((c.date for c in group if c.date), None),
        place=next((c.place for c in group if c.place), None),
        quantities=tuple(quantities.values()),
        attribution=next((c.attribution for c in group if c.attribution), None),
        modality=best.judgement.modality, confidence=best.weight)


#: So many sentences behind the offer or award that it is about an approval stands.
_LATER = 4


def under_approval(document: Document, candidates: Sequence[Candidate],
                   groups_in: Sequence[Sequence[VerbGroup]]) -> list[Candidate]:
    """The candidates of an article; where it reports a cabinet's approval, what it merely calls
    proposed is what was approved, and so is the money that it calls awarded before it tells of
    the approval. `groups_in` are the verb groups of each sentence."""
    approval = next((c.judgement.spans[-1] for c in candidates
                     if c.judgement.rule == "sentence.approved"), None)
    last = None
    for sentence, groups in zip(document.sentences, groups_in, strict=True):
        if any(g.lemma in APPROVING for g in groups):
            words = document.keys[sentence.first:sentence.last]
            if "cabinet" in words and "proposal" in words:
                last = find_approval(document, groups, sentence.first, sentence.last) or last
    read = []
    for c in candidates:
        span = approval if c.judgement.rule == "op.offer" else None
        if span is None and last is not None and _is_awarded(c) and 0 < document.sentence_of[
                last[0]] - document.sentence_of[c.act.first] <= _LATER:
            span = last
        if span is not None:
            c = replace(c, judgement=replace(
                c.judgement, status="planned", detail="agreed", rule="document.approved",
                spans=(*c.judgement.spans, span)))
        read.append(c)
    return read


def _is_awarded(candidate: Candidate) -> bool:
    """Is it an offer, or money given on no day, that a proposal may be about?"""
    return candidate.judgement.rule == "op.offer" or (
        candidate.act.type == "financing" and candidate.judgement.rule == "verb.past"
        and candidate.date is None)


#: So many sentences from its signing the money of an agreement is told.
_SIGNED_NEAR = 2


def as_signed(document: Document, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates of an article, with money that is told as given beside the agreement on
    it, signed by the same two, read as signed (codebook, rule 2)."""
    signings = [c for c in candidates if c.act.type == "agreement" and not c.act.is_twin
                and c.judgement.status == "signed" and c.judgement.modality == "asserted"
                and c.judgement.rule not in _NOUN_RULES]
    read = []
    for c in candidates:
        if c.act.type == "financing" and c.judgement.status == "completed" \
                and c.judgement.modality == "asserted":
            sentence = document.sentence_of[c.act.first]
            signing = next((s for s in signings if s.parties.countries == c.parties.countries
                            and abs(document.sentence_of[s.act.first] - sentence) <= _SIGNED_NEAR
                            and (s.date is None or c.date in (None, s.date))), None)
            if signing is not None:
                c = replace(c, judgement=replace(
                    c.judgement, status="signed", detail="signed", rule="document.signed",
                    spans=(*c.judgement.spans, *signing.judgement.spans)))
        read.append(c)
    return read


#: What a text that names it takes for granted, where nothing else tells how far it got.
_PRESUMED = frozenset({"financing", "training"})


def taken_for_granted(document: Document, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates of an article, with money and courses that are only named in passing
    ("opened thanks to a grant from Peru") read as completed; not where another sentence tells
    their stage, nor as the means of the sentence ("with the grant …")."""
    told = {(c.act.type, c.parties.countries) for c in candidates if c.judgement.status}
    read = []
    for c in candidates:
        if not c.judgement.status and c.act.noun and c.act.type in _PRESUMED \
                and c.judgement.rule in ("noun.governed", "noun.bare") \
                and (c.act.type, c.parties.countries) not in told \
                and "with" not in document.keys[max(0, c.act.first - 3):c.act.first]:
            c = replace(c, judgement=replace(c.judgement, status="completed",
                                             detail="completed", rule="noun.presumed"))
        read.append(c)
    return read


def claim_pairs(claims: Sequence[Claim]) -> list[tuple[str, str]]:
    """The pairs of countries that the claims come to (codebook, "pairs"): receivers of one
    giver make none among each other, nor does a joint act of many."""
    pairs: set[tuple[str, str]] = set()
    for claim in claims:
        givers = [code for code, role in claim.roles
                  if role in GIVING_ROLES and code in claim.countries]
        takers = [c for c in claim.countries if c not in givers]
        if len(givers) > 1 and len(takers) == 1:
            pairs |= {(min(g, takers[0]), max(g, takers[0])) for g in givers}
        elif len(givers) == 1 and len(claim.countries) > 2:
            pairs |= {(min(givers[0], c), max(givers[0], c))
                      for c in claim.countries if c != givers[0]}
        else:
            pairs |= set(country_pairs(claim.countries))
    return sorted(pairs)
