"""What people decided, as quads of the assembled graph, and back.

A decision is an activity (PROV-O) of a reviewer, which used the claims and mentions it was made
on. What it changed points to it: the claim or mention it is about, which it invalidated where it
rejected it; the entity that its mentions are now of; the engagement that its claims are now
reports of. The line of the decisions file stands in it whole, so that it can be put back.
"""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import Quad

from kg.decisions import decision_of, to_line
from kg.ids import decision_id
from kg.model import Decision
from kg.rdf.iris import Iris
from kg.rdf.quads import Described, QuadList, as_date, as_text
from kg.vocab import DCTERMS, HC, PROV, SKOS

__all__ = ["decision_quads", "read_decisions", "reviewer_quads"]


def decision_quads(decision: Decision, became: Mapping[str, str], iris: Iris) -> list[Quad]:
    """A decision, and what it changed; `became` gives the entity of mentions and the engagement
    of claims, by id."""
    quads, subject = QuadList(iris.world), iris.thing(decision_id(decision))
    quads.add_types(subject, HC.Decision, PROV.Activity)
    quads.add_text(subject, DCTERMS.identifier, decision_id(decision))
    quads.add_text(subject, HC.verb, decision.verb)
    quads.add(subject, HC.change, *(as_text("=".join(pair)) for pair in decision.changes))
    quads.add(subject, PROV.wasAssociatedWith, iris.of("reviewer", decision.who))
    quads.add(subject, HC.decided, as_date(decision.when))
    quads.add_text(subject, HC.reason, decision.why or None)
    quads.add_text(subject, HC.record, to_line(decision))
    grounds = sorted({ground.id for ground in decision.ground})
    quads.add(subject, PROV.used, *map(iris.thing, grounds))
    for name in sorted({*grounds, *(became[name] for name in grounds if name in became)}):
        quads.add(iris.thing(name), HC.decision, subject)
    if decision.verb == "reject":
        for name in grounds:
            quads.add(iris.thing(name), PROV.wasInvalidatedBy, subject)
    return quads


def reviewer_quads(name: str, iris: Iris) -> list[Quad]:
    """Who decided."""
    quads, subject = QuadList(iris.world), iris.of("reviewer", name)
    quads.add_types(subject, HC.Reviewer, PROV.Person)
    quads.add_text(subject, SKOS.prefLabel, name)
    return quads


def read_decisions(described: Described) -> tuple[Decision, ...]:
    """The decisions, in order of id."""
    found = (decision_of(about.one(HC.record)) for about in described.of_class(HC.Decision))
    return tuple(sorted(found, key=decision_id))
