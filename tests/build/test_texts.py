"""Which articles are of one text, text by text, is what comparing all at once comes to."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.build.index import Index
from kg.build.texts import Texts
from kg.ids import article_number
from kg.model import Article
from kg.resources import data_path
from kg.sources import find_origins, read_agencies, to_sketch

AGENCIES = read_agencies(data_path("news_agencies.csv"))
#: Lists as short as this are long here, so that a dozen articles do what thousands do else.
FEW, BESIDE = 3, 1

SENTENCES = ["the two ministers met in the capital on monday morning",
             "doctors will come to the islands before the end of the year",
             "nobody knows what the hospital by the river is going to cost",
             "a shipment of vaccines was handed over at the airport last night"]


@st.composite
def texts(draw: st.DrawFn) -> Article:
    name = f"a{draw(st.integers(0, 11))}"
    parts = draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3, unique=True))
    article = Article(name, ". ".join(parts), publisher=draw(st.sampled_from([None, "Herald"])),
                      date=draw(st.sampled_from([None, "2021-05-01", "2021-05-02"])))
    return replace(article, sketch=to_sketch(article, AGENCIES))


@settings(max_examples=80, deadline=None)
@given(st.lists(st.one_of(texts(), texts(), st.integers(0, 11).map(lambda n: f"a{n}"), st.none()),
                max_size=30))
def test_texts_come_and_go(steps: list[Article | str | None]) -> None:
    index = Index()
    index.clear()
    there: dict[str, Article] = {}
    run = Texts(index, all_pairs=FEW, neighbours=BESIDE)
    for step in (*steps, None):
        if step is None:
            run.settle()
            run = Texts(index, all_pairs=FEW, neighbours=BESIDE)
            found = dict(index.rows(
                "SELECT article.id, origin.id FROM article "
                "JOIN article AS origin ON origin.n = article.origin"))
            assert found == find_origins(there.values(), all_pairs=FEW, neighbours=BESIDE)
            continue
        name = step if isinstance(step, str) else step.id
        n = article_number(name)
        if there.pop(name, None) is not None:
            run.drop(n)
            index.do("DELETE FROM article WHERE n = ?", n)
        if isinstance(step, Article):
            there[name] = step
            index.do("INSERT INTO article VALUES (?, ?, ?, ?, ?, '', '', ?)", n, step.id, step.date,
                     step.publisher, step.sketch, n)
            run.put(n)
