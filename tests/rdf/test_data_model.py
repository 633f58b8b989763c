"""What docs/data-model.md shows is what the program gives.

The page's article is extracted, built and asked; each block must be the real output. After a
change that is meant, `python -m tests.rdf.test_data_model` writes the blocks anew.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kg.build import build
from kg.extract import extract, load_lexicon
from kg.extract.codebook import to_text
from kg.model import Article
from kg.query.results import format_answer
from kg.query.run import run_query
from kg.rdf import to_bytes
from kg.store import open_store

PAGE = Path(__file__).parents[2] / "docs" / "data-model.md"
_ARTICLE = re.compile(r"```json article\n(.*?)```", re.DOTALL)
_FACTS = re.compile(r"(```text facts\n).*?(```)", re.DOTALL)
_TURTLE = re.compile(r"(<!-- show: (.*?) -->\n```turtle\n).*?(```)", re.DOTALL)
_ASKED = re.compile(r"(```sparql\n(.*?)```\n\n```json answer\n).*?(```)", re.DOTALL)


def _plain(page: str) -> str:
    """A page without the digest of the tables and without confidences: a new row of a table does
    not make it stale, nor does counting anew."""
    page = re.sub(r'(hc:confidence) "?[0-9.]+', r"\1 ?", page)
    page = re.sub(r"(run:\w+)\.[0-9a-f]{16}", r"\1", page)
    page = re.sub(r"(rules/[\d.]+)\+[0-9a-f]{8}", r"\1", page)
    return re.sub(r"(rules-[\d-]+)-[0-9a-f]{8}(\\?~)[0-9a-f]{16}", r"\1\2", page)


def renewed(page: str, folder: Path) -> str:
    """`page` with every block that shows output as the program gives it now."""
    match = _ARTICLE.search(page)
    assert match, "the page has no article"
    given = json.loads(match[1])
    source = folder / "example.jsonl"
    source.write_text(json.dumps(given), encoding="utf-8")
    problems: list[object] = []
    with open_store() as store:
        build([str(source)], store, problems.append)
        assert problems == []
        blocks = {
            block.split(" ", 1)[0]: block
            for block in to_bytes(store.quads(), "turtle").decode("utf-8").split("\n\n")
        }
        prefixes = {space: prefix for prefix, space in store.iris.prefixes().items()}

        def shown(pattern: str) -> str:
            names = {row["x"].value for row in store.query(f"SELECT ?x {{ {pattern} }}")}  # type: ignore[union-attr]
            assert names, pattern
            short = [
                prefixes[name[:len(space)]] + ":" + name[len(space):]
                for name in sorted(names)
                for space in [name[:max(name.rfind("/"), name.rfind("#")) + 1]]
            ]
            return "\n\n".join(blocks[name] for name in short)

        def answered(sparql: str) -> str:
            answer = json.loads(format_answer(run_query(store, sparql), "json"))
            return "\n".join(
                json.dumps({name: cell["value"] for name, cell in row.items()}, ensure_ascii=False)
                for row in answer["results"]["bindings"]
            )

        facts = extract(Article(**given), load_lexicon())
        page = _FACTS.sub(
            lambda m: m[1] + to_text(facts, Article(**given)).rstrip("\n") + "\n" + m[2], page
        )
        page = _TURTLE.sub(lambda m: f"{m[1]}{shown(m[2])}\n{m[3]}", page)
        return _ASKED.sub(lambda m: f"{m[1]}{answered(m[2])}\n{m[3]}", page)


def test_the_page_shows_what_the_program_gives(tmp_path: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert _plain(renewed(page, tmp_path)) == _plain(page), (
        "python -m tests.rdf.test_data_model writes it anew")


def test_the_page_shows_something() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for pattern, least in ((_FACTS, 1), (_TURTLE, 8), (_ASKED, 3)):
        blocks = [match[0] for match in pattern.finditer(page)]
        assert len(blocks) >= least
        for block in blocks:
            lines = block.split("```")[-2].splitlines()
            assert len(lines) > 1, f"empty: {block}"


@pytest.mark.parametrize("file", sorted(set(
    re.findall(r"`((?:ontology|data|kg)/[\w./-]+)`", PAGE.read_text(encoding="utf-8"))
)))
def test_files_that_the_page_names_are_there(file: str) -> None:
    assert (PAGE.parents[1] / file).exists()


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8"), Path(name)), encoding="utf-8")
