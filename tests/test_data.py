"""The tables in data/: columns as described, codes that exist, ids told apart, parents there."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from kg.model import ENGAGEMENT_TYPES, INSTITUTION_TYPES
from kg.registry.table import is_ror, is_wikidata
from kg.resources import data_path

TABLES = sorted(path.name for path in data_path().glob("*.csv"))

#: Codes that stand where a country would: an international body; a place of no one country.
INTERNATIONAL = "INT"


def read_table(name: str) -> list[dict[str, str]]:
    with data_path(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def described_columns() -> dict[str, list[str]]:
    """The columns of each table as data/README.md describes them."""
    columns: dict[str, list[str]] = {}
    name = ""
    for line in data_path("README.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            name = line.lstrip("# ")
        elif (cell := re.match(r"\| (\w+) \|", line)) and cell[1] not in ("column", "key"):
            columns.setdefault(name, []).append(cell[1])
    return columns


def values(cell: str) -> list[str]:
    return cell.split("|") if cell else []


COUNTRIES = read_table("country_names.csv")
CODES = {row["iso2"] for row in COUNTRIES}


@pytest.mark.parametrize("name", TABLES)
def test_table_has_the_columns_that_the_readme_describes(name: str) -> None:
    with data_path(name).open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    assert header == described_columns().get(name), f"data/README.md describes {name} otherwise"


def test_readme_describes_no_table_that_is_not_there() -> None:
    assert {name for name in described_columns() if name.endswith(".csv")} == set(TABLES)


@pytest.mark.parametrize("name", TABLES)
def test_table_is_clean(name: str) -> None:
    """Every row is as wide as the header, no cell has blanks around it, no row stands twice."""
    raw = data_path(name).read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    with data_path(name).open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    for number, row in enumerate(rows, 2):
        assert len(row) == len(header), f"{name}:{number}"
        for cell in row:
            assert cell == cell.strip(), f"{name}:{number}: blanks around {cell!r}"
            parts = values(cell)
            assert all(part and part == part.strip() for part in parts), f"{name}:{number}: {cell}"
    twice = [row for row, count in Counter(map(tuple, rows)).items() if count > 1]
    assert not twice


@pytest.mark.parametrize(("name", "key"), [
    ("country_names.csv", "iso2"), ("country_names.csv", "iso3"), ("country_names.csv", "name"),
    ("country_places.csv", "iso2"), ("country_blocs.csv", "id"), ("institutions.csv", "id"),
    ("topics.csv", "id"), ("topics.csv", "label"),
    ("topic_classes.csv", "class"), ("leaders.csv", "name"), ("news_agencies.csv", "id"),
    ("outlets.csv", "name"), ("health_terms.csv", "wording"),
    ("verbs.csv", "lemma"), ("act_frames.csv", "frame"), ("act_nominals.csv", "nominal"),
    ("offices.csv", "office"),
    ("given_names.csv", "name"), ("name_words.csv", "word"), ("institution_heads.csv", "head"),
])
def test_key_is_there_once(name: str, key: str) -> None:
    counted = Counter(row[key] for row in read_table(name))
    assert "" not in counted
    assert [value for value, count in counted.items() if count > 1] == []


@pytest.mark.parametrize(("name", "column"), [
    ("country_places.csv", "iso2"), ("country_blocs.csv", "members_iso2"),
    ("country_metonyms.csv", "iso2"), ("cities.csv", "iso2"), ("institutions.csv", "country"),
    ("outlets.csv", "country"), ("offices.csv", "countries"), ("leaders.csv", "country"),
])
def test_codes_are_of_countries_that_are_listed(name: str, column: str) -> None:
    allowed = CODES | ({INTERNATIONAL} if name in ("institutions.csv", "leaders.csv") else set())
    found = {code for row in read_table(name) for code in values(row[column])}
    assert found <= allowed


def test_codes_look_like_iso() -> None:
    assert all(re.fullmatch("[A-Z]{2}", row["iso2"]) for row in COUNTRIES)
    assert all(re.fullmatch("[A-Z]{3}", row["iso3"]) for row in COUNTRIES)


def test_members_of_a_bloc_are_there_once() -> None:
    for row in read_table("country_blocs.csv"):
        members = values(row["members_iso2"])
        assert len(members) == len(set(members)), row["id"]


def test_a_name_means_one_country() -> None:
    """Demonyms are shared by some; names, long or short, are not."""
    owners: dict[str, set[str]] = {}
    for row in COUNTRIES:
        for name in (row["name"], *values(row["alt_names"])):
            owners.setdefault(name.casefold(), set()).add(row["iso2"])
    assert {name: codes for name, codes in owners.items() if len(codes) > 1} == {}


#: Well known places, as a check by eye would do it: degrees east and north, to within a few.
KNOWN_PLACES = {
    "IR": (54, 33), "FR": (2, 47), "US": (-99, 39), "AU": (134, -26), "BR": (-53, -11),
    "ZA": (25, -29), "IS": (-19, 65), "JP": (138, 37), "FJ": (178, -18), "CU": (-79, 22),
    "KI": (173, 1), "WS": (-172, -14), "VA": (12, 42), "GB": (-2, 54), "IN": (79, 23),
}


def test_every_country_lies_somewhere_on_earth() -> None:
    places = {row["iso2"]: (float(row["lon"]), float(row["lat"]))
              for row in read_table("country_places.csv")}
    assert set(places) == CODES
    assert all(-180 <= lon <= 180 and -60 <= lat <= 80 for lon, lat in places.values())
    assert len(set(places.values())) == len(places)
    for code, (lon, lat) in KNOWN_PLACES.items():
        assert abs(places[code][0] - lon) <= 2, code
        assert abs(places[code][1] - lat) <= 2, code


#: The box that holds every country of a region: degrees west, east, south, north.
REGION_BOXES = {
    "Africa": (-26, 60, -36, 38), "Asia": (25, 145, -11, 56), "Europe": (-25, 105, 34, 80),
    "Americas": (-110, -30, -55, 80), "Oceania": (95, 240, -50, 20),
}


def test_regions_lie_where_they_should() -> None:
    for row in read_table("country_places.csv"):
        west, east, south, north = REGION_BOXES[row["region"]]
        lon, lat = float(row["lon"]), float(row["lat"])
        if row["region"] == "Oceania":
            lon %= 360
        assert west <= lon <= east, row
        assert south <= lat <= north, row
        assert row["income_group"] in ("low", "lower-middle", "upper-middle", "high", ""), row


def test_a_subregion_is_of_one_region() -> None:
    pairs = {(row["subregion"], row["region"]) for row in read_table("country_places.csv")}
    assert len(pairs) == len({subregion for subregion, _ in pairs})


def test_institutions_have_known_types_and_well_formed_ids() -> None:
    for row in read_table("institutions.csv"):
        assert row["type"] in INSTITUTION_TYPES, row["id"]
        assert re.fullmatch("[a-z0-9-]+", row["id"]), row["id"]
        assert row["id"].split("-")[0] == row["country"].lower(), row["id"]
        assert not row["ror_id"] or is_ror(row["ror_id"]), row["id"]
        assert not row["wikidata_id"] or is_wikidata(row["wikidata_id"]), row["id"]


def test_an_institution_is_listed_once() -> None:
    """Within a country no name or alias belongs to two institutions; nor does an identifier."""
    owners: dict[tuple[str, str], set[str]] = {}
    for row in read_table("institutions.csv"):
        for name in (row["name"], *values(row["aliases"])):
            owners.setdefault((row["country"], name.casefold()), set()).add(row["id"])
        for column in ("ror_id", "wikidata_id"):
            if row[column]:
                owners.setdefault((column, row[column]), set()).add(row["id"])
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_former_names_are_aliases_with_years_in_order() -> None:
    rows = {row["id"]: row for row in read_table("institutions.csv")}
    for row in read_table("institution_names.csv"):
        assert row["name"] in values(rows[row["id"]]["aliases"]), row
        assert re.fullmatch(r"(\d{4})?", row["since"]), row
        assert re.fullmatch(r"\d{4}", row["until"]), row
        assert row["since"] < row["until"] <= "2026", row


def test_names_of_institutions_are_names_alone() -> None:
    """Bodies of one name are told apart by their country, which stands in a column of its own."""
    for row in read_table("institutions.csv"):
        assert not set(row["name"]) & set("()[];|"), row["id"]


def test_topics_have_parents_and_no_circles() -> None:
    parents = {row["id"]: row["broader"] for row in read_table("topics.csv")}
    assert set(filter(None, parents.values())) <= set(parents)
    for topic in parents:
        seen = []
        while topic:
            assert topic not in seen, seen
            seen.append(topic)
            topic = parents[topic]
        assert len(seen) <= 3


def test_a_wording_names_one_topic() -> None:
    owners: dict[str, set[str]] = {}
    for row in read_table("topics.csv"):
        for wording in (row["label"], *values(row["synonyms"])):
            owners.setdefault(wording.casefold(), set()).add(row["id"])
        assert re.fullmatch(r"(D\d{6,9})?", row["mesh_id"]), row["id"]
        assert re.fullmatch(r"(Q[1-9]\d*)?", row["wikidata_id"]), row["id"]
    assert {wording: ids for wording, ids in owners.items() if len(ids) > 1} == {}


def test_tables_of_rules_agree_with_each_other() -> None:
    verbs = {name for row in read_table("verbs.csv") for name in values(row["classes"])}
    # Two classes of things are found by other means: hospitals that are named, and peoples.
    objects = {row["class"] for row in read_table("act_objects.csv")} | {"site", "people"}
    for row in read_table("act_frames.csv"):
        verb, _, thing = row["frame"].partition("+")
        assert verb in verbs, row["frame"]
        assert not thing or thing in objects, row["frame"]
    topics = {row["id"] for row in read_table("topics.csv")}
    assert {row["id"] for row in read_table("topic_wordings.csv")} - {""} <= topics
    assert {row["verb_class"] for row in read_table("act_nominals.csv")} <= verbs


@pytest.mark.parametrize("name", ["act_frames.csv", "act_nouns.csv"])
def test_acts_are_of_known_types(name: str) -> None:
    """Only what is no act at all (strength 0) may be without a type."""
    for row in read_table(name):
        assert row["strength"] in ("0", "1", "2", "3"), row
        types = (*ENGAGEMENT_TYPES, "-") if row["strength"] == "0" else ENGAGEMENT_TYPES
        assert row["type"] in types, row


ARTICLE_FILES = sorted(data_path("articles").glob("*.jsonl"))


def read_lines(path: Path) -> list[dict[str, str | None]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_articles_say_where_they_come_from() -> None:
    articles = [article for path in ARTICLE_FILES for article in read_lines(path)]
    assert len(articles) >= 80
    assert len({article["id"] for article in articles}) == len(articles)
    described = described_columns()["articles/"]
    for article in articles:
        assert list(article) == described, article["id"]
        for key in ("id", "title", "publisher", "licence", "language", "text"):
            assert article[key], (article["id"], key)
        assert str(article["url"]).startswith(("http://", "https://")), article["id"]
        if article["date"] is not None:
            day = date.fromisoformat(article["date"])
            assert date(2000, 1, 1) <= day <= date(2026, 12, 31), article["id"]
    dated = sum(article["date"] is not None for article in articles)
    assert dated >= 0.9 * len(articles), "engagements without a date cannot be put in order"


def test_articles_are_told_apart() -> None:
    """No two share a text: a reprint among them is told in other words."""
    texts = Counter(article["text"] for path in ARTICLE_FILES for article in read_lines(path))
    assert max(texts.values()) == 1
