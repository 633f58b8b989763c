# %% [markdown]
# # One country pair in depth
#
# What do two countries do together in health, since when, through whom, and how do we know? Iran
# and Cuba here; change the two codes for others.

# %%
from kg.build import build
from kg.resources import data_path
from kg.store import open_store

store = open_store()
build([str(data_path("articles"))], store, on_error=print)
world = store.world()
A, B = "CU", "IR"

# %% [markdown]
# ## In order of time
#
# All reports, wishes and denials too, with stage and modality: the networks take only what was
# signed, goes on or was done.

# %%
from kg.network import read_reference

reference = read_reference()
names = [reference.country(code).name for code in (A, B)]
between = [one for one in world.engagements if {A, B} <= set(one.countries)]
between.sort(key=lambda one: (one.date or one.reports[0].published or "", one.id))
print(len(between), "engagements of", " and ".join(names), "\n")
for one in between:
    print(f"{one.date or '(reported ' + str(one.reports[0].published) + ')':24} {one.type:12} "
          f"{one.status:10} {one.modality:10} {one.origins} origin{'s' * (one.origins != 1)}")

# %% [markdown]
# ## By year and stage

# %%
from collections import Counter

from IPython.display import SVG, display

from kg.model import STATUSES
from kg.report.drawings import columns

counts = Counter(((one.date or one.reports[0].published or "")[:4], one.status)
                 for one in between if one.modality == "asserted")
years = sorted(year for year, _ in counts if year.isdigit())
stages = [status for status in STATUSES if any(counts[year, status] for year in years)]
rows = [(str(year), [counts[str(year), status] for status in stages])
        for year in range(int(years[0]), int(years[-1]) + 1)]
title = f"{names[0]} and {names[1]} by year"
display(SVG(columns(title, "Stacked columns by stage.", rows, stages)))

# %% [markdown]
# ## Through whom, on what
#
# The tie sums up the acts that count; the institutions are those of either country that the texts
# name in them.

# %%
from kg.network import bridging_institutions, country_network

tie = country_network(world).edges[A, B]
period = f"{tie['first']} to {tie['last']}"
print(f"{tie['weight']} acts from {tie['origins']} independent origins, {period}")
print("statuses:", tie["statuses"])
print("types:   ", tie["types"])
print("topics:  ", {reference.topic(topic).label: n for topic, n in tie["topics"].items()})
print()
for bridge in bridging_institutions(world):
    for partner in bridge.partners:
        if {bridge.institution.country, partner.country} == {A, B}:
            home = reference.country(bridge.institution.country).name
            its = partner.tie
            print(f"{bridge.institution.name} ({home}): acts: {len(its.acts)}, "
                  f"since {its.first}, {its.furthest}")

# %% [markdown]
# ## The evidence
#
# What stands behind the acts that count, one sentence each, as a paper would cite it.

# %%
from kg.network.selection import FIRM

for one in between:
    if one.status in FIRM and one.modality == "asserted":
        report = max(one.reports, key=lambda each: STATUSES.index(each.status))
        print(f"{one.type}, {report.status}: “{report.quotes[0].quote}”")
        print(f"    {report.publisher or report.title}, {report.published}\n")

# %% [markdown]
# ## Where reports do not agree, and what rests on one origin

# %%
mine = {one.id for one in between}
for disagreement in world.disagreements:
    if mine & set(disagreement.engagements):
        claims = len(disagreement.claims)
        print("reports disagree about", disagreement.about, "in", claims, "claims")
single = sum(one.origins == 1 for one in between)
print(f"{single} of {len(between)} engagements rest on one origin")

# %% [markdown]
# ## How others compare
#
# Where the pair stands among all pairs, by acts and by origins.

# %%
ties = sorted(country_network(world).edges(data=True), key=lambda t: (-t[2]["weight"], t[0], t[1]))
for rank, (a, b, about) in enumerate(ties[:8], 1):
    here = "  <" if {a, b} == {A, B} else ""
    print(f"{rank}. {reference.country(a).name} – {reference.country(b).name}: "
          f"{about['weight']} acts, {about['origins']} origins{here}")
