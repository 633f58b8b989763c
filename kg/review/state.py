"""What the decisions of a file come to in a store as it is, without building it.

    Store, Decisions -> Settled
"""

from __future__ import annotations

from kg.decisions import Decisions, Settled, settle
from kg.registry import Registry, read_registry
from kg.resolve import resolve
from kg.resources import data_path
from kg.store import Store
from kg.store.tables import facts_of

__all__ = ["settle_store"]


def settle_store(
    store: Store, decisions: Decisions, registry: Registry | None = None
) -> Settled:
    """Which decisions hold of what the articles in `store` say, and which do not, and why.

    `registry` are the institutions that the store is built with, by default those that come along.
    """
    if not decisions.entries:
        return settle(decisions, (), {}, ())
    facts = {one.article: one for one in facts_of(store)}
    registry = registry or read_registry(data_path("institutions.csv"))
    entities, mapping = resolve(facts.values(), registry)
    # Those that decisions were made on are read whole: capacities, too, can be decided on.
    for name in sorted({ground.article for one in decisions.entries for ground in one.ground}):
        told = store.article(name)
        if told is not None:
            facts[name] = told[1]
    return settle(decisions, facts.values(), mapping, {entity.id for entity in entities})
