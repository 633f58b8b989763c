"""Articles -> a store, and the assembled graph that follows them.

    build, remove                   articles into a store, and out of it
    bring_up, assemble_store        its assembled graph, by what has changed or as a whole
    count                           how much is in a store, without looking at all of it
    Changes                         what a change touched, for who keeps the same in another form
"""

from kg.build.articles import BuildSummary, build, remove
from kg.build.assembling import Counts, assemble_store, bring_up, count
from kg.build.update import Changes
from kg.extract.reader import read_facts

__all__ = [
    "BuildSummary", "Changes", "Counts", "assemble_store", "bring_up", "build", "count",
    "read_facts", "remove",
]
