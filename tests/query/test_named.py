"""The named queries: what each answers, on a small world and on what was really built."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kg.build import assemble_store, build
from kg.decisions import Decisions, grounds_of
from kg.errors import UsageError
from kg.model import (
    Article,
    Capacity,
    Claim,
    Decision,
    Facts,
    Institution,
    Link,
    Quantity,
)
from kg.query import Answer, named_queries, named_query, run_named, run_query
from kg.query.parameters import KINDS, to_term
from kg.resources import data_path
from kg.sources import read_agencies, to_sketch
from kg.store import Store, open_store

AGENCIES = read_agencies(data_path("news_agencies.csv"))
#: The questions of the design that have a query, and its name.
QUESTIONS = {"pair-timeline", "furthest-status", "linking-institutions", "one-sided",
             "capacity-claims", "stalled-promises", "donations", "fellowships", "disagreements",
             "margin-meetings", "third-parties", "lapsing-agreements", "merged-names",
             "bloc-brokers", "topic-institutions", "mutual-giving", "region-mixing", "south-south",
             "country-matrix"}


def tale(
    name: str, date: str | None, publisher: str | None, text: str, *claims: Claim,
    numbers: tuple[str, ...] = (), link: bool = False,
) -> tuple[Article, Facts]:
    """An article whose claims rest on its sentences, first to first, second to second."""
    article = Article(name, text, title=name, date=date, publisher=publisher,
                      url=f"https://news.example/{name}")
    article = replace(article, sketch=to_sketch(article, AGENCIES))
    ends = [match.end() for match in re.finditer(r"\.", text)]
    spans = [article.cite(start, end) for start, end in zip([0, *ends[:-1]], ends, strict=True)]
    first = tuple(spans[:1])
    institutions = (
        Institution("i1", "Finlay Vaccine Institute", "research_institute", "CU", (), first,
                    "test"),
        Institution("i2", "Pasteur Institute of Iran", "research_institute", "IR", (), first,
                    "test"),
    )
    return article, Facts(
        name, True, pairs=(("CU", "IR"),),
        institutions=institutions,
        claims=tuple(replace(one, evidence=(spans[at],)) for at, one in enumerate(claims)),
        links=(Link("i1", "i2", first, "test"),) if link else (),
        capacities=tuple(
            Capacity("IR", Quantity(number, "universities", spans[1], qualifier="over"), "test",
                     attribution="the minister") for number in numbers),
    )


def claim(status: str, **fields: object) -> Claim:
    made = Claim("agreement", status, ("CU", "IR"), (), "test", participants=("i1", "i2"),
                 topics=("vaccines",))
    return replace(made, **fields)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Cuba and Iran: an agreement of 2020 (planned by one outlet; signed by two, one of which
    copied it), a donation of 2021 that only Iran's media report and that Iran's deny again,
    and a training without any date."""
    told = "Finlay of Cuba and Pasteur of Iran plan an agreement on vaccines, officials said."
    signed = (
        "The Finlay Institute of Cuba signed an agreement with the Pasteur Institute of Iran on "
        "Monday in Havana, after talks that had taken most of a year. Iran has 60 universities."
    )
    folder = tmp_path_factory.mktemp("small") / "store"
    with open_store(folder) as store:
        for article, facts in (
            tale("a1", "2020-03-01", "Granma", told, claim("planned"), link=True),
            tale("a2", "2020-03-04", "IRNA", signed, claim("signed", date="2020-03-02"),
                 numbers=("60",)),
            tale("a3", "2020-03-05", "Unknown Herald", signed, claim("signed", date="2020-03-02"),
                 numbers=("60",)),
            tale("b1", "2021-06-01", "Mehr News Agency",
                 "Doses were given to Cuba this spring, sources in the ministry told us.",
                 claim("completed", type="donation", date="2021-05", topics=(),
                       participants=("i2",))),
            tale("b2", "2021-06-03", "Press TV",
                 "There was no gift to Cuba at all. Iran has over 70 of them.",
                 claim("completed", type="donation", date="2021-05", topics=(),
                       participants=("i2",), modality="denied"), numbers=("70",)),
            tale("c1", None, None, "Nurses of Iran are learning in Cuba.",
                 claim("ongoing", type="training", topics=("nursing-midwifery",),
                       participants=())),
        ):
            store.put_article(article, facts)
        assemble_store(store)
        yield store


def table(answer: Answer, *columns: str) -> list[tuple[str, ...]]:
    places = [answer.columns.index(name) for name in columns]
    return [tuple(getattr(row[at], "value", "") for at in places) for row in answer.rows]


def test_the_timeline_of_a_pair_is_in_order_with_every_report(small: Store) -> None:
    answer = run_named(small, "pair-timeline", {"a": "Cuba", "b": "IR"})
    assert table(answer, "date", "type", "status", "origins", "published", "outlet", "reported",
                 "claimed") == [
        ("2020-03-02", "agreement", "signed", "2", "2020-03-01", "Granma", "planned", "asserted"),
        ("2020-03-02", "agreement", "signed", "2", "2020-03-04", "IRNA", "signed", "asserted"),
        ("2020-03-02", "agreement", "signed", "2", "2020-03-05", "Unknown Herald", "signed",
         "asserted"),
        ("2021-05", "donation", "completed", "2", "2021-06-01", "Mehr News Agency", "completed",
         "asserted"),
        ("2021-05", "donation", "completed", "2", "2021-06-03", "Press TV", "completed", "denied"),
        ("", "training", "ongoing", "1", "", "", "ongoing", "asserted"),
    ], "reprints are reports, and no second origin"
    assert table(answer, "quote", "article")[1] == (
        "The Finlay Institute of Cuba signed an agreement with the Pasteur Institute of Iran on "
        "Monday in Havana, after talks that had taken most of a year.",
        "https://news.example/a2",
    )
    swapped = run_named(small, "pair-timeline", {"a": "IR", "b": "CU"})
    assert swapped == answer


@pytest.mark.parametrize(("since", "until", "types"), [
    ("2021", None, {"donation"}),
    ("2021-05-20", None, {"donation"}),
    ("2021-06", None, set()),
    (None, "2020", {"agreement"}),
    (None, "2021-05-10", {"agreement", "donation"}),
    ("2020-03-02", "2020-03-02", {"agreement"}),
    ("2020-03-03", "2021-04", set()),
])
def test_a_period_holds_what_may_have_been_in_it(
    small: Store, since: str | None, until: str | None, types: set[str]
) -> None:
    """"In May 2021" may have been on any day of May; what has no date is in no period."""
    given = {"a": "CU", "b": "IR", "since": since, "until": until}
    answer = run_named(small, "pair-timeline", {k: v for k, v in given.items() if v})
    assert {kind for (kind,) in table(answer, "type")} == types


def test_a_country_has_no_timeline_with_itself_or_with_strangers(small: Store) -> None:
    assert run_named(small, "pair-timeline", {"a": "CU", "b": "CU"}).rows == ()
    assert run_named(small, "pair-timeline", {"a": "CU", "b": "FR"}).rows == ()


def test_the_furthest_status_by_topic_counts_engagements_and_origins(small: Store) -> None:
    answer = run_named(small, "furthest-status", {})
    assert table(answer, "one", "other", "topic", "furthest", "engagements", "origins", "from",
                 "to") == [
        ("Cuba", "Iran", "(none named)", "completed", "1", "1", "2021-06-01", "2021-06-01"),
        ("Cuba", "Iran", "Nursing and midwifery", "ongoing", "1", "1", "", ""),
        ("Cuba", "Iran", "Vaccines", "signed", "1", "2", "2020-03-01", "2020-03-05"),
    ], "the denial is no report of the donation"
    assert table(answer, "article")[2] == ("https://news.example/a3",)


@pytest.mark.parametrize(("parameters", "topics"), [
    ({"a": "CU"}, 3), ({"a": "CU", "b": "IR"}, 3), ({"a": "FR"}, 0), ({"a": "CU", "b": "FR"}, 0),
    ({"about": "vaccines"}, 1), ({"about": "medicines-vaccines-devices"}, 1),
    ({"about": "malaria"}, 0),
])
def test_the_furthest_status_of_a_country_or_a_topic_and_those_below_it(
    small: Store, parameters: dict[str, str], topics: int
) -> None:
    assert len(run_named(small, "furthest-status", parameters).rows) == topics


def test_institutions_that_link_two_countries(small: Store) -> None:
    answer = run_named(small, "linking-institutions", {"a": "IR", "b": "CU"})
    assert table(answer, "institution", "country", "partners", "since", "status", "topics",
                 "engagements", "origins") == [
        ("Pasteur Institute of Iran", "Iran", "Finlay Vaccine Institute", "2020-03-01", "completed",
         "Vaccines", "2", "3"),
        ("Finlay Vaccine Institute", "Cuba", "Pasteur Institute of Iran", "2020-03-01", "signed",
         "Vaccines", "1", "2"),
    ]
    assert run_named(small, "linking-institutions", {"a": "IR", "b": "FR"}).rows == ()


@pytest.fixture(scope="module")
def undated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One agreement that two outlets report, and one of the two articles has no date; and a
    meeting, which took place, on the same topic."""
    told = "Finlay of Cuba and Pasteur of Iran will build a plant for vaccines, officials said."
    again = "The Finlay and the Pasteur Institute are to build a factory for vaccines in Tehran."
    met = "The heads of both institutes met on Tuesday. The plant for vaccines is to be built."
    with open_store(tmp_path_factory.mktemp("undated") / "store") as store:
        for article, facts in (
            tale("u1", "2020-03-01", "Granma", told, claim("planned")),
            tale("u2", None, "IRNA", again, claim("planned")),
            tale("u3", "2020-05-09", "Mehr News Agency", met, claim("completed", type="meeting")),
        ):
            store.put_article(article, facts)
        assemble_store(store)
        yield store


def test_an_article_without_a_date_takes_none_from_the_others(undated: Store) -> None:
    pair = {"a": "CU", "b": "IR"}
    furthest = run_named(undated, "furthest-status", pair)
    assert table(furthest, "from", "to") == [("2020-03-01", "2020-03-01")]
    links = run_named(undated, "linking-institutions", pair)
    assert table(links, "since") == [("2020-03-01",)] * 2
    timeline = run_named(undated, "pair-timeline", {**pair, "until": "2020-04"})
    assert table(timeline, "published") == [("2020-03-01",), ("",)]


def test_a_meeting_on_a_topic_does_not_complete_it(undated: Store) -> None:
    answer = run_named(undated, "furthest-status", {})
    assert table(answer, "topic", "furthest", "engagements") == [("Vaccines", "planned", "1")]


def test_engagements_of_one_origin_or_of_media_of_one_party(small: Store) -> None:
    answer = run_named(small, "one-sided", {})
    found = {row[0]: row[1:] for row in table(answer, "type", "why", "origins", "reports")}
    assert found["training"] == ("one origin", "1", "1")
    # The agreement has two origins, and of the herald nobody knows where it sits.
    assert "agreement" not in found
    assert found["donation"] == ("media of one party", "2", "2")
    assert run_named(small, "one-sided", {"a": "FR"}).rows == ()
    assert len(run_named(small, "one-sided", {"a": "Iran"}).rows) == 2


def test_capacity_claims_and_whether_they_agree(small: Store) -> None:
    answer = run_named(small, "capacity-claims", {"a": "IR"})
    assert table(answer, "country", "unit", "hedge", "amount", "agree", "articles", "published",
                 "outlet", "said_by") == [
        ("Iran", "universities", "over", "60", "no", "3", "2020-03-04", "IRNA", "the minister"),
        ("Iran", "universities", "over", "60", "no", "3", "2020-03-05", "Unknown Herald",
         "the minister"),
        ("Iran", "universities", "over", "70", "no", "3", "2021-06-03", "Press TV",
         "the minister"),
    ]
    assert run_named(small, "capacity-claims", {"unit": "hospitals"}).rows == ()


def test_what_a_person_rejected_is_in_no_answer() -> None:
    text = "Finlay and Pasteur signed it. Iran has 60 universities."
    article, facts = tale("r1", "2020-03-04", "IRNA", text, claim("signed"), numbers=("60",))
    grounds = [one for one in grounds_of(facts).values() if "claim" in one.id]
    reject = Decision("reject", tuple(one.id for one in grounds), tuple(grounds), "Ana",
                      "2026-11-23")
    for decisions, rows in ((Decisions(), 1), (Decisions("file", (reject,)), 0)):
        with open_store() as store:
            store.put_article(article, facts)
            assemble_store(store, decisions)
            for name, values in (("capacity-claims", {}), ("furthest-status", {}),
                                 ("pair-timeline", {"a": "CU", "b": "IR"}),
                                 ("topic-institutions", {"about": "vaccines", "a": "CU"})):
                assert len(run_named(store, name, values).rows) == rows, name
            found = run_query(store, "SELECT ?c { ?c prov:wasInvalidatedBy/hc:verb 'reject' }")
            assert len(found.rows) == (0 if rows else 2), "it stays findable"


def test_a_triple_in_two_graphs_would_count_twice() -> None:
    """The engine does not merge graphs of a union: nothing we write may stand in two of them.
    When this fails the engine has learnt to merge, and the warnings about it can go."""
    import pyoxigraph as ox

    store = ox.Store()
    for graph in ("http://x/1", "http://x/2"):
        store.add(ox.Quad(ox.NamedNode("http://x/s"), ox.NamedNode("http://x/p"),
                          ox.Literal("o"), ox.NamedNode(graph)))
    (row,) = store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",  # type: ignore[misc]
                         use_default_graph_as_union=True)
    assert row["n"].value == "2"


def test_no_triple_of_a_built_store_stands_in_two_graphs(built: Store) -> None:
    (row,) = run_query(built, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }").rows
    (distinct,) = run_query(
        built, "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } }"
    ).rows
    assert row == distinct


# On what was really built from the articles that come along


@pytest.mark.parametrize("name", sorted(named_queries()))
def test_each_query_says_what_it_answers_and_its_example_runs(built: Store, name: str) -> None:
    query = named_query(name)
    assert query.question.endswith("?")
    assert query.about
    assert all(parameter.kind in KINDS for parameter in query.parameters)
    for parameter in query.parameters:
        to_term(parameter.kind, parameter.example)
    everything = {parameter.name: parameter.example for parameter in query.parameters}
    needed = {p.name: p.example for p in query.parameters if not p.optional}
    for values in (needed, everything):
        answer = run_named(built, name, values)
        assert answer.columns == tuple(column for column, _ in query.columns), (
            "the head of the file describes the columns of the answer, in order")


def test_every_question_has_its_query() -> None:
    assert set(named_queries()) >= QUESTIONS


def articles() -> dict[str, dict[str, str]]:
    rows = [json.loads(line) for path in sorted(data_path("articles").glob("*.jsonl"))
            for line in path.read_text(encoding="utf-8").splitlines()]
    return {row["url"]: row for row in rows}


@pytest.mark.parametrize(("name", "values", "least"), [
    ("topic-institutions", {"about": "vaccines"}, 5),
    ("mutual-giving", {}, 8),
    ("region-mixing", {}, 4),
    ("south-south", {}, 12),
    ("country-matrix", {}, 60),
    ("pair-timeline", {"a": "Cuba", "b": "Kenya"}, 8),
    ("furthest-status", {}, 60),
    ("linking-institutions", {"a": "Cuba", "b": "Iran"}, 2),
    ("one-sided", {}, 60),
])
def test_on_real_articles_each_row_has_a_quote_that_its_article_holds(
    built: Store, name: str, values: dict[str, str], least: int
) -> None:
    texts = articles()
    answer = run_named(built, name, values)
    assert len(answer.rows) >= least
    for quote, url in table(answer, "quote", "article"):
        assert quote
        assert quote in texts[url]["text"] or quote in texts[url]["title"]


def test_capacity_claims_come_out_of_texts(tmp_path: Path) -> None:
    """From the sentence to the row; the articles that come along make no such claims."""
    rows = [
        {"id": f"c{n}", "date": f"2021-0{n}-04", "publisher": "Herald",
         "text": "Iran and France agreed to cooperate in cell therapy, their health ministers said "
                 f"in Tehran. Iran has over {number} universities of medical sciences, the Iranian "
                 "minister told his guest."}
        for n, number in enumerate((60, 70), 4)
    ]
    path = tmp_path / "two.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    with open_store(tmp_path / "store") as store:
        build([str(path)], store, pytest.fail)
        answer = run_named(store, "capacity-claims", {})
    found = table(answer, "country", "unit", "hedge", "amount", "agree", "published")
    assert found == [("Iran", "universities", "over", "60", "no", "2021-04-04"),
                     ("Iran", "universities", "over", "70", "no", "2021-05-04")]
    assert all(quote in rows[n]["text"] for n, (quote,) in enumerate(table(answer, "quote")))


def test_on_real_articles_doctors_go_from_cuba_to_kenya_in_2018(built: Store) -> None:
    answer = run_named(
        built, "pair-timeline", {"a": "CU", "b": "KE", "since": "2018", "until": "2018-12"}
    )
    rows = table(answer, "type", "status", "outlet")
    assert ("deployment", "ongoing", "Daily Nation") in rows


def test_on_real_articles_reprints_are_one_origin(built: Store) -> None:
    answer = run_query(built, """
        SELECT ?origin { ?e hc:report ?r . ?r hc:article ?a ; hc:origin ?origin .
                         ?a dcterms:identifier ?id FILTER (?id IN ("as-11", "as-12")) }""")
    assert len(answer.rows) >= 2
    assert len(set(answer.rows)) == 1


@pytest.mark.parametrize(("name", "values", "cause"), [
    ("pair-time", {}, "no query is called 'pair-time'; there are bloc-brokers"),
    ("pair-timeline", {"a": "CU"}, "needs b .*--param b=FR"),
    ("pair-timeline", {"a": "CU", "b": "IR", "c": "X"}, "no parameter 'c'; it has a, b, since"),
    ("pair-timeline", {"a": "CU", "b": "Atlantis"}, "no country 'Atlantis'"),
    ("pair-timeline", {"a": "CU", "b": "IR", "since": "x"}, "no date 'x'"),
])
def test_wrong_parameters_are_said(
    small: Store, name: str, values: dict[str, str], cause: str
) -> None:
    with pytest.raises(UsageError, match=cause):
        run_named(small, name, values)


def test_a_query_of_ones_own_takes_values_and_prefixes(small: Store) -> None:
    text = "SELECT ?e { ?e a hc:Engagement ; hc:party ?c ; hc:engagementType ?t }"
    answer = run_query(small, text, {"c": "country:IR", "t": "type:donation"})
    assert len(answer.rows) == 1


def test_construct_is_in_order_and_without_repetition(small: Store) -> None:
    text = "CONSTRUCT { ?c a hc:Country } WHERE { ?e a hc:Engagement ; hc:party ?c }"
    triples = run_query(small, text).triples
    assert [t.subject.value[-2:] for t in triples] == ["CU", "IR"]  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["SELECT", "SELECT * { ?s }", "ASK { FILTER (nope(1)) }"])
def test_what_is_no_sparql_is_said_in_one_line(small: Store, text: str) -> None:
    with pytest.raises(UsageError, match=r"no well-formed SPARQL: error at \d+:\d+") as caught:
        run_query(small, text)
    assert "\n" not in str(caught.value)


def test_the_folder_holds_named_queries_only() -> None:
    folder = Path(__file__).parents[2] / "kg" / "query" / "named"
    assert {path.suffix for path in folder.iterdir()} == {".rq"}


@pytest.mark.parametrize(("text", "cause"), [
    ("SELECT * { ?s foo:bar ?o ; hc:date 'dct:x' }", "declares no prefix foo:$"),
    ("PREFIX foo: <http://x/> SELECT * { _:b foo:bar dct:y }", "declares no prefix dct:$"),
])
def test_a_prefix_that_nobody_declared_is_named(small: Store, text: str, cause: str) -> None:
    with pytest.raises(UsageError, match=cause):
        run_query(small, text)
