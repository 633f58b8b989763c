"""Building a store: whole, twice the same, in any order, article by article."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.build import BuildSummary, assemble_store, build, read_facts, remove
from kg.errors import DataError, UsageError
from kg.rdf import to_bytes
from kg.rdf.shapes import validate
from kg.resources import data_path
from kg.sources import read_articles
from kg.store import open_store
from kg.store.tables import world_of

ARTICLES = [
    {"id": "one", "date": "2021-05-04", "publisher": "Herald", "title": "Cuba sends doctors",
     "url": "https://herald.example/1",
     "text": "Cuba sent 50 doctors to Kenya on Monday, the Ministry of Health of Kenya said. "
             "The two countries signed an agreement on health cooperation in Nairobi in March."},
    {"id": "two", "date": "2021-05-05", "publisher": "Gazette", "title": "Doctors arrive",
     "text": "Fifty doctors from Cuba arrived in Kenya on Monday, Kenya's health minister Mutahi "
             "Kagwe said. They will work in hospitals all over the country for two years."},
    {"id": "three", "date": "2021-06-01", "publisher": "Gazette", "title": "Vaccines",
     "text": "China donated 100,000 doses of a COVID-19 vaccine to Zambia. The vaccines were "
             "handed over to the Ministry of Health of Zambia in Lusaka on Tuesday."},
    {"id": "none", "date": "2021-06-02", "publisher": "Gazette", "title": "Football",
     "text": "Kenya beat Zambia by two goals to one. The coach was pleased with his team."},
]


def write(folder: Path, *articles: dict[str, str], name: str = "articles.jsonl") -> str:
    path = folder / name
    path.write_text("".join(json.dumps(one) + "\n" for one in articles), encoding="utf-8")
    return str(path)


def run(inputs: list[str], folder: Path) -> tuple[BuildSummary, list[DataError]]:
    errors: list[DataError] = []
    with open_store(folder) as store:
        return build(inputs, store, errors.append), errors


def exported(folder: Path) -> bytes:
    with open_store(folder, read_only=True) as store:
        return to_bytes(store.quads(), "nquads", iris=store.iris)


def test_a_build_reads_stores_and_assembles(tmp_path: Path) -> None:
    summary, errors = run([write(tmp_path, *ARTICLES)], tmp_path / "store")
    assert errors == []
    assert summary == BuildSummary(stored=4, relevant=3, assembled=True)
    with open_store(tmp_path / "store", read_only=True) as store:
        world = store.world()
        assert [article.id for article in world.articles] == ["none", "one", "three", "two"]
        deployments = [one for one in world.engagements if one.type == "deployment"
                       and one.countries == ("CU", "KE")]
        assert max(one.origins for one in deployments) == 2, "two outlets saw the doctors come"
        texts = {one["id"]: one["text"] for one in ARTICLES}
        for engagement in world.engagements:
            for report in engagement.reports:
                for quote in report.quotes:
                    if quote.field == "text":
                        whole = texts[report.article]
                        assert quote.quote == whole[quote.start:quote.end]


def test_a_second_build_changes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, *ARTICLES)
    run([path], tmp_path / "store")
    before = exported(tmp_path / "store")
    summary, _ = run([path], tmp_path / "store")
    assert summary == BuildSummary(unchanged=4)
    assert exported(tmp_path / "store") == before


def test_a_build_reads_again_what_has_not_changed_if_asked(tmp_path: Path) -> None:
    path = write(tmp_path, *ARTICLES)
    run([path], tmp_path / "store")
    before = exported(tmp_path / "store")
    with open_store(tmp_path / "store") as store:
        assert build([path], store, pytest.fail, again=True).stored == len(ARTICLES)
    assert exported(tmp_path / "store") == before


def test_the_order_of_articles_and_the_number_of_runs_make_no_difference(tmp_path: Path) -> None:
    run([write(tmp_path, *ARTICLES)], tmp_path / "at-once")
    for one in reversed(ARTICLES):
        run([write(tmp_path, one, name=f"{one['id']}.jsonl")], tmp_path / "one-by-one")
    assert exported(tmp_path / "one-by-one") == exported(tmp_path / "at-once")


def test_a_changed_article_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    run([write(tmp_path, *ARTICLES)], tmp_path / "store")
    changed = {**ARTICLES[2], "text": ARTICLES[2]["text"].replace("Zambia", "Malawi")
               .replace("Lusaka", "Lilongwe")}
    summary, _ = run([write(tmp_path, *ARTICLES[:2], changed, ARTICLES[3])], tmp_path / "store")
    assert summary == BuildSummary(stored=1, relevant=1, unchanged=3, assembled=True)
    with open_store(tmp_path / "store", read_only=True) as store:
        countries = {code for one in store.world().engagements for code in one.countries}
    assert "ZM" not in countries
    assert "MW" in countries


@pytest.mark.parametrize("name", ["one", "none"])
def test_a_removed_article_leaves_no_trace_and_harms_no_other(tmp_path: Path, name: str) -> None:
    run([write(tmp_path, *ARTICLES)], tmp_path / "store")
    with open_store(tmp_path / "store") as store:
        remove(store, [name])
    others = [one for one in ARTICLES if one["id"] != name]
    run([write(tmp_path, *others)], tmp_path / "never")
    assert exported(tmp_path / "store") == exported(tmp_path / "never")


def test_where_one_id_is_not_there_nothing_is_removed(tmp_path: Path) -> None:
    run([write(tmp_path, *ARTICLES)], tmp_path / "store")
    before = exported(tmp_path / "store")
    with open_store(tmp_path / "store") as store, pytest.raises(UsageError, match="no article 'x'"):
        remove(store, ["one", "x"])
    assert exported(tmp_path / "store") == before


def test_bad_articles_are_named_and_the_others_stored(tmp_path: Path) -> None:
    path = Path(write(tmp_path, *ARTICLES))
    path.write_text("{broken\n" + path.read_text() + '{"id": "x"}\n')
    summary, errors = run([str(path), str(tmp_path / "absent")], tmp_path / "store")
    assert [(error.source, error.line) for error in errors] == [
        (str(path), 1), (str(path), 6), (str(tmp_path / "absent"), None)
    ]
    assert (summary.stored, summary.problems) == (4, 3)


def test_where_the_extractor_fails_the_article_and_its_line_are_named(tmp_path: Path) -> None:
    path = write(tmp_path, *ARTICLES)
    (tmp_path / "one.txt").write_text(ARTICLES[0]["text"])
    _, second, *_, plain = read_articles([path, str(tmp_path / "one.txt")], pytest.fail)
    for article, place in ((second, f"{path}:2"), (plain, str(tmp_path / "one.txt"))):
        with pytest.raises(DataError) as caught:
            read_facts(article, None)  # type: ignore[arg-type]  # fails as a bug would
        start = f'{place}: the extractor fails on article "{article.id}" (AttributeError: '
        assert str(caught.value).startswith(start)


def test_an_interrupted_build_is_finished_by_the_next(tmp_path: Path) -> None:
    path = write(tmp_path, *ARTICLES)

    def interrupt(article: object) -> None:
        raise KeyboardInterrupt

    with open_store(tmp_path / "store") as store, pytest.raises(KeyboardInterrupt):
        build([path], store, pytest.fail, on_article=interrupt)
    summary, _ = run([path], tmp_path / "store")
    assert (summary.stored, summary.unchanged, summary.assembled) == (3, 1, True)
    run([path], tmp_path / "straight")
    assert exported(tmp_path / "store") == exported(tmp_path / "straight")


def test_assembling_again_changes_nothing(tmp_path: Path) -> None:
    run([write(tmp_path, *ARTICLES)], tmp_path / "store")
    before = exported(tmp_path / "store")
    with open_store(tmp_path / "store") as store:
        assert assemble_store(store)[0] == store.world()
    assert exported(tmp_path / "store") == before


HOSTILE = [
    '"><script>alert(1)</script>', "</script><img src=x onerror=alert(1)>",
    "=HYPERLINK(\"http://evil.example\")", "\x1b[2J\x1b[31m", "\u202etxt.exe", "\x00\x01\x0b",
    '" } UNION { ?s ?p ?o', "a\\u0022b\\", "'''\"\"\"", "line\nline\r\nline\u2028line",
    "<http://x> . <http://y", "@prefix : <x> .", "{{7*7}}{% raw %}", "../../etc/passwd", "𓀀\ufffe",
    "%00%2e", "javascript:alert(1)",
]


def test_hostile_text_in_every_field_is_stored_as_it_is(tmp_path: Path) -> None:
    """It goes in, comes back equal, and what is made of it conforms and can be read again."""
    articles = [
        {
            "id": f"{n} {text}", "title": f"{text} Cuba sends {text} doctors to Kenya", "date":
            "2021-05-04", "publisher": text, "url": text, "language": text, "licence": text,
            "text": f"{text} Cuba sent 50 {text} doctors to Kenya on Monday, the Ministry of "
                    f"Health of Kenya said. {text} They help Nairobi's hospitals {text}.",
        }
        for n, text in enumerate(HOSTILE)
    ]
    summary, errors = run([write(tmp_path, *articles)], tmp_path / "store")
    assert errors == []
    assert summary.stored == len(HOSTILE)
    assert summary.relevant >= len(HOSTILE) // 2
    with open_store(tmp_path / "store", read_only=True) as store:
        stored = {article.id: article for article, _ in store.facts()}
        for one in articles:
            article = stored[one["id"]]
            assert (article.title, article.publisher) == (one["title"], one["publisher"])
        findings = validate(store.quads())
        assert [str(f) for f in findings if f.severity == "violation"] == []
        for format in ("turtle", "trig", "nquads", "jsonld", "rdfxml"):
            assert to_bytes(store.quads(), format, iris=store.iris)
    summary, _ = run([write(tmp_path, *articles)], tmp_path / "store")
    assert summary.unchanged == len(HOSTILE)


def test_what_comes_along_is_built_without_a_problem(own_store: Path) -> None:
    summary, errors = run([], own_store)
    assert (summary, errors) == (BuildSummary(), [])
    with open_store(own_store, read_only=True) as store:
        lines = sum(len(path.read_text(encoding="utf-8").splitlines())
                    for path in data_path("articles").glob("*.jsonl"))
        counts = store.info()
        assert counts.articles == lines
        assert counts.relevant > 60
        assert counts.engagements > 100
        assert counts.current


@pytest.mark.parametrize("id_", ["新闻", " ", '<>"{}|\\^`', "../x", "a\nb", "~", "x" * 5000])
def test_any_id_of_an_article_can_be_built_and_read_back(tmp_path: Path, id_: str) -> None:
    text = "Cuba and Kenya signed an agreement on health cooperation on Tuesday in Nairobi."
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": id_, "text": text, "date": "2018-06-05"}), encoding="utf-8")
    with open_store(tmp_path / "graph") as store:
        build([str(path)], store, pytest.fail)
        (engagement,) = world_of(store).engagements
        assert engagement.reports[0].quotes
        assert store.article_ids() == [id_]
