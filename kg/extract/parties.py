"""Who takes part in an act: the countries that are parties to it, and who acts for them.

    Document, mentions, Act -> Parties

Parties stand in the act's own clause or sentence; where a text leaves one out ("the two
countries", "the ministry signed") the article's focus fills it in, and the result says so.
A country that is only the scene, the origin of a thing, or one of a list of examples is none.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from kg.extract._partners import (
    country_of_pronoun,
    lists_of,
    organisation_of_pronoun,
    other_end,
    own_partners,
    star_of,
    told_center,
    told_hub,
)
from kg.extract._roles import DIRECTED, TRANSFERS, agents_of, direction_of, roles_of, says_jointly
from kg.extract.actors import Focus
from kg.extract.acts import Act
from kg.extract.clauses import Clauses
from kg.extract.mentions import Actor
from kg.extract.text import Document, Sentence
from kg.extract.verbs import VerbGroup
from kg.model import MAX_PARTIES

__all__ = ["TRANSFERS", "Parties", "find_parties", "find_support", "says_both",
           "split_parties"]

#: A country with less than this share of the leading country's weight is a bystander unless
#: it stands in the act's own clause.
_BYSTANDER_SHARE = 0.2

#: Beside an international organisation a country that the sentence leaves out is meant only
#: with this share of the leading country's weight.
_OTHER_SIDE = 0.4

#: With this share of the leading country's weight the country of the outlet is the other side.
_HOME_SHARE = 0.5

#: So many sentences back "the two countries" may be named.
_MEMORY = 40

#: So far behind its verb the goal of a journey is named, in tokens.
_GOAL = 10

#: Acts for the capital that they take place in; others are only held or signed there.
_AT_PLACES = frozenset({"visit", "care", "deployment", "infrastructure"})

#: Two words that together mean the two parties last named.
_BOTH_SIDES = frozenset(product(
    ("two", "both"),
    "countries sides nations governments states parties ministries ministers presidents leaders"
    " institutions institutes neighbours neighbors officials peoples delegations diplomats"
    " agencies ministers' premiers teams".split())) | {
        ("each", "other"), ("one", "another"), ("his", "counterpart"), ("her", "counterpart"),
        ("the", "sides"), ("the", "parties"), ("the", "pair"), ("the", "duo")}

_BOTH_WORDS = frozenset(first for first, _ in _BOTH_SIDES)

#: "The two" alone are the parties if one of these, or a past tense, follows.
_VERBS_BEHIND = frozenset("had have held met will are were also would spoke".split())

@dataclass(slots=True)
class Parties:
    """The countries of an act in order, givers and receivers where it has a direction, the
    entity numbers of the participants, the wordings that name them, and how they were found.
    `scope` are the tokens of what is said, without who says it."""

    countries: tuple[str, ...]
    givers: tuple[str, ...]
    receivers: tuple[str, ...]
    participants: tuple[int, ...]
    actors: list[Actor] = field(default_factory=list)
    scope: tuple[int, int] = (0, 0)
    rule: str = "clause"
    organisation: bool = False


def find_parties(document: Document, act: Act, groups: Sequence[VerbGroup], clauses: Clauses,
                 actors: Sequence[Actor], starts: Sequence[int], focus: Focus,
                 told: Sequence[tuple[str, ...]],
                 flows: Sequence[tuple[tuple[str, ...], tuple[str, ...]]] = ()
                 ) -> Parties | None:
    """The parties of an act, or None where fewer than two can be told.

    `groups` are the verb groups of the act's sentence, `told` the countries of the acts before
    it whose parties the text itself names, `flows` the givers and receivers of those of them
    that have a direction; `starts` are the first tokens of `actors`, for
    search. One country with an international organisation
    are two parties; the organisation comes back among the participants.
    """
    sentence = document.sentences[document.sentence_of[act.first]]
    inside = list(actors[bisect_left(starts, sentence.first):bisect_left(starts, sentence.last)])
    span_first, span_last = min(act.first, act.object[0]), max(act.last, act.object[1])
    if act.rule.startswith("encounter.visit") and act.group is not None:
        goal = act.group.last + _GOAL
        inside = [a for a in inside if a.first <= goal]
    near = [a for a in inside if clauses.same(a.first, span_first)
            or clauses.same(a.first, span_last - 1)]
    rule = "clause"
    inside, near = (_without_agents(document, act, side, groups) for side in (inside, near))
    keys: Sequence[str] = () if act.type in _AT_PLACES else document.keys
    chosen, codes = near, _codes(near, keys)
    if len(codes) < 2:
        side = [a for a in inside if clauses.main[a.first] == clauses.main[act.first]]
        for wider, name in ((side, "side"), (inside, "inside")):
            if act.type in ("meeting", "agreement", "cooperation") and codes:
                wider = [a for a in wider if a.entity is not None or a in near
                         or document.keys[a.first - 1] != "in"]  # there, but not of it
            found = _codes(wider, keys)
            if len(found) >= 2 and (len(found) <= 3 or not codes or act.type in TRANSFERS and any(
                    set(run) == set(found) - set(codes) for run in lists_of(document, wider))):
                if name == "inside" and act.type in TRANSFERS and len(codes) == 1 \
                        and focus.hub not in found:
                    break
                chosen, codes, rule = wider, found, "sentence"
                break
    donors, takers = roles_of(document, act, chosen) if act.type in DIRECTED else ([], [])
    rest = [c for c in codes if c not in donors and c not in takers]
    if len(donors) > 1 and not takers and len(rest) == 1:
        takers = rest
    if takers and not donors and len(codes) > 1 and set(takers) == set(codes) \
            and focus.hub is not None and focus.hub not in codes:
        donors = [focus.hub]  # who gives was told before
    if donors and takers:
        codes = [*donors, *takers]
    elif 2 < len(codes) <= MAX_PARTIES and act.type not in DIRECTED:
        settings = {a.code for a in chosen if document.keys[a.first - 1] == "in"} - {
            a.code for a in chosen if document.keys[a.first - 1] != "in"}
        rest = [c for c in codes if c not in settings]
        codes = rest if len(rest) > 1 and act.type != "visit" else codes
    them = _them(document, act, actors, starts, sentence) if len(codes) < 2 else []
    if them:
        donors, takers = codes, [c for c in them if c not in codes]
        codes = [*donors, *takers]
    organisation = any(_is_international(a) for a in chosen)
    it: Actor | None = None
    if not codes and organisation and focus.is_official and focus.home is not None:
        codes, rule = [focus.home], "focus.one"
    elif not codes and organisation and _acts_itself(document, act, chosen):
        if act.type not in TRANSFERS or not focus.is_of_one:
            return None
        # In news of one country that is who receives.
        codes, rule = list(focus.ranked[:1]), "focus.one"
    elif len(codes) < 2 and not organisation:
        it = organisation_of_pronoun(document, act, actors, starts, sentence)
        if it is not None and (codes or focus.is_of_one):
            codes, rule, organisation = codes or list(focus.ranked[:1]), "focus.one", True
            chosen = [it, *chosen]
    both = says_both(document, sentence.first, sentence.last) or _says_they(document, act)
    count = 2 if both else _says_how_many(document, sentence.first, sentence.last)
    if count and len(codes) < 2:
        several = _told_pair(codes, told) if count == 2 and codes else []
        several = several or _last_several(document, actors, starts, sentence.first, count)
        hub = told_hub(told)
        if count == 2 and several and hub is not None and hub not in several:
            several = _told_pair([hub], told)
        if several and set(codes) <= set(several):
            codes, rule = several, "focus.both"
        elif several and act.type in TRANSFERS:
            # Who helps "the two countries" is none of them.
            codes, rule = [*codes, *several], "focus.both"
    if not codes and organisation and focus.is_of_one:
        codes, rule = list(focus.ranked[:1]), "focus.one"
    partners = codes
    codes, rule, giver = _with_unnamed_subject(document, act, chosen, partners, rule, focus)
    if partners and not codes:
        return None
    giver = giver or _missing_giver(document, act, chosen, codes, focus)
    if giver is not None and giver not in codes:
        codes, rule = [giver, *codes], "focus.one"
    if len(codes) < 2 and not both:
        other = country_of_pronoun(document, act, actors, starts, sentence)
        if other is not None and other not in codes:
            codes, rule = [other, *codes], "focus.one"
    if len(codes) < 2:
        partner = (other_end(codes[0], flows) if codes and act.type in TRANSFERS else None) \
            or _partner(codes, actors, starts, focus, sentence.first, told)
        if codes == [focus.home] and organisation and focus.is_official or it is not None:
            partner = None
        if len(codes) == 1 and organisation and not both and partner is not None and (
                focus.weights[partner[0]] < focus.weights[focus.ranked[0]] * (
                    _BYSTANDER_SHARE if partner[0] == focus.home else _OTHER_SIDE)
                or _acts_itself(document, act, near)):
            partner = None
        if partner:
            rule = "focus.both" if both else "focus.one" if codes else "focus.none"
            codes = list(dict.fromkeys([*codes, *partner]))
    if not codes or (len(codes) < 2 and not organisation):
        return None
    givers, receivers = direction_of(document, act, chosen, codes)
    if not givers:
        center = star_of(document, act, chosen, codes) or told_center(act, codes, told)
        if center is not None:
            givers, receivers = (center,), tuple(c for c in codes if c != center)
    origin = _origin(document, act, near) if not (donors and takers) else None
    if origin is not None:
        codes = list(dict.fromkeys([origin, *codes]))
        givers, receivers = (origin,), tuple(c for c in codes if c != origin)
    if giver is not None:
        givers, receivers = (giver,), tuple(c for c in codes if c != giver)
    if len(donors) > 1 and len(takers) == 1 and says_jointly(document, act):
        givers, receivers = (), ()
    elif donors and takers:
        givers, receivers = tuple(donors), tuple(takers)
    scope = _scope(document, act, groups, sentence)
    participants = tuple(dict.fromkeys(
        a.entity for a in chosen if a.entity is not None
        and (scope[0] <= a.first < scope[1] or a is it) and (a.code is None or a.code in codes)))
    return Parties(tuple(sorted(codes)), givers, receivers, participants,
                   [a for a in chosen if a.code in codes or a.code is None],
                   scope, rule, organisation)


def _without_agents(document: Document, act: Act, actors: list[Actor],
                    groups: Sequence[VerbGroup]) -> list[Actor]:
    """The actors without those who did something else ("the vaccine developed by …"), if two
    countries are left."""
    passives = {g.last for g in groups if g is not act.group and (
        g.passive or g.tense == "participle")}
    if not passives:
        return actors
    left = [a for a in actors if not any(
        document.keys[i] == "by" and i in passives for i in (a.first - 1, a.first - 2))]
    return left if len(left) < len(actors) and len(_codes(left)) >= 2 else actors


def _them(document: Document, act: Act, actors: Sequence[Actor], starts: Sequence[int],
          sentence: Sentence) -> list[str]:
    """The countries of the sentence before, where an act is done to "them"."""
    group = act.group
    index = document.sentence_of[act.first]
    if group is None or index == 0 or act.type not in TRANSFERS \
            or document.keys[group.last:group.last + 1] != ["them"]:
        return []
    first = document.sentences[index - 1].first
    return _codes(actors[bisect_left(starts, first):bisect_left(starts, sentence.first)])


def _says_they(document: Document, act: Act) -> bool:
    """Is the subject of a meeting or a signature "they"?"""
    return act.group is not None and act.type in ("meeting", "agreement") and (
        document.keys[act.group.first - 1:act.group.first] == ["they"])


def _acts_itself(document: Document, act: Act, actors: Sequence[Actor]) -> bool:
    """Is an international organisation the subject of the act, or the one that is met?"""
    if act.group is None:
        return False
    group = act.group
    subject = next((a for a in actors if a.last <= group.first), None)
    if subject is not None and _is_international(subject) and not (
            group.passive and act.type in TRANSFERS):
        return True  # else it is given something
    if group.passive and any(_is_international(a) for a in agents_of(document, group, actors)):
        return True
    return act.type == "meeting" and any(_is_international(a) and a.first >= group.last
                                         for a in actors)


def _scope(document: Document, act: Act, groups: Sequence[VerbGroup],
           sentence: Sentence) -> tuple[int, int]:
    """The part of a sentence that an act stands in when "said that" divides it."""
    for group in groups:
        if "say" not in group.classes:
            continue
        for i in range(group.last, min(group.last + 4, sentence.last)):
            if document.keys[i] == "that":
                return (i, sentence.last) if act.first > i else (sentence.first, i)
    return sentence.first, sentence.last


def _is_international(actor: Actor) -> bool:
    return actor.code is None and actor.entity is not None


def _codes(actors: Sequence[Actor], keys: Sequence[str] = ()) -> list[str]:
    """Country codes of actors in order; mere scenes count only if nobody else is there, and with
    the `keys` of the document only if nothing is said to be in them."""
    strong = list(dict.fromkeys(a.code for a in actors if a.code and not a.scene))
    if len(strong) >= 2:
        return strong
    scenes = [a.code for a in actors if a.code and a.scene and a.form == "capital"
              and not (keys and keys[a.first - 1] in ("in", "at", "near", "outside"))]
    return list(dict.fromkeys([*strong, *scenes]))


def _origin(document: Document, act: Act, actors: Sequence[Actor]) -> str | None:
    """The country that people or goods are sent from, where the text names it or a place in
    it behind "from"."""
    if act.type not in ("deployment", "donation", "response"):
        return None
    for actor in actors:
        if actor.code and actor.first > 0 and document.keys[actor.first - 1] == "from":
            return actor.code
    return None


def says_both(document: Document, first: int, last: int) -> bool:
    """Do the tokens `first:last` speak of "the two countries", "both sides", "each other"?"""
    keys = document.keys
    for i in range(first, last - 1):
        if keys[i] in _BOTH_WORDS:
            if (keys[i], keys[i + 1]) in _BOTH_SIDES:
                return True
            if keys[i] == "two" and i > first and keys[i - 1] == "the" and (
                    keys[i + 1] in _VERBS_BEHIND or keys[i + 1].endswith("ed")):
                return True
    return False


#: Whom ministers meet: each is of another country than they are.
_HOSTS = frozenset("counterparts ambassadors envoys".split())

#: Before a verb these are somebody who is named elsewhere.
_SOMEBODY = frozenset("he she minister president premier".split())


def _with_unnamed_subject(document: Document, act: Act, actors: Sequence[Actor],
                          codes: list[str], rule: str, focus: Focus
                          ) -> tuple[list[str], str, str | None]:
    """Several countries behind a "with", visited, or met as counterparts, are partners of a
    subject that is not named: the home country if it is known, else the article's leading one;
    where that is one of them nobody (then no codes come back)."""
    named = [a for a in actors if a.code in codes and not a.scene]
    if len({a.code for a in named}) < 2:
        return codes, rule, None
    if own_partners(document, act, named) == set(codes):
        subject = focus.home or focus.hub
        return ([subject, *codes], "focus.both", subject) if subject is not None \
            and subject not in codes else (codes, rule, None)
    keys, first, last = document.keys, named[0].first, named[-1].last
    if act.type in ("agreement", "cooperation", "plan") or (act.type == "meeting" and act.noun):
        if keys[first - 1] != "with" or any(
                keys[a.first - 1] not in ("with", ",", "and") for a in named):
            return codes, rule, None
    elif act.type == "meeting" and act.group is not None and not act.group.passive:
        if first < act.group.last or (_HOSTS.isdisjoint(keys[act.group.last:last + 2])
                                      and keys[act.group.first - 1] not in _SOMEBODY):
            return codes, rule, None
    elif act.rule == "encounter.visit" and act.group is not None:
        if first < act.group.last:
            return codes, rule, None
    else:
        return codes, rule, None
    subject = focus.home or focus.hub
    if subject is None or subject in codes:
        return [], rule, None
    return [subject, *codes], "focus.both", subject


_NUMBERS = {"three": 3, "four": 4, "five": 5}

_SIDES = frozenset("countries sides states nations parties governments ministers".split())


def _says_how_many(document: Document, first: int, last: int) -> int:
    """The number in "the four countries", or 0."""
    keys = document.keys
    for i in range(first, last - 1):
        if keys[i] in _NUMBERS and keys[i + 1] in _SIDES:
            return _NUMBERS[keys[i]]
    return 0


def _told_pair(codes: list[str], told: Sequence[tuple[str, ...]]) -> list[str]:
    """The last two that acted together, if one of them is the country that is named."""
    for countries in told[:-_MEMORY - 1:-1]:
        if len(countries) == 2 and codes[0] in countries and set(codes) <= set(countries):
            return list(countries)
    return []


def _last_several(document: Document, actors: Sequence[Actor], starts: Sequence[int], before: int,
                  count: int) -> list[str]:
    """The countries of the last sentence before a token that names just so many, not further
    back than a reader remembers."""
    sentence = document.sentence_of[before]
    for index in range(sentence - 1, max(-1, sentence - 1 - _MEMORY), -1):
        first, last = document.sentences[index].first, document.sentences[index].last
        codes = _codes(actors[bisect_left(starts, first):bisect_left(starts, last)],
                       document.keys)
        if len(codes) == count:
            return codes
    return []


def _missing_giver(document: Document, act: Act, actors: Sequence[Actor], codes: list[str],
                   focus: Focus) -> str | None:
    """The article's leading country, where a passive names only those who receive."""
    if act.type not in TRANSFERS | {"visit"} or act.group is None or len(codes) < 2 \
            or focus.hub is None or focus.hub in codes:
        return None
    group = act.group
    after = [a for a in actors if a.code in codes and a.first >= group.last]
    if not group.passive or len({a.code for a in after}) < len(codes):
        return None
    return focus.hub if document.keys[after[0].first - 1] in ("to", "for") else None


def _partner(codes: list[str], actors: Sequence[Actor], starts: Sequence[int], focus: Focus,
             before: int, told: Sequence[tuple[str, ...]]) -> list[str] | None:
    """Who else is meant: the partner that a country last had; else the hub for a lone partner;
    for the hub or nobody, the country last spoken of, if it is no bystander."""
    hub = told_hub(told) or focus.hub
    if hub is None:
        return None
    if codes and codes[0] != hub:
        for countries in told[:-_MEMORY - 1:-1]:
            if codes[0] in countries and len(countries) == 2:
                return [c for c in countries if c != codes[0]]
        if focus.home in focus.named and codes[0] != focus.home and (
                focus.weights[focus.home] >= _HOME_SHARE * focus.weights[hub]):
            return [focus.home]
    if codes and focus.is_official and focus.home is not None and codes[0] != focus.home:
        return [focus.home]
    if not codes and focus.home in focus.named and focus.home is not None and (
            focus.weights[focus.home] >= _HOME_SHARE * focus.weights[hub]):
        hub = focus.home
    eligible = [c for c in focus.ranked
                if focus.weights[c] >= _BYSTANDER_SHARE * focus.weights[hub]
                and (c in focus.named or focus.is_official)]
    if codes and codes[0] != hub:
        return [hub]
    recent: str | None = None
    others = [c for c in eligible if c != hub]
    end = bisect_left(starts, before)
    for i in range(end - 1, max(-1, end - 1 - 20 * _MEMORY), -1) if others else ():
        actor = actors[i]
        if actor.code in others and not actor.scene:
            recent = actor.code
            break
    if recent is None and others:
        recent = others[0]
    if recent is None:
        return None
    return [recent] if codes else [hub, recent]


def split_parties(act: Act, parties: Parties) -> list[Parties]:
    """One Parties for each partner where one side meets, visits or signs with several: those
    are acts of two. Transfers stay whole; their roles keep the receivers apart."""
    if act.type in TRANSFERS or len(parties.countries) < 3 or len(parties.givers) != 1:
        return [parties]
    subject = parties.givers[0]
    return [replace(parties, countries=(min(subject, other), max(subject, other)),
                    givers=(), receivers=())
            for other in parties.countries if other != subject]


def find_support(parties: Parties, named: Mapping[str, Sequence[int]], sentence: int
                 ) -> tuple[list[int], list[str]]:
    """The sentences that name the parties an act's own sentence leaves out, the nearest before
    it, and the codes of those that no sentence names (the unnamed home of a bulletin).

    `named` are the sentences that name each country, in order.
    """
    support: list[int] = []
    unnamed: list[str] = []
    for code in parties.countries:
        places = named.get(code, ())
        position = bisect_right(places, sentence)
        if not places:
            unnamed.append(code)
        elif position == 0 or places[position - 1] != sentence:
            nearest = places[position - 1] if position else places[0]
            if nearest not in support:
                support.append(nearest)
    return support, unnamed
