# %% [markdown]
# # Who brokers?
#
# Which institutions link countries, and which countries mediate between groups that have no tie of
# their own? On the articles that come along: they were chosen because they are hard, and are no
# sample, so that the answers here are an exercise and no finding.

# %%
from kg.build import build
from kg.resources import data_path
from kg.store import open_store

store = open_store()
build([str(data_path("articles"))], store, on_error=print)
world = store.world()

# %% [markdown]
# ## Institutions that link countries
#
# An institution links its country to those that the country is tied to by an act that it takes part
# in. Each link says since when, how far it got, and from how many independent origins we know.

# %%
from kg.network import bridging_institutions, read_reference

reference = read_reference()
bridges = bridging_institutions(world)
print(len(bridges), "institutions link countries\n")
for bridge in bridges[:6]:
    home = bridge.institution.country
    print(bridge.institution.name, f"({reference.country(home).name})" if home else "")
    for partner in bridge.partners:
        tie = partner.tie
        print(f"    {reference.country(partner.country).name}: since {tie.first}, {tie.furthest}, "
              f"acts: {len(tie.acts)}, origins: {tie.origins}")

# %% [markdown]
# The first of them, with the sentence to check it by:

# %%
print(bridges[0].tie.quote.quote)
print("   ", bridges[0].tie.quote.source())

# %% [markdown]
# Some hold two countries together alone: they take part in every act that ties the two. Nothing in
# these articles would tie them otherwise, which is not to say that nothing does.

# %%
for bridge in bridges:
    for a, b in bridge.parts:
        print(f"{reference.country(a).name} and {reference.country(b).name}: "
              f"only through {bridge.institution.name}")

# %% [markdown]
# ## Countries that mediate between regions
#
# Gould and Fernandez (1989) tell five roles by where the broker and the two others are from.
# Without direction each pair counts both ways.

# %%
from kg.network import ROLES, broker_roles, country_network, group_nodes

network = country_network(world)
regions = group_nodes(network, "region")
brokers = broker_roles(network, regions)
print(f"{'':22}", *(f"{role:>14}" for role in ROLES))
for broker in brokers[:8]:
    print(f"{broker.label:22}", *(f"{broker.roles[role]:14}" for role in ROLES))

# %%
from IPython.display import SVG, display

from kg.report.drawings import ring

by_region = [(region, [node for node in network if regions[node] == region])
             for region in sorted(set(filter(None, regions.values())))]
weights = {(a, b): tie["weight"] for a, b, tie in network.edges(data=True)}
labels = {node: about["label"] for node, about in network.nodes(data=True)}
display(SVG(ring("Countries by region", "Countries on a ring, with their ties as arcs.",
                 by_region, weights, labels)))

# %% [markdown]
# Who mediates between regions of which no two countries are tied here?

# %%
for broker in brokers:
    for a, b, pairs in broker.unlinked:
        print(f"{broker.label}: between {a} and {b}, {pairs} ordered pairs")

# %% [markdown]
# ## Is that more than chance?
#
# In random networks in which every country has as many ties as here, how many pairs would be
# mediated in each role? p counts random networks that lie as far off, on either side.

# %%
from kg.network import describe

figures = describe(network, groups=regions, runs=100, seed=1)
for role in ROLES:
    one = figures[role]
    print(f"{role:15} {one.value:4}   by chance {one.mean:6.1f}   z {one.z:6.2f}   p {one.p:.2f}")

# %% [markdown]
# Regions hold together more than chance would have it: that is what few liaisons and many
# coordinators say.
#
# ## How much hangs on one report?
#
# The same, of acts that two independent origins report:

# %%
surer = country_network(world, min_origins=2)
print(f"{surer.number_of_edges()} of {network.number_of_edges()} ties are left")
for broker in broker_roles(surer, group_nodes(surer, "region"))[:3]:
    print(broker.label, dict(broker.roles))

# %% [markdown]
# On the command line: `kg analyse --measure brokers --by region`, `--by bloc`, `--by income`, and
# `kg report` for all of it on one page. What each measure cannot tell is in docs/analysis.md.
