"""What a model answers -> what it proposes.

    text of the answer -> Proposal, or ValueError where it is none

Models wrap their JSON in prose, leave keys out and mix up types. What is recognisable as an entry
is taken, what is not is listed as refused; whether any of it is true is for the gate.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final, TypeVar

from kg.extract.proposals import (
    Proposal,
    ProposedClaim,
    ProposedInstitution,
    ProposedLink,
    ProposedPerson,
    Quote,
)

__all__ = ["join", "read_answer"]

_LISTS: Final = ("institutions", "people", "engagements", "links")

#: Before the answer proper, models that think aloud do so.
_THOUGHT: Final = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)

_P = TypeVar("_P")


class _Unfit(Exception):
    """An entry that cannot be read; `str()` is the cause."""


def read_answer(content: str, confidence: float) -> Proposal:
    """The proposal that an answer holds, each entry with `confidence`: what models say of their
    own is not worth asking for.

    Raises ValueError, with the cause, for an answer that holds no such object.
    """
    answer = _object(content)
    missing = [name for name in _LISTS if not isinstance(answer.get(name), list)]
    if answer.get("relevant") is False and not answer.get("engagements"):
        return Proposal()
    if missing:
        raise ValueError(f"the answer has no list {', '.join(map(repr, missing))}")
    refused: list[tuple[str, str]] = []

    def read(name: str, reader: Callable[[Mapping[str, Any]], _P]) -> tuple[_P, ...]:
        found = []
        for number, entry in enumerate(answer[name], 1):
            try:
                if not isinstance(entry, dict):
                    raise _Unfit(f"a {type(entry).__name__}; expected an object")
                found.append(reader(entry))
            except _Unfit as error:
                refused.append((f"{name} {number}", str(error)))
        return tuple(found)

    def institution(entry: Mapping[str, Any]) -> ProposedInstitution:
        return ProposedInstitution(
            _text(entry, "name"), _text(entry, "type"), _optional(entry, "country"),
            (Quote(_text(entry, "quote")),), _texts(entry, "aliases"), confidence=confidence)

    def person(entry: Mapping[str, Any]) -> ProposedPerson:
        return ProposedPerson(
            _text(entry, "name"), _optional(entry, "role"), _optional(entry, "country"),
            (Quote(_text(entry, "quote")),), _texts(entry, "aliases"),
            _optional(entry, "institution"), confidence=confidence)

    def engagement(entry: Mapping[str, Any]) -> ProposedClaim:
        return ProposedClaim(
            _text(entry, "type"), _text(entry, "status"), _texts(entry, "countries"),
            _quotes(entry), _text(entry, "trigger"), _text(entry, "status_words"),
            _texts(entry, "participants"), _roles(entry), _texts(entry, "topics"),
            _optional(entry, "date"), _optional(entry, "place"), _texts(entry, "amounts"),
            _optional(entry, "said_by"), _optional(entry, "modality") or "asserted",
            confidence=confidence)

    def link(entry: Mapping[str, Any]) -> ProposedLink:
        return ProposedLink(_text(entry, "a"), _text(entry, "b"), _quotes(entry),
                            confidence=confidence)

    return Proposal(read("institutions", institution), read("people", person),
                    read("engagements", engagement), (), read("links", link),
                    refused=tuple(refused))


def join(proposals: Iterable[Proposal]) -> Proposal:
    """What was proposed of the parts of one article, as one; a name of several parts is one."""
    institutions: dict[tuple[str, str | None], ProposedInstitution] = {}
    people: dict[str, ProposedPerson] = {}
    claims: list[ProposedClaim] = []
    links: list[ProposedLink] = []
    refused: list[tuple[str, str]] = []
    for proposal in proposals:
        for body in proposal.institutions:
            key = body.name, body.country
            known = institutions.get(key)
            institutions[key] = _joined(known, body) if known else body
        for person in proposal.people:
            other = people.get(person.name)
            people[person.name] = _joined(other, person) if other else person
        claims += proposal.claims
        links += proposal.links
        refused += proposal.refused
    return Proposal(tuple(institutions.values()), tuple(people.values()), tuple(claims), (),
                    tuple(links), tuple(refused))


_Named = TypeVar("_Named", ProposedInstitution, ProposedPerson)


def _joined(first: _Named, second: _Named) -> _Named:
    return replace(first, quotes=first.quotes + second.quotes,
                   aliases=tuple(dict.fromkeys([*first.aliases, *second.aliases])),
                   country=first.country or second.country)


def _object(content: str) -> dict[str, Any]:
    """The JSON object in an answer, also where words or marks stand around it."""
    text = _THOUGHT.sub("", content)
    start = text.find("{")
    if start < 0:
        raise ValueError("the answer holds no JSON object")
    try:
        answer, _ = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError) as error:
        cause = error.msg if isinstance(error, json.JSONDecodeError) else type(error).__name__
        raise ValueError(f"the answer is no JSON ({cause})") from None
    assert isinstance(answer, dict)
    return answer


def _text(entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str):
        raise _Unfit(f"{key!r} is {_kind(value)}; expected a string")
    return value


def _optional(entry: Mapping[str, Any], key: str) -> str | None:
    return None if entry.get(key) in (None, "") else _text(entry, key)


def _texts(entry: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = entry.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise _Unfit(f"{key!r} is {_kind(value)}; expected a list of strings")
    return tuple(value)


def _quotes(entry: Mapping[str, Any]) -> tuple[Quote, ...]:
    return tuple(map(Quote, _texts(entry, "quotes")))


def _roles(entry: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    roles = entry.get("roles") or []
    if not isinstance(roles, list) or not all(isinstance(each, dict) for each in roles):
        raise _Unfit(f"'roles' is {_kind(roles)}; expected a list of objects")
    return tuple((_text(each, "party"), _text(each, "role")) for each in roles)


def _kind(value: object) -> str:
    return "missing" if value is None else f"a {type(value).__name__}"
