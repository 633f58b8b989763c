"""What a user's table of institutions means in an article, and where it must not be heard."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from kg.errors import DataError, UsageError
from kg.extract import RuleLexicon, extract, load_lexicon
from kg.extract.text import read_document
from kg.model import Article
from kg.registry import Index, Registered, open_index, open_registry
from kg.registry.index import index_path
from kg.registry.table import to_csv

ROWS = [
    Registered("ror-1", "hospital", "KE", ("Mtomba Lakeside Hospital", "MLH"), ("MLH",)),
    Registered("ror-2", "hospital", "KE", ("St. Bruno Hospital",)),
    Registered("ror-3", "hospital", "ZM", ("St. Bruno Hospital",)),
    Registered("ror-4", "ngo", "KE", ("Health Workers",)),
    Registered("ror-5", "company", "KE", ("Grace Wanjiru",)),
    Registered("ror-6", "ngo", "KE", ("Kwetu Tuungane",)),
    Registered("ror-7", "research_institute", "KE", ("Vaccine Institute",), ()),
    Registered("ror-8", "company", "KE", ("Intensive Care Units Ltd", "ICU"), ("ICU",)),
    Registered("ror-9", "university", "KE", ("Zelt College",)),
    Registered("ror-10", "university", "KE", ("Mombasa Institute of Wards",)),
    Registered("cu-finlay-institute", "research_institute", "CU", ("Finlay Institute", "Zelt Lab"),
               wikidata="Q1"),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    table = tmp_path_factory.mktemp("registry") / "own.csv"
    table.write_bytes(to_csv(ROWS))
    return open_index(table)


@pytest.fixture(scope="module")
def lexicon(index: Index) -> RuleLexicon:
    return load_lexicon(index)


def linked(lexicon: RuleLexicon, text: str) -> dict[str, str | None]:
    """The institutions of a text by name, with their row."""
    facts = extract(Article("a", text), lexicon)
    assert facts.relevant
    return {one.name: one.registry_id for one in facts.institutions}


FOUND = [
    ("by its name, in an article on its country",
     "Cuba gave Kenya 20 ventilators for Mtomba Lakeside Hospital on Monday.", "ror-1"),
    ("of two of one name the one whose country is told",
     "Cuba gave 20 ventilators to St. Bruno Hospital in Zambia, as it did in Kenya.", "ror-3"),
    ("an acronym that the article spells out",
     "Cuba gave Kenya 20 ventilators for Mtomba Lakeside Hospital. MLH will train nurses.",
     "ror-1"),
    ("an acronym with its country",
     "Cuba signed a memorandum on malaria with Kenya's MLH on Monday.", "ror-1"),
    ("its own place tells as much as a word of its own",
     "Cuba signed a memorandum on malaria with the Mombasa Institute of Wards in Kenya.", "ror-10"),
    ("words of its own need no head noun",
     "Cuba signed a memorandum on malaria with Kwetu Tuungane in Kenya.", "ror-6"),
]

NOT_FOUND = [
    ("the country is another", "Cuba gave Ghana 20 ventilators for Mtomba Lakeside Hospital."),
    ("a part of a longer name",
     "Cuba gave Kenya 20 ventilators for the Royal Mtomba Lakeside Hospital."),
    ("ordinary words", "Cuba trained Kenyan Health Workers in malaria control on Monday."),
    ("a person", "Cuba and Kenya signed a memorandum on health, Grace Wanjiru said on Monday."),
    ("an acronym that means something else",
     "Cuba gave Kenya 20 ventilators for ICU wards on Monday."),
    ("an acronym without its country",
     "Cuba gave Kenya 20 ventilators, and MLH said that the nurses were ready."),
    ("small letters",
     "Cuba signed a memorandum on malaria with Kenya; its vaccine institute is new."),
]


@pytest.mark.parametrize(("text", "row"), [one[1:] for one in FOUND], ids=[o[0] for o in FOUND])
def test_a_name_of_the_table_is_found(lexicon: RuleLexicon, text: str, row: str) -> None:
    assert row in linked(lexicon, text).values()


@pytest.mark.parametrize("text", [one[1] for one in NOT_FOUND], ids=[o[0] for o in NOT_FOUND])
def test_what_only_looks_like_a_name_is_not(lexicon: RuleLexicon, text: str) -> None:
    assert not [row for row in linked(lexicon, text).values() if (row or "").startswith("ror-")]


def test_facts_name_the_table_among_what_found_them(lexicon: RuleLexicon) -> None:
    """So that articles are read anew where it changes."""
    assert load_lexicon().name != lexicon.name
    assert load_lexicon(lexicon.brought).name == lexicon.name


def test_a_row_adds_to_a_shipped_one(tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    shipped = open_registry()[0]
    known = shipped.get("ke-kemri")
    assert known is not None
    table.write_bytes(to_csv([Registered("ke-kemri", known.type, "KE", ("KEMRI", "Kemri House"),
                                         wikidata="Q77")]))
    registry, _ = open_registry(table)
    row = registry.get("ke-kemri")
    assert row is not None
    assert row.names == (*known.names, "Kemri House")
    assert row.wikidata == (known.wikidata or "Q77")
    assert registry.find("kemri house", "KE") == "ke-kemri"
    assert registry.digest != shipped.digest


def test_an_index_is_made_once_and_anew_when_the_table_changes(tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    table.write_bytes(to_csv(ROWS[:2]))
    assert open_index(table).count == 2
    stamp = index_path(table).stat().st_mtime_ns
    assert open_index(table).count == 2
    assert index_path(table).stat().st_mtime_ns == stamp
    table.write_bytes(to_csv(ROWS[:3]))
    assert open_index(table).count == 3
    index_path(table).write_bytes(b"no database")
    assert open_index(table).count == 3, "what is damaged is made anew"
    assert {path.name for path in tmp_path.iterdir()} == {"own.csv", "own.csv.index"}, "no draft"


def test_without_a_place_to_write_it_is_made_in_memory(tmp_path: Path,
                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "own.csv"
    table.write_bytes(to_csv(ROWS))
    # A folder in the place of every draft: this works for a superuser, too.
    monkeypatch.setattr("kg.registry.index.secrets.token_hex", lambda _: "x")
    (tmp_path / ".kg-x.part").mkdir()
    assert open_index(table).get("ror-6") is not None
    assert not index_path(table).exists()


def test_a_table_with_a_fault_is_refused_by_line(tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    table.write_text("id,name,type,country\nke-a,A,hospital,KE\nke-b,B,clinic,KE\n")
    with pytest.raises(DataError, match=r'own.csv:3: type "clinic"; expected one of ministry'):
        open_index(table)
    with pytest.raises(UsageError, match="kg registry import makes one"):
        open_index(tmp_path / "none.csv")


def test_no_hit_crosses_a_sentence(index: Index) -> None:
    document = read_document(Article("a", "He came to Mtomba. Lakeside Hospital opened."))
    assert index.find_hits(document) == []


def test_an_index_is_a_database_that_says_what_it_was_made_from(tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    table.write_bytes(to_csv(ROWS))
    open_index(table)
    database = sqlite3.connect(index_path(table))
    assert dict(database.execute("select key, value from about"))["count"] == str(len(ROWS))
    database.close()
