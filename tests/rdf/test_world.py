"""What is assembled is described once, in a graph that points to what the articles say."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pyoxigraph as ox
import pytest
from pyoxigraph import BlankNode

from kg.model import Engagement, Entity, World
from kg.pairs import country_ties
from kg.rdf import Iris, Seen, world_quads
from kg.rdf.world import seal_of
from kg.store import open_store
from kg.vocab import HC, ORG, PREFIXES, RDF, SKOS
from tests.rdf.values import assembled_store, example_world

WORLD = example_world()


def objects(quads: list[ox.Quad], predicate: str, subject: str | None = None) -> list[str]:
    return sorted(
        quad.object.value for quad in quads  # type: ignore[union-attr]
        if quad.predicate.value == str(predicate)
        and (subject is None or quad.subject.value == subject)  # type: ignore[union-attr]
    )


def test_one_graph_no_blank_nodes_and_nothing_twice() -> None:
    quads = world_quads(WORLD)
    assert {quad.graph_name for quad in quads} == {Iris().world}
    assert not [quad for quad in quads for term in quad if isinstance(term, BlankNode)]
    assert len(set(quads)) == len(quads)


def test_the_order_of_the_world_does_not_show() -> None:
    turned = replace(
        WORLD, entities=WORLD.entities[::-1], engagements=WORLD.engagements[::-1],
    )
    assert set(world_quads(turned)) == set(world_quads(WORLD))


def test_quads_are_what_the_store_gives_back() -> None:
    store = ox.Store()
    quads = world_quads(WORLD)
    store.extend(quads)
    assert set(store) == set(quads)


def test_mentions_point_to_what_they_mean() -> None:
    store = assembled_store(None)
    rows = store.query("""
        SELECT ?name ?label ?registry {
            ?mention a hc:InstitutionMention ; hc:name ?name ; hc:refersTo ?institution .
            ?institution skos:prefLabel ?label ; hc:registryId ?registry .
        } ORDER BY ?name""")
    assert [tuple(term.value for term in row) for row in rows] == [  # type: ignore[union-attr]
        ("Ministry of Health", "Ministry of Health (Kenya)", "ke-ministry-of-health"),
        ("Ministry of Public Health", "Ministry of Public Health (Cuba)",
         "cu-ministry-of-public-health"),
    ]


def test_what_the_registry_knows_elsewhere_is_given() -> None:
    entities = tuple(replace(one, matches=("https://ror.org/02eyff421",))
                     if one.registry_id == "ke-ministry-of-health" else one
                     for one in WORLD.entities)
    quads = world_quads(replace(WORLD, entities=entities))
    institution = f"{Iris().base}institution/ke-ministry-of-health"
    assert objects(quads, SKOS.exactMatch) == ["https://ror.org/02eyff421"]
    assert objects(quads, SKOS.exactMatch, institution) == ["https://ror.org/02eyff421"]


def test_people_hold_posts_and_are_members() -> None:
    store = assembled_store(None)
    (post,) = store.query("""
        SELECT ?post ?country { ?person skos:prefLabel "Sicily Kariuki" ; org:holds ?holds .
            ?holds a org:Post ; skos:prefLabel ?post ; hc:country/hc:isoAlpha2 ?country
            FILTER(?post = "Minister") }""")  # type: ignore[misc]
    assert (post["post"].value, post["country"].value) == ("Minister", "KE")
    (membership,) = store.query("""
        SELECT ?institution { ?m a org:Membership ; org:organization/skos:prefLabel ?institution ;
            org:member/skos:prefLabel "Sicily Kariuki" }""")  # type: ignore[misc]
    assert membership["institution"].value == "Ministry of Health (Kenya)"


def test_two_people_in_one_office_hold_one_post() -> None:
    successor = replace(
        WORLD.entities[2], id="person/other.1", name="Mutahi Kagwe", mentions=()
    )
    quads = world_quads(replace(WORLD, entities=(*WORLD.entities, successor)))
    held = objects(quads, ORG.holds)
    assert len(held) == 4
    assert len(set(held)) == 2


def test_pairs_are_counted_by_engagements_that_are_asserted() -> None:
    first, second = WORLD.engagements
    world = replace(WORLD, engagements=(
        first, second,
        replace(first, id="engagement/c", status="proposed"),
        replace(first, id="engagement/d", modality="denied"),
        replace(first, id="engagement/e", status="ended"),
    ))
    quads = world_quads(world)
    pair = PREFIXES["pair"] + "CU-KE"
    assert objects(quads, HC.engagementCount, pair) == ["4"]
    assert objects(quads, HC.tieCount, pair) == ["2"]


def test_receivers_of_one_giver_are_no_pair() -> None:
    engagement = replace(
        WORLD.engagements[1], countries=("CU", "KE", "UG"),
        roles=(("CU", "sender"), ("KE", "receiver"), ("UG", "receiver")),
    )
    assert country_ties(engagement) == [("CU", "KE"), ("CU", "UG")]
    quads = world_quads(replace(
        WORLD, engagements=(engagement,), threads=(), disagreements=(),
    ))
    iri = Iris().thing(engagement.id).value
    assert objects(quads, HC.countryPair, iri) == [
        PREFIXES["pair"] + "CU-KE", PREFIXES["pair"] + "CU-UG",
    ]


@pytest.mark.parametrize(
    ("countries", "roles", "ties"),
    [
        (("FR", "IR"), (), [("FR", "IR")]),
        (("FR",), (), []),
        (("FR", "IR", "KE", "UG", "US"), (), []),
        (("FR", "IR", "KE", "UG", "US"), (("US", "donor"), ("KE", "recipient")), [("KE", "US")]),
        (("FR", "IR", "US"), (("FR", "donor"), ("US", "donor")), [("FR", "IR"), ("IR", "US")]),
        (("FR", "US"), (("FR", "donor"), ("FR", "recipient")), [("FR", "US")]),
        (("FR", "IR"), (("FR", "co-signatory"), ("IR", "co-signatory")), [("FR", "IR")]),
    ],
)
def test_who_is_tied(
    countries: tuple[str, ...], roles: tuple[tuple[str, str], ...], ties: list[tuple[str, str]]
) -> None:
    engagement: Engagement = replace(WORLD.engagements[0], countries=countries, roles=roles)
    assert country_ties(engagement) == ties


def test_links_of_institutions_are_short_cuts_with_counts() -> None:
    store = assembled_store(None)
    (row,) = store.query("""
        SELECT ?origins ?reports ?pair {
            ?link a hc:InstitutionLink ; hc:institution ?a, ?b ; hc:originCount ?origins ;
                hc:reportCount ?reports ; hc:countryPair ?pair .
            ?a hc:cooperatesWith ?b ; hc:country country:CU .
            ?b hc:cooperatesWith ?a ; hc:country country:KE }""")  # type: ignore[misc]
    assert [term.value for term in row] == ["1", "1", PREFIXES["pair"] + "CU-KE"]


def test_everything_in_the_world_is_described_there_once() -> None:
    """Every subject but mentions and decided claims has its class in the assembled graph."""
    quads = list(assembled_store(None).quads())
    world = [quad for quad in quads if quad.graph_name == Iris().world]
    described = {quad.subject for quad in world if quad.predicate.value == str(RDF.type)}
    mentions = {quad.subject for quad in world if quad.predicate.value == str(HC.refersTo)}
    mentions |= {quad.subject for quad in world if quad.predicate.value == str(HC.decision)
                 and "/claim/" in str(quad.subject)}
    assert {quad.subject for quad in world} - mentions - {Iris().world} == described
    elsewhere = {
        quad.subject for quad in quads
        if quad.graph_name != Iris().world and quad.predicate.value == str(RDF.type)
    }
    assert not described & elsewhere


def test_whatever_an_article_points_to_is_described() -> None:
    """No name leads nowhere: outlets, extractors, pairs, topics, countries, lists."""
    quads = list(assembled_store(None).quads())
    subjects = {quad.subject for quad in quads}
    open_ends = {
        quad.object.value for quad in quads
        if isinstance(quad.object, ox.NamedNode) and quad.object not in subjects
        and quad.object.value.startswith("https://w3id.org/health-cooperation/")
        and "#" not in quad.object.value
    }
    versions = {iri for iri in open_ends if iri.endswith("/0.1.0")}
    assert open_ends - versions == set()


def test_ids_of_any_form_come_back() -> None:
    entity = Entity("no form at all / <x>", "institution", "X", "other", None)
    store = open_store()
    store.replace_world(World(entities=(entity, replace(entity, id="kind only"))))
    assert [one.id for one in store.world().entities] == ["kind only", "no form at all / <x>"]


def test_the_seal_changes_with_any_article() -> None:
    articles = [("a", "1", "rules"), ("b", "2", "rules")]
    assert seal_of(articles) == seal_of(articles[::-1])
    others = [articles[:1], [("a", "1", "rules"), ("b", "3", "rules")],
              [("a", "1", "rules/2"), ("b", "2", "rules")], []]
    seals = Counter(seal_of(each) for each in [articles, *others])
    assert set(seals.values()) == {1}


def test_what_was_seen_in_articles_is_described() -> None:
    seen = Seen(extractors=("rules/0.2.0",), pairs=(("FR", "IR"),))
    quads = world_quads(World(), seen=seen)
    assert objects(quads, SKOS.prefLabel) == ["rules/0.2.0"]
    assert objects(quads, HC.country) == [PREFIXES["country"] + "FR", PREFIXES["country"] + "IR"]
