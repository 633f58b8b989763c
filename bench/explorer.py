"""How fast the page is that `kg render` writes: 20,000 entities, 50,000 acts, a sentence each.

    .venv/bin/python bench/explorer.py [--entities N] [--acts N] [--peer-nodes N]

A seeded world is drawn by chance, with few busy countries and many quiet ones as in the news;
its page is opened in headless Chromium with the network cut, without a GPU. Measured are: the
time until the page is ready (the drawing painted, the table and the search there) and until the
quotes stand beside it, frames a second while the overview is panned, the time to go to an
institution and back and to type a letter into the search, and the size of the file.

The peer is PyVis as it comes (`Network.from_nx`, `write_html`) with the same graph: countries
and entities as nodes, ties as edges. Its page places nodes by a simulation; the first picture
counts. It is given the `--peer-nodes` busiest nodes and a minute.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import networkx as nx

from kg.model import (
    ENGAGEMENT_TYPES,
    STATUSES,
    Engagement,
    Entity,
    Evidence,
    Report,
    World,
)
from kg.network import read_reference
from kg.page import write_page

WORDS = ("ministers doctors nurses vaccines hospital agreement laboratory training malaria"
         " cooperation delegation visited signed opened delivered discussed reviewed welcomed"
         " programme regional university experts equipment children research capital").split()
LETTERS = "institute 1200"
#: How often the page is opened.
RUNS = 7
#: How many pixels of the drawing are no ground.
PICTURE = """() => {
    const canvas = document.querySelector("#drawing canvas");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let drawn = 0;
    for (let i = 3; i < data.length; i += 4) if (data[i]) drawn += 1;
    return drawn;
}"""


def large_world(entities: int, acts: int, seed: int = 11) -> World:
    """A world of so many `entities` and engagements, each told by one sentence of its own."""
    chance = random.Random(seed)
    reference = read_reference()
    codes = sorted(reference.countries)
    chance.shuffle(codes)
    weights = [1 / (place + 1) for place in range(len(codes))]
    topics = sorted(reference.topics)
    things: list[Entity] = []
    of_country: dict[str, list[str]] = {code: [] for code in codes}
    for k, code in enumerate(chance.choices(codes, weights, k=entities)):
        if k % 4:
            name = f"{chance.choice(WORDS).title()} {chance.choice(WORDS).title()} Institute {k}"
            one = Entity(f"i{k:05}", "institution", name, "research_institute", code)
        else:
            one = Entity(f"p{k:05}", "person", f"Official {k}", None, code, (), ("minister",))
        things.append(one)
        of_country[code].append(one.id)
    engagements = []
    for k in range(acts):
        parties = sorted(set(chance.choices(codes, weights, k=2)))
        if len(parties) < 2:
            parties = sorted({*parties, chance.choice(codes)})
        taking_part = sorted({chance.choice(of_country[code]) for code in parties
                              if of_country[code] and chance.random() < 0.8})
        day = f"{chance.randint(1995, 2026)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        quote = f"{' '.join(chance.choices(WORDS, k=14)).capitalize()} in {' and '.join(parties)}."
        status = chance.choice(STATUSES)
        report = Report(f"c{k}", f"a{k}", f"o{k // 2}", status, "asserted",
                        (Evidence(0, len(quote), quote),), 0.7, "bench",
                        f"{' '.join(chance.choices(WORDS, k=5))} {k}", f"Paper {k % 90}", day,
                        f"https://example.org/{k}")
        engagements.append(Engagement(
            f"e{k:06}", chance.choice(ENGAGEMENT_TYPES), status, tuple(parties),
            tuple(taking_part), tuple(sorted(chance.sample(topics, chance.randint(0, 2)))),
            day, None, "asserted", 1, (report,)))
    return World(entities=tuple(sorted(things, key=lambda e: e.id)),
                 engagements=tuple(engagements))


def graph_of(world: World) -> nx.Graph[str]:
    """Countries and entities, tied by engagements: what a user would hand to PyVis."""
    graph: nx.Graph[str] = nx.Graph()
    for one in world.entities:
        graph.add_node(one.id, label=one.name)
    for act in world.engagements:
        ends = (*act.countries, *act.participants)
        for place, a in enumerate(ends):
            for b in ends[place + 1:]:
                graph.add_edge(a, b, title=act.reports[0].quotes[0].quote)
    return graph


def measure_page(browser: Any, path: Path) -> dict[str, float]:
    ready, quoted = [], []
    for _ in range(RUNS):
        # A context of its own for each: nothing of the run before is kept.
        context = browser.new_context(viewport={"width": 1360, "height": 860})
        page = context.new_page()
        start = time.perf_counter()
        page.goto(path.as_uri(), wait_until="commit")
        page.wait_for_selector("html[data-ready]", timeout=120_000)
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
        ready.append(time.perf_counter() - start)
        assert page.evaluate(PICTURE) > 1000, "nothing is drawn"
        assert page.locator("#table tbody tr").count() > 10, "there is no table"
        page.fill("#find", "i")
        assert page.locator("#found [role=option]").count() > 1, "nothing is found"
        page.wait_for_selector("#evidence blockquote", timeout=120_000)
        quoted.append(time.perf_counter() - start)
        page.fill("#find", "")
        if len(ready) < RUNS:
            context.close()
    go = """async hash => {
        const start = performance.now(); location.hash = hash;
        await new Promise(done => setTimeout(done)); document.body.offsetHeight;
        return performance.now() - start }"""
    ids = page.evaluate("[...Array(9).keys()].map(i => 'i' + String(40 * i + 1).padStart(5, '0'))")
    ego = [page.evaluate(go, f"#actor={id}") for id in ids]
    back = page.evaluate(go, "#")
    pans = page.evaluate("""async () => {
        const box = document.querySelector('#drawing canvas'), times = [];
        const at = (kind, x) => new PointerEvent(kind, {clientX: x, clientY: 400, bubbles: true,
            button: 0, buttons: 1, pointerId: 1, isPrimary: true, pointerType: 'mouse'});
        box.dispatchEvent(at('pointerdown', 600));
        let last = performance.now();
        for (let i = 0; i < 90; i++) {
            box.dispatchEvent(at('pointermove', 600 + 80 * Math.sin(i / 6)));
            await new Promise(requestAnimationFrame);
            const now = performance.now(); times.push(now - last); last = now;
        }
        box.dispatchEvent(at('pointerup', 600));
        return times }""")
    keys = page.evaluate("""letters => {
        const field = document.getElementById('find'), times = [];
        for (let i = 1; i <= letters.length; i++) {
            field.value = letters.slice(0, i);
            const start = performance.now();
            field.dispatchEvent(new Event('input'));
            document.body.offsetHeight;
            times.push(performance.now() - start);
        }
        return times }""", LETTERS)
    heap = page.evaluate("performance.memory.usedJSHeapSize") / 1e6
    page.context.close()
    return {"ready, s (median)": median(ready), "ready, s (least)": min(ready),
            "quotes beside it, s (median)": median(quoted),
            "pan, frames a second": 1000 * len(pans) / sum(pans),
            "to an institution, ms (median)": median(ego),
            "to an institution, ms (worst)": max(ego),
            "back to the overview, ms": back, "a letter in the search, ms (worst)": max(keys),
            "heap, MB": heap}


def measure_peer(browser: Any, path: Path) -> float | None:
    """Seconds to the first picture of a stock page; None where a minute does not do."""
    context = browser.new_context(viewport={"width": 1360, "height": 860})
    page = context.new_page()
    start = time.perf_counter()
    try:
        page.goto(path.as_uri(), timeout=60_000)
        # The bar goes when the nodes have been placed.
        page.wait_for_function(
            "typeof network !== 'undefined' && (!document.getElementById('loadingBar') ||"
            " document.getElementById('loadingBar').style.display === 'none')", timeout=60_000)
        return time.perf_counter() - start
    except Exception:  # a page that hangs raises one of many
        return None
    finally:
        context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--entities", type=int, default=20_000)
    parser.add_argument("--acts", type=int, default=50_000)
    parser.add_argument("--peer-nodes", type=int, default=1_000)
    options = parser.parse_args()
    from playwright.sync_api import sync_playwright
    from pyvis.network import Network  # type: ignore[import-untyped]

    world = large_world(options.entities, options.acts)
    with TemporaryDirectory() as folder, sync_playwright() as play:
        path = Path(folder) / "page.html"
        start = time.perf_counter()
        write_page(world, path)
        print(f"{len(world.entities):,} entities, {len(world.engagements):,} acts")
        print(f"{'written in, s':36}{time.perf_counter() - start:10.1f}")
        print(f"{'file, MB':36}{path.stat().st_size / 1e6:10.1f}")
        executable = shutil.which("chromium") or shutil.which("google-chrome")
        browser = play.chromium.launch(executable_path=executable, args=[
            "--disable-gpu", "--enable-precise-memory-info",
            *(["--no-sandbox"] if os.geteuid() == 0 else [])])
        figures = measure_page(browser, path)
        for name, value in figures.items():
            print(f"{name:36}{value:10.2f}")
        graph = graph_of(world)
        busiest = sorted(graph, key=lambda node: (-graph.degree[node], node))
        part = graph.subgraph(busiest[:options.peer_nodes]).copy()
        network = Network(cdn_resources="in_line")
        network.from_nx(part)
        peer = Path(folder) / "peer.html"
        peer.write_text(network.generate_html(), encoding="utf-8")
        taken = measure_peer(browser, peer)
        told = "more than a minute" if taken is None else (
            f"{taken:.1f} s, {taken / figures['ready, s (median)']:.0f} times as long")
        print(f"PyVis as it comes, {len(part):,} nodes and {part.number_of_edges():,} edges only: "
              f"{told}")
        browser.close()


if __name__ == "__main__":
    main()
