"""The facts of the development articles: their form, and one article in full.

The gold lies beside the checkout, at ../shared/gold; where it is not there the test is skipped.
How much of it is found is for tests/quality to hold.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kg.extract import extract
from kg.extract.codebook import to_codebook
from kg.model import Article
from tests.extract.reading import lexicon

_GOLD = Path(__file__).resolve().parents[3] / "shared" / "gold"

pytestmark = pytest.mark.skipif(not (_GOLD / "score.py").exists(),
                                reason="no development gold at ../shared/gold")


def _articles(path: Path) -> list[Article]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return [Article(r["id"], r["text"], r.get("title") or "", r.get("date"), r.get("publisher"),
                    r.get("url")) for r in rows]


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our facts of the articles of all sets."""
    path = tmp_path_factory.mktemp("gold") / "facts.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for name in ("dev/", "briefs/africa.", "briefs/asia."):
            for article in _articles(_GOLD / f"{name}articles.jsonl"):
                file.write(json.dumps(to_codebook(extract(article, lexicon()))) + "\n")
    return path


def test_the_facts_keep_to_the_codebook(facts: Path) -> None:
    run = subprocess.run([sys.executable, "-B", str(_GOLD / "check.py"), str(facts)],
                         capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_article_on_iran_and_france() -> None:
    """The supplied article: what was done, what was only called for, and what is no act."""
    article = next(a for a in _articles(_GOLD / "dev/articles.jsonl")
                   if a.id == "mehr-iran-france")
    facts = extract(article, lexicon())
    acts = {(c.type, c.status): c for c in facts.claims if c.countries == ("FR", "IR")}
    names = {p.key: p for p in facts.people} | {i.key: i for i in facts.institutions}  # type: ignore[operator]

    meeting = acts["meeting", "completed"]
    assert meeting.place == "Tehran"
    assert {names[k].name for k in meeting.participants if k[0] == "p"} == {
        "Guillaume Huart", "Mohammad Baqer Larijani"}
    assert {p.name: p.country for p in facts.people} == {
        "Guillaume Huart": "FR", "Mohammad Baqer Larijani": "IR"}
    assert all(p.role for p in facts.people)
    assert ("plan", "proposed") in acts
    assert {names[k].name for k in acts["partnership", "ongoing"].participants
            if k[0] == "i"} == {"Iranian Blood Transfusion Organization",
                                "Pasteur Institute of Iran"}
    assert ("training", "proposed") in acts
    assert {"emergency-medicine", "cell-therapy"} <= {t.topic for t in facts.topics}
    assert [(c.country, c.quantity.qualifier, c.quantity.value, c.quantity.unit)
            for c in facts.capacities] == [
        ("IR", "over", "60", "universities"), ("IR", "about", "1000", "hospitals"),
        ("IR", None, "700", "institutes")]
    assert [c.attribution for c in facts.capacities] == [
        "Larijani", "the Iranian official", "the Iranian official"]
    for claim in facts.claims:
        assert "1,000" not in {q.value for q in claim.quantities}
        for e in claim.evidence:
            assert article.text[e.start:e.end] == e.quote
