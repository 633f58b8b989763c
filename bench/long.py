"""How time and memory grow with the length of one article.

    .venv/bin/python bench/long.py

The texts are the articles that come along, one after the other, again and again, up to the length
wanted; and one that names a hundred thousand people and institutions, all different. Each is read
in a process of its own. Where time is linear, the last column stays the same.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import count, product

from extract import peak_megabytes, print_table, read_texts

from kg.resources import data_path

#: Lengths in 10^6 characters.
LENGTHS = (1, 2, 5, 10)

#: So many names are in the text of names, two in a sentence.
NAMES = 100_000

_SYLLABLES = "ka ri mo ne ta lu so ba chi de fa gu ha jo li pe ra su ti wo".split()


def long_text(millions: float) -> str:
    """The articles that come along, repeated, as one text."""
    rows = read_texts(sorted(data_path("articles").glob("*.jsonl")))
    text = "\n\n".join(row["text"] for row in rows)
    size = int(millions * 1e6)
    return (text * (size // len(text) + 1))[:size]


def words() -> Iterator[str]:
    """Words with a capital that no table has, each once."""
    for size in count(3):
        for syllables in product(_SYLLABLES, repeat=size):
            yield "".join(syllables).capitalize()


def text_of_names(names: int) -> str:
    """Sentences that each name a doctor and a hospital that no other one names."""
    word = words()
    return "\n".join(
        f"Dr {next(word)} {next(word)} of the {next(word)} Hospital in Kenya met doctors from Cuba."
        for _ in range(names // 2))


def run(what: str) -> None:
    """In a process of its own: read one text, print the figures as JSON."""
    from kg.extract import extract, load_lexicon
    from kg.model import Article

    text = text_of_names(NAMES) if what == "names" else long_text(float(what))
    lexicon = load_lexicon()
    before = time.process_time()
    facts = extract(Article("long", text, "Cuban doctors in Kenya", "2024-03-05"), lexicon)
    print(json.dumps({
        "characters": len(text), "seconds": time.process_time() - before,
        "named": len(facts.people) + len(facts.institutions), "memory": peak_megabytes()}))


def report() -> None:
    rows = [["one article", "people and institutions", "seconds", "peak memory, MB",
             "seconds per 10^6 characters"]]
    for what in (*map(str, LENGTHS), "names"):
        done = subprocess.run([sys.executable, __file__, "--what", what], check=True,
                              stdout=subprocess.PIPE, text=True)
        found = json.loads(done.stdout)
        millions = found["characters"] / 1e6
        label = f"{NAMES:,} names, " if what == "names" else ""
        rows.append([f"{label}{millions:.1f} million characters", f"{found['named']:,}",
                     f"{found['seconds']:.1f}", f"{found['memory']:.0f}",
                     f"{found['seconds'] / millions:.2f}"])
    print_table(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--what", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.what:
        run(arguments.what)
    else:
        report()


if __name__ == "__main__":
    main()
