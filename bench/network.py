"""How long the measures of a network take, and how much memory: igraph beside pure networkx.

    .venv/bin/python bench/network.py [--nodes 50000 --ties 500000]

First all default measures of a large network (nodes by chance in communities, some of many ties,
groups of nodes, weights) through igraph: each in seconds, all with the peak of memory, in a
process of its own. Then, on a network that networkx can do, the same calls through both engines,
turn by turn in one run: the ratio is what carries over to other machines. That both give the same
figures is tested (tests/network/test_engines.py). igraph comes with kg[large].
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median

import networkx as nx

from kg.network import broker_roles, describe, find_communities, measure, mix
from kg.network.engines import choose_engine

GROUPS = 8
#: Nodes of a community, in which half of all ties are.
COMMUNITY = 400
#: Turns of the comparison; medians are printed.
ROUNDS = 3


def make(nodes: int, ties: int, seed: int = 1) -> nx.Graph[str]:
    """A network with hubs, communities, several parts and weights, always the same."""
    chance = random.Random(seed)
    parts = max(1, nodes // COMMUNITY)
    near: list[set[int]] = [set() for _ in range(nodes)]
    found = []
    while len(found) < ties:
        # The first nodes are hubs, of two thousand ties where the mean is twenty.
        a = int(nodes * chance.random() ** 2)
        b = (a % parts + parts * chance.randrange(nodes // parts) if chance.random() < 0.5
             else chance.randrange(nodes))
        if a != b and b not in near[a]:
            near[a].add(b)
            near[b].add(a)
            found.append((a, b))
    network: nx.Graph[str] = nx.Graph(kind="made by chance", engagements=ties, links=0,
                                      origins=ties, first=None, last=None, filters={})
    network.add_nodes_from((f"n{k:06}", {"label": f"n{k:06}", "kind": "institution"})
                           for k in range(nodes))
    network.add_edges_from((f"n{a:06}", f"n{b:06}", {"weight": 1 + int(chance.expovariate(1))})
                           for a, b in found)
    return network


def groups_of(network: nx.Graph[str]) -> dict[str, str | None]:
    return {node: f"group {k % GROUPS}" for k, node in enumerate(network)}


def steps(network: nx.Graph[str], engine: str) -> dict[str, Callable[[], object]]:
    """All that is computed by default."""
    groups = groups_of(network)
    return {
        "degree, strength, component": lambda: measure(
            network, ["degree", "strength", "component"], engine=engine),
        "betweenness": lambda: measure(network, ["betweenness"], engine=engine),
        "closeness": lambda: measure(network, ["closeness"], engine=engine),
        "eigenvector": lambda: measure(network, ["eigenvector"], engine=engine),
        "k-core": lambda: measure(network, ["core"], engine=engine),
        "articulation points": lambda: measure(network, ["articulation"], engine=engine),
        "constraint": lambda: measure(network, ["constraint"], engine=engine),
        "effective size": lambda: measure(network, ["effective_size"], engine=engine),
        "brokerage roles": lambda: broker_roles(network, groups),
        "E-I, assortativity": lambda: mix(network, groups),
        "figures of the whole": lambda: describe(network, groups=groups, engine=engine),
        "communities, 50 runs": lambda: find_communities(network, engine=engine),
    }


def large(nodes: int, ties: int) -> None:
    """Run in a process of its own: every step once, and the peak of memory."""
    network = make(nodes, ties)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"| {nodes:,} nodes, {ties:,} ties, {choose_engine(network).name} | seconds |")
    print("| --- | ---: |")
    whole = 0.0
    for name, step in steps(network, "igraph").items():
        start = time.perf_counter()
        found = step()
        took = time.perf_counter() - start
        whole += took
        notes = getattr(getattr(found, "basis", None), "notes", ())
        print(f"| {name}{' (' + notes[0] + ')' if notes else ''} | {took:.1f} |", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"| all | {whole:.0f} |")
    print(f"\nPeak memory {peak / 2**20:.2f} GiB, of which the network {before / 2**20:.2f} GiB.\n")


def beside(nodes: int, ties: int) -> None:
    network = make(nodes, ties)
    took: dict[str, dict[str, list[float]]] = {}
    for _ in range(ROUNDS):
        for engine in ("networkx", "igraph"):
            for name, step in steps(network, engine).items():
                if name in ("brokerage roles", "E-I, assortativity"):
                    continue  # our own code, whatever the engine
                start = time.perf_counter()
                step()
                took.setdefault(name, {}).setdefault(engine, []).append(
                    time.perf_counter() - start)
    print(f"| {nodes:,} nodes, {ties:,} ties, seconds | networkx | igraph | networkx : igraph |")
    print("| --- | ---: | ---: | ---: |")
    for name, each in took.items():
        one, other = median(each["networkx"]), median(each["igraph"])
        print(f"| {name} | {one:.2f} | {other:.2f} | {one / other:.1f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, default=50_000)
    parser.add_argument("--ties", type=int, default=500_000)
    parser.add_argument("--only", choices=("large", "beside"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only == "large":
        large(given.nodes, given.ties)
        return
    subprocess.run([sys.executable, __file__, "--only", "large", "--nodes", str(given.nodes),
                    "--ties", str(given.ties)], check=True)
    beside(1_000, 8_000)


if __name__ == "__main__":
    main()
