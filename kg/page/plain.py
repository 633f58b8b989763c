"""A network as a plain PyVis Network, for notebooks and for those who know PyVis.

    networkx graph -> pyvis_network -> pyvis.network.Network

PyVis as it comes asks two hosts, runs text of articles as part of its page's script, loses
parallel ties, changes the graph it is given, and draws another picture each time. What is
returned here is PyVis's own class, to which the user may add what it offers; but it has places
for its nodes, and it writes itself by our template, which asks no host and holds text as text.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import networkx as nx
from pyvis.network import Network  # type: ignore[import-untyped]

from kg.errors import UsageError
from kg.markup import environment, sha256_source
from kg.network import read_reference
from kg.page.geography import project
from kg.page.vis import vis_script

__all__ = ["MOST_NODES", "pyvis_network"]

#: A drawing of more is a tangle, and takes a browser longer than a reader waits.
MOST_NODES: Final = 1_500

_STYLE: Final = """\
body { margin: 0; font: 15px/1.5 sans-serif; color-scheme: light dark; }
h1 { font-size: 19px; margin: 8px 12px; }
#mynetwork { height: 85vh; border: 1px solid #8888; margin: 0 12px; }
details { margin: 8px 12px; }
td, th { text-align: left; padding: 2px 12px 2px 0; vertical-align: top; }
"""
_SCRIPT: Final = """\
"use strict";
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
  const options = read("options");
  options.nodes = { font: { color: isDark ? "#e8ebef" : "#1c2430" }, ...options.nodes };
  new vis.Network(
    document.getElementById("mynetwork"),
    { nodes: new vis.DataSet(read("nodes")), edges: new vis.DataSet(read("edges")) },
    options,
  );
  document.documentElement.dataset.ready = "yes";
})();
"""
_OPTIONS: Final = (
    '{"physics": {"enabled": false}, "layout": {"improvedLayout": false, "randomSeed": 1},'
    ' "edges": {"smooth": false, "color": {"opacity": 0.6}},'
    ' "interaction": {"hover": true, "tooltipDelay": 100}}'
)
_COLOURS: Final = {"country": "#0a67a3", "institution": "#b35f00", "person": "#8a3d76",
                   "engagement": "#6b7280", "topic": "#00795b"}
_SHAPES: Final = {"country": "dot", "institution": "square", "person": "triangle",
                  "engagement": "dot", "topic": "diamond"}
#: Steps of this angle (in radians) fill a disc evenly.
_GOLDEN_ANGLE: Final = math.pi * (3 - math.sqrt(5))


def pyvis_network(graph: nx.Graph[str], heading: str = "") -> Network:
    """`graph`, one of `kg.network` or any other, as a PyVis Network that writes a safe page.

    Nodes keep the `label`, `kind`, `type` and `country` that they have; ties are as wide as
    their `weight`, and say on a pointer what they rest on. Countries lie where they lie on a
    map, those that belong to one around it, everything else by a spring layout with a fixed
    seed. The graph is not changed; the same graph gives the same page.

    Raises UsageError for a graph of more than MOST_NODES nodes.
    """
    if len(graph) > MOST_NODES:
        raise UsageError(
            f"{len(graph):,} nodes are more than a plain drawing bears ({MOST_NODES:,}): narrow "
            "the network down, or draw the page of the whole with kg render"
        )
    places = _places(graph)
    labels = {node: str(about.get("label", node)) for node, about in graph.nodes(data=True)}
    network = Network(heading=heading, directed=graph.is_directed(), cdn_resources="in_line")
    network.set_options(_OPTIONS)
    for node in sorted(graph):
        about = graph.nodes[node]
        kind = str(about.get("kind", ""))
        x, y = places[node]
        network.add_node(
            node, label=labels[node], x=round(x), y=round(y), shape=_SHAPES.get(kind, "dot"),
            color=_COLOURS.get(kind, "#56718a"), size=6 + 2 * math.sqrt(graph.degree(node)),
            title=_told(labels[node], about))
    # PyVis adds ties one by one in the square of their number, and drops parallel ones.
    network.edges = [
        {"id": f"{place}", "from": a, "to": b, "width": _width(about),
         "title": _told(f"{labels[a]} – {labels[b]}", about),
         **({"arrows": "to"} if graph.is_directed() else {})}
        for place, (a, b, about) in enumerate(sorted(_ties(graph), key=str))
    ]
    network.templateEnv = environment(Path(__file__).parent)
    network.path = "plain.html.j2"
    vis = vis_script()
    network.templateEnv.globals.update(
        labels=labels, style=_STYLE, script=_SCRIPT, vis=vis, style_hash=sha256_source(_STYLE),
        script_hashes=f"{sha256_source(vis)} {sha256_source(_SCRIPT)}")
    return network


def _ties(graph: nx.Graph[str]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for a, b, about in graph.edges(data=True):
        yield (a, b, about) if graph.is_directed() else (min(a, b), max(a, b), about)


def _told(name: str, about: Mapping[str, Any]) -> str:
    """What a pointer shows of a node or tie: plain text, a line each."""
    facts = [
        f"{word}: {about[word]}"
        for word in ("kind", "type", "weight", "engagements", "origins", "first", "last")
        if about.get(word) not in (None, "")
    ]
    return "\n".join((name, *facts))


def _width(about: Mapping[str, Any]) -> float:
    weight = about.get("weight", 1)
    return round(min(1 + math.sqrt(weight), 10), 2) if isinstance(weight, (int, float)) else 1


def _places(graph: nx.Graph[str]) -> dict[str, tuple[float, float]]:
    """x and y of each node, in pixels."""
    reference = read_reference()
    anchors: dict[str, tuple[float, float]] = {}
    for node, about in graph.nodes(data=True):
        code = node if about.get("kind") == "country" else about.get("country")
        point = reference.country(code).point if isinstance(code, str) else None
        if point:
            anchors[node] = project(*point)
    rest = [node for node in sorted(graph) if node not in anchors]
    places: dict[str, tuple[float, float]] = {}
    crowd: dict[tuple[float, float], int] = {}
    def order(node: str) -> tuple[bool, str]:
        return graph.nodes[node].get("kind") != "country", node

    for node in sorted(anchors, key=order):
        x, y = anchors[node]
        n = crowd.get((x, y), 0)
        crowd[x, y] = n + 1
        radius = 14 * math.sqrt(n)
        places[node] = (x + radius * math.cos(n * _GOLDEN_ANGLE),
                        y + radius * math.sin(n * _GOLDEN_ANGLE))
    if rest:
        inner: nx.Graph[str] = nx.Graph()
        inner.add_nodes_from(rest)
        inner.add_edges_from(sorted((a, b) for a, b in graph.edges() if a in inner and b in inner))
        below = 760.0 if anchors else 0.0
        for node, (x, y) in nx.spring_layout(inner, seed=1).items():
            places[node] = (900 * float(x), below + 450 * float(y) + (450 if anchors else 0))
    return places
