"""The extractor that uses a spaCy pipeline, with pipelines made here: nothing is downloaded."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.errors import UsageError
from kg.extract.reader import Reader, open_reader
from kg.model import Article, Facts
from kg.resources import data_path
from tests.extract.reading import lexicon
from tests.extract.test_extractor import check, shipped

spacy = pytest.importorskip("spacy", reason="spaCy is not installed: pip install 'kg[spacy]'")

FIRST = "Portugal’s Ministry of Health signed a pact on malaria with Malawi on Monday."
SECOND = "Portugal will send 40 doctors to Zomba Central Hospital in Malawi, Rui Costa said."
ARTICLE = Article("pact", f"{FIRST} {SECOND}", "Doctors for Malawi", "2023-05-24")
NAMES = [{"label": "ORG", "pattern": "Zomba Central Hospital"},
         {"label": "ORG", "pattern": "Ministry of Health"},
         {"label": "PERSON", "pattern": "Rui Costa"}, {"label": "GPE", "pattern": "Malawi"}]


@pytest.fixture(scope="module")
def ruler(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pipeline with a sentencizer and an entity ruler, saved to disk."""
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("entity_ruler").add_patterns(NAMES)
    nlp.meta["name"], nlp.meta["version"] = "names", "2.1"
    folder = tmp_path_factory.mktemp("ruler") / "pipeline"
    nlp.to_disk(folder)
    return folder


def reader(model: object, **options: str) -> Reader:
    return open_reader(["spacy"], {"spacy": {"model": str(model), **options}}, lexicon=lexicon())


def read(model: object, article: Article = ARTICLE, **options: str) -> Facts:
    facts = reader(model, **options).read(article)
    check(article, facts)
    return facts


def test_names_of_the_pipeline_and_acts_of_the_tables(ruler: Path) -> None:
    facts = read(ruler)
    assert facts.rejected == ()
    assert [(i.name, i.type, i.country) for i in facts.institutions] == [
        ("Ministry of Health", "ministry", "PT"), ("Zomba Central Hospital", "hospital", "MW")]
    assert [(p.name, p.country) for p in facts.people] == [("Rui Costa", None)]
    pact, doctors = facts.claims
    assert (pact.type, pact.status, pact.countries, pact.date, pact.topics) == (
        "agreement", "signed", ("MW", "PT"), "2023-05-22", ("malaria",))
    assert (doctors.type, doctors.status) == ("deployment", "planned")
    assert doctors.roles == (("MW", "receiver"), ("PT", "sender"))
    assert [(q.value, q.unit) for q in doctors.quantities] == [("40", "doctors")]
    assert pact.rule.startswith("spacy.sentence.act.")


def test_the_run_names_pipeline_version_and_files(ruler: Path, tmp_path: Path) -> None:
    (use,) = read(ruler).uses
    assert use.model == "en_names"
    assert use.model_version and use.model_version.startswith("2.1+")
    assert str(ruler) not in repr(use), "where it lies differs between machines"
    changed = spacy.load(ruler)
    changed.get_pipe("entity_ruler").add_patterns([{"label": "ORG", "pattern": "WHO"}])
    changed.to_disk(tmp_path / "changed")
    assert reader(tmp_path / "changed").label != reader(ruler).label == reader(ruler).label


@pytest.mark.parametrize(("text", "person", "country"), [
    ("Malawian health minister Rui Costa met doctors from Chad.", "Rui Costa", "MW"),
    ("Rui Costa, health minister of Malawi, met doctors from Chad.", "Rui Costa", "MW"),
    ("In Malawi, Rui Costa met health officials of Chad.", "Rui Costa", None),
])
def test_the_country_of_a_person_stands_with_the_office(
    ruler: Path, text: str, person: str, country: str | None
) -> None:
    article = Article("a", f"{text} Malawi and Chad signed a health agreement.")
    assert [(p.name, p.country) for p in read(ruler, article).people] == [(person, country)]


def test_other_labels_can_be_chosen(ruler: Path) -> None:
    facts = read(ruler, **{"person-labels": "ORG", "organisation-labels": "PERSON"})
    assert [p.name for p in facts.people] == ["Ministry of Health", "Zomba Central Hospital"]
    without = read(ruler, exclude="entity_ruler")
    assert (without.institutions, len(without.claims)) == ((), 2)


def test_a_pipeline_without_sentences_uses_ours(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "blank")
    assert [c.type for c in read(tmp_path / "blank").claims] == ["agreement", "deployment"]


def trained(folder: Path, component: str, examples: list[tuple[str, dict[str, Any]]]) -> Path:
    """A pipeline with one component trained on a few sentences until it knows them."""
    from spacy.training import Example

    spacy.util.fix_random_seed(1)
    nlp = spacy.blank("en")
    # The parser drops labels that are rarer than its default.
    nlp.add_pipe(component, config={"min_action_freq": 1} if component == "parser" else {})
    made = [Example.from_dict(nlp.make_doc(text), known) for text, known in examples]
    nlp.initialize(lambda: made)
    for _ in range(40):
        nlp.update(made)
    nlp.to_disk(folder)
    return folder


def spans(text: str, **labels: str) -> tuple[str, dict[str, Any]]:
    found = [(text.index(words), text.index(words) + len(words), label)
             for label, words in labels.items()]
    return text, {"entities": found}


def test_a_trained_recogniser(tmp_path: Path) -> None:
    model = trained(tmp_path / "ner", "ner", [
        spans(FIRST, ORG="Ministry of Health"),
        spans(SECOND, ORG="Zomba Central Hospital", PERSON="Rui Costa"),
        spans("Doctors for Malawi")])
    facts = read(model)
    assert {i.name for i in facts.institutions} == {"Ministry of Health", "Zomba Central Hospital"}
    assert [p.name for p in facts.people] == ["Rui Costa"]


def test_a_parse_says_who_takes_part(tmp_path: Path) -> None:
    """Chad stands in the sentence, but not below the verb of the act."""
    text = "Chad waited while Portugal gave vaccines to Malawi ."
    words = text.split()
    heads = [1, 1, 4, 4, 1, 4, 4, 6, 1]
    deps = ["nsubj", "ROOT", "mark", "nsubj", "advcl", "dobj", "prep", "pobj", "punct"]
    model = trained(tmp_path / "parser", "parser", [
        (text, {"words": words, "heads": heads, "deps": deps})])
    article = Article("a", text, "", "2023-05-24")
    (gift,) = read(model, article).claims
    assert (gift.type, gift.countries) == ("donation", ("MW", "PT"))
    assert gift.rule.startswith("spacy.parse.")
    spacy.blank("en").to_disk(tmp_path / "blank")
    assert all(c.countries == ("MW", "PT", "TD") for c in read(tmp_path / "blank", article).claims)


def test_promises_hold_on_every_shipped_article(ruler: Path) -> None:
    every = reader(ruler)
    relevant = 0
    for article in shipped():
        facts = every.read(article)
        check(article, facts)
        relevant += facts.relevant
    assert relevant > 40


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u200b" * 50, "a\x00b", "“" * 300,
                                  "Iran, " * 2000, "🏥 health Kenya Cuba " * 50])
def test_degenerate_texts(ruler: Path, text: str) -> None:
    read(ruler, Article("a", text, text[:40]))


def test_a_text_longer_than_spacy_takes(ruler: Path) -> None:
    filling = "Nothing more was said about it on that day. " * 8000
    facts = read(ruler, Article("a", f"{FIRST} {filling}\n{SECOND}", "", "2023-05-24"))
    assert [c.type for c in facts.claims] == ["agreement", "deployment"]


def test_the_same_store_each_time_and_beside_the_rules(ruler: Path, tmp_path: Path) -> None:
    from kg.rdf import to_bytes
    from kg.store import open_store

    lines = (data_path("articles") / "asia.jsonl").read_text(encoding="utf-8").splitlines()
    some = tmp_path / "some.jsonl"
    some.write_text("\n".join(lines[:10]), encoding="utf-8")

    def built(name: str) -> bytes:
        folder = tmp_path / name
        result = CliRunner().invoke(main, [
            "build", str(some), "--store", str(folder),
            "-e", "rules", "-e", "spacy", "-O", f"model={ruler}"], catch_exceptions=False)
        assert result.exit_code == 0, result.stderr
        with open_store(folder, read_only=True) as store:
            return to_bytes(store.quads(), "nquads", iris=store.iris)

    assert built("one") == built("two")
    info = CliRunner().invoke(main, ["info", "--store", str(tmp_path / "one"), "--format", "json"])
    assert [row[1] for row in json.loads(info.stdout)["models"]] == ["en_names"]


def test_what_is_missing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="spacy: no pipeline 'no_such_pipeline'"):
        reader("no_such_pipeline")
    with pytest.raises(UsageError, match="option 'model' is needed"):
        open_reader(["spacy"], {}, lexicon=lexicon())
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(UsageError, match=r"spaCy is not installed .*pip install '\.\[spacy\]'"):
        reader(tmp_path)
