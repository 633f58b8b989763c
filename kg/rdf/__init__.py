"""Values <-> quads, with their provenance: the graph, where it is kept and how it is written.

    to_quads, from_quads            one article and its facts, in a graph of its own
    world_quads, read_world         what all articles come to
    reference_quads                 countries, topics, lists, ontology
    Store                           keeps them all, in memory or in a folder
    write, to_bytes, FORMATS        Turtle, TriG, N-Quads, JSON-LD, RDF/XML
    validate, Finding               what does not satisfy the shapes of ontology/shapes.ttl

What is asked of a graph is `kg.query`'s; networks and pages are made from a `World`, not
from quads.
"""

from kg.rdf.articles import canonical, from_quads, to_quads
from kg.rdf.iris import DEFAULT_BASE, Iris
from kg.rdf.reference import reference_quads, registry_matches
from kg.rdf.shapes import Finding, validate
from kg.rdf.store import FORMAT, Store, StoreInfo
from kg.rdf.world import Seen, read_world, world_quads
from kg.rdf.write import FORMATS, to_bytes, write

__all__ = [
    "DEFAULT_BASE", "FORMAT", "FORMATS", "Finding", "Iris", "Seen", "Store", "StoreInfo",
    "canonical",
    "from_quads", "read_world", "reference_quads", "registry_matches", "to_bytes", "to_quads",
    "validate", "world_quads", "write",
]
