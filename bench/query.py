"""Questions to stores of several sizes, beside named peers in the same run.

    .venv/bin/python bench/query.py --folder WORK [--size 1000 --size 20000]

Stores are built from generated news (`generate.py`) into WORK, and taken from there when they are
there already. Sides, asked turn by turn; rdflib, which loads for long, in a process of its own:

    kg          kg.query on an embedded store; kg.table for what counts over everything
    pyoxigraph  the same queries on the same folder, by the engine itself
    rdflib      the same queries on the same quads in memory, up to --rdflib articles
    duckdb      the counting questions, in SQL, on tables that DuckDB made and keeps itself

Medians of ROUNDS answers after one that fills the caches; a query that takes longer than LIMIT is
not asked again, and one of rdflib is given up then. The ratio of one run is what to read.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from extract import print_table

ROUNDS, LIMIT, GIVE_UP = 5, 5.0, 20

#: The named queries, with parameters that the generated news answers.
NAMED: dict[str, dict[str, str]] = {
    "pair-timeline": {"a": "CN", "b": "IN"},
    "furthest-status": {},
    "linking-institutions": {"a": "CN", "b": "IN"},
    "donations": {"giver": "CN"},
    "stalled-promises": {},
    "one-sided": {},
    "disagreements": {},
    "third-parties": {},
    "fellowships": {},
    "lapsing-agreements": {},
    "merged-names": {},
    "capacity-claims": {},
}

#: A look-up and the evidence of one engagement, as people ask for them all day.
PLAIN = {
    "look-up": "SELECT ?p ?o WHERE { country:KE ?p ?o }",
    "evidence": "SELECT ?quote WHERE { ?e a hc:Engagement ; hc:party country:CN, country:IN ; "
                "hc:report/hc:claim/hc:mainEvidence/oa:hasSelector/oa:exact ?quote } LIMIT 20",
}

#: What counts over everything: SPARQL (for comparison), SQL on the facts table, and the same on
#: tables as someone would lay them out in DuckDB.
COUNTING = {
    "top cross-border institutions": """
        SELECT e.entity, any_value(e.name) AS name, count(DISTINCT p.country) AS countries,
            count(DISTINCT engagement) AS acts
        FROM engagement_participants JOIN entities e USING (entity)
        JOIN engagement_parties p USING (engagement)
        WHERE e.kind = 'institution' AND p.country <> e.country
        GROUP BY e.entity ORDER BY acts DESC, e.entity LIMIT 50""",
    "topics that occur together": """
        SELECT x.topic, y.topic, pair, year(first_reported) AS year, count(*) AS acts
        FROM engagement_topics x JOIN engagement_topics y USING (engagement)
        JOIN engagement_pairs USING (engagement) JOIN engagements USING (engagement)
        WHERE x.topic < y.topic GROUP BY ALL
        ORDER BY acts DESC, x.topic, y.topic, pair, year LIMIT 100""",
    "network of countries": """
        SELECT a, b, count(*) AS acts, sum(origins) AS origins, min(first_day) AS first,
            max(last_day) AS last
        FROM engagement_pairs JOIN engagements USING (engagement)
        WHERE modality = 'asserted' AND status IN ('signed', 'ongoing', 'completed')
        GROUP BY a, b ORDER BY a, b""",
    "statuses by year and type": """
        SELECT year(published) AS year, type, status, count(*) AS claims FROM claims
        WHERE confidence >= 0.5 GROUP BY ALL ORDER BY ALL""",
}


def build_store(number: int, folder: Path) -> dict[str, float]:
    """A store of so many generated articles, with the time of each step."""
    from generate import generate

    from kg.build import assemble_store
    from kg.rdf import to_quads
    from kg.store import open_store

    times: dict[str, float] = {}
    with open_store(folder) as store:
        before = time.perf_counter()
        some: list[Any] = []
        for article, facts in generate(number):
            some += to_quads(article, facts, iris=store.iris)
            if len(some) > 500_000:
                store.engine.bulk_extend(some)
                some.clear()
        store.engine.bulk_extend(some)
        times["articles to quads, and load"] = time.perf_counter() - before
        before = time.perf_counter()
        assemble_store(store)
        times["resolve, assemble, facts table"] = time.perf_counter() - before
        times["quads"] = len(store.engine)
    (folder / "times.json").write_text(json.dumps(times))
    return times


Found = dict[str, tuple[float, int]]


def timed(*sides: Callable[[], int]) -> list[tuple[float, int]]:
    """Median seconds and number of rows of each side; they are asked turn by turn, so that a busy
    moment hits all. Slow ones are asked once."""
    times: list[list[float]] = [[] for _ in sides]
    rows = [0] * len(sides)
    for turn in range(1 + ROUNDS):
        for at, ask in enumerate(sides):
            before = time.perf_counter()
            rows[at] = ask()
            times[at].append(time.perf_counter() - before)
        if turn == 0 and max(each[0] for each in times) > LIMIT:
            break
    return [(median(each[1:] or each), count) for each, count in zip(times, rows, strict=True)]


def queries(store: Any) -> dict[str, str]:
    """All SPARQL queries as the engine gets them."""
    from kg.query.run import named_terms
    from kg.sparql import with_prefixes, with_values

    found = {}
    for name, parameters in NAMED.items():
        text, terms = named_terms(name, parameters)
        found[name] = with_values(text, {key: str(term) for key, term in terms.items()})
    return {name: with_prefixes(text, store.iris.prefixes())
            for name, text in {**found, **PLAIN}.items()}


def side_sparql(folder: Path) -> dict[str, Found]:
    """kg, and the engine by itself on the same folder."""
    import pyoxigraph as ox

    from kg.query import run_named, run_query
    from kg.store import open_store

    with open_store(folder, read_only=True) as store:
        texts = queries(store)
        engine = ox.Store.read_only(str(folder / "quads"))

        def ours(name: str) -> int:
            if name in NAMED:
                return len(run_named(store, name, NAMED[name]).rows)
            return len(run_query(store, PLAIN[name]).rows)

        def plain(name: str) -> int:
            found = engine.query(texts[name], use_default_graph_as_union=True)
            return len(tuple(map(tuple, found)))  # as kg has them: all rows, as terms

        both = {name: timed(lambda name=name: ours(name), lambda name=name: plain(name))
                for name in texts}
    return {"kg": {name: pair[0] for name, pair in both.items()},
            "pyoxigraph": {name: pair[1] for name, pair in both.items()}}


def side_rdflib(folder: Path) -> dict[str, dict[str, Any]]:
    from rdflib import Dataset

    from kg.store import open_store

    with open_store(folder, read_only=True) as store:
        texts = queries(store)
        nquads = folder / "all.nq"
        store.engine.dump(str(nquads), format=__import__("pyoxigraph").RdfFormat.N_QUADS)
    dataset = Dataset(default_union=True)
    before = time.perf_counter()
    dataset.parse(str(nquads), format="nquads")
    found: dict[str, Any] = {"load": (time.perf_counter() - before, len(dataset))}

    def give_up(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, give_up)
    for name, text in texts.items():
        signal.alarm(GIVE_UP)
        try:
            found[name] = timed(lambda text=text: len(list(dataset.query(text))))[0]
        except TimeoutError:
            found[name] = (float("inf"), None)
        except TypeError:  # of rdflib itself: it cannot order what is not bound
            found[name] = (None, None)
        finally:
            signal.alarm(0)
    nquads.unlink()
    return {"rdflib": found}


def side_counting(folder: Path) -> dict[str, Found]:
    """The facts table, and the same tables as DuckDB keeps them itself, made from an export."""
    import duckdb

    from kg.table import TABLES, FactsTable

    own, part = folder / "plain.duckdb", folder / "part.parquet"
    asked = {word for sql in COUNTING.values() for word in sql.replace(",", " ").split()}
    with FactsTable(folder / "facts") as table:
        with duckdb.connect(str(own)) as engine:
            for name in sorted(asked & {one.name for one in TABLES}):
                table.write(name, part)
                engine.execute(f"CREATE OR REPLACE TABLE {name} AS FROM '{part}'")
                part.unlink()
        with duckdb.connect(str(own), read_only=True) as engine:
            both = {name: timed(lambda sql=sql: len(table.query(sql).rows),
                                lambda sql=sql: len(engine.execute(sql).fetchall()))
                    for name, sql in COUNTING.items()}
    own.unlink()
    return {"table": {name: pair[0] for name, pair in both.items()},
            "duckdb": {name: pair[1] for name, pair in both.items()}}


SIDES = {"sparql": side_sparql, "rdflib": side_rdflib, "counting": side_counting}


def run_side(side: str, folder: Path) -> dict[str, Any]:
    done = subprocess.run([sys.executable, __file__, "--side", side, "--folder", str(folder)],
                          stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def command_line(folder: Path) -> float:
    """Median seconds of a look-up by `kg query`, with the start of the process."""
    command = [sys.executable, "-m", "kg", "query", "--store", str(folder), PLAIN["look-up"]]
    times = []
    for _ in range(ROUNDS + 1):
        before = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - before)
    return median(times[1:])


def shown(seconds: float | None) -> str:
    if seconds is None:
        return ""
    if seconds == float("inf"):
        return f"> {GIVE_UP} s"
    return f"{seconds * 1000:,.1f}"


def report(number: int, folder: Path, with_rdflib: bool) -> None:
    place = folder / f"articles-{number}"
    if not (place / "times.json").exists():
        worker = multiprocessing.Process(target=build_store, args=(number, place))
        worker.start()
        worker.join()
    times = json.loads((place / "times.json").read_text())
    size = {name: sum(path.stat().st_size for path in (place / name).rglob("*") if path.is_file())
            for name in ("quads", "facts")}
    print(f"\n### {number:,} articles\n{times['quads']:,.0f} quads, {size['quads'] / 1e6:,.0f} MB; "
          f"facts table {size['facts'] / 1e6:,.1f} MB. Built in "
          + ", ".join(f"{seconds:,.0f} s ({name})" for name, seconds in times.items()
                      if name != "quads") + f". `kg query` with a look-up, process start "
          f"included: {command_line(place):.2f} s.\n")
    found: dict[str, Any] = {}
    for side in SIDES:
        if side != "rdflib" or with_rdflib:
            found |= run_side(side, place)
    ours, engine, rdflib = found["kg"], found["pyoxigraph"], found.get("rdflib", {})
    rows = [["SPARQL, ms", "rows", "kg", "pyoxigraph", "kg : pyoxigraph", "rdflib",
             "rdflib : kg"]]
    for name in (*NAMED, *PLAIN):
        other = rdflib.get(name, (None, None))[0]
        rows.append([name, f"{ours[name][1]:,}", shown(ours[name][0]), shown(engine[name][0]),
                     f"{ours[name][0] / engine[name][0]:.2f}", shown(other),
                     f"{min(other, GIVE_UP) / ours[name][0]:,.0f}" if other else ""])
    print_table(rows)
    if rdflib:
        slower = median(min(rdflib[name][0], GIVE_UP) / ours[name][0] for name in NAMED
                        if rdflib[name][0])
        print(f"\nrdflib took {rdflib['load'][0]:,.0f} s to load; on the median named query kg is "
              f"{slower:,.0f} times faster.")
    print()
    rows = [["counting over everything, ms", "rows", "kg, facts table", "plain DuckDB", "ratio"]]
    for name in COUNTING:
        mine, plain = found["table"][name], found["duckdb"][name]
        rows.append([name, f"{mine[1]:,}", shown(mine[0]), shown(plain[0]),
                     f"{mine[0] / plain[0]:.2f}"])
    print_table(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, required=True, help="where stores are built")
    parser.add_argument("--size", type=int, action="append", help="articles; default 1000")
    parser.add_argument("--rdflib", type=int, default=1000,
                        help="up to so many articles rdflib is asked too (1.7 kB a quad)")
    parser.add_argument("--side", choices=SIDES, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.side:
        json.dump(SIDES[arguments.side](arguments.folder), sys.stdout)
        return
    arguments.folder.mkdir(parents=True, exist_ok=True)
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores; medians of {ROUNDS}")
    for number in arguments.size or [1000]:
        report(number, arguments.folder, number <= arguments.rdflib)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"\nThe largest process took {peak:,.0f} MiB.")


if __name__ == "__main__":
    main()
