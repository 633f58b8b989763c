"""Who is who comes out the same a block at a time: no mention hangs on one outside its block."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Entity, Evidence, Facts, Institution, Person
from kg.registry import Registered, Registry, read_registry, to_registry
from kg.resolve import resolve
from kg.resolve.blocks import Wording, block_keys, resolve_block, to_wording
from kg.resources import data_path
from kg.store import Store

EVIDENCE = (Evidence(0, 4, "They"),)
REGISTRY = to_registry([
    Registered("moh-ke", "ministry", "KE", ("Ministry of Health", "MOH")),
    Registered("moh-cu", "ministry", "CU", ("Ministry of Public Health", "MINSAP")),
    Registered("who", "international_organization", None, ("World Health Organization", "WHO")),
    Registered("inst-ke", "research_institute", "KE", ("Kenya Medical Research Institute",)),
    Registered("twin-a", "ngo", "KE", ("Aid for All",)),
    Registered("twin-b", "ngo", "CU", ("Aid for All",)),
])
NAMES = ["Ministry of Health", "MOH", "World Health Organization", "WHO", "Aid for All",
         "Kenya Medical Research Institute", "KEMRI", "General Hospital of Nairobi", "Hospital",
         "Pfizer", "Ministry of Public Health", "Nairobi Heart Centre", "Heart Center"]
PEOPLE = ["Mutahi Kagwe", "Kagwe", "Mutahi K. Kagwe", "Obeid al Balushi", "Obaid Rahmat Al Balushi",
          "Chen Shih-chung", "Shih-chung Chen", "Ali Hassan", "Ali Reza Hassan", "Ali Karim Hassan"]
TYPES = ["ministry", "hospital", "company", "ngo", "international_organization",
         "research_institute"]
COUNTRIES = st.sampled_from([None, None, "KE", "CU"])

institutions = st.builds(
    Institution, key=st.just("i"), name=st.sampled_from(NAMES), type=st.sampled_from(TYPES),
    country=COUNTRIES, aliases=st.lists(st.sampled_from(NAMES), max_size=2).map(tuple),
    evidence=st.just(EVIDENCE), rule=st.just("test"),
    registry_id=st.sampled_from([None, None, None, "who", "moh-ke", "gone"]))
people = st.builds(
    Person, key=st.just("p"), name=st.sampled_from(PEOPLE),
    role=st.sampled_from([None, "minister"]), country=COUNTRIES,
    aliases=st.lists(st.sampled_from(PEOPLE), max_size=1).map(tuple),
    evidence=st.just(EVIDENCE), rule=st.just("test"))


def facts_of(name: str, some: list[Institution], others: list[Person]) -> Facts:
    return Facts(
        name, True,
        institutions=tuple(replace(one, key=f"i{n}") for n, one in enumerate(some)),
        people=tuple(replace(one, key=f"p{n}") for n, one in enumerate(others)))


def by_blocks(facts: Iterable[Facts], registry: Registry
              ) -> tuple[list[Entity], dict[tuple[str, str], str]]:
    wordings = {
        (one.article, found.key): to_wording(found, one.article, registry)
        for one in facts for found in (*one.institutions, *one.people)
    }
    counts = Counter(wordings.values())
    holders: defaultdict[str, list[tuple[Wording, bool]]] = defaultdict(list)
    for wording in counts:
        for key, asks in block_keys(wording, registry).items():
            holders[key].append((wording, asks))
    entities, entity_of, left = [], {}, set(counts)
    while left:
        block, waiting = set(), [min(left, key=repr)]
        while waiting:
            wording = waiting.pop()
            if wording not in block:
                block.add(wording)
                waiting += [other for key, asks in block_keys(wording, registry).items()
                            for other, also in holders[key] if asks or also]
        left -= block
        found, mapping = resolve_block({one: counts[one] for one in block}, registry)
        entities += found
        entity_of.update(mapping)
    mapped = {mention: entity_of[wording] for mention, wording in wordings.items()}
    mentions: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for mention, entity in mapped.items():
        mentions[entity].append(mention)
    whole = [replace(one, mentions=tuple(sorted(mentions[one.id]))) for one in entities]
    return sorted(whole, key=lambda one: one.id), mapped


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.lists(institutions, max_size=4), st.lists(people, max_size=3)),
                max_size=6))
def test_blocks_come_to_what_the_whole_comes_to(
    articles: list[tuple[list[Institution], list[Person]]]
) -> None:
    facts = [facts_of(f"a{n}", some, others) for n, (some, others) in enumerate(articles)]
    entities, mapping = resolve(facts, REGISTRY)
    assert by_blocks(facts, REGISTRY) == (list(entities), mapping)


def test_blocks_of_the_articles_that_come_along(built: Store) -> None:
    facts = [one for _, one in built.facts()]
    registry = read_registry(data_path("institutions.csv"))
    entities, mapping = resolve(facts, registry)
    assert by_blocks(facts, registry) == (list(entities), mapping)
