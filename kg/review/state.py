"""What the decisions of a file come to in a store as it is, without building it.

    Store, Decisions -> Settled
"""

from __future__ import annotations

from kg.decisions import Decisions, Settled, settle
from kg.resolve import read_registry, resolve
from kg.resources import data_path
from kg.store import Store

__all__ = ["settle_store"]


def settle_store(store: Store, decisions: Decisions) -> Settled:
    """Which decisions hold of what the articles in `store` say, and which do not, and why."""
    if not decisions.entries:
        return settle(decisions, (), {}, ())
    facts = [told for _, told in store.facts()]
    entities, mapping = resolve(facts, read_registry(data_path("institutions.csv")))
    return settle(decisions, facts, mapping, {entity.id for entity in entities})
