"""Matrices for R, read back."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.network import country_network, read_reference
from kg.network.matrices import country_matrices, write_matrices
from tests.network.worlds import IRAN_FRANCE, engagement, report, synthetic, world


def read_matrix(path: Path) -> dict[tuple[str, str], int]:
    """As read.csv(row.names = 1, check.names = FALSE) does."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header[0] == ""
    assert [row[0] for row in rows] == header[1:]
    assert all(len(row) == len(header) for row in rows)
    return {(row[0], name): int(cell) for row in rows
            for name, cell in zip(header[1:], row[1:], strict=True)}


def test_years_and_all_read_back(tmp_path: Path) -> None:
    files = write_matrices(country_matrices(IRAN_FRANCE), tmp_path / "m")
    assert [file.name for file in files] == [
        *(f"ties-{year}.csv" for year in range(2016, 2022)), "ties-all.csv", "ties.csv",
        "countries.csv", "README.txt"]
    assert {path.name for path in (tmp_path / "m").iterdir()} == {file.name for file in files}
    matrix = read_matrix(tmp_path / "m/ties-all.csv")
    assert {pair: count for pair, count in matrix.items() if count} == {
        ("FRA", "IRN"): 4, ("IRN", "FRA"): 4, ("FRA", "TUN"): 2, ("TUN", "FRA"): 2,
        ("IRN", "TUN"): 1, ("TUN", "IRN"): 1}
    assert read_matrix(tmp_path / "m/ties-2016.csv")["IRN", "TUN"] == 1
    # A year without acts is there, and empty.
    assert not any(read_matrix(tmp_path / "m/ties-2017.csv").values())


def test_years_come_to_all_and_rows_are_those_of_the_attributes(tmp_path: Path) -> None:
    made = synthetic(200)
    write_matrices(country_matrices(made, directed=True), tmp_path)
    whole = read_matrix(tmp_path / "ties-all.csv")
    years = [read_matrix(path) for path in sorted(tmp_path.glob("ties-[0-9]*.csv"))]
    assert all(year.keys() == whole.keys() for year in years)
    assert all(sum(year[pair] for year in years) == count for pair, count in whole.items())
    assert any(whole[a, b] != whole[b, a] for a, b in whole)
    with (tmp_path / "countries.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["iso3"] for row in rows] == sorted({a for a, _ in whole})
    eu = read_reference().blocs["EU"].members
    assert {row["iso2"] for row in rows if row["bloc_EU"] == "1"} == eu & {
        row["iso2"] for row in rows}
    network = country_network(made, directed=True)
    codes = {row["iso2"]: row["iso3"] for row in rows}
    assert {(codes[a], codes[b]): w for a, b, w in network.edges(data="weight")} == {
        pair: count for pair, count in whole.items() if count}


def test_the_list_says_what_the_matrices_say(tmp_path: Path) -> None:
    write_matrices(country_matrices(IRAN_FRANCE), tmp_path)
    with (tmp_path / "ties.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0] == {"year": "2016", "source": "FRA", "target": "IRN", "acts": "1",
                       "origins": "1", "undated": "0"}
    whole = read_matrix(tmp_path / "ties-all.csv")
    assert sum(int(row["acts"]) for row in rows) * 2 == sum(whole.values())


def test_an_act_without_any_date_is_in_all_alone(tmp_path: Path) -> None:
    made = world(engagement("e", "meeting", "KE NA", report("They met.", "completed", None)))
    files = write_matrices(country_matrices(made), tmp_path)
    assert [file.name for file in files] == [
        "ties-all.csv", "ties.csv", "countries.csv", "README.txt"]
    assert read_matrix(tmp_path / "ties-all.csv")["KEN", "NAM"] == 1


def test_an_act_of_which_only_the_end_is_known_is_in_the_year_of_that(tmp_path: Path) -> None:
    made = world(engagement("e", "visit", "FR IR", report("They came.", "completed"),
                            date="../2018-03"))
    assert [row["year"] for row in country_matrices(made).list] == [2018]
    assert country_matrices(made, until="2017").list == ()


def test_the_same_world_is_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_matrices(country_matrices(synthetic(50)), tmp_path / name)
    assert all((tmp_path / "a" / path.name).read_bytes() == path.read_bytes()
               for path in (tmp_path / "b").iterdir())


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("")
    with pytest.raises(UsageError, match="is no folder"):
        write_matrices(country_matrices(IRAN_FRANCE), tmp_path / "f")
