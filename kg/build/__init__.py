"""Articles -> a store, and the assembled graph that follows them.

    build, remove                   articles into a store, and out of it
    bring_up, assemble_store        its assembled graph, by what has changed or as a whole
    Changes                         what a change touched, for who keeps the same in another form
"""

from kg.build.articles import BuildSummary, build, remove
from kg.build.assembling import assemble_store, bring_up
from kg.build.update import Changes
from kg.extract.reader import read_facts

__all__ = [
    "BuildSummary", "Changes", "assemble_store", "bring_up", "build", "read_facts", "remove",
]
