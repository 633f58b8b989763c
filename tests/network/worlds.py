"""Worlds from plain values, for the tests of networks and of the page.

    report(…) -> Report -> engagement(…) -> world(…) -> World

`IRAN_FRANCE` is a small world whose ties can be counted by hand; its sentences are invented
after real kinds of report, and the bodies in it that bear names of real ones do nothing here
that they did not do in the news.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any

from kg.model import (
    ENGAGEMENT_TYPES,
    STATUSES,
    Engagement,
    Entity,
    Evidence,
    InstitutionLink,
    Report,
    World,
)
from kg.network import read_reference

__all__ = [
    "IRAN_FRANCE", "engagement", "institution", "link", "person", "report", "synthetic", "world",
]


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
        report("A roadmap is what Paris and Tehran ask for.", "proposed", "2018-10-13",
               publisher="Mehr News Agency", title="Iran, France call for roadmap"),
        topics=("research-innovation",),
    ),
    engagement(
        "e3", "partnership", "FR IR",
        report("French institutes work with the IBTO and with the Pasteur Institute of Iran.",
               "ongoing", "2018-10-13", publisher="Mehr News Agency",
               title="Iran, France call for roadmap"),
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


def synthetic(n: int, seed: int = 7) -> World:
    """A world of `n` engagements by chance, always the same for the same `n` and `seed`.

    A few countries take part in far more than the others, as in the news.
    """
    chance = random.Random(seed)
    codes = sorted(read_reference().countries)
    chance.shuffle(codes)
    weights = [1 / (place + 1) ** 0.8 for place in range(len(codes))]
    topics = sorted(read_reference().topics)
    institutions = [
        institution(f"i{k:04}", f"Institute of Public Health {k}", country)
        for k, country in enumerate(chance.choices(codes, weights, k=n // 3))
    ]
    organisations = [
        institution(f"o{k}", f"World Organisation {k}", None, "international_organization")
        for k in range(5)
    ]
    engagements = []
    for k in range(n):
        parties = sorted(set(chance.choices(codes, weights, k=chance.choice([2, 2, 2, 2, 3, 6]))))
        year = chance.randint(1995, 2026)
        taking_part = [
            chance.choice(own) for party in parties if chance.random() < 0.5
            and (own := [i.id for i in institutions if i.country == party])
        ] + ([chance.choice(organisations).id] if chance.random() < 0.2 else [])
        reports = [
            report(f"Sentence {k}.{m} says on what officials of {' and '.join(parties)} met.",
                   chance.choice(STATUSES), f"{year}-05-{chance.randint(10, 28)}",
                   publisher=f"Paper {chance.randint(1, 60)}", origin=f"origin {k}.{m // 2}",
                   modality=chance.choice(["asserted"] * 9 + ["denied"]))
            for m in range(chance.choice([1, 1, 2, 3]))
        ]
        engagements.append(engagement(
            f"e{k:05}", chance.choice(ENGAGEMENT_TYPES), " ".join(parties), *reports,
            participants=tuple(sorted(set(taking_part))),
            topics=tuple(sorted(chance.sample(topics, chance.randint(0, 3)))),
            date=chance.choice([f"{year}", f"{year}-05", None]),
            modality=reports[-1].modality,
            roles=tuple((party, "donor" if party == parties[0] else "recipient")
                        for party in parties if k % 5 == 0),
        ))
    # Some links between any two, some between two that share an engagement already.
    linked = {tuple(sorted((a.id, b.id)))
              for a, b in zip(institutions[::9], institutions[1::9], strict=False)}
    linked |= {e.participants[:2] for e in engagements[::3] if len(e.participants) > 1}
    links = [link(a, b, report(f"{a} and {b} work together.", "ongoing"))
             for a, b in sorted(linked)]
    return world(*institutions, *organisations, *engagements, *links)
