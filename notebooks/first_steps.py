# %% [markdown]
# # First steps
#
# From one article to a network, in Python. Everything runs without a network; the command line
# does the same (`kg --help`). Install the program first (`pip install .`), and run this notebook
# in a folder you may write to.

# %% [markdown]
# ## One article, its facts
#
# `extract` is a function of an article and a lexicon. The lexicon is read once from the tables
# that come along.

# %%
from kg.extract import extract, load_lexicon
from kg.model import Article

lexicon = load_lexicon()

article = Article(
    id="example",
    date="2016-05-08",
    publisher="Example Daily",
    text=(
        "Iran's Health Minister Hassan Hashemi and his French counterpart Marisol Touraine "
        "signed a memorandum of understanding on emergency medicine in Tehran on Sunday. "
        "France may also train Iranian nurses."
    ),
)
facts = extract(article, lexicon)

for claim in facts.claims:
    print(claim.type, "|", claim.status, "|", *claim.countries, "|", claim.evidence[0].quote)

# %% [markdown]
# Each fact cites the text it rests on, by offsets that are exact. What was signed and what *may*
# happen are kept apart.

# %%
for claim in facts.claims:
    for evidence in claim.evidence:
        if evidence.field == "text":
            assert evidence.quote == article.text[evidence.start:evidence.end]

for person in facts.people:
    print(person.name, "|", person.role, "|", person.country)

# %% [markdown]
# ## Many articles, one graph
#
# `build` reads files, extracts, and keeps the facts in a store: a folder, here `graph`. Run on the
# same articles again it changes nothing. On the command line this is
# `kg build articles/ --store graph`.

# %%
from kg.build import build
from kg.resources import data_path
from kg.store import open_store

with open_store("graph") as store:
    summary = build([str(data_path("articles"))], store, on_error=print)
    again = build([str(data_path("articles"))], store, on_error=print)

print(summary.stored, "articles stored,", summary.relevant, "of them on health cooperation")
print(again.stored, "stored by the second run")

# %% [markdown]
# ## Questions
#
# `kg.open` opens what was built. Some questions are ready to ask (`kg query --list` explains them);
# others are SPARQL, or SQL over the facts table. Answers are pandas DataFrames with typed columns.

# %%
import kg

graph = kg.open("graph")
timeline = graph.query("pair-timeline", a="Iran", b="Cuba")
timeline[["date", "type", "status", "origins"]].head(8)

# %%
graph.query("""
    SELECT ?type (COUNT(DISTINCT ?engagement) AS ?engagements) WHERE {
        ?engagement a hc:Engagement ; hc:engagementType/skos:prefLabel ?type .
    } GROUP BY ?type ORDER BY DESC(?engagements) ?type LIMIT 8
""")

# %%
graph.sql("""
    SELECT status, count(*) AS engagements, sum(origins)::INTEGER AS origins
    FROM engagements WHERE modality = 'asserted' GROUP BY status ORDER BY engagements DESC
""")

# %% [markdown]
# ## Networks
#
# Only what is signed, ongoing or completed counts, unless you say otherwise.

# %%
from kg.network import measure

network = graph.network("countries")
print(network.number_of_nodes(), "countries,", network.number_of_edges(), "ties")
for node in measure(network).nodes[:5]:
    partners, between = node.values["degree"], node.values["betweenness"]
    print(f"{node.label:15} partners {partners:2}  betweenness {between:.2f}")

# %%
wishes = graph.network("countries", statuses=("proposed", "planned"))
print(wishes.number_of_edges(), "ties are so far only proposed or planned")

# %% [markdown]
# As a figure:

# %%
from IPython.display import SVG

from kg.page import country_map

SVG(country_map(network, "Signed, ongoing or completed"))

# %% [markdown]
# And to explore: `graph.show()` draws the page with the quotes behind every link right here,
# `kg.show(network)` a drawing of one network. Both hold their script, and are left out of this
# file. What `kg render` writes is the same page, for others to open.

# %%
from kg.page import write_page

write_page(graph.world(), "first-steps.html")
graph.close()
