"""Worlds from plain values, for the tests of networks and of the page.

    report(…) -> Report -> engagement(…) -> world(…) -> World

`IRAN_FRANCE` is a small world whose ties can be counted by hand; its sentences are invented
after real kinds of report, and the bodies in it that bear names of real ones do nothing here
that they did not do in the news.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kg.model import Engagement, Entity, Evidence, InstitutionLink, Report, World

__all__ = ["IRAN_FRANCE", "engagement", "institution", "link", "person", "report", "world"]


def report(quote: str, status: str, published: str | None = "2020-01-01", **other: Any) -> Report:
    """A report of one sentence; an article of its own and an origin of its own by default."""
    article = other.pop("article", f"{published} {quote}")
    values = {
        "claim": f"claim of {article}", "article": article, "origin": article,
        "status": status, "modality": "asserted", "quotes": (Evidence(0, len(quote), quote),),
        "confidence": 1.0, "rule": "test", "title": "A headline", "publisher": "The Paper",
        "published": published, "url": "https://example.org/article",
    }
    return Report(**(values | other))


def engagement(
    id: str, type: str, countries: str, *reports: Report, **other: Any
) -> Engagement:
    """An engagement of `countries` ("FR IR"), at the stage its last report gives."""
    values = {
        "id": id, "type": type, "status": reports[-1].status,
        "countries": tuple(sorted(countries.split())), "participants": (), "topics": (),
        "date": None, "place": None, "modality": "asserted",
        "origins": len({r.origin for r in reports}), "reports": reports,
    }
    return Engagement(**(values | other))


def institution(
    id: str, name: str, country: str | None, type: str = "agency", aliases: Iterable[str] = ()
) -> Entity:
    return Entity(id, "institution", name, type, country, tuple(aliases))


def person(id: str, name: str, country: str | None, role: str) -> Entity:
    return Entity(id, "person", name, None, country, (), (role,))


def link(a: str, b: str, *reports: Report) -> InstitutionLink:
    return InstitutionLink(a, b, len({r.origin for r in reports}), reports)


def world(*things: Entity | Engagement | InstitutionLink) -> World:
    return World(
        entities=tuple(sorted((t for t in things if isinstance(t, Entity)),
                              key=lambda e: e.id)),
        engagements=tuple(sorted((t for t in things if isinstance(t, Engagement)),
                                 key=lambda e: e.id)),
        links=tuple(sorted((t for t in things if isinstance(t, InstitutionLink)),
                           key=lambda t: (t.a, t.b))),
    )


IRAN_FRANCE = world(
    institution("i-ibto", "Iranian Blood Transfusion Organization", "IR", "agency", ["IBTO"]),
    institution("i-pii", "Pasteur Institute of Iran", "IR", "research_institute", ["PII"]),
    institution("i-ip", "Institut Pasteur", "FR", "research_institute"),
    institution("i-efs", "Établissement français du sang", "FR", "agency", ["EFS"]),
    institution("i-ipt", "Institut Pasteur de Tunis", "TN", "research_institute"),
    institution("i-who", "World Health Organization", None, "international_organization", ["WHO"]),
    person("p-huart", "Guillaume Huart", "FR", "Regional Counselor for Health in Middle East"),
    person("p-larijani", "Mohammad Baqer Larijani", "IR",
           "deputy health minister for educational affairs"),
    engagement(
        "e1", "meeting", "FR IR",
        report("Larijani met Huart in Tehran on Saturday.", "completed", "2018-10-13",
               publisher="Mehr News Agency", title="Iran, France call for roadmap"),
        report("Huart was received by Larijani.", "completed", "2018-10-14",
               publisher="IRNA", origin="irna"),
        participants=("p-huart", "p-larijani"), date="2018-10-13", place="Tehran",
    ),
    engagement(
        "e2", "plan", "FR IR",
        report("Iran and France have called for devising a roadmap.", "proposed", "2018-10-13",
               publisher="Mehr News Agency", title="Iran, France call for roadmap"),
        topics=("research-innovation",),
    ),
    engagement(
        "e3", "partnership", "FR IR",
        report("The IBTO and the Pasteur Institute of Iran have already begun cooperation with "
               "French institutes.", "ongoing", "2018-10-13",
               publisher="Mehr News Agency", title="Iran, France call for roadmap"),
        participants=("i-ibto", "i-pii"), topics=("blood-transfusion",),
    ),
    engagement(
        "e4", "agreement", "FR IR TN",
        report("Institut Pasteur, the Pasteur Institute of Iran and Institut Pasteur de Tunis "
               "signed a memorandum on rabies.", "signed", "2016-05-02", publisher="TAP"),
        participants=("i-ip", "i-ipt", "i-pii"), topics=("rabies",), date="2016-05",
    ),
    engagement(
        "e5", "donation", "FR IR TN",
        report("France gave vaccines to Tunisia and Iran through the WHO.", "completed",
               "2021-07-01", publisher="AFP", origin="afp"),
        report("Vaccines from France reached Tunis and Tehran.", "completed", "2021-07-03",
               publisher="The Paper", origin="afp"),
        participants=("i-who",), topics=("vaccines",),
        roles=(("FR", "donor"), ("IR", "recipient"), ("TN", "recipient")),
    ),
    engagement(
        "e6", "conference", "DE FR IR TN US",
        report("Ministers of five countries came to the summit.", "completed", "2019-02-01"),
        participants=("i-who",),
    ),
    engagement(
        "e7", "training", "IR TN",
        report("Tunisia denied that it would send nurses to Iran.", "planned", "2020-01-01",
               modality="denied"),
        modality="denied",
    ),
    link("i-efs", "i-ibto",
         report("EFS works with the IBTO on plasma.", "ongoing", "2015-03-01")),
)
