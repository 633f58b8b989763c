"""How surely mentions are resolved to what they mean, on a table of mentions from real news.

    python -m tests.quality.resolution [--misses]

`tests/resolve/mentions.jsonl` holds short contexts, each retold in our own words from the report
that it names, with mentions and the entity that a careful coder takes each for: country, then a
person (@) or an institution; `?` where such a coder abstains. The contexts are read and resolved
as articles are. Each entity of the gold is then held by the resolved entity that most of its
mentions are in, if kind and country agree. A mention is

- right, if it is in the entity that holds its own;
- wrong, if it is in one that holds another, or if it is taken for something where coders abstain;
- left apart, if it was not found, or stands by itself.

Precision is right / (right + wrong), recall right / all that coders take for something, each with
its 95 % interval, drawn over contexts: mentions of one context are right or wrong together. Beside
it, in the same run, stands the merging of equal wordings: what most projects without a registry do.

One half of the contexts, chosen by a digest of their id, was looked at while the rules were made;
of the other half only the figures. `--misses` shows what is wrong and left apart in the first.
Contexts from m116 on were added later, all at once, before the rules of that day saw any of them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from kg.extract import extract, load_lexicon
from kg.model import Article, Entity, Evidence, Facts
from kg.registry import open_registry
from kg.resolve import resolve

TABLE: Final = Path(__file__).parents[1] / "resolve" / "mentions.jsonl"

#: What coders take a mention for when they cannot tell.
ABSTAIN: Final = "?"


class Mention(NamedTuple):
    """A wording at `start` of the text of `context`, and the entity that it means."""

    context: str
    start: int
    wording: str
    entity: str


@dataclass(frozen=True)
class Figures:
    """What became of the mentions of one half."""

    right: int
    wrong: int
    meant: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / self.meant


def read_table(path: Path = TABLE) -> tuple[list[Article], list[Mention]]:
    """The contexts as articles, and their mentions."""
    articles, mentions = [], []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        articles.append(Article(row["id"], row["text"], date=row["date"], url=row["url"]))
        mentions += [Mention(row["id"], one["start"], one["mention"], one["entity"])
                     for one in row["mentions"]]
    return articles, mentions


def is_looked_at(context: str) -> bool:
    """Is this context in the half that was looked at while developing?"""
    return hashlib.sha256(context.encode()).digest()[0] % 2 == 0


class Answer(NamedTuple):
    """What a mention was resolved to. `key` is the same for all that are one; `kind` is @ for a
    person and "" for an institution; `country` is INT for an international body, None where it
    is not known; `is_local` where it is not told from others outside its article."""

    key: Hashable
    kind: str
    country: str | None
    is_local: bool


def resolved(articles: Iterable[Article], mentions: Iterable[Mention]) -> dict[Mention, Answer]:
    """The entity that each mention is resolved to; without those that were not found."""
    lexicon = load_lexicon()
    registry, _ = open_registry()
    facts = {article.id: extract(article, lexicon) for article in articles}
    entities, mapping = resolve(facts.values(), registry)
    by_id = {entity.id: entity for entity in entities}
    answers = {}
    for mention in mentions:
        key = _key_at(facts[mention.context], mention)
        if key is not None and (mention.context, key) in mapping:
            answers[mention] = _answer(by_id[mapping[mention.context, key]])
    return answers


def _answer(entity: Entity) -> Answer:
    if entity.kind == "person":
        return Answer(entity.id, "@", entity.country, " " not in entity.name)
    is_world = entity.country is None and (
        entity.registry_id is not None or entity.type == "international_organization")
    return Answer(entity.id, "", "INT" if is_world else entity.country,
                  entity.country is None and not is_world)


def _key_at(facts: Facts, mention: Mention) -> str | None:
    """The institution or person whose wording stands where the mention does: around it ("Cuba's
    Finlay Institute"), or in it, with as few other letters as may be."""
    start, end = mention.start, mention.start + len(mention.wording)

    def is_there(evidence: Evidence) -> bool:
        return evidence.field == "text" and (
            evidence.start <= start and end <= evidence.end
            or start <= evidence.start and evidence.end <= end)

    found = [(abs(evidence.start - start) + abs(evidence.end - end), one.key)
             for one in (*facts.institutions, *facts.people)
             for evidence in one.evidence if is_there(evidence)]
    return min(found)[1] if found else None


def equal_wordings(mentions: Iterable[Mention]) -> dict[Mention, Answer]:
    """The peer: equal wordings are one, whoever wrote them where; kind and country are given."""
    return {one: Answer(one.wording, "@" if "/@" in one.entity else "",
                        one.entity.partition("/")[0], False) for one in mentions}


def judge(mentions: Iterable[Mention], answers: Mapping[Mention, Answer]) -> dict[Mention, str]:
    """right, wrong or apart, for each mention."""
    mentions = list(mentions)
    members: defaultdict[Hashable, Counter[str]] = defaultdict(Counter)
    fits: dict[tuple[Hashable, str], bool] = {}
    for one in mentions:
        if one in answers and one.entity != ABSTAIN:
            answer = answers[one]
            members[answer.key][one.entity] += 1
            country, _, name = one.entity.partition("/")
            # Who acts for an international body has no country.
            fits[answer.key, one.entity] = (
                answer.kind == ("@" if name.startswith("@") else "")
                and (answer.country or "INT") == country)
    holder: dict[str, Hashable] = {}
    held: dict[Hashable, str] = {}
    # The largest share first: one entity holds one of the gold, and one of the gold has one.
    shares = [(-count, entity, repr(key), key) for key, counts in members.items()
              for entity, count in counts.items()]
    for _, entity, _, key in sorted(shares):
        if fits[key, entity] and entity not in holder and key not in held:
            holder[entity], held[key] = key, entity
    verdicts = {}
    for one in mentions:
        answer = answers.get(one)
        if answer is None:
            verdicts[one] = "apart"
        elif one.entity == ABSTAIN:
            verdicts[one] = "apart" if answer.is_local and answer.key not in held else "wrong"
        elif held.get(answer.key) == one.entity:
            verdicts[one] = "right"
        elif answer.key in held:
            verdicts[one] = "wrong"
        elif fits[answer.key, one.entity] or answer.is_local:
            verdicts[one] = "apart"
        else:
            verdicts[one] = "wrong"
    return verdicts


def figures(verdicts: Mapping[Mention, str], half: bool | None = None) -> Figures:
    """Of one half (True: the one that was looked at), or of both."""
    chosen = {one: verdict for one, verdict in verdicts.items()
              if half is None or is_looked_at(one.context) == half}
    counts = Counter(chosen.values())
    return Figures(counts["right"], counts["wrong"],
                   sum(one.entity != ABSTAIN for one in chosen))


def intervals(verdicts: Mapping[Mention, str], half: bool | None = None, *,
              draws: int = 2000) -> tuple[tuple[float, float], tuple[float, float]]:
    """95 % intervals of precision and recall: percentiles over contexts drawn with replacement."""
    contexts: defaultdict[str, dict[Mention, str]] = defaultdict(dict)
    for one, verdict in verdicts.items():
        if half is None or is_looked_at(one.context) == half:
            contexts[one.context][one] = verdict
    counted = [figures(chosen) for _, chosen in sorted(contexts.items())]
    rng = random.Random(0)
    drawn = []
    for _ in range(draws):
        chosen = rng.choices(counted, k=len(counted))
        drawn.append(Figures(*(sum(values) for values in zip(
            *((f.right, f.wrong, f.meant) for f in chosen), strict=True))))
    low, high = int(draws * 0.025), int(draws * 0.975) - 1
    precisions = sorted(f.precision for f in drawn)
    recalls = sorted(f.recall for f in drawn)
    return (precisions[low], precisions[high]), (recalls[low], recalls[high])


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--misses", action="store_true",
                        help="what is wrong or left apart, in the half that may be looked at")
    given = parser.parse_args()
    articles, mentions = read_table()
    sides = {"resolved": judge(mentions, resolved(articles, mentions)),
             "equal wordings": judge(mentions, equal_wordings(mentions))}
    print(f"{len(mentions)} mentions in {len(articles)} contexts, "
          f"{sum(one.entity == ABSTAIN for one in mentions)} of them ?")
    print(f"{'':16}{'half':12}{'right':>7}{'wrong':>7}{'of':>7}  {'precision':21}{'recall':21}")
    for side, verdicts in sides.items():
        for half, name in ((True, "looked at"), (False, "kept apart"), (None, "both")):
            f = figures(verdicts, half)
            shares = (f"{value:.3f} ({low:.3f}–{high:.3f})" for value, (low, high) in zip(
                (f.precision, f.recall), intervals(verdicts, half), strict=True))
            print(f"{side:16}{name:12}{f.right:7}{f.wrong:7}{f.meant:7}  {'  '.join(shares)}")
    if given.misses:
        answers = resolved(articles, mentions)
        for one, verdict in sides["resolved"].items():
            if verdict != "right" and one.entity != ABSTAIN and is_looked_at(one.context) or (
                    verdict == "wrong" and is_looked_at(one.context)):
                print(f"{verdict:6} {one.context} {one.wording!r} is {one.entity}: "
                      f"{answers.get(one)}")


if __name__ == "__main__":
    main()
