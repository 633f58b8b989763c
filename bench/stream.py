"""How fast the filter looks through news of which next to nothing is on cooperation in health.

    .venv/bin/python bench/stream.py [NEWS.jsonl ...]

The stream is made of ordinary news (without arguments that of news.jsonl, short articles that were
written for this) with one relevant article of data/articles in every 500. `kg.extract.is_relevant`
reads it, and `kg.extract.extract` for comparison; their verdicts are the same.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from statistics import median

from extract import print_table, read_texts

from kg.extract import RuleLexicon, extract, is_relevant, load_lexicon
from kg.extract.text import look_up_words
from kg.model import Article
from kg.resources import data_path

#: Articles of the stream, every which of them is relevant, and passes over it.
LENGTH, EVERY, PASSES = 5000, 500, 3


def read(paths: list[Path]) -> list[Article]:
    return [Article(row["id"], row["text"], row.get("title") or "", row.get("date"))
            for row in read_texts(paths)]


def make_stream(news: list[Article], lexicon: RuleLexicon) -> list[Article]:
    """The news over and over, every EVERYth article being one that `extract` calls relevant."""
    shipped = read(sorted(data_path("articles").glob("*.jsonl")))
    relevant = cycle([a for a in shipped if extract(a, lexicon).relevant])
    return [next(relevant) if number % EVERY == 0 else article
            for number, article in enumerate(islice(cycle(news), LENGTH), 1)]


def measure(verdict: Callable[[Article], bool], stream: list[Article]) -> tuple[float, int]:
    """Articles a second (median of PASSES), and how many are called relevant."""
    speeds, found = [], 0
    for _ in range(PASSES):
        before = time.process_time()
        found = sum(map(verdict, stream))
        speeds.append(len(stream) / (time.process_time() - before))
    return median(speeds), found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("news", nargs="*", type=Path, help="JSON lines; default: news.jsonl")
    paths = parser.parse_args().news or [Path(__file__).with_name("news.jsonl")]
    lexicon = load_lexicon()
    news = read(paths)
    stream = make_stream(news, lexicon)
    size = sum(len(a.title) + len(a.text) for a in stream) / len(stream)
    on_health = sum(not lexicon.telling.isdisjoint(look_up_words(a.text)) for a in news)
    print(f"{len(stream):,} articles, {size:,.0f} characters each, one in {EVERY} relevant; "
          f"{on_health} of the {len(news)} others have a word of health\n")
    rows = [["one core", "articles a second", "called relevant"]]
    for name, verdict in (
            ("is_relevant", lambda article: is_relevant(article, lexicon)),
            ("extract", lambda article: extract(article, lexicon).relevant)):
        speed, found = measure(verdict, stream)
        rows.append([name, f"{speed:,.0f}", str(found)])
    print_table(rows)


if __name__ == "__main__":
    main()
