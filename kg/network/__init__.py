"""Who works with whom: networks by choice, their measures, and what chance would give.

    World -> networkx networks -> measures, GraphML, GEXF, CSV, matrices
    World -> institutions that link countries

Comes in a World (`kg.model`); what is read from files, and the drawing, are left to others.
Importing this package imports networkx.
"""

from kg.network.backbone import Backbone, BackboneTie, backbone, incidence_of
from kg.network.bridges import Bridge, Partner, bridging_institutions
from kg.network.brokerage import ROLES, Broker, broker_roles
from kg.network.choice import NODES, TIES, make_network
from kg.network.comention import comention_network
from kg.network.communities import Communities, find_communities
from kg.network.engines import ENGINES
from kg.network.evidence import Citation, best_citation
from kg.network.groups import BLOCS, GROUPINGS, group_nodes
from kg.network.matrices import Matrices, country_matrices, write_matrices
from kg.network.measures import (
    DIRECTED_MEASURES,
    NODE_MEASURES,
    Basis,
    Measures,
    NodeMeasures,
    basis_of,
    measure,
)
from kg.network.mixing import GroupMixing, Mixing, mix
from kg.network.networks import (
    actor_network,
    country_network,
    institution_network,
    person_network,
    topic_network,
)
from kg.network.overall import Figure, Overall, describe, rewire
from kg.network.pairs import partner_countries
from kg.network.prediction import SCORES, PairScore, Prediction, predict_ties
from kg.network.reference import Bloc, Country, Reference, Topic, read_reference
from kg.network.selection import FIRM, Filters, Selection
from kg.network.ties import Tie
from kg.network.two_modes import MODES, two_mode_network
from kg.network.windows import Change, Standing, Window, change_over_windows
from kg.network.write import FORMATS, to_csv, to_gexf, to_graphml, write_network

__all__ = [
    "BLOCS", "DIRECTED_MEASURES", "ENGINES", "FIRM", "FORMATS", "GROUPINGS", "MODES", "NODES",
    "NODE_MEASURES", "ROLES", "SCORES", "TIES",
    "Backbone", "BackboneTie", "Basis", "Bloc", "Bridge", "Broker", "Change", "Citation",
    "Communities", "Country", "Figure", "Filters", "GroupMixing", "Matrices", "Measures",
    "Mixing", "NodeMeasures", "Overall", "PairScore", "Partner", "Prediction", "Reference",
    "Selection", "Standing", "Tie", "Topic", "Window",
    "actor_network", "backbone", "basis_of", "best_citation", "bridging_institutions",
    "broker_roles", "change_over_windows", "comention_network", "country_matrices",
    "country_network", "describe", "find_communities", "group_nodes", "incidence_of",
    "institution_network", "make_network", "measure", "mix", "partner_countries",
    "person_network", "predict_ties", "read_reference", "rewire", "to_csv", "to_gexf",
    "to_graphml", "topic_network", "two_mode_network", "write_matrices", "write_network",
]
