"""Threads and disagreements as quads of the assembled graph, and back.

A thread has a step for each stage that one of its engagements reached; the step points to the
report that told it first. A disagreement points to its engagements and to the reports that do
not agree. Both lie beside the engagements, which they do not change.
"""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import NamedNode, Quad

from kg.ids import digest
from kg.model import Disagreement, Step, Thread
from kg.rdf.iris import Iris, code_of
from kg.rdf.quads import Described, Description, QuadList, as_integer, as_text
from kg.vocab import DCTERMS, HC

__all__ = [
    "disagreement_quads", "read_disagreements", "read_threads", "report_iri", "thread_quads",
]


def report_iri(iris: Iris, about: str, claim: str) -> NamedNode:
    """The report that the claim is of the engagement or link with the id `about`."""
    return iris.thing(f"report/{digest(about, claim)}")


def thread_quads(thread: Thread, iris: Iris) -> list[Quad]:
    """A thread with its steps, and which engagements lead to which."""
    quads, subject = QuadList(iris.world), iris.thing(thread.id)
    quads.add_types(subject, HC.Thread)
    quads.add_text(subject, DCTERMS.identifier, thread.id)
    quads.add_code(subject, HC.party, "country", *sorted(set(thread.countries)))
    for position, step in enumerate(thread.steps, 1):
        node = iris.thing(f"step/{digest(thread.id, step.engagement, step.claim)}")
        quads.add(subject, HC.step, node)
        quads.add_types(node, HC.ThreadStep)
        quads.add(node, HC.position, as_integer(position))
        quads.add(node, HC.engagement, iris.thing(step.engagement))
        quads.add_code(node, HC.status, "status", step.status)
        quads.add(node, HC.report, report_iri(iris, step.engagement, step.claim))
        quads.add_dates(node, step.date)
        for before in sorted(set(step.follows)):
            quads.add(node, HC.follows, iris.thing(before))
            quads.add(iris.thing(before), HC.leadsTo, iris.thing(step.engagement))
        quads.add(node, HC.basis, *map(as_text, sorted(set(step.basis))))
    return quads


def disagreement_quads(one: Disagreement, told: Mapping[str, str], iris: Iris) -> list[Quad]:
    """Where reports do not agree; `told` gives the engagement of each claim."""
    quads, subject = QuadList(iris.world), iris.thing(one.id)
    quads.add_types(subject, HC.Disagreement)
    quads.add_text(subject, DCTERMS.identifier, one.id)
    quads.add_text(subject, HC.about, one.about)
    quads.add(subject, HC.engagement, *map(iris.thing, sorted(set(one.engagements))))
    quads.add(subject, HC.report, *(
        report_iri(iris, told[claim], claim) for claim in sorted(set(one.claims))
    ))
    return quads


def read_threads(
    described: Described, ids: Mapping[str, str], iris: Iris
) -> tuple[Thread, ...]:
    """The threads, in order of id. `ids` are those of engagements, by IRI."""
    threads = (_thread(about, described, ids, iris) for about in described.of_class(HC.Thread))
    return tuple(sorted(threads, key=lambda thread: thread.id))


def _thread(
    about: Description, described: Described, ids: Mapping[str, str], iris: Iris
) -> Thread:
    steps = sorted(
        (described.about(iri) for iri in about.all(HC.step)),
        key=lambda step: int(step.one(HC.position)),
    )
    return Thread(
        id=about.one(DCTERMS.identifier),
        countries=tuple(code_of("country", iri) for iri in about.all(HC.party)),
        steps=tuple(_step(step, described, ids, iris) for step in steps),
    )


def _step(
    about: Description, described: Described, ids: Mapping[str, str], iris: Iris
) -> Step:
    report = described.about(about.one(HC.report))
    return Step(
        engagement=ids[about.one(HC.engagement)],
        status=code_of("status", about.one(HC.status)),
        claim=report.one(HC.claim).removeprefix(iris.base),
        date=about.get(HC.date),
        published=report.get(HC.published),
        follows=tuple(sorted(ids[iri] for iri in about.all(HC.follows))),
        basis=tuple(about.all(HC.basis)),
    )


def read_disagreements(
    described: Described, ids: Mapping[str, str], iris: Iris
) -> tuple[Disagreement, ...]:
    """Where reports do not agree, in order of id. `ids` are those of engagements, by IRI."""
    found = (
        Disagreement(
            id=about.one(DCTERMS.identifier),
            about=about.one(HC.about),
            engagements=tuple(sorted(ids[iri] for iri in about.all(HC.engagement))),
            claims=tuple(sorted(
                described.about(iri).one(HC.claim).removeprefix(iris.base)
                for iri in about.all(HC.report)
            )),
        )
        for about in described.of_class(HC.Disagreement)
    )
    return tuple(sorted(found, key=lambda one: one.id))
