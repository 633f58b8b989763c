"""`kg info`: what is in a store."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from kg.cli.common import (
    counted,
    min_confidence_option,
    open_to_read,
    output_option,
    store_option,
    world_of,
    write_text,
)

if TYPE_CHECKING:
    from kg.model import World
    from kg.store import StoreInfo

__all__ = ["info"]


@click.command(epilog="""\b
Examples:
  kg info --store graph
  kg info --store graph --format json
  kg info --store graph --articles | wc -l""")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text",
              show_default=True, help="For people, or for programs.")
@click.option("--articles", is_flag=True, help="The ids of all articles, one a line, instead.")
@min_confidence_option
@output_option
@store_option
def info(
    form: str, articles: bool, min_confidence: float, output: str | None, store: str
) -> None:
    """Count what is in the graph.

    Articles, countries, institutions, people, engagements by type and status, quads. With
    --min-confidence claims, engagements, links and countries are those that are sure enough."""
    from kg.confidence import sure_world

    # A folder that is no store is told as such, and not made one.
    with open_to_read(store) as opened:
        if articles:
            from kg.query.results import safe_text

            ids = opened.article_ids()
            if form == "json":
                write_text(json.dumps(ids, ensure_ascii=False) + "\n", output)
            else:
                write_text("".join(f"{safe_text(name)}\n" for name in ids), output)
            return
        counts = opened.info()
        world = sure_world(world_of(opened), min_confidence) if counts.current else None
    if min_confidence and world is not None:
        counts = replace(counts, claims=_claims(world), links=len(world.links),
                         engagements=len(world.engagements), countries=len(
                             {code for one in world.engagements for code in one.countries}))
    if form == "json":
        from kg.cli.summary import count_engagements

        record: dict[str, Any] = {
            name: getattr(counts, name) for name in type(counts).__slots__ if name != "path"
        }
        record["store"] = store
        if world is not None:
            record |= count_engagements(world)
        write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", output)
        return
    text = _counts(store, counts)
    if world is not None:
        from kg.cli.summary import engagement_bars

        text += "\n" + engagement_bars(world)
    write_text(text, output)


def _claims(world: World) -> int:
    """How many claims are left: an engagement has a report for each."""
    return len({report.claim for one in world.engagements for report in one.reports})


def _counts(store: str, counts: StoreInfo) -> str:
    rows = [
        ("articles", f"{counts.articles:,} ({counts.relevant:,} on health cooperation)"),
        ("claims", f"{counts.claims:,}"),
        ("engagements", f"{counts.engagements:,}"),
        ("countries", f"{counts.countries:,}"),
        ("institutions", f"{counts.institutions:,} ({counts.links:,} links between them)"),
        ("people", f"{counts.people:,}"),
        ("quads", f"{counts.quads:,}"),
        ("size on disk", f"{(counts.size or 0) / 1_000_000:.1f} MB"),
        ("extracted by", ", ".join(counts.extractors) or "nothing yet"),
        ("base of IRIs", counts.base),
    ]
    rows += [
        ("answered by", f"{' '.join(filter(None, (model, version)))}, for {extractor}: "
                        f"{counted(articles, 'article')}")
        for extractor, model, version, articles in counts.models
    ]
    if not counts.current:
        rows.append(("", "articles have changed since it was assembled: run kg build again"))
    return f"{store}\n" + "".join(f"  {name:<14}{value}\n" for name, value in rows)
