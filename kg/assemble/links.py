"""Institutions that work together, with every report of it.

    Facts of an article, its claims -> reports of links -> InstitutionLinks
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kg.assemble.engagements import stage_of, when
from kg.assemble.told import Mapped, Told, to_report
from kg.decisions import NOTHING_SETTLED, Settled
from kg.ids import link_id
from kg.model import Article, Claim, Facts, InstitutionLink, Link, Report

__all__ = ["link_report", "tell_links", "to_links"]


def tell_links(
    facts: Facts, article: Article, origin: str, mapping: Mapped, claims: Sequence[Told],
    decisions: Settled = NOTHING_SETTLED,
) -> Iterator[tuple[tuple[str, str], Report]]:
    named = {told.id: told.claim for told in claims}
    for link in facts.links:
        ends = {(article.id, link.a), (article.id, link.b)}
        if link_id(article.id, link) in decisions.rejected or not ends <= mapping.keys():
            continue
        if any(_makes(claim, link) for claim in facts.claims) and not any(
            _makes(told.claim, link) for told in claims
        ):
            continue  # a person rejected the act that made it, or found it no more than a wish
        a, b = sorted((mapping[article.id, link.a], mapping[article.id, link.b]))
        if a == b:
            continue  # two names of one institution, as other articles have told since
        yield (a, b), link_report(link, article, origin, named)


def link_report(
    link: Link, article: Article, origin: str, claims: Mapping[str, Claim]
) -> Report:
    """A link as a report; its status is that of the claim that makes it.

    That is the furthest one that rests on the same words; one in which both take part comes
    first. The extractor links institutions by asserted acts that are more than proposed, so no
    other claim can be it. Where none is left, the words tell of a relation and not how far it
    got: it is there, `ongoing`.
    """
    name = link_id(article.id, link)
    made_by = min(
        (id for id, claim in claims.items() if _makes(claim, link)),
        key=lambda id: (
            not {link.a, link.b} <= set(claims[id].participants),
            -stage_of(claims[id].status), id,
        ),
        default=None,
    )
    least = Claim("cooperation", "ongoing", (), link.evidence, link.rule)
    report = to_report(name, claims[made_by] if made_by else least, article, origin)
    return replace(
        report, quotes=link.evidence, confidence=link.confidence, rule=link.rule
    )


def _makes(claim: Claim, link: Link) -> bool:
    """Can the link rest on this claim?"""
    return (
        claim.modality == "asserted" and claim.status != "proposed"
        and not set(claim.evidence).isdisjoint(link.evidence)
    )


def to_links(told: Iterable[tuple[tuple[str, str], Report]]) -> tuple[InstitutionLink, ...]:
    reports: defaultdict[tuple[str, str], dict[str, Report]] = defaultdict(dict)
    for ends, report in told:
        reports[ends][report.claim] = report
    return tuple(
        InstitutionLink(
            *ends,
            origins=len({report.origin for report in reports[ends].values()}),
            reports=tuple(sorted(reports[ends].values(), key=when)),
        )
        for ends in sorted(reports)
    )
