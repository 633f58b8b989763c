"""Quads written and read: what `kg.rdf.articles` and `kg.rdf.world` share.

Numbers and flags are written in the form that Oxigraph keeps, so that a quad is the same
before and after the store. Amounts and offsets that must survive as written are strings and
integers (`hc:amount`, `oa:start`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.edtf import day_bounds
from kg.rdf.iris import node, term
from kg.vocab import HC, PREFIXES, RDF, XSD

if TYPE_CHECKING:
    from kg.model import Quantity

__all__ = [
    "Described", "Description", "QuadList", "as_address", "as_date", "as_decimal", "as_english",
    "as_flag", "as_integer", "as_text", "natural",
]

_BOOLEAN: Final = NamedNode(str(XSD.boolean))
_DATE: Final = NamedNode(str(XSD.date))
_DECIMAL: Final = NamedNode(str(XSD.decimal))
_EDTF: Final = NamedNode(PREFIXES["edtf"] + "EDTF")
_INTEGER: Final = NamedNode(str(XSD.integer))
_URI: Final = NamedNode(str(XSD.anyURI))

#: Beyond this many digits on either side of the point Oxigraph holds no decimal.
_MAX_DIGITS: Final = 18

_NUMERAL: Final = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?")


def as_text(text: str) -> Literal:
    """A string as it is."""
    return Literal(text)


def as_english(text: str) -> Literal:
    """A wording of this project, as against one of an article."""
    return Literal(text, language="en")


def as_integer(number: int) -> Literal:
    """A whole number."""
    return Literal(str(number), datatype=_INTEGER)


def as_decimal(number: float) -> Literal:
    """A number to six decimals.

    >>> as_decimal(0.90).value, as_decimal(1.0).value
    ('0.9', '1')
    """
    return Literal(_plain(Decimal(f"{number:.6f}")), datatype=_DECIMAL)


def as_date(day: str) -> Literal:
    """A day as xsd:date; `day` is ISO 8601, as `kg.sources` saw to."""
    return Literal(day, datatype=_DATE)


def as_flag(flag: bool) -> Literal:
    """True or false."""
    return Literal("true" if flag else "false", datatype=_BOOLEAN)


def as_address(address: str) -> Literal:
    """A web address as xsd:anyURI: a literal, since what articles give may be no IRI."""
    return Literal(address, datatype=_URI)


def _plain(number: Decimal) -> str:
    plain = format(number + 0, "f")  # minus nought is written 0
    return (plain.rstrip("0").rstrip(".") or "0") if "." in plain else plain


def natural(key: str) -> tuple[str, int, str]:
    """Sorts keys as people count: i2 before i10."""
    match = re.fullmatch(r"(\D*)(\d{0,15})(.*)", key, re.DOTALL)
    assert match is not None  # the pattern fits any string
    return match[1], int(match[2] or 0), match[3]


class QuadList(list[Quad]):
    """Quads of one graph, in the order they were added."""

    def __init__(self, graph: NamedNode) -> None:
        super().__init__()
        self.graph = graph

    def add(
        self, subject: NamedNode, predicate: str, *objects: NamedNode | Literal | None
    ) -> None:
        """Say `predicate` of `subject`, once for each object; None says nothing."""
        for each in objects:
            if each is not None:
                self.append(Quad(subject, node(predicate), each, self.graph))

    def add_text(self, subject: NamedNode, predicate: str, text: str | None) -> None:
        """Say a string; None says nothing, the empty string is one."""
        if text is not None:
            self.add(subject, predicate, as_text(text))

    def add_types(self, subject: NamedNode, *classes: str) -> None:
        """Say what `subject` is."""
        self.add(subject, RDF.type, *(node(each) for each in classes))

    def add_code(self, subject: NamedNode, predicate: str, prefix: str, *codes: str | None) -> None:
        """Say codes of the list `prefix`; None says nothing."""
        self.add(subject, predicate, *(term(prefix, code) for code in codes if code is not None))

    def add_dates(self, subject: NamedNode, date: str | None) -> None:
        """Say when it happened, as the text has it, and the days which that allows."""
        if date is None:
            return
        self.add(subject, HC.date, Literal(date, datatype=_EDTF))
        earliest, latest = day_bounds(date)
        self.add(subject, HC.earliestDate, as_date(earliest) if earliest else None)
        self.add(subject, HC.latestDate, as_date(latest) if latest else None)

    def add_quantity(self, subject: NamedNode, quantity: Quantity) -> None:
        """Describe a quantity, all but where it stands."""
        self.add_types(subject, HC.Quantity)
        self.add_text(subject, HC.amount, quantity.value)
        if _NUMERAL.fullmatch(quantity.value):
            number = _plain(Decimal(quantity.value))
            self.add(subject, HC.number, Literal(number, datatype=_DECIMAL))
        self.add_text(subject, HC.unit, quantity.unit)
        self.add_text(subject, HC.qualifier, quantity.qualifier)
        self.add_text(subject, HC.quantityState, quantity.state)


class Description:
    """What quads say of one subject: objects by predicate."""

    def __init__(self, iri: str) -> None:
        self.iri = iri
        self.objects: defaultdict[str, list[str]] = defaultdict(list)

    def all(self, predicate: str) -> list[str]:
        """Every value of `predicate`: the IRI, or the string of the literal; in order."""
        return sorted(self.objects.get(str(predicate), ()))

    def get(self, predicate: str) -> str | None:
        """The value of `predicate`, or None. Of several, the first in order."""
        values = self.objects.get(str(predicate))
        return min(values) if values else None

    def one(self, predicate: str) -> str:
        """The value of `predicate`. Raises ValueError where there is none."""
        value = self.get(predicate)
        if value is None:
            raise ValueError(f"<{self.iri}> has no <{predicate}>")
        return value


class Described:
    """Quads by subject: what there is of each class, and what is said of it."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._subjects: dict[str, Description] = {}
        self._classes: defaultdict[str, list[str]] = defaultdict(list)
        type_ = str(RDF.type)
        for quad in quads:
            assert not isinstance(quad.subject, Triple)  # RDF 1.1 has no quoted triples
            assert not isinstance(quad.object, Triple)
            subject, predicate = quad.subject.value, quad.predicate.value
            description = self._subjects.get(subject)
            if description is None:
                description = self._subjects[subject] = Description(subject)
            description.objects[predicate].append(quad.object.value)
            if predicate == type_:
                self._classes[quad.object.value].append(subject)

    def of_class(self, iri: str) -> Iterator[Description]:
        """Everything of a class, in order of the IRI."""
        for subject in sorted(self._classes.get(str(iri), ())):
            yield self._subjects[subject]

    def about(self, iri: str) -> Description:
        """What is said of `iri`. Raises ValueError where nothing is."""
        if iri not in self._subjects:
            raise ValueError(f"nothing is said of <{iri}>")
        return self._subjects[iri]

    def find(self, iri: str) -> Description | None:
        """What is said of `iri`, or None."""
        return self._subjects.get(iri)

