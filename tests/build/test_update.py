"""Whatever came in, went and came again: the assembled graph is that of the articles as they are.

The peer is the assembly of all of them from scratch, byte for byte.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.assemble import assemble
from kg.build import Counts, count, remove
from kg.build.index import INDEX, Index
from kg.build.update import Changes, update
from kg.model import (
    Article,
    Claim,
    Evidence,
    Facts,
    Institution,
    Link,
    Person,
    Quantity,
    country_pairs,
)
from kg.rdf import Iris, to_bytes
from kg.rdf.articles import canonical
from kg.registry import Registered, to_registry
from kg.resolve import resolve
from kg.resolve.places import Places
from kg.resources import data_path
from kg.sources import find_origins, read_agencies, to_sketch
from kg.store import Store, open_store
from kg.store.oxigraph import OxigraphStore
from kg.store.tables import FACTS, rebuild_tables, tables_current

AGENCIES = read_agencies(data_path("news_agencies.csv"))
PLACES = Places({"nairobi": ("KE", False), "kenya": ("KE", True), "havana": ("CU", False)})
REGISTRY = to_registry([
    Registered("moh-ke", "ministry", "KE", ("Ministry of Health", "MOH")),
    Registered("who", "international_organization", None, ("World Health Organization", "WHO")),
])
TEXT = "They met in the capital on Monday and signed what both had wanted for a long time. "
EVIDENCE = (Evidence(0, 4, "They"), Evidence(5, 8, "met"))

names = st.sampled_from(["Ministry of Health", "WHO", "KEMRI", "Kenya Medical Research Institute",
                         "Nairobi General Hospital", "Pfizer", "Havana Heart Centre"])
institutions = st.builds(
    Institution, key=st.just(""), name=names,
    type=st.sampled_from(["hospital", "company", "research_institute"]),
    country=st.sampled_from([None, "KE", "CU"]),
    aliases=st.lists(names, max_size=1).map(tuple), evidence=st.just(EVIDENCE[:1]),
    rule=st.just("test"))
people = st.builds(
    Person, key=st.just(""),
    name=st.sampled_from(["Mutahi Kagwe", "Mutahi K. Kagwe", "Kagwe", "Jose Portal"]),
    role=st.sampled_from([None, "minister"]), country=st.sampled_from([None, "KE", "CU"]),
    aliases=st.just(()), evidence=st.just(EVIDENCE[:1]), rule=st.just("test"),
    institution=st.sampled_from([None, "i0"]))
claims = st.builds(
    Claim, type=st.sampled_from(["agreement", "deployment", "infrastructure"]),
    status=st.sampled_from(["proposed", "planned", "signed", "completed", "ended"]),
    countries=st.sampled_from([("CU", "KE"), ("CU", "KE"), ("KE",), ("CU", "KE", "ZM")]),
    evidence=st.just(EVIDENCE), rule=st.just("test"),
    participants=st.lists(st.sampled_from(["i0", "i1", "p0"]), max_size=2, unique=True).map(tuple),
    topics=st.lists(st.sampled_from(["malaria", "health-workforce"]), max_size=2).map(tuple),
    date=st.sampled_from([None, None, "2021-04-30", "2021-05", "2020"]),
    place=st.sampled_from([None, "Nairobi", "Havana"]),
    modality=st.sampled_from(["asserted", "asserted", "asserted", "denied"]),
    quantities=st.sampled_from([(), (Quantity("50", "doctors", EVIDENCE[0]),),
                                (Quantity("60", "doctors", EVIDENCE[0]),)]))
bodies = st.sampled_from([TEXT * 3, TEXT * 3 + "One more line, that none of the others had.",
                          "They met where nobody has been before, and another text tells of it."])


@st.composite
def articles(draw: st.DrawFn) -> tuple[Article, Facts]:
    """An article of any of six ids: the same id again is another version of it."""
    name = draw(st.sampled_from("abcdef"))
    article = Article(
        name, draw(bodies), title="They met", publisher=draw(st.sampled_from([None, "Herald"])),
        date=draw(st.sampled_from([None, "2021-05-01", "2021-05-04", "2022-01-09"])))
    some = [replace(one, key=f"i{n}") for n, one in enumerate(draw(
        st.lists(institutions, min_size=2, max_size=2)))]
    facts = Facts(
        name, True, institutions=tuple(some), people=(replace(draw(people), key="p0"),),
        claims=tuple(draw(st.lists(claims, max_size=3))),
        links=draw(st.sampled_from([(), (Link("i0", "i1", EVIDENCE[:1], "test"),)])),
        extractor=draw(st.sampled_from(["rules/1", "rules/1 & chat/2"])))
    pairs = {pair for claim in facts.claims for pair in country_pairs(claim.countries)}
    facts = replace(facts, pairs=tuple(sorted(pairs)))
    return replace(article, sketch=to_sketch(article, AGENCIES)), facts


#: Articles put in, ids taken out, None: bring the graph up to date.
steps = st.lists(st.one_of(articles(), articles(), st.sampled_from("abcdef"), st.none()),
                 max_size=12)


def bare() -> Store:
    """A store in memory without the reference data, which nothing here asks for."""
    return OxigraphStore(ox.Store(), Iris())


def bytes_of(store: Store) -> bytes:
    """All but the reference data."""
    return to_bytes((quad for quad in store.quads() if quad.graph_name != store.iris.reference),
                    "nquads", iris=store.iris)


def from_scratch(told: Iterable[tuple[Article, Facts]]) -> Store:
    """A store in which all articles are assembled as one."""
    store = bare()
    for article, facts in told:
        store.put_article(article, facts)
    pairs = list(store.facts())
    whole = [article for article, _ in pairs]
    facts = [one for _, one in pairs]
    entities, mapping = resolve(facts, REGISTRY)
    store.replace_world(
        assemble(facts, whole, entities, mapping, find_origins(whole), places=PLACES))
    return store


@settings(max_examples=40, deadline=None)
@given(steps)
def test_any_way_to_the_same_articles_comes_to_the_same_bytes(
    steps: list[tuple[Article, Facts] | str | None]
) -> None:
    store, index = bare(), Index()
    there: dict[str, tuple[Article, Facts]] = {}
    known: dict[str, tuple[Article, Facts]] = {}
    for step in (*steps, None):
        if step is None:
            update(store, index, REGISTRY, PLACES, known=known)
            known.clear()
            assert store.is_assembled()
        elif isinstance(step, str):
            store.remove(step)
            there.pop(step, None)
            known.pop(step, None)
        else:
            store.put_article(*step)
            there[step[0].id] = step
            known[step[0].id] = step[0], canonical(step[1])
    assert bytes_of(store) == bytes_of(from_scratch(there.values()))


def test_changes_tell_what_is_there_and_what_is_not() -> None:
    """Whoever follows them comes to the things that a world from scratch has."""
    kept: dict[str, object] = {}

    def follow(changes: Changes) -> None:
        for name in changes.removed:
            kept.pop(name, None)
        kept.update((name_of(thing), thing) for thing in changes.put)

    def name_of(thing: object) -> str:
        from kg.model import InstitutionLink
        from kg.rdf.things import link_name

        return link_name(thing.a, thing.b) if isinstance(thing, InstitutionLink) else thing.id  # type: ignore[attr-defined]

    store, index = bare(), Index()
    update(store, index, REGISTRY, PLACES)
    for told in EXAMPLES:
        store.put_article(*told)
        update(store, index, REGISTRY, PLACES, listener=follow)
    assert EXAMPLES[0][0].id == "a"
    store.remove("a")
    update(store, index, REGISTRY, PLACES, listener=follow)
    world = from_scratch(EXAMPLES[1:]).world()
    things = [thing for many in (world.entities, world.engagements, world.links, world.threads,
                                 world.disagreements) for thing in many]
    assert sorted(kept) == sorted(name_of(thing) for thing in things)
    assert [kept[one.id] for one in world.entities] == list(world.entities)


def example(name: str, day: str, *told: Claim) -> tuple[Article, Facts]:
    article = Article(name, f"{TEXT}{name} {day} said so.", title="They met", date=day)
    bodies = tuple(
        Institution(f"i{n}", each, "hospital", "KE", (), EVIDENCE[:1], "test")
        for n, each in enumerate(("Nairobi General Hospital", "Mombasa Hospital")))
    return replace(article, sketch=to_sketch(article, AGENCIES)), Facts(
        name, True, institutions=bodies, claims=told, pairs=(("CU", "KE"),),
        links=(Link("i0", "i1", EVIDENCE[:1], "test"),))


def test_two_people_hold_one_post_at_different_times() -> None:
    """They are seen in it on days of articles; what goes takes its days with it."""
    def speaks(name: str, day: str, who: str) -> tuple[Article, Facts]:
        holder = Person("p0", who, "health minister", "IR", (), EVIDENCE[:1], "test")
        return (Article(name, f"They met {who}.", title="They met", date=day),
                Facts(name, True, people=(holder,)))

    def seen() -> list[tuple[str, str, str]]:
        return [tuple(row[name].value for name in ("name", "from", "until")) for row in store.query(  # type: ignore[misc, union-attr]
            "SELECT ?name ?from ?until { ?membership a org:Membership ; hc:post ?post ; "
            "org:member/skos:prefLabel ?name ; hc:seenFrom ?from ; hc:seenUntil ?until . "
            "?post a org:Post } ORDER BY ?from")]

    store, index = bare(), Index()
    for told in (speaks("a", "2018-05-14", "Hassan Ghazizadeh Hashemi"),
                 speaks("b", "2018-11-02", "Hassan Ghazizadeh Hashemi"),
                 speaks("c", "2023-01-09", "Bahram Einollahi")):
        store.put_article(*told)
        update(store, index, REGISTRY, PLACES)
    later = ("Bahram Einollahi", "2023-01-09", "2023-01-09")
    assert seen() == [("Hassan Ghazizadeh Hashemi", "2018-05-14", "2018-11-02"), later]
    (posts,) = store.query("SELECT (COUNT(DISTINCT ?post) AS ?n) { ?any hc:post ?post }")  # type: ignore[misc]
    assert posts["n"].value == "1"
    store.remove("a")
    update(store, index, REGISTRY, PLACES)
    assert seen() == [("Hassan Ghazizadeh Hashemi", "2018-11-02", "2018-11-02"), later]
    store.put_article(*speaks("b", "2019-01-05", "Hassan Ghazizadeh Hashemi"))
    update(store, index, REGISTRY, PLACES)
    assert seen() == [("Hassan Ghazizadeh Hashemi", "2019-01-05", "2019-01-05"), later]


SIGNED = Claim("agreement", "signed", ("CU", "KE"), EVIDENCE, "test", participants=("i0",),
               topics=("malaria",), date="2021-04-30")
EXAMPLES = [
    example("a", "2021-05-01", SIGNED, replace(SIGNED, type="deployment", status="planned")),
    example("b", "2021-05-02", replace(SIGNED, modality="denied")),
    example("c", "2021-09-01", replace(SIGNED, type="deployment", status="completed", date=None)),
]


@pytest.fixture(scope="module")
def two_on_disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("two") / "store"
    with open_store(folder) as store:
        index = Index(folder / INDEX)
        for told in EXAMPLES[:2]:
            store.put_article(*told)
        update(store, index, REGISTRY, PLACES)
        index.close()
    return folder


@pytest.fixture
def on_disk(two_on_disk: Path, tmp_path: Path) -> Path:
    """A store with two of the articles, to be changed."""
    return Path(shutil.copytree(two_on_disk, tmp_path / "store"))


def brought_up(folder: Path) -> bytes:
    with open_store(folder) as store:
        index = Index(folder / INDEX)
        update(store, index, REGISTRY, PLACES)
        index.close()
        assert store.is_assembled()
        return bytes_of(store)


@pytest.mark.parametrize("harm", ["gone", "broken", "older", "of another", "in doubt"])
def test_an_index_that_does_not_fit_is_made_anew(on_disk: Path, harm: str, tmp_path: Path) -> None:
    file = on_disk / INDEX
    before = file.read_bytes()
    with open_store(on_disk) as store:
        store.put_article(*EXAMPLES[2])
    if harm == "gone":
        file.unlink()
    elif harm == "broken":
        file.write_bytes(b"no database at all" * 500)
    elif harm == "older":
        brought_up(on_disk)
        file.write_bytes(before)
    elif harm == "of another":
        other = tmp_path / "other"
        with open_store(other) as store:
            store.put_article(*EXAMPLES[2])
            index = Index(other / INDEX)
            update(store, index, REGISTRY, PLACES)
            index.close()
        file.write_bytes((other / INDEX).read_bytes())
    else:
        (on_disk / "index.doubt").touch()
    assert brought_up(on_disk) == bytes_of(from_scratch(EXAMPLES))
    assert not (on_disk / "index.doubt").exists()


class _CutOff(Exception):
    """As if the power had gone."""


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("at", [0, 1, 2])
def test_cut_off_at_any_change_of_the_store_the_next_run_finishes_the_job(
    on_disk: Path, when: str, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where a change is so large that the store is handed parts of it."""
    monkeypatch.setattr("kg.build.graph._MOST_QUADS", 10)
    with open_store(on_disk) as store:
        store.put_article(*EXAMPLES[2])
        store.remove("a")
        change, left = store.change, [at]

        def cut(**kinds: object) -> None:
            left[0] -= 1
            if left[0] >= 0 or when == "after":
                change(**kinds)  # type: ignore[arg-type]
            if left[0] < 0:
                raise _CutOff

        monkeypatch.setattr(store, "change", cut)
        index = Index(on_disk / INDEX)
        with pytest.raises(_CutOff):
            update(store, index, REGISTRY, PLACES)
        index.close()
    assert brought_up(on_disk) == bytes_of(from_scratch(EXAMPLES[1:]))


def test_what_is_as_it_was_is_left_alone(on_disk: Path) -> None:
    """The same article again writes nothing but its own graph; who is who is told again."""
    with open_store(on_disk) as store:
        store.put_article(*EXAMPLES[0])
        index, told = Index(on_disk / INDEX), []
        update(store, index, REGISTRY, PLACES, listener=told.append)
        index.close()
    assert [one.removed for one in told] == [set()]
    assert {thing.kind for one in told for thing in one.put} == {"institution"}


def test_the_facts_table_follows_and_so_do_counts(own_store: Path) -> None:
    """Where articles went the tables are those that writing them anew leaves, file by file."""

    def files() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (own_store / FACTS).iterdir()
                if path.is_file()}

    with open_store(own_store) as store:
        names = store.article_ids()[:3]
        before = files()
        remove(store, names)
        assert tables_current(store)
        after = files()
        assert after != before
        rebuild_tables(store)
        assert files() == after
        quickly, info = count(store), store.info()
        assert quickly == Counts(info.articles, info.engagements, info.countries,
                                 info.institutions, info.people)
