"""Every command through click's runner, on a store that was really built."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from pathlib import Path
from xml.etree import ElementTree

import click
import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from kg import __version__
from kg.cli import main
from kg.cli.common import counted
from kg.cli.demo import _program
from kg.cli.export import _NETWORK, _RDF, _SUFFIXES, _TABLE
from kg.cli.extract import _KIND
from kg.cli.query import _FORMATS
from kg.network import FORMATS as NETWORK_FORMATS
from kg.query import FORMATS as ANSWER_FORMATS
from kg.query import named_queries
from kg.rdf import FORMATS as RDF_FORMATS
from kg.resources import data_path

COMMANDS = ["build", "filter", "extract", "query", "export", "analyse", "report", "render",
            "serve", "store", "validate", "review", "explain", "info", "remove", "evaluate",
            "registry", "extractors", "demo"]

ARTICLE = {"id": "x1", "title": "Doctors", "date": "2021-05-04", "publisher": "Herald",
           "text": "Cuba sent 50 doctors to Kenya on Monday, the health ministry said."}


def kg(*arguments: object, stdin: str | bytes | None = None, **environment: str) -> Result:
    """Run a command; `catch_exceptions` is off, so that a bug fails the test as what it is."""
    return CliRunner().invoke(
        main, [str(one) for one in arguments], input=stdin, catch_exceptions=False,
        env=environment,
    )


def write_articles(folder: Path, *articles: dict[str, str]) -> Path:
    path = folder / "articles.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in articles), encoding="utf-8")
    return path


# Help


def test_the_commands_are_those_and_in_that_order() -> None:
    assert isinstance(main, click.Group)
    assert list(main.commands) == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_every_command_and_every_option_explains_itself(command: str, option: str) -> None:
    result = kg(command, option)
    assert result.exit_code == 0
    assert re.search(rf"^ +(.*\| )?kg {command}\b", result.stdout, re.MULTILINE), "no example"
    assert isinstance(main, click.Group)
    for parameter in main.commands[command].params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{parameter.name} has no help"


@pytest.mark.parametrize("command", COMMANDS)
def test_the_options_in_the_examples_exist(command: str) -> None:
    assert isinstance(main, click.Group)
    parts = [main.commands[command]]
    if isinstance(parts[0], click.Group):
        parts += parts[0].commands.values()
    known = {name for part in parts for p in part.params
             for name in (*p.opts, *p.secondary_opts)}
    examples = re.findall(rf"kg {command} ([^|>\n]*)", main.commands[command].epilog or "")
    assert examples
    for example in examples:
        used = {word for word in shlex.split(example, comments=True) if re.match("--?[a-z]", word)}
        assert used <= known


def test_the_version_is_told() -> None:
    assert kg("--version").stdout == f"kg {__version__}\n"


def test_the_forms_in_the_help_are_those_that_can_be_written() -> None:
    assert set(_FORMATS) == set(ANSWER_FORMATS)
    assert set(_RDF) == set(RDF_FORMATS)
    assert set(_NETWORK) == set(NETWORK_FORMATS)
    assert set(_SUFFIXES.values()) == set(_RDF + _NETWORK + _TABLE)


# build, info, remove


def test_build_tells_what_it_did_on_stderr_only(tmp_path: Path) -> None:
    path = write_articles(tmp_path, ARTICLE)
    store = tmp_path / "store"
    result = kg("build", path, "--store", store)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "read: 1 (1 on health cooperation), unchanged: 0, problems: 0\n" in result.stderr
    again = kg("build", path, "--store", store, "--quiet")
    assert (again.exit_code, again.output) == (0, "")


def test_build_names_what_it_cannot_read_and_goes_on(tmp_path: Path) -> None:
    path = write_articles(tmp_path, ARTICLE, {"id": "x2"})
    result = kg("build", path, tmp_path / "absent.txt", "--store", tmp_path / "store")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[:2] == [
        f'kg: {path}:2: no "text"; expected a string',
        f"kg: {tmp_path / 'absent.txt'}: No such file or directory",
    ]
    assert "read: 1 (1 on health cooperation), unchanged: 0, problems: 2\n" in result.stderr


def test_build_reads_standard_input(tmp_path: Path) -> None:
    result = kg("build", "-", "--store", tmp_path / "store", stdin=json.dumps(ARTICLE))
    assert result.exit_code == 0
    info = kg("info", "--articles", "--store", tmp_path / "store")
    assert info.stdout == "x1\n"


def test_the_store_can_be_named_by_the_environment(built_folder: Path) -> None:
    assert kg("info", KG_STORE=str(built_folder)).stdout.startswith(f"{built_folder}\n")


def test_info_counts(built_folder: Path) -> None:
    text = kg("info", "--store", built_folder).stdout
    record = json.loads(kg("info", "--store", built_folder, "--format", "json").stdout)
    assert f"{record['articles']} ({record['relevant']} on health cooperation)" in text
    assert record["current"] is True
    assert sum(record["engagements_by_type"].values()) == sum(
        record["engagements_by_status"].values()) <= record["engagements"]
    assert "path" not in record
    for kind, count in record["engagements_by_type"].items():
        assert re.search(rf"^  {kind} +{count}  █", text, re.MULTILINE)


def test_info_lists_articles(built_folder: Path) -> None:
    lines = kg("info", "--articles", "--store", built_folder).stdout.splitlines()
    assert lines == sorted(lines)
    assert json.loads(
        kg("info", "--articles", "--format", "json", "--store", built_folder).stdout) == lines


def test_remove_takes_articles_out(own_store: Path) -> None:
    result = kg("remove", "af-03", "af-04", "--store", own_store)
    assert result.exit_code == 0
    assert result.stderr.startswith("2 removed, ")
    assert "af-03" not in kg("info", "--articles", "--store", own_store).stdout
    missing = kg("remove", "af-03", "--store", own_store)
    assert missing.exit_code == 2
    assert missing.stderr == "kg: no article 'af-03' in the store; kg info --articles lists them\n"


# filter


def test_filter_passes_on_what_is_relevant_and_all_of_it(tmp_path: Path) -> None:
    other = {"id": "x2", "title": "Tram", "text": "A tram left its rails. Nobody was hurt."}
    path = write_articles(tmp_path, other, ARTICLE, {"id": "x3"})
    result = kg("filter", path)
    assert result.exit_code == 1
    assert result.stderr == f'kg: {path}:3: no "text"; expected a string\n'
    assert [json.loads(line) for line in result.stdout.splitlines()] == [ARTICLE]
    assert kg("filter", "-", stdin=result.stdout).stdout == result.stdout


# extract


def test_extract_writes_an_object_a_line_in_the_form_of_the_codebook() -> None:
    path = data_path("articles") / "africa.jsonl"
    articles = {one["id"]: one for one in map(json.loads, path.read_text().splitlines())}
    result = kg("extract", path)
    assert (result.exit_code, result.stderr) == (0, "")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["article"] for row in rows] == list(articles)
    for row in rows:
        for engagement in row["engagements"]:
            for evidence in engagement["evidence"]:
                whole = articles[row["article"]][evidence.get("field", "text")]
                assert whole[evidence["start"]:evidence["end"]] == evidence["quote"]


def test_extract_reads_a_text_on_standard_input() -> None:
    result = kg("extract", "-", stdin="Cuba sent 50 doctors to Kenya on Monday.")
    row = json.loads(result.stdout)
    assert row["relevant"] is True
    assert [(e["type"], e["status"], e["countries"]) for e in row["engagements"]] == [
        ("deployment", "completed", ["CU", "KE"])]


def test_extract_as_text_is_for_people_and_safe(tmp_path: Path) -> None:
    evil = {**ARTICLE, "title": "\x1b[31mred\u202e", "text": ARTICLE["text"].replace(
        "doctors", "doctors \x1b[2J \x07")}
    result = kg("extract", write_articles(tmp_path, evil), "--format", "text")
    assert "deployment" in result.stdout
    assert all(char.isprintable() or char == "\n" for char in result.stdout)


def test_extract_tells_what_was_turned_away_and_why(tmp_path: Path) -> None:
    told = "Iran and France may discuss things. " + ARTICLE["text"]
    path = write_articles(tmp_path, {**ARTICLE, "text": told})
    row = json.loads(kg("extract", path, "--rejected").stdout)
    assert all(set(one) == {"what", "cause", "rule"} for one in row["rejected"])
    assert "rejected" not in json.loads(kg("extract", path).stdout)
    africa = data_path("articles") / "africa.jsonl"
    rows = map(json.loads, kg("extract", africa, "--rejected").stdout.splitlines())
    assert any(row["rejected"] for row in rows)
    told = kg("extract", africa, "--rejected", "--format", "text")
    listed = told.stdout.count("  rejected      ")
    assert listed and re.search(rf"\d+ claims, {listed} turned away\n +\d+  ", told.stderr)
    assert "turned away" not in kg("extract", africa, "--rejected", "--quiet").stderr


def test_extract_names_bad_articles_and_goes_on(tmp_path: Path) -> None:
    path = write_articles(tmp_path, {"id": "bad"}, ARTICLE)
    result = kg("extract", path)
    assert result.exit_code == 1
    assert result.stderr == f'kg: {path}:1: no "text"; expected a string\n'
    assert json.loads(result.stdout)["article"] == "x1"


# query


def test_a_named_query_is_answered_in_every_form(built_folder: Path) -> None:
    base = ["query", "--store", built_folder, "--name", "pair-timeline", "-p", "a=Cuba",
            "-p", "b=KE"]
    document = json.loads(kg(*base, "--format", "json").stdout)
    rows = document["results"]["bindings"]
    assert len(rows) > 5
    cells = list(csv.reader(io.StringIO(kg(*base, "--format", "csv").stdout, newline="")))
    assert cells[0] == document["head"]["vars"]
    assert len(cells) == len(rows) + 1
    assert len(kg(*base, "--format", "tsv").stdout.splitlines()) == len(rows) + 1
    root = ElementTree.fromstring(kg(*base, "--format", "xml").stdout)
    assert len([one for one in root.iter() if one.tag.endswith("}result")]) == len(rows)
    assert len(kg(*base).stdout.splitlines()) == len(rows) + 2


def test_sparql_comes_as_text_from_a_file_or_from_standard_input(
    built_folder: Path, tmp_path: Path
) -> None:
    text = "SELECT (COUNT(DISTINCT ?a) AS ?n) { ?a a hc:Article }"
    path = tmp_path / "count.rq"
    path.write_text(f"\ufeff{text}", encoding="utf-8")
    answers = {
        kg("query", text, "--store", built_folder, "--format", "csv").stdout,
        kg("query", "--file", path, "--store", built_folder, "--format", "csv").stdout,
        kg("query", "-f", "-", "--store", built_folder, "--format", "csv", stdin=text).stdout,
    }
    assert answers == {"n\n82\n"}


def test_parameters_of_ones_own_query(built_folder: Path) -> None:
    result = kg("query", "SELECT DISTINCT ?c { ?e hc:party ?c }", "--param", "c=country:KE",
                "--store", built_folder, "--format", "csv")
    assert result.stdout == "c\nhttps://w3id.org/health-cooperation/country/KE\n"
    evil = kg("query", "SELECT ?s { ?s skos:prefLabel ?l }", "--store", built_folder,
              "--param", 'l=x" } UNION { ?s ?p ?o', "--format", "csv")
    assert (evil.exit_code, evil.stdout) == (0, "s\n")


def test_construct_is_turtle_that_can_be_read(built_folder: Path) -> None:
    text = ("CONSTRUCT { ?c skos:prefLabel ?l } "
            "WHERE { ?e hc:party ?c . ?c skos:prefLabel ?l }")
    result = kg("query", text, "--store", built_folder)
    assert len(list(ox.parse(result.stdout.encode(), format=ox.RdfFormat.TURTLE))) > 20
    assert "country:KE" in result.stdout


def test_queries_are_explained(built_folder: Path) -> None:
    every = kg("query", "--list").stdout
    names = re.findall(r"^([a-z-]+) +\S.*\?$", every, re.MULTILINE)
    assert names == list(named_queries())
    for name in names:
        one = kg("query", "--list", "--name", name).stdout
        (line,) = re.findall(r"^  kg (query --name .*)$", one, re.MULTILINE)
        result = kg(*shlex.split(line), "--store", built_folder)
        assert result.exit_code == 0, line


@pytest.mark.parametrize(("arguments", "status", "cause"), [
    (["query"], 2, "give one of"),
    (["query", "ASK {}", "--name", "pair-timeline"], 2, "give one of"),
    (["query", "--name", "nope"], 2, "no query is called 'nope'"),
    (["query", "--name", "pair-timeline", "--param", "a"], 2, "expected NAME=VALUE"),
    (["query", "--name", "pair-timeline", "--param", "a=IR"], 2, "needs b"),
    (["query", "SELECT * { SERVICE <http://x> {} }"], 2, "SERVICE asks another server"),
    (["query", "DROP ALL"], 2, "DROP changes data"),
    (["query", "SELECT * {"], 2, "no well-formed SPARQL"),
    (["query", "ASK {}", "--format", "turtle"], 2, "ASK gives rows"),
    (["query", "ASK {}", "--format", "yaml"], 2, "Invalid value for '--format'"),
    (["query", "--file", "absent.rq"], 1, "absent.rq: No such file"),
    (["export", "--output", "graph.xyz"], 2, "graph.xyz: give --format, or a name"),
    (["export", "--output", "absent/graph.ttl"], 1, "absent/graph.ttl"),
    (["export", "--network", "countries"], 2, "--network is for networks, and turtle is"),
    (["export", "--since", "2018", "--output", "g.nq"], 2, "--since is for networks, and nquads"),
    (["export", "--format", "jsonld", "--min-origins", "1"], 2, "give --format graphml, gexf or"),
    (["export", "--format", "gexf", "--topic", "nope"], 2, "no topic 'nope'"),
    (["export", "--format", "gexf", "--since", "May"], 2, "since 'May'; expected a date"),
    (["export", "--format", "gexf", "--type", "gift"], 2, "gift"),
    (["analyse", "--status", "done"], 2, "done"),
    (["analyse", "--min-origins", "0"], 2, "--min-origins"),
    (["render", "--output", "absent/kg.html"], 1, "absent/kg.html"),
    (["nope"], 2, "No such command 'nope'"),
])
def test_wrong_usage_is_2_and_faults_of_files_are_1_and_both_are_told(
    built_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    arguments: list[str], status: int, cause: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    result = kg(*arguments, KG_STORE=str(built_folder))
    assert (result.exit_code, result.stdout) == (status, "")
    assert cause in result.stderr
    assert "Traceback" not in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [
    ["info"], ["query", "ASK {}"], ["export"], ["analyse"], ["render"], ["validate"],
])
def test_where_there_is_no_store_none_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    result = kg(*command, "--store", "nowhere")
    assert result.exit_code == 1
    assert result.stderr == "kg: nowhere: no store there; make one with kg build\n"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_no_store_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    result = kg("build", data_path("articles"), "--store", tmp_path)
    assert result.exit_code == 1
    assert "not empty, and no store of kg" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_debug_keeps_the_traceback() -> None:
    from kg.errors import StoreError

    with pytest.raises(StoreError):
        kg("--debug", "info", "--store", "nowhere")


# export, render, analyse, validate


@pytest.fixture(scope="module")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of a few articles: how a file is written does not depend on how many there are."""
    folder = tmp_path_factory.mktemp("small") / "store"
    first = sorted(data_path("articles").glob("*.jsonl"))[0].read_text(encoding="utf-8")
    some = "".join(first.splitlines(keepends=True)[:8])
    assert kg("build", "-", "--store", folder, "--quiet", stdin=some).exit_code == 0
    return folder


@pytest.mark.parametrize(("form", "suffix", "kind"), [
    ("turtle", "ttl", ox.RdfFormat.TURTLE), ("trig", "trig", ox.RdfFormat.TRIG),
    ("nquads", "nq", ox.RdfFormat.N_QUADS), ("jsonld", "jsonld", ox.RdfFormat.JSON_LD),
    ("rdfxml", "rdf", ox.RdfFormat.RDF_XML),
])
def test_rdf_is_exported_by_name_and_by_suffix_and_read_back(
    small_folder: Path, tmp_path: Path, form: str, suffix: str, kind: ox.RdfFormat
) -> None:
    path = tmp_path / f"graph.{suffix}"
    assert kg("export", "--store", small_folder, "--output", path).exit_code == 0
    out = kg("export", "--store", small_folder, "--format", form)
    assert out.stdout_bytes == path.read_bytes()
    quads = json.loads(kg("info", "--store", small_folder, "--format", "json").stdout)["quads"]
    assert len(set(ox.parse(path.read_bytes(), format=kind))) == quads
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("network", ["countries", "institutions", "actors"])
def test_networks_are_exported(built_folder: Path, tmp_path: Path, network: str) -> None:
    for name in ("ties.csv", "net.graphml", "net.gexf"):
        result = kg("export", "--store", built_folder, "--network", network, "--output",
                    tmp_path / name)
        assert result.exit_code == 0
    assert {path.name for path in tmp_path.iterdir()} == {
        "ties.csv", "ties-nodes.csv", "net.graphml", "net.gexf"}
    ties = list(csv.DictReader((tmp_path / "ties.csv").open(encoding="utf-8", newline="")))
    nodes = {row["id"] for row in csv.DictReader(
        (tmp_path / "ties-nodes.csv").open(encoding="utf-8", newline=""))}
    assert ties
    assert {row["source"] for row in ties} | {row["target"] for row in ties} <= nodes
    for name in ("net.graphml", "net.gexf"):
        assert ElementTree.parse(tmp_path / name)
    for form, name in (("csv", "ties.csv"), ("graphml", "net.graphml"), ("gexf", "net.gexf")):
        out = kg("export", "--store", built_folder, "--network", network, "--format", form)
        assert out.stdout_bytes == (tmp_path / name).read_bytes()


def test_filters_choose_what_counts(built_folder: Path) -> None:
    def ties(*options: str) -> int:
        result = kg("export", "--store", built_folder, "--format", "csv", *options)
        return len(list(csv.reader(io.StringIO(result.stdout)))) - 1

    every = ties()
    assert 0 < ties("--type", "donation") < every
    assert 0 < ties("--topic", "vaccines", "--topic", "covid-19") < every
    assert 0 < ties("--since", "2021", "--until", "2022-06") < every
    assert 0 < ties("--min-origins", "2") < every
    assert ties("--status", "planned", "--status", "signed", "--status", "ongoing",
                "--status", "completed") > every


def test_render_writes_a_page(built_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    result = kg("render", "--store", built_folder, "--output", path, "--title", "<b>&title")
    assert (result.exit_code, result.stdout) == (0, "")
    page = path.read_text(encoding="utf-8")
    assert "&lt;b&gt;&amp;title" in page
    assert "<b>&title" not in page
    out = kg("render", "--store", built_folder, "--output", "-", "--title", "<b>&title")
    assert out.stdout_bytes == path.read_bytes()


def test_what_is_built_conforms(built_folder: Path) -> None:
    result = kg("validate", "--store", built_folder, "--format", "json")
    assert result.exit_code == 0
    assert result.stderr.startswith(f"{built_folder}: conforms")
    record = json.loads(result.stdout)
    assert {row["severity"] for row in record} <= {"warning", "info"}


def test_what_does_not_conform_is_status_1(own_store: Path) -> None:
    quads = ox.Store(str(own_store / "quads"))
    claim = next(quads.quads_for_pattern(
        None, ox.NamedNode("https://w3id.org/health-cooperation/ontology#mainEvidence"), None))
    quads.remove(claim)
    quads.flush()
    del quads
    result = kg("validate", "--store", own_store)
    assert result.exit_code == 1
    assert claim.subject.value in result.stdout  # type: ignore[union-attr]
    assert result.stdout.startswith("violation: ")
    assert re.search(r": \d+ violations", result.stderr)


# demo


def test_the_demo_writes_its_files_and_its_next_commands_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = kg("demo")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "\x1b" not in result.stdout, "no colour where there is no terminal"
    for name in ("graph.ttl", "network.csv", "network-nodes.csv", "index.html"):
        assert (tmp_path / "out" / name).stat().st_size > 500
    assert "conforms to its shapes" in result.stdout
    introduced = result.stdout.split("link the most countries")[1].split("What was written")[0]
    assert len(re.findall(r"^  \S.* – with ", introduced, re.MULTILINE)) == 5
    assert len(re.findall(r"^    “", introduced, re.MULTILINE)) == 5
    commands = re.findall(r"^  (.*kg (?:query|analyse|extract).*)$", result.stdout, re.MULTILINE)
    assert len(commands) == 3
    for line in commands:
        echo, _, command = line.rpartition("| ")
        stdin = shlex.split(echo)[1] if echo else None
        program, verb, rest = re.split(r"(?<=kg) (query|analyse|extract) ", command)
        assert program == _program()
        run = kg(verb, *shlex.split(rest), stdin=stdin)
        assert run.exit_code == 0, line
        assert len(run.stdout.splitlines()) > 3, line
    total = int(re.findall(r"(\d+) engagements in a graph", result.stdout)[0])
    rest = int(re.findall(rf"(\d+) of the {total} engagements are only", result.stdout)[0])
    bars = result.stdout.split("Engagements by type")[1].split("How far")[0]
    assert sum(map(int, re.findall(r"^  \w+ +(\d+) ", bars, re.MULTILINE))) + rest == total
    files = {path: path.read_bytes() for path in (tmp_path / "out").iterdir() if path.is_file()}
    again = kg("demo")
    assert again.stdout == result.stdout
    assert {path: path.read_bytes() for path in files} == files


@pytest.mark.parametrize(("called", "on_path", "typed"), [
    (".venv/bin/kg", False, ".venv/bin/kg"),
    (".venv/bin/kg", True, "kg"),
    ("../elsewhere/my bin/kg", False, "'{parent}/elsewhere/my bin/kg'"),
    ("kg/__main__.py", False, "bin/python -m kg"),
])
def test_the_next_commands_are_typed_as_this_one_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, called: str, on_path: bool, typed: str
) -> None:
    folder = tmp_path / "here"
    (folder / "bin").mkdir(parents=True)
    monkeypatch.chdir(folder)
    if on_path:
        (folder / "bin" / "kg").write_text("#!/bin/sh")
        (folder / "bin" / "kg").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder / "bin"))
    monkeypatch.setattr("sys.argv", [called, "demo"])
    monkeypatch.setattr("sys.executable", str(folder / "bin" / "python"))
    assert _program() == typed.format(parent=tmp_path)


@pytest.mark.parametrize(("count", "told"), [(0, "0 ties"), (1, "1 tie"), (2, "2 ties")])
def test_numbers_agree_with_their_nouns(count: int, told: str) -> None:
    assert counted(count, "tie") == told


def test_an_empty_answer_is_told(built_folder: Path) -> None:
    none = kg("query", "SELECT ?s { ?s a hc:Rejection ; a hc:Claim }", "--store", built_folder)
    assert (none.exit_code, none.stderr) == (0, "no rows\n")
    slip = kg("query", "SELECT ?s { ?s hc:engagmentType ?o }", "--store", built_folder)
    assert slip.stderr == ("no rows\nkg: hc:engagmentType is no term of the ontology; did you mean "
                           "hc:engagementType?\n")
    some = kg("query", "SELECT ?s { ?s a hc:Engagement } LIMIT 1", "--store", built_folder)
    assert some.stderr == ""


def test_a_build_counts_articles_without_a_date(tmp_path: Path) -> None:
    plain = tmp_path / "plain.txt"
    plain.write_text(ARTICLE["text"])
    dated = write_articles(tmp_path, ARTICLE)
    first = kg("build", plain, dated, "--store", tmp_path / "store")
    assert "1 article without a date\n" in first.stderr
    assert "without a date" not in kg("build", dated, "--store", tmp_path / "store").stderr


@pytest.mark.parametrize(("cause", "kind"), [
    ("no ISO 3166-1 alpha-2 code of a country", None),
    ("no date as 2018, 2018-03, 2018-03-13", None),
    ("confidence 1.5; expected more than 0, up to 1",
     "confidence; expected more than 0, up to 1"),
    ("a quote of 999 characters; expected up to 500",
     "a quote of characters; expected up to 500"),
    ("the quote is not what stands at 12 of the text: 'x'",
     "the quote is not what stands at of the text"),
    ("no quote holds its parties, date", "no quote holds its"),
])
def test_causes_are_counted_by_kind_and_keep_their_wording(cause: str, kind: str | None) -> None:
    assert _KIND.sub("", cause) == (kind or cause)


def test_an_answer_that_reckons_from_a_day_says_which(built_folder: Path) -> None:
    ask = ["query", "--name", "stalled-promises", "--store", built_folder]
    told = re.fullmatch(r"as of (\d{4}-\d{2}-\d{2}), the last day .*\n", kg(*ask).stderr)
    assert told
    assert kg(*ask).stdout == kg(*ask, "--param", f"as_of={told[1]}").stdout
    assert "as of" not in kg(*ask, "--param", "as_of=2010").stderr


def test_bytes_that_are_no_text_are_told(built_folder: Path, tmp_path: Path) -> None:
    bad = "\udcff"  # as Python reads the byte FF of an argument
    asked = kg("query", "ASK { ?s ?p ?o }", "--param", f"o={bad}", "--store", built_folder)
    assert (asked.exit_code, "is not UTF-8; expected text" in asked.stderr) == (2, True)
    claims = kg("query", "SELECT ?c { ?c a hc:Claim } LIMIT 1", "--store", built_folder,
                "--format", "csv").stdout
    claim = "claim/" + claims.strip().rpartition("/")[2]
    file = tmp_path / "d.jsonl"
    made = kg("review", "decide", "reject", claim, "--who", bad, "--decisions", file,
              "--store", built_folder)
    assert (made.exit_code, "half a surrogate pair" in made.stderr) == (2, True)
    assert not file.exists()
