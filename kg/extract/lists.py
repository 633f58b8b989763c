"""Receivers that stand in a list below the sentence of the act.

    Document, actors by sentence, verb groups by sentence -> {sentence: Listed}

"The country has donated doses as follows:" names the act, the bullets or the table below it name
who received. A lead-in is a sentence that ends with a colon; what belongs to it are the items
that follow and lines that hold little but countries. An item with a subject of its own tells an
act of its own and is left out. The list may also go on in plain sentences: "Fiji (200), Samoa (100)
and Tonga (50) had theirs on Friday" adds receivers to the gift before it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from kg.extract.actors import Focus
from kg.extract.acts import Act
from kg.extract.mentions import Actor
from kg.extract.parties import TRANSFERS, Parties
from kg.extract.text import Document
from kg.extract.verbs import VerbGroup

__all__ = ["Listed", "counted_parties", "find_counted", "find_lists", "list_parties"]

#: A line without a verb and with so many countries is a list or a table.
_MANY = 4

#: So many tokens from the end a lead-in may have its colon (emphasis marks follow it).
_COLON_REACH = 4


#: A gift is told at most so many sentences before those that count who else received.
_GIFT_REACH = 2


@dataclass(frozen=True, slots=True)
class Listed:
    """The countries of a list in order, and the sentences that hold them."""

    codes: tuple[str, ...]
    sentences: tuple[int, ...]


def find_lists(document: Document, actors: Sequence[Sequence[Actor]],
               groups: Sequence[Sequence[VerbGroup]]) -> dict[int, Listed]:
    """The list below each lead-in, by the index of the lead-in's sentence."""
    lists: dict[int, Listed] = {}
    for index, sentence in enumerate(document.sentences):
        if ":" not in document.keys[max(sentence.first, sentence.last - _COLON_REACH):
                                    sentence.last]:
            continue
        codes: dict[str, None] = {}
        sentences: list[int] = []
        for below in range(index + 1, len(document.sentences)):
            item = document.sentences[below]
            named = [a.code for a in actors[below]
                     if a.code and a.entity is None and a.form in ("name", "compound")]
            is_list = item.is_bullet or (len(set(named)) >= _MANY
                                         and not _is_told(groups[below]))
            if item.line == sentence.line or not is_list:
                break
            if named and not _has_subject(actors[below], groups[below]):
                codes.update(dict.fromkeys(named))
                sentences.append(below)
        if codes:
            lists[index] = Listed(tuple(codes), tuple(sentences))
    return lists


def _is_told(groups: Sequence[VerbGroup]) -> bool:
    """Does a line hold a finite verb, so that it tells rather than lists?"""
    return any(g.tense not in ("base", "gerund", "participle") for g in groups)


def _has_subject(actors: Sequence[Actor], groups: Sequence[VerbGroup]) -> bool:
    """Does a country stand before the first finite verb of an item, as its subject?"""
    finite = next((g for g in groups if g.tense not in ("base", "gerund", "participle")), None)
    return finite is not None and any(a.code and a.last <= finite.first for a in actors)


def list_parties(act: Act, actors: Sequence[Actor], listed: Listed | None,
                 focus: Focus) -> Parties | None:
    """The parties of a transfer whose receivers stand in a list: the one giver that the act's
    sentence names (`actors`), else the article's leading country. None for any other act."""
    if listed is None or act.type not in TRANSFERS:
        return None
    named = dict.fromkeys(a.code for a in actors if a.code and not a.scene)
    giver = next(iter(named), None) or focus.hub
    receivers = tuple(sorted(code for code in listed.codes if code != giver))
    if giver is None or len(named) > 1 or not receivers:
        return None
    participants = tuple(dict.fromkeys(a.entity for a in actors if a.entity is not None))
    return Parties(tuple(sorted({giver, *receivers})), (giver,), receivers, participants,
                   list(actors), rule="list")


def find_counted(document: Document, actors: Sequence[Sequence[Actor]], told: Collection[int]
                 ) -> dict[int, Listed]:
    """The countries that the sentences below a gift count with their shares, two or more to a
    sentence, by the index of the gift's sentence.

    `told` are the sentences that tell an act of their own; the first of them above is meant.
    """
    found: dict[int, Listed] = {}
    lead = last = -1
    for index in range(len(document.sentences)):
        if index in told:
            lead = last = index
            continue
        counted = [a.code for a in actors[index] if a.code and a.entity is None and not a.scene
                   and _has_share(document, a)]
        if lead < 0 or index - last > _GIFT_REACH or len(set(counted)) < 2:
            continue
        last = index
        known = found.get(lead, Listed((), ()))
        found[lead] = Listed((*known.codes, *counted), (*known.sentences, index))
    return found


def _has_share(document: Document, actor: Actor) -> bool:
    """Does a number belong to a country: "Fiji (200)", "Samoa with 100", "Tonga 50"?"""
    following = document.words[actor.last:actor.last + 2]
    at = 1 if following[:1] and following[0] in ("(", "with", ":") else 0
    return len(following) > at and following[at][0].isdigit()


def counted_parties(act: Act, parties: Parties, listed: Listed | None) -> list[Parties]:
    """The one giver of a gift with those whose shares are counted below it, if there are any."""
    if listed is None or act.type != "donation" or len(parties.givers) != 1:
        return []
    giver = parties.givers[0]
    receivers = tuple(sorted(set(listed.codes) - {giver}))
    return [replace(parties, countries=tuple(sorted({giver, *receivers})), receivers=receivers,
                    rule="list")] if receivers else []
