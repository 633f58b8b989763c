"""What users give for a parameter -> a term of RDF.

A query never gets what a user typed as a piece of its text: the text becomes a term first,
and the engine's own writer puts the term into SPARQL, so that a quote, a brace or a line end
in it stays inside the value.

Parameters of named queries have a kind (country, from, until, topic, …), which reads codes and
names as people write them. For a query of the user's own the form of the value decides.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.edtf import day_bounds
from kg.errors import UsageError
from kg.resources import data_path
from kg.sparql import shortened
from kg.vocab import PREFIXES

__all__ = ["KINDS", "Term", "guess_term", "to_term"]

Term = NamedNode | Literal

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_PREFIXED: Final = re.compile(r"([a-z-]+):([\w.~-]*)")
_IRI: Final = re.compile(r"<([a-z][a-z0-9+.-]*:[^<>\"{}|^`\\\x00-\x20]*)>", re.IGNORECASE)
_QUOTED: Final = re.compile(r'"(.*)"', re.DOTALL)


def to_term(kind: str, value: str) -> Term:
    """Read `value` as what the kind of a parameter says (KINDS).

    >>> to_term("country", "Iran")
    <NamedNode value=https://w3id.org/health-cooperation/country/IR>
    >>> to_term("until", "2018-06").value
    '2018-06-30'

    Raises UsageError for what is no such thing, with the nearest that is.
    """
    return KINDS[kind](_unicode(value.strip()))


def guess_term(value: str, prefixes: Mapping[str, str] = PREFIXES) -> Term:
    """Read `value` by its form: <IRI>, prefix:name, number, YYYY-MM-DD, else a string.

    In double quotes anything is a string. `prefixes` are those that make a name.

    >>> guess_term("country:IR"), guess_term('"7"').value, guess_term("7").datatype.value[-7:]
    (<NamedNode value=https://w3id.org/health-cooperation/country/IR>, '7', 'integer')
    """
    _unicode(value)
    if match := _QUOTED.fullmatch(value):
        return Literal(match[1])
    if match := _IRI.fullmatch(value):
        return NamedNode(match[1])
    match = _PREFIXED.fullmatch(value)
    if match and match[1] in prefixes:
        return NamedNode(prefixes[match[1]] + match[2])
    if match := _NUMBER.fullmatch(value):
        return _typed(value, "decimal" if match[1] else "integer")
    if _DAY.fullmatch(value) and day_bounds(value)[0]:
        return _typed(value, "date")
    return Literal(value)


def _unicode(value: str) -> str:
    """`value`. Raises UsageError where it came from bytes that are not UTF-8: no term holds it."""
    if _SURROGATE.search(value):
        raise UsageError(f"{shortened(value)!r} is not UTF-8; expected text")
    return value


def _country(value: str) -> Term:
    # Most give codes, and names need what resolution needs to be compared.
    code = value.upper()
    if code not in _country_codes():
        found = _countries().get(_folded(value))
        if found is None:
            raise _unknown("country", value, _countries())
        code = found
    return NamedNode(PREFIXES["country"] + code)


def _folded(name: str) -> str:
    """A name as it is compared with others."""
    from kg.resolve.names import fold_institution  # with all that resolution needs

    return fold_institution(name)


def _first_day(value: str) -> Term:
    return _day(value, 0)


def _last_day(value: str) -> Term:
    return _day(value, 1)


def _day(value: str, end: int) -> Term:
    bound = day_bounds(value)[end]
    if bound is None:
        raise UsageError(
            f"no date {shortened(value)!r}; expected one as 2018, 2018-03 or 2018-03-13"
        )
    return _typed(bound, "date")


def _topic(value: str) -> Term:
    code = _topics().get(value.casefold())
    if code is None:
        raise _unknown("topic", value, _topics())
    return NamedNode(PREFIXES["topic"] + code)


def _bloc(value: str) -> Term:
    """A bloc by id or name; a region or part of one is a string in the graph."""
    found = _blocs().get(_folded(value))
    if found is None:
        raise _unknown("bloc or region", value, _blocs())
    return NamedNode(PREFIXES["bloc"] + found[1]) if found[0] == "bloc" else Literal(found[1])


def _status(value: str) -> Term:
    from kg.model import STATUSES

    return _coded("status", value, STATUSES)


def _type(value: str) -> Term:
    from kg.model import ENGAGEMENT_TYPES

    return _coded("type", value, ENGAGEMENT_TYPES)


def _text(value: str) -> Term:
    return Literal(value)


def _number(value: str) -> Term:
    if not re.fullmatch(r"\d{1,9}", value):
        raise UsageError(f"number {shortened(value)!r}; expected digits")
    return _typed(value, "integer")


def _share(value: str) -> Term:
    if not re.fullmatch(r"0(\.\d{1,9})?|1(\.0{1,9})?", value):
        raise UsageError(f"share {shortened(value)!r}; expected a number from 0 to 1")
    return _typed(value, "decimal")


#: The kinds a parameter of a named query may have, each with what reads it.
KINDS: Final[Mapping[str, Callable[[str], Term]]] = {
    "country": _country, "from": _first_day, "until": _last_day, "topic": _topic,
    "status": _status, "type": _type, "text": _text, "number": _number,
    "share": _share, "bloc": _bloc,
}


def _coded(prefix: str, value: str, codes: tuple[str, ...]) -> Term:
    if value.casefold() not in codes:
        raise _unknown(prefix, value, {code: code for code in codes})
    return NamedNode(PREFIXES[prefix] + value.casefold())


def _typed(value: str, datatype: str) -> Literal:
    return Literal(value, datatype=NamedNode(_XSD + datatype))


def _unknown(what: str, value: str, known: Iterable[str]) -> UsageError:
    near = get_close_matches(value.casefold(), known, n=3)
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    return UsageError(f"no {what} {shortened(value)!r}{hint}")


@lru_cache(maxsize=1)
def _country_codes() -> frozenset[str]:
    """Alpha-2 codes."""
    with data_path("country_names.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["iso2"] for row in csv.DictReader(file))


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    """Alpha-2 codes by code and name; a name that several have is none."""
    codes: dict[str, set[str]] = {}
    with data_path("country_names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names = (row["iso2"], row["iso3"], row["name"], *row["alt_names"].split("|"))
            for name in filter(None, names):
                codes.setdefault(_folded(name), set()).add(row["iso2"])
    return {name: found.pop() for name, found in codes.items() if len(found) == 1}


@lru_cache(maxsize=1)
def _blocs() -> dict[str, tuple[str, str]]:
    """What a name means: a bloc by its id, or a region by its name; ids go before names."""
    found: dict[str, tuple[str, str]] = {}
    with data_path("country_places.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in filter(None, (row["region"], row["subregion"])):
                found[_folded(name)] = "region", name
    with data_path("country_blocs.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        for name in filter(None, (row["name"], *row["alt_names"].split("|"))):
            found.setdefault(_folded(name), ("bloc", row["id"]))
    return found | {_folded(row["id"]): ("bloc", row["id"]) for row in rows}


@lru_cache(maxsize=1)
def _topics() -> dict[str, str]:
    """Ids of topics by id and label."""
    with data_path("topics.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    labels = {row["label"].casefold(): row["id"] for row in rows}
    return labels | {row["id"]: row["id"] for row in rows}
