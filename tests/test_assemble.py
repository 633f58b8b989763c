"""Which claims become one engagement, what it then says, and that order does not matter."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.assemble import assemble
from kg.ids import claim_id, link_id
from kg.model import (
    Article,
    Capacity,
    Claim,
    Evidence,
    Facts,
    Institution,
    Link,
    Person,
    Quantity,
    World,
)
from kg.resolve import read_registry, resolve, to_registry
from kg.resolve.places import Places, read_places
from kg.resources import data_path
from kg.sources import find_origins, read_articles, to_sketch
from kg.sources.origins import read_agencies

BRIEFS = Path(__file__).parents[2] / "shared" / "gold" / "briefs"
PLACES = Places({
    "nairobi": ("KE", False), "mombasa": ("KE", False), "kenya": ("KE", True),
    "havana": ("CU", False),
})
EVIDENCE = (Evidence(0, 4, "They"),)


def claim(status: str = "signed", **fields: object) -> Claim:
    made = Claim("agreement", status, ("CU", "KE"), EVIDENCE, "test")
    return replace(made, **fields)  # type: ignore[arg-type]


def told(name: str, published: str | None, *claims: Claim, links: tuple[Link, ...] = (),
         publisher: str | None = None) -> tuple[Article, Facts]:
    """An article and what it tells. Participants are named by key: k… for Kenya, c… for Cuba,
    pk… and pc… for people; one key is one entity in all articles."""
    keys = sorted({key for one in claims for key in one.participants}
                  | {key for link in links for key in (link.a, link.b)})
    country = {"k": "KE", "c": "CU"}
    institutions = tuple(
        Institution(key, f"Hospital {key}", "hospital", country[key[0]], (), EVIDENCE, "test")
        for key in keys if key[0] != "p"
    )
    people = tuple(
        Person(key, f"Given {key}", None, country[key[1]], (), EVIDENCE, "test")
        for key in keys if key[0] == "p"
    )
    article = Article(name, "They met.", title=f"Title {name}", date=published,
                      publisher=publisher, url=f"https://news.example/{name}")
    return article, Facts(name, True, institutions=institutions, people=people,
                          claims=claims, links=links)


def world_of(*tales: tuple[Article, Facts], origins: dict[str, str] | None = None) -> World:
    articles, facts = [a for a, _ in tales], [f for _, f in tales]
    entities, mapping = resolve(facts, to_registry([]))
    origins = origins or {article.id: article.id for article in articles}
    return assemble(facts, articles, entities, mapping, origins, places=PLACES)


def groups(world: World) -> list[list[str]]:
    return sorted(sorted(r.article for r in e.reports) for e in world.engagements)


# Each row: what is the case, then two claims, each with its article's day of publication.
JOINED = [
    ("published within the week", ("2021-05-01", claim()), ("2021-05-07", claim())),
    ("the same day of the act, told months later",
     ("2021-05-01", claim(date="2021-04-30")), ("2021-09-07", claim(date="2021-04-30"))),
    ("days that differ by a few", ("2021-05-01", claim(date="2021-04-30")),
     ("2021-05-02", claim(date="2021-05-02"))),
    ("a day and its month", ("2021-05-01", claim(date="2021-04-30")),
     ("2021-05-02", claim(date="2021-04"))),
    ("a day, and a report of about that day",
     ("2021-09-01", claim(date="2021-04-30")), ("2021-05-02", claim())),
    ("planned, then done some days after it was due",
     ("2021-05-01", claim("planned", date="2021-05-20")),
     ("2021-06-01", claim("completed", date="2021-05-30"))),
    ("weeks apart, by the same people",
     ("2021-05-01", claim(participants=("pk1",))), ("2021-05-25", claim(participants=("pk1",)))),
    ("no date at all, by the same two people",
     (None, claim(participants=("pk1", "pc1"))),
     ("2021-05-25", claim(participants=("pk1", "pc1", "k1")))),
    ("a city and its country", ("2021-05-01", claim(place="Nairobi")),
     ("2021-05-02", claim(place="Kenya"))),
    ("a place that holds another's name", ("2021-05-01", claim(place="Kisumu County")),
     ("2021-05-02", claim(place="Kisumu"))),
    ("one names the hospital, one does not",
     ("2021-05-01", claim(participants=("k1",))), ("2021-05-02", claim(topics=("malaria",)))),
    ("one names Kenya's minister, one Cuba's",
     ("2021-05-01", claim(participants=("pk1",))), ("2021-05-02", claim(participants=("pc1",)))),
    ("topics that overlap", ("2021-05-01", claim(topics=("malaria", "vaccines"))),
     ("2021-05-02", claim(topics=("vaccines",)))),
    ("one reports it, one denies it", ("2021-05-01", claim()),
     ("2021-05-02", claim(modality="denied"))),
    ("no date at all, one hospital and a subject in common",
     (None, claim(participants=("k1",), topics=("malaria",))),
     ("2021-05-25", claim(participants=("k1",), topics=("malaria",)))),
    ("promised for June, and late by a month",
     ("2021-06-10", claim("planned", date="2021-06-20", participants=("pk1",),
                          topics=("malaria",))),
     ("2021-07-30", claim("completed", date="2021-07-30", participants=("pk1",),
                          topics=("malaria",)))),
    ("promised by two institutes, and done within the year",
     ("2021-06-10", claim("planned", participants=("k1", "c1"), topics=("malaria",))),
     ("2022-04-30", claim("completed", participants=("k1", "c1"), topics=("malaria",)))),
    ("two who speak of one gift",
     ("2021-05-01", claim(type="donation", participants=("pk1",))),
     ("2021-05-02", claim(type="donation", participants=("pk2",)))),
    ("a promise of one direction, and a deed of none that is told, on one subject",
     ("2021-05-01", claim("planned", type="deployment", topics=("malaria",),
                          roles=(("CU", "receiver"), ("KE", "sender")))),
     ("2021-05-02", claim("completed", type="deployment", topics=("malaria",)))),
    ("called for, and signed on the same subject",
     ("2021-05-01", claim("proposed", topics=("malaria",))),
     ("2021-05-05", claim("signed", topics=("malaria",)))),
]

APART = [
    ("a promise of one direction, and a deed of none that is told",
     ("2021-05-01", claim("planned", type="deployment", roles=(("CU", "receiver"),
                                                               ("KE", "sender")))),
     ("2021-05-02", claim("completed", type="deployment"))),
    ("another type", ("2021-05-01", claim()), ("2021-05-01", claim(type="donation"))),
    ("other countries", ("2021-05-01", claim()), ("2021-05-01", claim(countries=("CU", "MX")))),
    ("more countries", ("2021-05-01", claim()),
     ("2021-05-01", claim(countries=("CU", "KE", "MX")))),
    ("published weeks apart", ("2021-05-01", claim()), ("2021-05-20", claim())),
    ("months apart, by the same people",
     ("2021-05-01", claim(participants=("pk1",))), ("2021-08-25", claim(participants=("pk1",)))),
    ("other days of the act", ("2021-05-01", claim(date="2021-04-30")),
     ("2021-05-01", claim(date="2021-04-12"))),
    ("only the year is known", ("2021-05-01", claim(date="2021")),
     ("2021-11-01", claim(date="2021-10-30"))),
    ("no date at all", (None, claim()), ("2021-05-02", claim())),
    ("no date at all, one person in common", (None, claim(participants=("pk1",))),
     ("2021-05-02", claim(participants=("pk1",)))),
    ("two cities", ("2021-05-01", claim(place="Nairobi")), ("2021-05-02", claim(place="Mombasa"))),
    ("two countries' cities", ("2021-05-01", claim(place="Nairobi")),
     ("2021-05-02", claim(place="Havana"))),
    ("two hospitals of one country", ("2021-05-01", claim(participants=("k1",))),
     ("2021-05-02", claim(participants=("k2",)))),
    ("two officials of one country", ("2021-05-01", claim(participants=("pk1", "pc1"))),
     ("2021-05-02", claim(participants=("pk2", "pc1")))),
    ("topics that have nothing in common", ("2021-05-01", claim(topics=("malaria",))),
     ("2021-05-02", claim(topics=("nursing-midwifery",)))),
    ("one country, and none of its partners named",
     ("2021-05-01", claim(countries=("KE",))), ("2021-05-02", claim(countries=("KE",)))),
    ("an agreement of old recalled without its date", ("2021-05-01", claim()),
     ("2021-05-02", claim(modality="historical"))),
    ("one reports it, one supposes it", ("2021-05-01", claim()),
     ("2021-05-02", claim(modality="hypothetical"))),
    ("no date at all, one ministry's hospital in common and another subject",
     (None, claim(participants=("k1",), topics=("malaria",))),
     ("2021-05-25", claim(participants=("k1",), topics=("eye-health",)))),
    ("done in June, and again a month later",
     ("2021-06-21", claim("completed", date="2021-06-20", participants=("pk1",),
                          topics=("malaria",))),
     ("2021-07-30", claim("completed", date="2021-07-30", participants=("pk1",),
                          topics=("malaria",)))),
    ("promised by one institute, and done within the year by who knows whom",
     ("2021-06-10", claim("planned", participants=("k1",), topics=("malaria",))),
     ("2022-04-30", claim("completed", participants=("k1",), topics=("malaria",)))),
    ("called for, and one signed on who knows what", ("2021-05-01", claim("proposed")),
     ("2021-05-05", claim("signed", topics=("malaria",)))),
]


@pytest.mark.parametrize(("a", "b"), [r[1:] for r in JOINED], ids=[r[0] for r in JOINED])
def test_these_speak_of_one_act(a: tuple[str, Claim], b: tuple[str, Claim]) -> None:
    assert groups(world_of(told("a", *a), told("b", *b))) == [["a", "b"]]


@pytest.mark.parametrize(("a", "b"), [r[1:] for r in APART], ids=[r[0] for r in APART])
def test_these_speak_of_two_acts(a: tuple[str, Claim], b: tuple[str, Claim]) -> None:
    assert groups(world_of(told("a", *a), told("b", *b))) == [["a"], ["b"]]


@pytest.mark.parametrize(("roles", "acts"), [
    ((("CU", "sender"), ("KE", "receiver")), 1),
    ((("KE", "sender"), ("CU", "receiver")), 2),
    # Which way it went is not told, and nothing else is the same.
    ((), 2),
])
def test_what_goes_the_other_way_is_another_act(
    roles: tuple[tuple[str, str], ...], acts: int
) -> None:
    out = claim("planned", type="deployment", roles=(("CU", "sender"), ("KE", "receiver")))
    other = claim("completed", type="deployment", roles=roles)
    world = world_of(told("a", "2018-03-01", out), told("b", "2018-03-03", other))
    assert len(world.engagements) == acts


def test_what_one_article_tells_apart_stays_apart() -> None:
    world = world_of(told("a", "2021-05-01", claim("completed"), claim("planned")))
    assert groups(world) == [["a"], ["a"]]


def test_each_part_finds_its_own_in_the_other_article() -> None:
    both = claim("ongoing"), claim("planned")
    world = world_of(told("a", "2021-05-01", *both), told("b", "2021-05-02", *both))
    assert [{r.status for r in e.reports} for e in world.engagements] in (
        [{"ongoing"}, {"planned"}], [{"planned"}, {"ongoing"}]
    )


def test_articles_that_share_an_act_tell_one_story() -> None:
    """A fortnight apart, without people or a date: the agreement behind the visit is the same."""
    visit = claim("completed", type="visit", date="2021-04-30")
    one = told("a", "2021-05-01", visit, claim(topics=("malaria",)))
    other = told("b", "2021-05-20", visit, claim())
    assert groups(world_of(one, other)) == [["a", "b"], ["a", "b"]]
    without = told("b", "2021-05-20", claim())
    assert groups(world_of(one, without)) == [["a"], ["a"], ["b"]]


def test_where_a_story_has_two_agreements_none_is_guessed() -> None:
    visit = claim("completed", type="visit", date="2021-04-30")
    old, new = claim(topics=("malaria",)), claim(topics=("eye-health",))
    one = told("a", "2021-05-01", visit, old, new)
    other = told("b", "2021-05-20", visit, claim())
    assert groups(world_of(one, other)) == [["a"], ["a"], ["a", "b"], ["b"]]


def test_small_differences_make_no_chain() -> None:
    """Each is close to the next, the first is not close to the last."""
    days = ("2021-05-01", "2021-05-07", "2021-05-13", "2021-05-19", "2021-05-25")
    world = world_of(*(told(day, day, claim(date=day)) for day in days))
    spans = [sorted(r.published or "" for r in e.reports) for e in world.engagements]
    assert all(int(span[-1][-2:]) - int(span[0][-2:]) <= 7 for span in spans)
    assert sum(map(len, spans)) == len(days)


@pytest.mark.parametrize(("reports", "status"), [
    ([("2021-05-01", "signed"), ("2021-05-03", "planned")], "signed"),
    ([("2021-05-01", "planned"), ("2021-05-03", "completed")], "completed"),
    ([("2021-05-01", "proposed"), (None, "signed")], "signed"),
    ([("2021-05-01", "ongoing"), ("2021-05-03", "ended")], "ended"),
    ([("2021-05-01", "ended"), ("2021-05-03", "ongoing")], "ongoing"),
    ([("2021-05-01", "ended")], "ended"),
])
def test_the_status_is_the_furthest_reported_or_ended_where_the_latest_say_so(
    reports: list[tuple[str | None, str]], status: str
) -> None:
    actors = ("pk1", "pc1")  # so that the report without a date is joined as well
    world = world_of(*(
        told(f"a{n}", day, claim(stage, participants=actors))
        for n, (day, stage) in enumerate(reports)
    ))
    (engagement,) = world.engagements
    assert engagement.status == status
    assert [r.published for r in engagement.reports] == sorted(
        (day for day, _ in reports), key=lambda day: day or "9999"
    )


def test_what_is_denied_never_raises_the_status() -> None:
    world = world_of(told("a", "2021-05-01", claim("planned")),
                     told("b", "2021-05-02", claim("completed", modality="denied")))
    (engagement,) = world.engagements
    assert (engagement.status, engagement.modality) == ("planned", "asserted")
    assert [r.modality for r in engagement.reports] == ["asserted", "denied"]


def test_what_is_only_denied_or_supposed_stays_marked_so() -> None:
    world = world_of(told("a", "2021-05-01", claim("signed", modality="denied")))
    assert [(e.status, e.modality) for e in world.engagements] == [("signed", "denied")]


def test_reprints_are_reports_but_no_second_origin() -> None:
    tales = [told(name, "2021-05-01", claim()) for name in ("a", "b", "c")]
    world = world_of(*tales, origins={"a": "a", "b": "a", "c": "c"})
    (engagement,) = world.engagements
    assert (engagement.origins, len(engagement.reports)) == (2, 3)
    assert {r.article: r.origin for r in engagement.reports} == {"a": "a", "b": "a", "c": "c"}


def test_reprints_are_joined_though_they_spell_names_apart_and_have_no_date() -> None:
    tales = [told("a", "2021-05-01", claim(participants=("k1",))),
             told("b", None, claim(participants=("k2",)))]
    assert groups(world_of(*tales, origins={"a": "a", "b": "a"})) == [["a", "b"]]


def test_an_engagement_has_what_all_its_claims_say() -> None:
    dose = Quantity("25000", "doses", Evidence(0, 5, "25000"))
    first = claim("planned", participants=("k1",), roles=(("CU", "donor"), ("k1", "recipient")),
                  topics=("malaria",), date="2021-05", place="Kenya", quantities=(dose,),
                  detail="memorandum")
    second = claim("signed", participants=("k1", "pc1"), topics=("malaria", "vaccines"),
                   date="2021-05-04", place="Nairobi",
                   quantities=(replace(dose, evidence=Evidence(9, 14, "25000")),
                               replace(dose, value="50000")))
    world = world_of(told("a", "2021-05-01", first), told("b", "2021-05-05", second))
    (engagement,) = world.engagements
    names = {entity.name: entity.id for entity in world.entities}
    assert engagement == replace(
        engagement,
        type="agreement", status="signed", countries=("CU", "KE"),
        participants=tuple(sorted(names.values())),
        topics=("malaria", "vaccines"), date="2021-05-04", place="Nairobi", detail="memorandum",
        roles=(("CU", "donor"), (names["Hospital k1"], "recipient")),
        quantities=(dose, replace(dose, value="50000")), origins=2,
    )
    report = engagement.reports[1]
    assert (report.claim, report.article, report.title, report.url, report.published) == (
        claim_id("b", second), "b", "Title b", "https://news.example/b", "2021-05-05",
    )
    assert report.quotes == EVIDENCE


def test_links_count_origins_and_take_their_status_from_the_claim_that_makes_them() -> None:
    link = Link("c1", "k1", EVIDENCE, "test")
    tales = [
        told("a", "2021-05-01", claim("signed", participants=("c1", "k1")), links=(link,)),
        told("b", "2021-05-02", claim("planned", participants=("c1", "k1")), links=(link,)),
        told("c", "2021-05-03", links=(link,)),
        told("d", "2021-05-04", claim("proposed", participants=("c1", "k1")), links=(link,)),
        told("e", "2021-05-05", claim("planned", participants=("c1",)),
             claim("completed", participants=("c1", "k1"), evidence=(Evidence(5, 9, "met."),)),
             links=(link,)),
    ]
    world = world_of(*tales, origins={"a": "a", "b": "a", "c": "c", "d": "c", "e": "c"})
    (found,) = world.links
    assert (found.a, found.b) == tuple(sorted((found.a, found.b)))
    assert found.origins == 2
    assert [(r.claim, r.status) for r in found.reports] == [
        (link_id("a", link), "signed"), (link_id("b", link), "planned"),
        (link_id("c", link), "ongoing"), (link_id("d", link), "ongoing"),
        (link_id("e", link), "planned"),
    ], "a proposal makes no link, nor do other words; where no claim makes it, it is there"


def test_articles_without_claims_are_in_the_world_all_the_same() -> None:
    world = world_of(told("b", None), told("a", "2021-05-01"))
    assert [article.id for article in world.articles] == ["a", "b"]
    assert world.engagements == ()


DAYS = st.sampled_from([None, "2021-05-01", "2021-05-04", "2021-05-09", "2021-05-30"])
CLAIMS = st.builds(
    claim,
    st.sampled_from(["planned", "signed", "completed", "ended"]),
    date=st.sampled_from([None, "2021", "2021-05", "2021-05-02", "2021-05-08"]),
    place=st.sampled_from([None, "Nairobi", "Kenya", "Mombasa"]),
    participants=st.sets(st.sampled_from(["k1", "k2", "c1", "pk1", "pc1"])).map(
        lambda keys: tuple(sorted(keys))),
    topics=st.sampled_from([(), ("malaria",), ("vaccines",)]),
    modality=st.sampled_from(["asserted", "asserted", "denied", "hypothetical"]),
)


@settings(deadline=None)
@given(st.lists(st.tuples(DAYS, st.lists(CLAIMS, max_size=3)), max_size=7),
       st.randoms(use_true_random=False), st.booleans())
def test_order_never_matters_and_no_claim_is_lost(
    tales: list[tuple[str | None, list[Claim]]], random: Random, reprinted: bool
) -> None:
    made = [told(f"a{n}", day, *claims) for n, (day, claims) in enumerate(tales)]
    origins = {f"a{n}": "a0" if reprinted and n < 2 else f"a{n}" for n in range(len(made))}
    world = world_of(*made, origins=origins)
    shuffled = made[:]
    random.shuffle(shuffled)
    assert world_of(*shuffled, origins=origins) == world
    expected = {claim_id(facts.article, one) for _, facts in made for one in facts.claims}
    reports = [report.claim for e in world.engagements for report in e.reports]
    assert sorted(reports) == sorted(expected)
    for engagement in world.engagements:
        assert engagement.origins == len({r.origin for r in engagement.reports})
        assert len({r.article for r in engagement.reports}) == len(engagement.reports)


def test_capacities_are_no_engagements() -> None:
    article, facts = told("a", "2021-05-01")
    number = Quantity("60", "universities", Evidence(0, 4, "They"))
    tale = article, replace(facts, capacities=(Capacity("KE", number, "test"),))
    assert world_of(tale).engagements == ()


#: Of the pairs of articles whose acts the coders joined in the briefs, from the coders' own
#: facts; a floor, so that a change that loses some is seen.
FLOOR_FOUND, FLOOR_RIGHT = 0.90, 0.88


@pytest.mark.skipif(not BRIEFS.is_dir(), reason="the coded briefs lie beside the project only")
def test_the_coders_of_the_briefs_joined_much_the_same() -> None:
    agencies = read_agencies(data_path("news_agencies.csv"))
    articles = [replace(a, sketch=to_sketch(a, agencies))
                for a in read_articles([str(BRIEFS / "*.articles.jsonl")], pytest.fail)]
    facts = [_from_codebook(row) for row in _rows("*.facts.jsonl")]
    entities, mapping = resolve(facts, read_registry(data_path("institutions.csv")))
    world = assemble(
        facts, articles, entities, mapping, find_origins(articles),
        places=read_places(data_path("country_names.csv"), data_path("cities.csv")),
    )
    coded = {
        (*sorted((a, b)), kind) for row in _rows("*.assembly.jsonl")
        for (a, kind), (b, _) in combinations(row.get("same_engagement", ()), 2)
    }
    found = {
        (a, b, e.type) for e in world.engagements
        for a, b in combinations(sorted({r.article for r in e.reports}), 2)
    }
    assert len(found & coded) >= FLOOR_FOUND * len(coded)
    assert len(found & coded) >= FLOOR_RIGHT * len(found)


def _rows(pattern: str) -> list[dict[str, object]]:
    return [json.loads(line) for path in sorted(BRIEFS.glob(pattern))
            for line in path.read_text(encoding="utf-8").splitlines()]


def _from_codebook(row: dict) -> Facts:  # type: ignore[type-arg]
    """Coded facts as an extractor would give them; coders owe no evidence."""
    institutions = tuple(
        Institution(f"i{n}", one["name"], one["type"], one["country"], tuple(one["aliases"]),
                    EVIDENCE, "coder") for n, one in enumerate(row["institutions"]))
    people = tuple(
        Person(f"p{n}", one["name"], one["role"], one["country"], tuple(one["aliases"]),
               EVIDENCE, "coder") for n, one in enumerate(row["people"]))
    keys = {one.name: one.key for one in (*institutions, *people)}
    claims = tuple(
        Claim(one["type"], one["status"], tuple(one["countries"]), (Evidence(n, n + 1, "x"),),
              "coder", participants=tuple(keys[name] for name in one["participants"]),
              topics=tuple(one["topics"]), date=one["date"], place=one["place"])
        for n, one in enumerate(row["engagements"]))
    return Facts(row["article"], row["relevant"], institutions=institutions, people=people,
                 claims=claims)


def test_places_are_read_from_the_shipped_tables() -> None:
    places = read_places(data_path("country_names.csv"), data_path("cities.csv"))
    assert not places.contradict("Nairobi", "Kenya")
    assert places.contradict("Nairobi", "Havana")
    assert not places.contradict("Singapore", "Singapore General Hospital")


def test_engagements_have_ids_of_their_own() -> None:
    world = world_of(told("a", "2021-05-01", claim(), claim("planned"), claim(type="visit")))
    ids = [engagement.id for engagement in world.engagements]
    assert ids == sorted(set(ids))
    assert all(name.startswith("engagement/agreement-cu-ke.") for name in ids[:2])
