"""Facts in the codebook's form, one JSON object per article.

    Facts, Article -> dict, or text for people

The form is the contract with coders and scorers: countries, pairs, institutions, people,
engagements, topics, links. What the program knows beyond it (rule, confidence, roles,
quantities, attribution) stands beside under names of its own.
"""

from __future__ import annotations

from typing import Any

from kg.model import Article, Evidence, Facts, Quantity

__all__ = ["to_codebook", "to_text"]


def _evidence(evidence: Evidence) -> dict[str, Any]:
    row: dict[str, Any] = {"quote": evidence.quote, "start": evidence.start, "end": evidence.end}
    if evidence.field != "text":
        row["field"] = evidence.field
    return row


def _quantity(quantity: Quantity) -> dict[str, Any]:
    return {"value": quantity.value, "unit": quantity.unit, "qualifier": quantity.qualifier,
            "state": quantity.state, "evidence": [_evidence(quantity.evidence)]}


def to_codebook(facts: Facts) -> dict[str, Any]:
    """One article's facts as the codebook lays them down; offsets are code points of the
    article's text, or of its title where an evidence has `"field": "title"`.

    Denied and hypothetical claims are listed apart, under "flagged": the codebook codes none.
    "uses" says how extractors beside the rules were set up.
    """
    names = {i.key: i.name for i in facts.institutions} | {p.key: p.name for p in facts.people}
    engagements: list[dict[str, Any]] = []
    flagged: list[dict[str, Any]] = []
    for claim in facts.claims:
        row = {
            "type": claim.type, "status": claim.status, "countries": list(claim.countries),
            "participants": [names[key] for key in claim.participants],
            "topics": list(claim.topics), "date": _date(claim.date), "place": claim.place,
            "evidence": [_evidence(e) for e in claim.evidence],
            "detail": claim.detail, "status_detail": claim.status_detail,
            "roles": [[names.get(who, who), role] for who, role in claim.roles],
            "quantities": [_quantity(q) for q in claim.quantities],
            "attribution": claim.attribution, "modality": claim.modality,
            "rule": claim.rule, "confidence": claim.confidence,
        }
        (engagements if claim.modality in ("asserted", "historical") else flagged).append(row)
    row = {
        "article": facts.article, "relevant": facts.relevant,
        "countries": [c.code for c in facts.countries],
        "pairs": [list(pair) for pair in facts.pairs],
        "institutions": [
            {"name": i.name, "aliases": list(i.aliases), "type": i.type, "country": i.country,
             "evidence": [_evidence(e) for e in i.evidence], "rule": i.rule,
             "registry": i.registry_id} for i in facts.institutions],
        "people": [
            {"name": p.name, "aliases": list(p.aliases), "role": p.role, "country": p.country,
             "evidence": [_evidence(e) for e in p.evidence], "rule": p.rule}
            for p in facts.people],
        "engagements": engagements,
        "topics": [t.topic for t in facts.topics],
        "links": [[names[link.a], names[link.b]] for link in facts.links],
        "capacities": [
            {"country": c.country, "attribution": c.attribution, "rule": c.rule,
             **_quantity(c.quantity)} for c in facts.capacities],
        "extractor": facts.extractor,
    }
    if flagged:
        row["flagged"] = flagged
    if facts.uses:
        row["uses"] = [{
            "extractor": use.extractor, "model": use.model, "model_version": use.model_version,
            "prompt": use.prompt, "settings": dict(use.settings)} for use in facts.uses]
    return row


def _date(date: str | None) -> str | None:
    """The codebook knows a year, a month or a day; of a range it takes the beginning, of a mere
    deadline nothing."""
    return (date.split("/")[0].replace("..", "") or None) if date else None


def to_text(facts: Facts, article: Article) -> str:
    """The facts of one article for a person to read, each with the words that say so."""
    lines = [f"{facts.article}  {article.title or '(no title)'}"]
    if not facts.relevant:
        return lines[0] + "\n  not about health cooperation between countries\n"
    names = {i.key: i.name for i in facts.institutions} | {p.key: p.name for p in facts.people}
    lines.append(f"  countries     {', '.join(c.code for c in facts.countries)}")
    for i in facts.institutions:
        lines.append(f"  institution   {i.name} ({i.type}, {i.country or 'international'})")
    for p in facts.people:
        lines.append(f"  person        {p.name}, {p.role or '?'} ({p.country or '?'})")
    for claim in facts.claims:
        flag = "" if claim.modality == "asserted" else f" [{claim.modality}]"
        who = ", ".join(names[key] for key in claim.participants)
        lines.append(f"  {claim.type:13} {claim.status} {'-'.join(claim.countries)}{flag}"
                     f"{'  ' + claim.date if claim.date else ''}{'  ' + who if who else ''}")
        for evidence in claim.evidence:
            lines.append(f'      "{" ".join(evidence.quote.split())}"')
    if facts.topics:
        lines.append(f"  topics        {', '.join(t.topic for t in facts.topics)}")
    for link in facts.links:
        lines.append(f"  link          {names[link.a]} – {names[link.b]}")
    for capacity in facts.capacities:
        q = capacity.quantity
        lines.append(f"  capacity      {capacity.country}: {q.qualifier or ''} {q.value} "
                     f"{q.unit}".replace("  ", " "))
    return "\n".join(lines) + "\n"
