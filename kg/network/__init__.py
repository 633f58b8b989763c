"""Who works with whom: networks of countries, institutions and actors, and their measures.

    World -> networkx networks -> measures, GraphML, GEXF, CSV
    World -> institutions that link countries

Comes in a World (`kg.model`); what is read from files, and the drawing, are left to others.
Importing this package imports networkx.
"""

from kg.network.bridges import Bridge, Partner, bridging_institutions
from kg.network.choice import NODES, TIES, make_network
from kg.network.comention import comention_network
from kg.network.evidence import Citation, best_citation
from kg.network.measures import Basis, Measures, NodeMeasures, measure
from kg.network.networks import (
    actor_network,
    country_network,
    institution_network,
    person_network,
    topic_network,
)
from kg.network.pairs import partner_countries
from kg.network.reference import Country, Reference, Topic, read_reference
from kg.network.selection import FIRM, Filters, Selection
from kg.network.ties import Tie
from kg.network.two_modes import MODES, two_mode_network
from kg.network.write import FORMATS, to_csv, to_gexf, to_graphml, write_network

__all__ = [
    "FIRM", "FORMATS", "MODES", "NODES", "TIES", "Basis", "Bridge", "Citation", "Country",
    "Filters", "Measures", "NodeMeasures", "Partner", "Reference", "Selection", "Tie", "Topic",
    "actor_network", "best_citation", "bridging_institutions", "comention_network",
    "country_network", "institution_network", "make_network", "measure", "partner_countries",
    "person_network", "read_reference", "to_csv", "to_gexf", "to_graphml", "topic_network",
    "two_mode_network", "write_network",
]
