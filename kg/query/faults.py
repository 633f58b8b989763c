"""A query that failed or found nothing -> words on what to mend.

    what the engine raised -> explained; terms that no graph of ours holds -> unknown_terms
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from kg.errors import UsageError
from kg.sparql import shortened, tokens, used_prefixes
from kg.vocab import HC, KIND, MODALITY, PREFIXES, ROLE, STATUS, TYPE, Namespace

__all__ = ["explained", "unknown_terms"]

#: The vocabularies of which every term is known here. Countries, topics and things are open.
_CLOSED: Final[Mapping[str, Namespace]] = {
    str(namespace): namespace for namespace in (HC, TYPE, STATUS, ROLE, MODALITY, KIND)}
_PLACE: Final = re.compile(r"error at (\d+):(\d+)")
_OPENING: Final = {"}": "{", ")": "(", "]": "["}


def explained(error: Exception, text: str, prefixes: Mapping[str, str]) -> UsageError:
    """What the engine raised for the query `text`, in a line that says what to mend."""
    if not isinstance(error, SyntaxError):  # one of several kinds, by what went wrong
        return UsageError(f"the query cannot be answered: {shortened(str(error), 300)}")
    unknown = sorted(used_prefixes(text) - prefixes.keys())
    if unknown:
        # The engine tells the place at best.
        names = ", ".join(f"{name}:" for name in unknown)
        return UsageError(f"the query declares no prefix {names}")
    # The engine goes on to list every character that could have come instead, "[_]" for a space.
    cause = re.split(r"expected (?:one of|\[_\])", str(error))[0].strip(" ,:")
    hint = "; ".join(filter(None, (_there(cause, text), _unpaired(text))))
    return UsageError(
        f"the query is no well-formed SPARQL: {shortened(cause, 300)}{hint and f' ({hint})'}")


def unknown_terms(text: str) -> list[str]:
    """The terms of ours that the query `text` names and that there are not, each with the one
    that may be meant: such a query finds nothing, and no engine says why.

    >>> unknown_terms("SELECT * { ?e hc:engagmentType type:meeting }")
    ['hc:engagmentType is no term of the ontology; did you mean hc:engagementType?']
    """
    import difflib  # seldom needed

    found = []
    for kind, piece, _ in tokens(text):
        prefix, _, name = piece.partition(":")
        namespace = _CLOSED.get(PREFIXES.get(prefix, "")) if kind == "name" else None
        if namespace is None or not name or name in namespace:
            continue
        near = difflib.get_close_matches(name, list(namespace), n=1)
        meant = f"; did you mean {prefix}:{near[0]}?" if near else ""
        found.append(f"{shortened(piece, 80)} is no term of the ontology{meant}")
    return list(dict.fromkeys(found))


def _there(cause: str, text: str) -> str:
    """What stands at the place that `cause` names: how far the engine could read."""
    place = _PLACE.search(cause)
    lines = text.split("\n")
    if place is None or not 0 < int(place[1]) <= len(lines):
        return ""
    rest = lines[int(place[1]) - 1][int(place[2]) - 1 :].split()
    return f"it could be read up to {shortened(rest[0], 40)!r}" if rest else ""


def _unpaired(text: str) -> str:
    """The first bracket without its partner."""
    opened: list[str] = []
    for kind, piece, _ in tokens(text):
        if kind != "mark":
            continue
        if piece in _OPENING.values():
            opened.append(piece)
        elif piece in _OPENING:
            if not opened or opened.pop() != _OPENING[piece]:
                return f"a {piece} closes nothing"
        elif piece in "\"'":
            return f"a string that begins with {piece} has no end"
    return f"a {opened[-1]} is not closed" if opened else ""
