"""Files of other registers become rows: what goes in, what is joined, what is told."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.errors import DataError
from kg.registry import Registered, open_registry, to_registry
from kg.registry.adopt import Adopted, adopt
from kg.registry.importing import import_files, read_records
from kg.registry.records import Record
from kg.registry.table import is_ror, read_rows

ROR = ("https://ror.org/01f80g185", "https://ror.org/00wqczk30", "https://ror.org/02eyff421",
       "https://ror.org/04pwyer06", "https://ror.org/041kmwe10")
SHIPPED = to_registry([
    Registered("int-who", "international_organization", None, ("World Health Organization", "WHO"),
               ("WHO",)),
    Registered("ir-pii", "research_institute", "IR", ("Pasteur Institute of Iran", "PII"),
               ("PII",)),
    Registered("ke-kemri", "research_institute", "KE",
               ("Kenya Medical Research Institute", "KEMRI"), ("KEMRI",), ror=ROR[3]),
])


def record(id_: str, name: str, country: str = "KE", *, types: tuple[str, ...] = ("healthcare",),
           status: str = "active", **more: Any) -> dict[str, Any]:
    """A record as ROR has it, schema 2."""
    return {
        "id": id_, "status": status, "types": list(types),
        "names": [{"value": name, "types": ["ror_display", "label"], "lang": "en"},
                  *more.get("names", [])],
        "locations": [{"geonames_details": {"country_code": country}}],
        "external_ids": [{"type": "wikidata", "all": [more["item"]], "preferred": None}]
        if "item" in more else [],
        "relationships": [{"type": "parent", "id": one} for one in more.get("parents", ())],
    }


def bring(tmp_path: Path, name: str, content: str | bytes, **options: Any
          ) -> tuple[Adopted, list[str]]:
    """Import one file into tmp_path/own.csv; what became of it, and the faults without path."""
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    faults: list[DataError] = []
    done = import_files([path], tmp_path / "own.csv", SHIPPED, faults.append, **options)
    return done, [str(fault).removeprefix(f"{tmp_path}/") for fault in faults]


def rows(tmp_path: Path) -> dict[str, Registered]:
    return {row.id: row for row in read_rows(tmp_path / "own.csv")}


def test_check_digits_of_ror() -> None:
    assert all(map(is_ror, ROR))
    assert not is_ror("https://ror.org/01f80g158"), "two digits changed places"
    assert not is_ror("https://ror.org/0if80g185"), "no letter of its alphabet"
    assert not is_ror("ror.org/01f80g185")


def test_a_dump_of_ror(tmp_path: Path) -> None:
    dump = [
        record(ROR[0], "Mtomba Hospital", item="Q12", parents=[ROR[2]], names=[
            {"value": "MTH", "types": ["acronym"]},
            {"value": "Hôpital de Mtomba", "types": ["label"], "lang": "fr"}]),
        record(ROR[2], "Mtomba | University", types=("education", "funder")),
        record(ROR[1], "World Health Organization", "CH", types=("other",)),
        record(ROR[4], "Old Clinic", status="withdrawn"),
    ]
    done, faults = bring(tmp_path, "ror.json", json.dumps(dump, indent=1))
    assert faults == []
    assert (done.read, done.joined, done.withdrawn) == (4, 1, 1)
    found = rows(tmp_path)
    assert found["ror-01f80g185"] == Registered(
        "ror-01f80g185", "hospital", "KE", ("Mtomba Hospital", "MTH", "Hôpital de Mtomba"),
        ("MTH",), ROR[0], "Q12", ("ror-02eyff421",), "active", "ror.json")
    assert found["ror-02eyff421"].names == ("Mtomba / University",)
    assert (found["int-who"].ror, found["int-who"].country) == (ROR[1], None)
    assert len(found) == 3


def test_a_zip_holds_the_schema_that_counts(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "dump.zip", "w") as archive:
        archive.writestr("v1.63-ror-data.json", "[]")
        archive.writestr("v1.63-ror-data_schema_v2.json", json.dumps([record(ROR[0], "A Clinic")]))
        archive.writestr("v1.63-ror-data.csv", "id\n")
    found = list(read_records(tmp_path / "dump.zip"))
    assert [one.names for one in found if isinstance(one, Record)] == [("A Clinic",)]


FAULTS = [
    ("an id with a wrong digit", record("https://ror.org/01f80g158", "A Clinic"),
     "record 2 (https://ror.org/01f80g158): id 'https://ror.org/01f80g158' does not check"),
    ("schema 1", {"id": ROR[1], "name": "A Clinic"}, "it is in schema 1"),
    ("a country that is none", record(ROR[1], "A Clinic", "QQ"), 'country "QQ" is not among'),
    ("no name to show", {**record(ROR[1], "A"), "names": [{"value": "A", "types": ["label"]}]},
     "none of its names is the one to show"),
    ("no object", 7, "record 2: expected an object"),
    ("an id twice", record(ROR[0], "A Clinic"), "its id stands twice"),
    ("types that are none", record(ROR[1], "A Clinic", names=[{"value": "B", "types": 5}]),
     "types 5 of a name"),
    ("ids that are none", {**record(ROR[1], "A Clinic"),
                           "external_ids": [{"type": "wikidata", "all": 5}]},
     "all 5 of an external id"),
    ("a name that tells nothing", record(ROR[1], "Tuesday"), "'Tuesday' tells no organisation"),
]


@pytest.mark.parametrize(("fault", "told"), [row[1:] for row in FAULTS],
                         ids=[row[0] for row in FAULTS])
def test_a_record_with_a_fault_is_told_and_the_rest_goes_in(
    tmp_path: Path, fault: object, told: str
) -> None:
    dump = [record(ROR[0], "Mtomba Hospital"), fault, record(ROR[2], "Sena Hospital")]
    _, faults = bring(tmp_path, "ror.json", json.dumps(dump))
    (message,) = faults
    assert message.startswith("ror.json: record 2")
    assert told in message
    assert {row.names[0] for row in rows(tmp_path).values()} == {"Mtomba Hospital",
                                                                 "Sena Hospital"}


@pytest.mark.parametrize("name", ["the", "of the", "a", "Kenya", "Health", "signed", "50", "(",
                                  "Tuesday", "Hospital"])
def test_what_no_organisation_is_told_by(tmp_path: Path, name: str) -> None:
    done, faults = bring(tmp_path, "own.csv.in", f"name,country,aliases\n\"{name}\",KE,\n"
                                                 f"Mtomba Hospital,KE,\"{name}|Mtomba\"\n")
    assert done.added == 1
    assert ["tells no organisation" in fault for fault in faults] == [True]
    (row,) = rows(tmp_path).values()
    assert row.names == ("Mtomba Hospital", "Mtomba")


@pytest.mark.parametrize("name", [
    "=cmd Hospital", "+1 Hospital", "@x Hospital", "-Mtomba", "'=Mtomba", "＝Mtomba"])
def test_no_spreadsheet_runs_what_a_table_holds(tmp_path: Path, name: str) -> None:
    bring(tmp_path, "in.csv", f'name,country,acronym\n"{name}",KE,\n')
    (line,) = (tmp_path / "own.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert f",'{name}," in line
    (row,) = rows(tmp_path).values()
    assert row.names == (name,), "it reads back the same"


def test_an_archive_that_is_damaged_is_told(tmp_path: Path) -> None:
    path = tmp_path / "dump.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("v2-ror-data.json", json.dumps(
            [record(id_, f"Mtomba Hospital {n}") for n, id_ in enumerate(ROR)]))
    content = bytearray(path.read_bytes())
    middle = len(content) // 3
    content[middle:middle + 20] = b"\xff" * 20
    _, (message,) = bring(tmp_path, "dump.zip", bytes(content))
    assert "v2-ror-data.json: the archive cannot be read" in message


def test_entities_that_grow_are_refused_and_short_ones_are_read(tmp_path: Path) -> None:
    body = ('<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
            ' xmlns:skos="http://www.w3.org/2004/02/skos/core#"><skos:Concept'
            ' rdf:about="http://example.org/x"><skos:prefLabel>%s Hospital</skos:prefLabel>'
            "</skos:Concept></rdf:RDF>")
    short = '<!DOCTYPE rdf:RDF [<!ENTITY n "Mtomba">]>'
    _, faults = bring(tmp_path, "own.rdf", short + body % "&n;", country="KE")
    assert faults == []
    assert [row.names for row in rows(tmp_path).values()] == [("Mtomba Hospital",)]
    for laughs in ('<!ENTITY a "ha"><!ENTITY b "&a;&a;">', f'<!ENTITY a "{"ha" * 600}">',
                   '<!ENTITY a SYSTEM "file:///etc/passwd">', '<!ENTITY % a "ha">'):
        _, (message,) = bring(tmp_path, "own.rdf", f"<!DOCTYPE rdf:RDF [{laughs}]>" + body % "&a;",
                              country="KE")
        assert "an entity that holds others" in message


def test_a_binding_with_a_fault_is_told_and_the_rest_goes_in(tmp_path: Path) -> None:
    def cell(text: object) -> dict[str, object]:
        return {"type": "literal", "value": text}

    good = {"itemLabel": cell("Mtomba Hospital"), "country": cell("KE")}
    bindings = [{"item": 5}, {"itemLabel": cell(7)}, {"itemLabel": None}, 5, good]
    _, faults = bring(tmp_path, "q.json", json.dumps({"results": {"bindings": bindings}}))
    assert [fault.partition(": ")[0] for fault in faults] == [f"q.json:{n}" for n in (1, 2, 3, 4)]
    assert [row.names for row in rows(tmp_path).values()] == [("Mtomba Hospital",)]


def test_a_cell_of_a_megabyte_costs_its_row_alone(tmp_path: Path) -> None:
    content = f"name,country\n{'x' * 1_000_000},KE\nMtomba Hospital,KE\n"
    bring(tmp_path, "in.csv", content)
    assert "Mtomba Hospital" in {row.names[0] for row in rows(tmp_path).values()}


def test_a_number_without_end_is_called_one(tmp_path: Path) -> None:
    _, (message,) = bring(tmp_path, "ror.json", f'[{{"id": {"1" * 5000}}}]', kind="ror")
    assert "a number of too many digits" in message


def test_a_dump_that_breaks_off_gives_what_it_has(tmp_path: Path) -> None:
    whole = json.dumps([record(ROR[0], "Mtomba Hospital"), record(ROR[2], "Sena Hospital")],
                       indent=1)
    _, faults = bring(tmp_path, "ror.json", whole[:-120])
    (message,) = faults
    line = whole[:whole.rindex(ROR[2])].count("\n")  # where its record begins, from 1
    assert message.startswith(f"ror.json:{line}: no valid JSON")
    assert [row.names[0] for row in rows(tmp_path).values()] == ["Mtomba Hospital"]


def test_json_lines_are_read_too(tmp_path: Path) -> None:
    lines = "".join(json.dumps(record(id_, f"{name} Hospital")) + "\n"
                    for id_, name in zip(ROR, ("A", "B", "C"), strict=False))
    done, faults = bring(tmp_path, "ror.jsonl", lines)
    assert (done.added, faults) == (3, [])


WIKIDATA = """\
item,itemLabel,itemAltLabel,countryLabel,typeLabel,ror
http://www.wikidata.org/entity/Q1,Sena Institute of Hygiene,"SIH, Hygiene Institute",Kenya,\
research institute,
http://www.wikidata.org/entity/Q1,Sena Institute of Hygiene,Institut de Sena,Kenya,,
http://www.wikidata.org/entity/Q2,Pasteur Institute of Iran,,Iran,,00wqczk30
http://www.wikidata.org/entity/Q3,Q3,,Kenya,,
http://www.wikidata.org/entity/Q4,Nowhere Hospital,,Atlantis,,
"""


def test_a_list_of_wikidata(tmp_path: Path) -> None:
    done, faults = bring(tmp_path, "query.csv", WIKIDATA)
    found = rows(tmp_path)
    assert set(found) == {"wikidata-q1", "ir-pii"}
    assert found["wikidata-q1"].names == (
        "Sena Institute of Hygiene", "SIH", "Hygiene Institute", "Institut de Sena")
    assert (found["wikidata-q1"].type, found["wikidata-q1"].country) == ("research_institute",
                                                                         "KE")
    assert (found["ir-pii"].ror, found["ir-pii"].wikidata) == (ROR[1], "Q2")
    assert done.joined == 1
    assert faults == [
        "query.csv:5: Q3 has no name in the language of the list",
        'query.csv:6: country "Atlantis" is not known; expected a code, a name, or INT for an '
        "international body",
    ]


def test_results_of_a_query_in_json(tmp_path: Path) -> None:
    bindings = [{"item": {"type": "uri", "value": "http://www.wikidata.org/entity/Q1"},
                 "itemLabel": {"type": "literal", "value": "Sena Hospital"},
                 "countryCode": {"type": "literal", "value": "KE"}}]
    bring(tmp_path, "query.json", json.dumps(
        {"head": {"vars": []}, "results": {"bindings": bindings}}))
    assert rows(tmp_path)["wikidata-q1"].type == "hospital", "as its name says"


def test_a_list_of_ones_own_with_what_it_leaves_out(tmp_path: Path) -> None:
    done, faults = bring(tmp_path, "own-list.tsv", "Name\tAcronym\nSena Ward\tSW\n\t\n",
                         country="KE", type_="hospital")
    assert (done.added, faults) == (1, [])
    assert rows(tmp_path)["ke-sena-ward"] == Registered(
        "ke-sena-ward", "hospital", "KE", ("Sena Ward", "SW"), ("SW",), source="own-list.tsv")


def test_a_table_without_names_is_no_list(tmp_path: Path) -> None:
    _, faults = bring(tmp_path, "x.csv", "a,b\n1,2\n")
    assert faults == ["x.csv:1: no column of names among a, b; expected one called name, label or "
                      "itemLabel"]


TURTLE = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix schema: <https://schema.org/> .
@prefix dct: <http://purl.org/dc/terms/> .
<http://example.org/1> a skos:Concept ; skos:prefLabel "Hôpital de Sena"@fr, "Sena Hospital"@en ;
    skos:altLabel "SENAH", "The Sena"@en ; schema:addressCountry "KE" ; dct:type "hospital" ;
    skos:exactMatch <http://www.wikidata.org/entity/Q5> ; skos:broader <http://example.org/2> .
<http://example.org/2> a skos:Concept ; skos:prefLabel "Sena Group"@en ;
    dct:spatial <http://id.example.org/country/KEN> .
<http://example.org/3> a skos:Concept ; skos:prefLabel "Of No Country"@en .
<http://example.org/4> a skos:ConceptScheme ; skos:broken
"""


def test_a_skos_vocabulary_with_a_fault_in_it(tmp_path: Path) -> None:
    _, faults = bring(tmp_path, "x.ttl", TURTLE)
    found = {row.names[0]: row for row in rows(tmp_path).values()}
    assert set(found) == {"Sena Hospital", "Sena Group"}
    hospital = found["Sena Hospital"]
    assert hospital.names[0] == "Sena Hospital", "the name in English"
    assert set(hospital.names) == {"Sena Hospital", "Hôpital de Sena", "The Sena", "SENAH"}
    assert (hospital.acronyms, hospital.wikidata) == (("SENAH",), "Q5")
    assert hospital.parents == (found["Sena Group"].id,)
    assert len(faults) == 2
    assert faults[0].startswith("x.ttl:11:")
    assert "the rest of the file is left out" in faults[0]
    assert faults[1] == "x.ttl: <http://example.org/3>: no country; give one with --country"


def one(key: str, name: str, country: str | None = "IR", **more: Any) -> tuple[str, Record]:
    return "dump", Record(key, 1, (name,), ("other",), country, **more)


CLASHES = [
    ("a name whose row has another identifier",
     [one("a", "Kenya Medical Research Institute", "KE", ror=ROR[0])],
     "has the name of ke-kemri, which is " + ROR[3]),
    ("two records with the name of one row",
     [one("a", "Pasteur Institute of Iran", ror=ROR[0]),
      one("b", "Pasteur Institute of Iran", ror=ROR[1])],
     "has a name of ir-pii, and so has another record"),
    ("an identifier of one and nothing else of it",
     [one("a", "Sena Hospital", "ZM", ror=ROR[3])],
     "has the identifier of ke-kemri, and neither its name nor its country; the identifier is left "
     "out"),
    ("an identifier of one and the name of another",
     [one("a", "World Health Organization", "KE", ror=ROR[3])],
     "is ke-kemri by its identifier, and int-who by its name; the identifier counts"),
]


@pytest.mark.parametrize(("records", "told"), [row[1:] for row in CLASHES],
                         ids=[row[0] for row in CLASHES])
def test_what_could_mean_two_is_not_joined_by_name(
    records: list[tuple[str, Record]], told: str
) -> None:
    done = adopt(records, SHIPPED, {})
    assert {note.detail for note in done.notes if note.kind == "clash"} == {told}
    for row in done.rows.values():
        assert not (SHIPPED.get(row.id) and row.ror), "no identifier was guessed"


def test_the_same_twice_changes_nothing(tmp_path: Path) -> None:
    bring(tmp_path, "query.csv", WIKIDATA)
    before = (tmp_path / "own.csv").read_bytes()
    done, _ = bring(tmp_path, "query.csv", WIKIDATA)
    assert (done.added, done.changed, done.unchanged) == (0, 0, 2)
    assert (tmp_path / "own.csv").read_bytes() == before


def test_identifiers_of_two_sources_meet_in_one_row(tmp_path: Path) -> None:
    bring(tmp_path, "ror.json", json.dumps([record(ROR[0], "Sena Hospital")]))
    bring(tmp_path, "q.csv", "item,itemLabel,country\nQ9,Sena Hospital,KE\n")
    (row,) = rows(tmp_path).values()
    assert (row.ror, row.wikidata, row.source) == (ROR[0], "Q9", "ror.json|q.csv")


def test_a_record_that_is_withdrawn_later_goes(tmp_path: Path) -> None:
    bring(tmp_path, "ror.json", json.dumps([record(ROR[0], "Sena Hospital")]))
    bring(tmp_path, "later.json", json.dumps([record(ROR[0], "Sena Hospital",
                                                     status="withdrawn")]))
    assert rows(tmp_path) == {}


def test_namesakes_of_one_country_stay_apart(tmp_path: Path) -> None:
    bring(tmp_path, "ror.json", json.dumps([record(ROR[0], "St. Mary's Hospital"),
                                            record(ROR[1], "St. Mary's Hospital")]))
    assert len(rows(tmp_path)) == 2
    registry, _ = open_registry(tmp_path / "own.csv")
    assert registry.find("st mary hospital", "KE") is None, "a name of two means neither"


def run(*arguments: str) -> Any:
    return CliRunner().invoke(main, ["registry", *arguments])


def test_the_commands(tmp_path: Path) -> None:
    table, source = str(tmp_path / "own.csv"), tmp_path / "q.csv"
    source.write_text("item,itemLabel,country\nQ9,Sena Hospital,KE\nQ8,Other,Atlantis\n")
    done = run("import", str(source), "--registry", table, "--dry-run")
    assert (done.exit_code, Path(table).exists()) == (1, False)
    done = run("import", str(source), "--registry", table)
    assert done.exit_code == 1, "a record had a fault"
    assert f"kg: {source}:3:" in done.stderr
    assert "1 institution (1 new" in done.stderr
    assert run("import", str(source), "--registry", "none").exit_code == 2
    assert "Sena Hospital" in run("list", "--registry", table, "--country", "KE").stdout
    (row,) = json.loads(run("list", "--registry", table, "--format", "json").stdout)
    assert (row["id"], row["wikidata"]) == ("wikidata-q9", "Q9")
    assert "wikidata-q9: Sena Hospital" in run("show", "sena hospital", "--registry", table).stdout
    assert "wikidata-q9" in run("show", "Q9", "--registry", table).stdout
    assert "int-who: World Health" in run("show", "int-who", "--registry", table).stdout
    shown = run("show", "National Health Commission", "--registry", table).stdout
    assert "National Health and Family Planning Commission (2013–2018)" in shown
    assert run("show", "nobody", "--registry", table).exit_code == 2
    assert run("remove", "nobody", "--registry", table).exit_code == 2
    assert run("remove", "--registry", table).exit_code == 2
    assert run("remove", "--source", "q.csv", "--registry", table).exit_code == 0
    assert rows(tmp_path) == {}
    assert run("list", "--registry", str(tmp_path / "none.csv")).exit_code == 2
