"""Origins: reprints and rewrites of one text are one, separate accounts of one event are two."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import DataError
from kg.model import Article
from kg.resources import data_path
from kg.sources import find_origins, read_articles, to_sketch
from kg.sources.origins import read_agencies

AGENCIES = read_agencies(data_path("news_agencies.csv"))
BRIEFS = Path(__file__).parents[3] / "shared" / "gold" / "briefs"

STORY = (
    "The health ministers of Iran and France signed a memorandum of understanding in Tehran on "
    "Tuesday. It provides for joint courses in emergency medicine, for fellowships in Paris and "
    "for a laboratory at the Pasteur Institute. Both sides said that a committee would meet "
    "twice a year to see to its execution, first in Lyon and then in Shiraz. "
)
REWRITTEN = (
    "A memorandum of understanding was signed in Tehran on Tuesday by the ministers of health "
    "of two countries, Iran and France. It provides for joint courses in emergency medicine, for "
    "fellowships in Paris and for much else besides, and a committee is to look after it all. "
)
APART = (
    "Tehran and Paris move closer in medicine: on Tuesday their ministers put their names to a "
    "paper under which doctors will be taught together and young researchers be sent abroad. "
    "A laboratory comes on top, officials told this newspaper, and more may follow by spring. "
)


def article(name: str, text: str, **fields: str | None) -> Article:
    made = Article(id=name, text=text, **fields)  # type: ignore[arg-type]
    return replace(made, sketch=to_sketch(made, AGENCIES))


def is_one(a: Article, b: Article) -> bool:
    origins = find_origins([a, b])
    assert origins == find_origins([b, a])
    return origins[a.id] == origins[b.id]


ONE_TEXT = [
    ("the same text", article("a", STORY), article("b", STORY)),
    ("other case, spaces and marks", article("a", STORY),
     article("b", STORY.upper().replace(" ", "\n").replace(".", " !"))),
    ("the first half of it", article("a", STORY), article("b", STORY[: len(STORY) // 2])),
    ("with more put around it", article("a", STORY), article("b", APART + STORY + APART)),
    ("rewritten, with a credit to the outlet",
     article("a", STORY, publisher="The Nation (Nairobi)"),
     article("b", REWRITTEN + "\n\nCredit: The Nation, Nairobi")),
    ("rewritten, with the same agency at both ends",
     article("a", "TEHRAN (Xinhua) – " + STORY), article("b", REWRITTEN + "\n(Xinhua)")),
    ("rewritten, the agency named as the source",
     article("a", STORY, publisher="Mail & Guardian (AFP)"),
     article("b", REWRITTEN + "More is to come, Agence France-Presse (AFP) reports, in May.")),
    ("half of it changed by the outlet that printed it first",
     article("a", STORY, publisher="Daily Nation", date="2021-05-04"),
     article("b", STORY[:210] + APART[:100], publisher="Daily Nation", date="2021-05-06")),
]

TWO_TEXTS = [
    ("separate accounts of one event", article("a", STORY), article("b", APART)),
    ("separate accounts, the same agency", article("a", STORY + "\n(AFP)"),
     article("b", APART + "\n(AFP)")),
    ("rewritten without a credit: likeness alone is too little",
     article("a", STORY), article("b", REWRITTEN)),
    ("rewritten, other agencies", article("a", STORY + "\n(AFP)"),
     article("b", REWRITTEN + "\n(Reuters)")),
    ("the agency is a party and no source", article("a", "TEHRAN (AFP) – " + STORY),
     article("b", REWRITTEN + "Before that, the head of AFP visited the hospital and its staff. "
             "He spoke to many of them, and he left in the evening for Paris by way of Vienna, "
             "where he is to meet the director of the fund and the ambassadors of the region.")),
    ("the same credit, but months apart",
     article("a", STORY + "\n(AFP)", date="2021-01-04"),
     article("b", REWRITTEN + "\n(AFP)", date="2021-05-04")),
    ("half of it, printed by another outlet",
     article("a", STORY, publisher="Daily Nation"),
     article("b", STORY[:210] + APART[:100], publisher="The Star")),
    ("the phrases of one outlet", article("a", STORY, publisher="Cabinet Office"),
     article("b", REWRITTEN, publisher="Cabinet Office")),
    ("too short to tell", article("a", "The ministers met in Tehran on Tuesday."),
     article("b", "The ministers met in Tehran on Tuesday, too, for talks on vaccines.")),
]


@pytest.mark.parametrize(("a", "b"), [row[1:] for row in ONE_TEXT], ids=[r[0] for r in ONE_TEXT])
def test_one_text_is_one_origin(a: Article, b: Article) -> None:
    assert is_one(a, b)


@pytest.mark.parametrize(("a", "b"), [row[1:] for row in TWO_TEXTS], ids=[r[0] for r in TWO_TEXTS])
def test_two_texts_are_two_origins(a: Article, b: Article) -> None:
    assert not is_one(a, b)


def test_the_origin_is_the_earliest_article_and_those_without_a_date_come_last() -> None:
    same = [article("z", STORY, date="2021-05-04"), article("a", STORY),
            article("b", STORY, date="2021-05-05")]
    assert find_origins(same) == {"a": "z", "b": "z", "z": "z"}


def test_a_chain_of_reprints_is_one_origin() -> None:
    chain = [article("a", STORY), article("b", STORY + APART), article("c", APART)]
    assert set(find_origins(chain).values()) == {"a"}


def test_texts_of_any_length_are_compared_by_samples_of_the_same_kind() -> None:
    long = " ".join(f"{STORY} number {n} of the report, {n * 7} pages." for n in range(60))
    unlike = " ".join(f"{APART} volume {n} of the records, {n * 3} sheets." for n in range(60))
    assert is_one(article("a", long), article("b", long[: len(long) // 2]))
    assert not is_one(article("a", long), article("b", unlike))
    assert len(article("a", long).sketch or "") < 3000


def test_an_article_without_a_sketch_is_its_own_origin() -> None:
    assert find_origins([Article("a", STORY), article("b", STORY)]) == {"a": "a", "b": "b"}


def test_many_reprints_of_one_text_stay_one_origin() -> None:
    many = [article(f"r{n:03}", STORY + f" Seen by {n} readers.") for n in range(150)]
    assert set(find_origins(many).values()) == {"r000"}


@given(st.text(max_size=400), st.text(max_size=30), st.permutations(["a", "b", "c"]))
def test_any_text_has_a_sketch_of_ascii_and_order_does_not_matter(
    text: str, publisher: str, order: list[str]
) -> None:
    made = {name: article(name, f"{text} {name * n}", publisher=publisher)
            for n, name in enumerate("abc")}
    assert all((a.sketch or "").isascii() and "\n" not in (a.sketch or "") for a in made.values())
    assert find_origins(made[name] for name in order) == find_origins(made.values())


def test_a_name_that_stands_for_two_agencies_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "agencies.csv"
    table.write_text("id,name,aliases\naa,Anadolu,AA\nap,Associated,AA\n")
    with pytest.raises(DataError, match=r'agencies.csv:3: "AA" is aa and ap'):
        read_agencies(table)


@pytest.mark.skipif(not BRIEFS.is_dir(), reason="the coded briefs lie beside the project only")
def test_the_coded_briefs_have_the_reprints_that_the_coders_saw_and_no_others() -> None:
    articles = [
        replace(a, sketch=to_sketch(a, AGENCIES))
        for a in read_articles([str(BRIEFS / "*.articles.jsonl")], pytest.fail)
    ]
    coded = {
        tuple(sorted(row["reprints"]))
        for path in BRIEFS.glob("*.assembly.jsonl")
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())
        if "reprints" in row
    }
    origins = find_origins(articles)
    found = {tuple(sorted((a, b))) for a, b in origins.items() if a != b}
    assert found == coded
