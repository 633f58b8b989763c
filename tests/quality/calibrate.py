"""Confidence counted: how often facts of each weight and rule are right -> data/confidence.csv.

    python -m tests.quality.calibrate            # write the table, and its part of docs/quality.md
    python -m tests.quality.calibrate --check    # only say what would change

Counted in the development gold beside the checkout (without the two lists of receivers), where
the program's facts are compared with the coders'. The rules were made on its learning half, so
what is right there counts less (HALVES); of an article that data/gold has a second coding of,
both codings share that. Of the other half nothing but these counts is used; no confidence
decides what is extracted, so the figures there stay what they were. How far confidences hold is
measured on that half, each tenth of it with a table that was counted without it.

Small samples: each share is drawn towards that of its family as if PRIOR more facts had been
seen there, a kind towards one half by two; a rule that was seen less than LEAST_SEEN times has
no row and falls to its family. Shares may not sink where the weight rises: neighbours that
would are taken together.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from kg.evaluate import Coding, read_codings
from kg.evaluate.matching import acts_by_parties, match_codings
from kg.extract import extract, load_lexicon
from kg.extract.calibration import Calibration, families, rule_key, weight_key
from kg.extract.codebook import to_codebook
from kg.model import Facts
from kg.sources import read_articles

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT.parent / "shared" / "gold"
OWN_GOLD = ROOT / "data" / "gold" / "briefs.jsonl"
TABLE = ROOT / "data" / "confidence.csv"
PAGE = ROOT / "docs" / "quality.md"

#: How much a fact of each half counts. Of the rules that `learn` has made it shows too little
#: that is wrong; of rules that are rare it is needed all the same.
HALVES = {"learn": 0.25, "look": 1.0}

#: So many facts at the share of its family stand beside those seen of a rule: of 8, 16 and 32,
#: what foretold claims best on articles of `learn` that were left out.
PRIOR = 16

#: So many parts of `look` are foretold by the others.
FOLDS = 10

#: A rule seen less often has no row of its own.
LEAST_SEEN = 4

#: The page's part between these lines is written here, and nowhere else.
BEGIN, END = "<!-- calibration: made by make calibrate -->", "<!-- end of calibration -->"

#: Kinds of facts in the order of the page; capacities are coded by nobody.
KINDS = {"claim": "claims (type, parties and stage)", "country": "countries",
         "institution": "institutions (with their country)",
         "person": "people (with their country)", "topic": "topics", "link": "links"}


class Seen(NamedTuple):
    """A fact of an article beside one coding: its weight and rule, how far it is right (a claim
    of several pairs may be so in part), and how much it counts."""

    article: str
    kind: str
    weight: float
    rule: str
    right: float
    counts: float


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    right: float
    seen: float
    confidence: float


class NotThere(Exception):
    """The gold is not beside the checkout."""


# ---- what is seen

def observe(half: str, gold: Path = GOLD, own: Path | None = OWN_GOLD) -> list[Seen]:
    """Each fact found in the articles of one half, with its weight, beside each coding.

    Raises NotThere where the gold is not.
    """
    if not gold.is_dir():
        raise NotThere(f"no gold at {gold}")
    wanted = set(json.loads((gold / "splits.json").read_text(encoding="utf-8"))[half])
    folders = [("dev", ""), ("briefs", "africa."), ("briefs", "asia.")]
    texts = [str(gold / folder / f"{name}articles.jsonl") for folder, name in folders]
    first = read_codings([str(gold / folder / f"{name}facts.jsonl") for folder, name in folders],
                         _stop)
    second = read_codings([str(own)], _stop) if own and half == "learn" else {}
    lexicon = load_lexicon()
    lexicon.calibration = Calibration({})
    found = {article.id: extract(article, lexicon) for article in read_articles(texts, _stop)
             if article.id in wanted and article.id in first}
    lines = "\n".join(json.dumps(to_codebook(facts)) for facts in found.values())
    codings = read_codings(["-"], _stop, stdin=io.BytesIO(lines.encode()))
    return [seen for article, facts in found.items()
            for golds in [[c[article] for c in (first, second) if article in c]]
            for one in golds
            for seen in _compare(one, codings[article], facts, HALVES[half] / len(golds))]


def _stop(error: Exception) -> None:
    raise error


def _compare(gold: Coding, coding: Coding, facts: Facts, counts: float) -> Iterator[Seen]:
    """Each fact beside one coding; `coding` is the same facts in the codebook's form."""
    matched = {m.type: m.pairs for m in match_codings(gold, coding)}
    stages = {item for _, item in matched["engagements+status"]}
    parties = defaultdict(list)
    for type_, pair, act in acts_by_parties(coding):
        parties[id(act)].append((type_, pair))
    told = [c for c in facts.claims if c.modality in ("asserted", "historical")]
    for claim, act in zip(told, coding.engagements, strict=True):
        keys = parties[id(act)]
        yield Seen(facts.article, "claim", claim.confidence, claim.rule,
                   sum((*key, claim.status) in stages for key in keys) / len(keys), counts)
    for country in facts.countries:
        yield Seen(facts.article, "country", country.confidence, country.rule,
                   country.code in gold.countries, counts)
    for topic in facts.topics:
        yield Seen(facts.article, "topic", topic.confidence, topic.rule,
                   topic.topic in gold.topics, counts)
    for kind, found, named in (("institution", facts.institutions, coding.institutions),
                               ("person", facts.people, coding.people)):
        same = {id(item): other for other, item in
                matched["institutions" if kind == "institution" else "people"]}
        for one, name in zip(found, named, strict=True):
            other = same.get(id(name))
            yield Seen(facts.article, kind, one.confidence, one.rule,
                       other is not None and other.country == name.country, counts)
    right = {id(item) for _, item in matched["links"]}
    for link, ends in zip(facts.links, coding.links, strict=True):
        yield Seen(facts.article, "link", link.confidence, link.rule, id(ends) in right, counts)


# ---- the table

def make_table(seen: Iterable[Seen]) -> dict[str, Row]:
    """Rows by key, in alphabetical order."""
    counts: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])

    for one in seen:
        keys = [*families(rule_key(one.kind, one.rule)), weight_key(one.kind, one.weight)]
        for key in keys:
            counts[key][0] += one.right * one.counts
            counts[key][1] += one.counts
    rows: dict[str, Row] = {}
    for key in sorted(counts, key=lambda k: (len(families(k)), k)):
        right, number = counts[key]
        if "/weight/" in key or "/" in key and number < LEAST_SEEN:
            continue
        if "/" in key:
            family = next(rows[one] for one in families(key)[1:] if one in rows)
            share = (right + PRIOR * family.confidence) / (number + PRIOR)
        else:
            share = (right + 1) / (number + 2)
        rows[key] = Row(right, number, round(share, 2))
    for kind in sorted(KINDS):
        rows |= _by_weight(kind, rows[kind].confidence, counts) if kind in rows else {}
    return dict(sorted(rows.items()))


def _by_weight(kind: str, share: float, counts: Mapping[str, Sequence[float]]) -> dict[str, Row]:
    """The rows for the weights of a kind, whose shares never sink; none where all weigh alike."""
    keys = sorted(key for key in counts if key.startswith(f"{kind}/weight/"))
    if len(keys) < 2:
        return {}
    blocks: list[tuple[float, float, list[str]]] = []
    for key in keys:
        right, number = counts[key]
        block = (right + PRIOR * share, number + PRIOR, [key])
        while blocks and blocks[-1][0] * block[1] >= block[0] * blocks[-1][1]:
            before = blocks.pop()
            block = (before[0] + block[0], before[1] + block[1], before[2] + block[2])
        blocks.append(block)
    return {key: Row(counts[key][0], counts[key][1], round(right / number, 2))
            for right, number, together in blocks for key in together}


def table_text(rows: Mapping[str, Row]) -> str:
    """The table as it is written."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(["row", "right", "seen", "confidence"])
    lines.writerows([key, f"{row.right:.4g}", f"{row.seen:.4g}", f"{row.confidence:.2f}"]
                    for key, row in rows.items())
    return text.getvalue()


# ---- how far it holds

class Reliability(NamedTuple):
    """How well confidences foretell what is right: their mean beside the share that is right,
    the expected calibration error (in ten bins of equal width) and the Brier score."""

    mean: float
    error: float
    brier: float


#: (confidence, how far it is right, how much it counts)
Told = Sequence[tuple[float, float, float]]


def reliability(told: Told) -> Reliability:
    """Of facts with their confidences."""
    number = sum(counts for _, _, counts in told)
    bins: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for confidence, right, counts in told:
        bins[_bin(confidence)][0] += confidence * counts
        bins[_bin(confidence)][1] += right * counts
    return Reliability(
        sum(c * n for c, _, n in told) / number,
        sum(abs(told_ - right) for told_, right in bins.values()) / number,
        sum((c - r) ** 2 * n for c, r, n in told) / number)


def _bin(confidence: float) -> int:
    return min(9, int(confidence * 10 + 1e-9))


def left_out(learn: Sequence[Seen], look: Sequence[Seen]) -> Iterator[tuple[Seen, float]]:
    """The facts of `look` with the confidence from a table that was counted without the tenth
    of its articles that they stand in."""
    tenths = {article: number % FOLDS
              for number, article in enumerate(sorted({one.article for one in look}))}
    for tenth in range(FOLDS):
        calibration = calibration_of(make_table(
            chain(learn, (one for one in look if tenths[one.article] != tenth))))
        yield from ((one, calibration.confidence(one.kind, one.weight, one.rule))
                    for one in look if tenths[one.article] == tenth)


def page_part(learn: Sequence[Seen], look: Sequence[Seen]) -> str:
    """What docs/quality.md says on calibration, from figures alone."""
    alone = calibration_of(make_table(learn))
    told: dict[str, list[Told]] = {}
    for kind in KINDS:
        seen = [one for one in left_out(learn, look) if one[0].kind == kind]
        told[kind] = [
            tuple((s.weight, s.right, s.counts) for s, _ in seen),
            tuple((alone.confidence(kind, s.weight, s.rule), s.right, s.counts) for s, _ in seen),
            tuple((confidence, s.right, s.counts) for s, confidence in seen)]
    lines = ["| `look` | facts | right | mean | calibration error | Brier score |",
             "| --- | --- | --- | --- | --- | --- |"]
    for kind, label in KINDS.items():
        if told[kind][0]:
            figures = [reliability(one) for one in told[kind]]
            share = sum(right for _, right, _ in told[kind][0]) / len(told[kind][0])
            cells = [" → ".join(format(getattr(one, name), form) for one in figures)
                     for name, form in (("mean", ".2f"), ("error", ".3f"), ("brier", ".3f"))]
            lines.append(f"| {label} | {len(told[kind][0])} | {share:.2f} | {' | '.join(cells)} |")
    lines += ["", "How many were right in each tenth (the third figures of the table above):", "",
              f"| confidence | {' | '.join(label.split(' (')[0] for label in KINDS.values())} |",
              f"| --- |{' --- |' * len(KINDS)}"]
    for tenth in range(9, -1, -1):
        cells = []
        for kind in KINDS:
            inside = [right for confidence, right, _ in told[kind][2] if _bin(confidence) == tenth]
            cells.append(f"{sum(inside):.4g} of {len(inside)}" if inside else "")
        if any(cells):
            lines.append(f"| {tenth / 10:.1f} to {(tenth + 1) / 10:.1f} | {' | '.join(cells)} |")
    return "\n".join(lines)


def calibration_of(rows: Mapping[str, Row]) -> Calibration:
    """What the rows of a table come to."""
    return Calibration({key: row.confidence for key, row in rows.items()})


def with_part(page: str, part: str) -> str:
    """The page with its part on calibration replaced."""
    before, rest = page.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    return f"{before}{BEGIN}\n{part}\n{END}{after}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 done, or nothing to change; 1 something would change; 2 no gold."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.quality.calibrate", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    given = parser.parse_args(arguments)
    try:
        halves = {half: observe(half) for half in HALVES}
    except NotThere as error:
        print(f"{error}; expected the development gold there", file=sys.stderr)
        return 2
    made = {TABLE: table_text(make_table(chain(*halves.values()))),
            PAGE: with_part(PAGE.read_text(encoding="utf-8"), page_part(**halves))}
    status = 0
    for path, text in made.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            print(f"{path.relative_to(ROOT)}: {'would change' if given.check else 'written'}")
            status = int(given.check)
            if not given.check:
                path.write_text(text, encoding="utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main())
