"""A World as one HTML page that needs nothing but a browser.

    World -> page_html -> write_page

PyVis builds the network that is drawn first, with the places of the countries, and fills our
template; vis-network, which draws it, is taken from the PyVis package. PyVis's own template
asks two hosts, lets text of articles become markup, and leaves the placing to chance; of it
nothing is used.

The page asks no host: its content security policy allows the three pieces of script and style
that are in it, by their hashes, and nothing else. Text of articles lies in blocks of JSON that
are never executed, and the script puts it on the page as text only.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from pyvis.network import Network  # type: ignore[import-untyped]

from kg.confidence import sure_world
from kg.markup import environment, inert, sha256_source, styled
from kg.model import MODALITIES, STATUSES, World
from kg.network import Reference, country_network, read_reference
from kg.network.write import write_whole
from kg.page.data import page_data
from kg.page.geography import outlines, project
from kg.page.pack import block_text, packed
from kg.page.vis import vis_script

__all__ = ["DEFAULT_TITLE", "page_html", "write_page"]

DEFAULT_TITLE: Final = "Health cooperation between countries"

_HERE: Final = Path(__file__).parent

#: The scripts in the order in which they are put together: each uses what those before it define.
_SCRIPTS: Final = (
    "data", "elements", "words", "asked", "ties", "threads", "places", "panel", "times", "views",
    "table", "drawing", "columns", "paths", "labels", "pointer", "filters", "search", "save",
    "start",
)

#: As many pairs as the script draws on the map (PAIRS_DRAWN in data.js).
_PAIRS_DRAWN: Final = 160

#: Where a country goes that the tables give no place: in a row below the map.
_NOWHERE_Y: Final = 760
_NOWHERE_STEP: Final = 90


def write_page(
    world: World,
    path: str | os.PathLike[str],
    *,
    title: str = DEFAULT_TITLE,
    reference: Reference | None = None,
) -> None:
    """Write the page of `world` to `path`, whole or not at all.

    `reference` gives names and places (by default the tables of the program). The same world
    gives the same bytes. Raises OSError where the file cannot be written.
    """
    write_whole(path, page_html(world, title=title, reference=reference))


def page_html(
    world: World,
    *,
    title: str = DEFAULT_TITLE,
    reference: Reference | None = None,
    min_confidence: float = 0.0,
    site: bool = False,
) -> str:
    """The page of `world` as text; see `write_page`. With `min_confidence` only of what was
    found with at least that confidence, and the page says so. With `site` it stands on a server
    of `kg serve`, and links to the pages there on what it shows."""
    reference = reference or read_reference()
    world = sure_world(world, min_confidence)
    network = Network(heading=title, cdn_resources="in_line")
    network.templateEnv = environment(_HERE)
    network.path = "page.html.j2"
    _add_countries(network, world, reference)
    style, script, vis = styled(_HERE / "page.css"), _script(), vis_script()
    data, later = (block_text(part) for part in packed(page_data(world, reference)))
    network.templateEnv.globals.update(
        blocks={"data": (inert(data[0]), data[1]), "later": (inert(later[0]), later[1])},
        outlines=outlines(),
        style=style, script=script, vis=vis, site=site, min_confidence=min_confidence,
        style_hash=sha256_source(style),
        script_hashes=f"{sha256_source(vis)} {sha256_source(script)}",
    )
    return str(network.generate_html())


def _add_countries(network: Network, world: World, reference: Reference) -> None:
    """Every country of `world` and every pair, whatever the status: the page filters them."""
    ties = country_network(
        world, reference=reference, statuses=STATUSES, modalities=MODALITIES)
    homeless = 0
    for code, about in ties.nodes(data=True):
        point = reference.country(code).point
        if point:
            x, y = project(*point)
        else:
            x, y = homeless * _NOWHERE_STEP, _NOWHERE_Y
            homeless += 1
        network.add_node(code, label=about["label"], shape="dot", x=x, y=y)
    strongest = sorted(ties.edges(data=True), key=lambda tie: (-tie[2]["weight"], tie[0], tie[1]))
    for a, b, about in strongest[:_PAIRS_DRAWN]:  # adding takes PyVis time by the square
        network.add_edge(a, b, id=f"{a}-{b}", value=about["weight"])


def _script() -> str:
    parts = "\n".join(_text(f"script/{name}.js") for name in _SCRIPTS)
    return f'"use strict";\n(async () => {{\n{parts}}})();\n'


def _text(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")

