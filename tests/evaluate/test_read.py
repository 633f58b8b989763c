"""Reading codings: every form of input, and every fault named with file, line and cause."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from kg.errors import DataError, UsageError
from kg.evaluate import CodedAct, CodedName, Coding, read_codings
from kg.extract import load_lexicon
from kg.extract.codebook import to_codebook
from kg.extract.extractor import extract
from kg.model import Article, Evidence


def read(*inputs: object, stdin: bytes = b"") -> tuple[dict[str, Coding], list[str]]:
    errors: list[DataError] = []
    found = read_codings(map(str, inputs), errors.append, stdin=io.BytesIO(stdin))
    return found, [str(error) for error in errors]


def line(article: object = "a", **facts: Any) -> bytes:
    return json.dumps({"article": article, "relevant": True, **facts}).encode() + b"\n"


FULL = {
    "countries": ["CU", "KE"], "pairs": [["CU", "KE"]], "topics": ["malaria"],
    "institutions": [{"name": "I", "aliases": ["J"], "type": "ministry", "country": "KE"}],
    "people": [{"name": "P", "aliases": [], "role": "envoy", "country": "CU",
                "evidence": [{"quote": "P", "start": 0, "end": 1, "field": "title"}]}],
    "engagements": [{"type": "visit", "status": "planned", "countries": ["CU", "KE"],
                     "participants": ["P"], "topics": [], "date": "2018-03", "place": "Nairobi",
                     "evidence": [{"quote": "will come", "start": 5, "end": 14}]}],
    "links": [["I", "J"]],
}


def test_every_key_reaches_the_coding() -> None:
    found, errors = read("-", stdin=line(**FULL))
    assert errors == []
    assert found == {"a": Coding(
        "a", True, ("CU", "KE"), (("CU", "KE"),),
        (CodedName("I", ("J",), "KE", type="ministry"),),
        (CodedName("P", (), "CU", role="envoy", evidence=(Evidence(0, 1, "P", "title"),)),),
        (CodedAct("visit", "planned", ("CU", "KE"), ("P",), "2018-03", "Nairobi",
                  (Evidence(5, 14, "will come"),)),),
        ("malaria",), (("I", "J"),), source="standard input", line=1)}


def test_what_the_program_prints_is_read() -> None:
    article = Article("x", "Cuba sent 50 doctors to Kenya on Monday, the health ministry said.")
    row = to_codebook(extract(article, load_lexicon()))
    found, errors = read("-", stdin=json.dumps(row).encode())
    assert errors == []
    assert [one.type for one in found["x"].engagements] == ["deployment"]
    assert found["x"].engagements[0].evidence[0].quote in article.text


@pytest.mark.parametrize(("content", "cause"), [
    (b"{", "no valid JSON"),
    (b"[1]", "an array; expected an object"),
    (b'{"relevant": true}', 'no "article"; expected the id of an article'),
    (line(None), 'no "article"'),
    (line(["a"]), '"article" is an array'),
    (b'{"article": "b"}', 'no "relevant"; expected true or false'),
    (b'{"article": "b", "relevant": "yes"}', '"relevant" is a string; expected true or false'),
    (line("b", countries="KE"), '"countries" is a string; expected an array'),
    (line("b", countries=[1]), '"countries" holds a number; expected strings'),
    (line("b", pairs=[["CU"]]), '"pairs" holds an array; expected arrays of two strings'),
    (line("b", people=["P"]), '"people" holds a string; expected objects'),
    (line("b", people=[{"role": "envoy"}]), 'people: no "name"; expected a string'),
    (line("b", people=[{"name": "P", "role": 1}]), '"role" is a number; expected a string or null'),
    (line("b", engagements=[{"type": "visit"}]), 'engagements: no "status"'),
    (line("b", people=[{"name": "P", "evidence": [{"quote": "P"}]}]), '"evidence" lacks a quote'),
    (line("b", people=[{"name": "P", "evidence": [1]}]), '"evidence" lacks a quote'),
    (b"\xff\n", "byte 0xff is not UTF-8"),
])
def test_a_bad_line_is_named_and_the_run_goes_on(
    tmp_path: Path, content: bytes, cause: str
) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(line("first") + b"\n" + content.rstrip(b"\n") + b"\n" + line("last"))
    found, errors = read(path)
    assert list(found) == ["first", "last"]
    assert len(errors) == 1
    assert errors[0].startswith(f"{path}:3: {cause}")


@pytest.mark.parametrize(("facts", "cause"), [
    ({"engagements": [{"type": "meating", "status": "planned"}]}, 'engagement type "meating"'),
    ({"engagements": [{"type": "meeting", "status": "done"}]}, 'status "done"'),
    ({"institutions": [{"name": "I", "type": "bank"}]}, 'institution type "bank"'),
])
def test_a_word_that_the_codebook_lacks_is_told_and_counts(
    facts: dict[str, Any], cause: str
) -> None:
    found, errors = read("-", stdin=line(**facts))
    assert len(found) == 1
    assert len(errors) == 1
    assert errors[0].startswith(f"standard input:1: {cause}; expected one of ")


def test_of_two_codings_of_one_article_the_first_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(line(7, countries=["FR"]) + line("7"))
    found, errors = read(path)
    assert found["7"].countries == ("FR",)
    assert errors == [f'{path}:2: article "7" was coded at {path}:1; expected one line an article']


def test_files_folders_and_patterns(tmp_path: Path) -> None:
    (tmp_path / "a.facts.jsonl").write_bytes(b"\xef\xbb\xbf" + line("a"))
    (tmp_path / "b.facts.jsonl").write_bytes(b"\n" + line("b"))
    (tmp_path / "a.articles.jsonl").write_bytes(b'{"id": "a", "text": "t"}\n')
    (tmp_path / "notes.txt").write_bytes(b"x")
    assert list(read(tmp_path / "b.facts.jsonl", tmp_path / "a.facts.jsonl")[0]) == ["b", "a"]
    for given in (tmp_path, tmp_path / "*.facts.jsonl"):
        assert (list(read(given)[0]), read(given)[1]) == (["a", "b"], [])


def test_in_a_folder_a_broken_first_line_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"article": "a", \n' + line("b"))
    found, errors = read(tmp_path)
    assert list(found) == ["b"]
    assert errors[0].startswith(f"{tmp_path}/a.jsonl:1: no valid JSON")


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_bytes(b"\n")
    (tmp_path / "folder").mkdir()
    for name, cause in (("absent.jsonl", "No such file or directory"),
                        ("empty.jsonl", "empty; expected a coding a line"),
                        ("folder", "no codings in this folder"),
                        ("*.json", "no file matches this pattern")):
        found, errors = read(tmp_path / name)
        assert found == {}
        assert len(errors) == 1
        assert errors[0].startswith(f"{tmp_path / name}: {cause}")
    with pytest.raises(UsageError, match="an input is empty"):
        read("")


def test_a_file_of_a_folder_that_cannot_be_read_is_named_and_the_others_count(
    tmp_path: Path
) -> None:
    (tmp_path / "1.jsonl").symlink_to("1.jsonl")
    (tmp_path / "2.jsonl").symlink_to("nowhere")
    (tmp_path / "3.jsonl").write_bytes(line())
    found, errors = read(tmp_path)
    assert list(found) == ["a"]
    assert [error.partition(": ")[0] for error in errors] == [
        str(tmp_path / "1.jsonl"), str(tmp_path / "2.jsonl")]
