"""Values <-> quads, with their provenance: the graph, and how it is written.

    to_quads, from_quads            one article and its facts, in a graph of its own
    world_quads, read_world         what all articles come to
    reference_quads                 countries, topics, lists, ontology
    to_bytes, FORMATS               Turtle, TriG, N-Quads, JSON-LD, RDF/XML
    validate, Finding               what does not satisfy the shapes of ontology/shapes.ttl

Where quads are kept is for `kg.store` to say, what is asked of a graph for `kg.query`; networks
and pages are made from a `World`, not from quads.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from kg.rdf.articles import canonical, from_quads, to_quads
    from kg.rdf.iris import DEFAULT_BASE, Iris
    from kg.rdf.reference import reference_quads
    from kg.rdf.shapes import Finding, validate
    from kg.rdf.world import Seen, read_world, world_quads
    from kg.rdf.write import FORMATS, to_bytes

__all__ = [
    "DEFAULT_BASE", "FORMATS", "Finding", "Iris", "Seen", "canonical", "from_quads", "read_world",
    "reference_quads", "to_bytes", "to_quads", "validate", "world_quads",
]

#: What is imported when it is first used: a look-up needs IRIs and none of the rest.
_MODULES: Final = {
    "canonical": "articles", "from_quads": "articles", "to_quads": "articles",
    "DEFAULT_BASE": "iris", "Iris": "iris", "reference_quads": "reference",
    "Finding": "shapes", "validate": "shapes",
    "Seen": "world", "read_world": "world", "world_quads": "world",
    "FORMATS": "write", "to_bytes": "write",
}


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return getattr(import_module(f"kg.rdf.{_MODULES[name]}"), name)
    raise AttributeError(f"module 'kg.rdf' has no attribute {name!r}")
