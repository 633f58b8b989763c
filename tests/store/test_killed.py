"""A process that is killed at any moment leaves a store that opens and holds whole articles only.

Builds run in processes forked from one that has loaded what they need and has read the articles
already, so that fifty of them are a matter of seconds; the store they write is a real one.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.build import build
from kg.store import open_store

KILLS = 50

#: Reads lines [store, file, articles, seconds] from standard input. For each it forks a process
#: that builds the store from the file, kills it when so many articles are in and so many seconds
#: have gone by, and answers how many were in by then. It opens no store itself: the threads of
#: the engine do not come along into a fork.
NURSERY = """
import json, os, signal, sys, time
from kg.build import build
from kg.extract.reader import open_reader
from kg.model import Article
from kg.sources import read_articles
from kg.store import open_store

known = {}
reader = open_reader()

def read_all(articles):
    for article in articles:
        yield article, known[article.text]

def fail(error):
    raise error

for article, facts in reader.read_all(read_articles([sys.argv[1]], fail)):
    known[article.text] = facts
reader.read_all = read_all
open_store()  # in memory, without threads: what all stores hold is worked out once
print("ready", flush=True)
for line in sys.stdin:
    store, file, count, seconds = json.loads(line)
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(told)
        with open_store(store) as opened:
            os.write(tell, b"o")
            build([file], opened, fail, on_article=lambda _: os.write(tell, b"."), reader=reader)
        os.write(tell, b"!")
        os._exit(0)
    os.close(tell)
    seen = b""
    while seen.count(b".") < count:
        piece = os.read(told, 1)
        if not piece:
            break
        seen += piece
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while piece := os.read(told, 64):
        seen += piece
    os.close(told)
    print(json.dumps([seen.count(b"."), b"!" in seen]), flush=True)
"""


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two dozen short articles, each of which reports something."""
    deeds = ("signed a memorandum of understanding on vaccines", "donated 20 ambulances",
             "agreed to train 50 nurses", "sent 30 doctors")
    pairs = (("Cuba", "Kenya"), ("China", "Ghana"), ("India", "Nepal"), ("Turkey", "Somalia"),
             ("Brazil", "Angola"), ("Iran", "Iraq"))
    path = tmp_path_factory.mktemp("articles") / "news.jsonl"
    rows = [
        {"id": f"n-{n}", "title": f"{a} and {b}", "date": f"2021-03-{n + 1:02}",
         "text": f"The health ministry of {a} {deed} with {b} on {n + 1} March 2021."}
        for n, (deed, (a, b)) in enumerate((deed, pair) for deed in deeds for pair in pairs)
    ]
    path.write_text("\n".join(map(json.dumps, rows)))
    return path


@pytest.fixture(scope="module")
def nursery(articles: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", NURSERY, articles], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        yield process
        process.kill()


def test_killed_at_any_moment_it_holds_whole_articles_only(
    tmp_path: Path, articles: Path, nursery: subprocess.Popen[str]
) -> None:
    import random

    chance = random.Random(1)
    whole = open_store()
    build([str(articles)], whole, pytest.fail)
    expected = {article.id: facts for article, facts in whole.facts()}
    rows = [json.loads(line) for line in articles.read_text().splitlines()]
    assert nursery.stdin
    assert nursery.stdout
    store, completed, known = tmp_path / "store", 0, set[str]()
    for kill in range(KILLS):
        # A publisher of its own makes every article one that has changed; they come in an order
        # of their own, and every tenth time into a store of their own.
        chance.shuffle(rows)
        if kill % 10 == 0:
            store, known = tmp_path / f"store-{kill}", set()
        news = tmp_path / "news.jsonl"
        news.write_text("\n".join(json.dumps({**row, "publisher": f"{kill}"}) for row in rows))
        count = chance.randint(0, len(rows))
        order = [str(store), str(news), count, chance.random() * (0.2 if count == 24 else 0.004)]
        print(json.dumps(order), file=nursery.stdin, flush=True)
        stored, finished = json.loads(nursery.stdout.readline())
        completed += finished
        acknowledged = {row["id"] for row in rows[:stored]}
        known |= acknowledged
        if not (store / "kg-store.json").exists():
            assert not acknowledged
            continue
        with open_store(store, read_only=True) as opened:
            found = list(opened.facts())
            # What was told to be in is in, and of all others at most the one that was on its way.
            current = {article.id for article, _ in found if article.publisher == f"{kill}"}
            assert acknowledged <= current
            assert len(current) <= stored + 1
            assert known <= {article.id for article, _ in found}
            for article, facts in found:
                assert facts == expected[article.id], f"kill {kill}: {article.id} is not whole"
            if opened.is_assembled():
                opened.world()
    assert completed < KILLS / 2
    with open_store(store) as opened:
        assert build([str(articles)], opened, pytest.fail).assembled
        assert set(opened.quads()) == set(whole.quads()), "as if nothing had happened"
