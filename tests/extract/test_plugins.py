"""Extractors that others write: found by their entry point, set up, and put through the gate."""

from __future__ import annotations

import configparser
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint, distributions, version
from pathlib import Path

import pytest

from kg.errors import DataError, GaveUp, KgError, ServiceError, StoreError, UsageError
from kg.extract import plugins
from kg.extract.cache import AnswerCache
from kg.extract.codebook import to_codebook
from kg.extract.plugins import (
    GROUP,
    Extractor,
    Installed,
    Option,
    Rules,
    Setup,
    installed,
    set_up,
)
from kg.extract.proposals import Proposal, ProposedClaim, Quote
from kg.extract.reader import Reader, _Chosen, open_reader, read_facts, split_options
from kg.model import Article
from tests.extract.reading import lexicon
from tests.extract.test_extractor import check, shipped

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SENTENCE = "The Kigali hospital of Rwanda is twinned with a hospital in Belgium."
ARTICLE = Article("t", f"{SENTENCE} Belgium sent ten nurses to Rwanda in May.", "", "2023-05-24")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which pip has installed the example package, without any registry."""
    if tuple(map(int, version("setuptools").split(".")[:2])) < (70, 1):
        pytest.skip("setuptools 70.1 or later is needed to build the example package")
    folder = tmp_path_factory.mktemp("site")
    source = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "kg_twins.py"):
        (source / name).write_text((HERE / "twins" / name).read_text())
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps",
         "--no-build-isolation", "--disable-pip-version-check", "--target", str(folder),
         str(source)], check=True)
    return folder


def kg(site: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run kg in a process of its own that finds the package installed."""
    return subprocess.run(
        [sys.executable, "-m", "kg", *arguments], input=stdin, capture_output=True, text=True,
        cwd=site, env={**os.environ, "PYTHONPATH": f"{site}{os.pathsep}{ROOT}"})


def test_an_installed_package_is_listed_with_its_options(site: Path) -> None:
    rows = {row["name"]: row for row in json.loads(kg(site, "extractors", "--format",
                                                      "json").stdout)}
    assert rows["twins"] == {
        "name": "twins", "package": "kg-twins", "version": "1.2", "problem": None,
        "about": "Finds hospitals of two countries that a sentence calls twinned.",
        "options": [{"name": "words", "default": "twinned,paired",
                     "about": "What counts as twinning, parted by commas."}]}
    assert "rules" in rows
    assert "-O words=…" in kg(site, "extractors", "twins").stdout


def test_it_finds_facts_beside_the_rules(site: Path) -> None:
    line = json.dumps({"id": "t", "text": ARTICLE.text}) + "\n"
    (site / "in.jsonl").write_text(line)
    run = kg(site, "extract", "in.jsonl", "-e", "rules", "-e", "twins")
    assert run.returncode == 0, run.stderr
    row = json.loads(run.stdout)
    rules = {one["rule"] for one in row["engagements"] if one["type"] == "partnership"}
    assert any("twins.claim" in rule for rule in rules)
    assert {"deployment"} <= {one["type"] for one in row["engagements"]}, "of the rules"
    assert row["extractor"].startswith("rules/") and " & twins/1.2+" in row["extractor"]
    nothing = kg(site, "extract", "in.jsonl", "-e", "twins", "-O", "words=married")
    assert json.loads(nothing.stdout)["engagements"] == []


def test_a_store_says_which_extractor_wrote_it(site: Path, tmp_path: Path) -> None:
    (site / "in.jsonl").write_text(json.dumps({"id": "t", "text": ARTICLE.text}) + "\n")
    store = str(tmp_path / "store")
    arguments = ("build", "in.jsonl", "--extractor", "twins", "--store", store)
    assert kg(site, *arguments).returncode == 0
    info = json.loads(kg(site, "info", "--store", store, "--format", "json").stdout)
    (name,) = info["extractors"]
    assert name.startswith("twins/1.2+")
    assert "unchanged: 1" in kg(site, *arguments).stderr
    assert "read: 1" in kg(site, *arguments, "-O", "words=twinned").stderr, "set up otherwise"
    assert kg(site, "validate", "--store", store).returncode == 0


def test_the_page_on_plug_ins_shows_the_package_that_is_tried_here() -> None:
    page = (ROOT / "docs/plugins.md").read_text(encoding="utf-8")
    for name in ("pyproject.toml", "kg_twins.py"):
        assert (HERE / "twins" / name).read_text(encoding="utf-8") in page
    assert len((HERE / "twins/kg_twins.py").read_text().splitlines()) <= 36


def test_setup_cfg_lists_what_comes_with_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(plugins._OWN, "echo")
    parser = configparser.RawConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    lines = parser["options.entry_points"][GROUP].split("\n")
    listed = dict(line.replace(" ", "").split("=") for line in lines if line)
    assert listed == plugins._OWN
    assert set(installed([])) == set(listed)
    for one in installed([]).values():
        assert issubclass(one.load(), Extractor)


def entry(name: str, value: str) -> EntryPoint:
    """An entry point as pytest's metadata would hold it."""
    (found,) = (d for d in distributions(name="pytest"))
    made = EntryPoint(name, value, GROUP)
    vars(made)["dist"] = found
    return made


@pytest.mark.parametrize(("entries", "message"), [
    ([entry("rules", "x:Y")], "kg and pytest both offer an extractor 'rules'"),
    ([entry("a", "x:Y"), entry("a", "x:Z")], "pytest and pytest both offer"),
    ([entry("A b", "x:Y")], "offers an extractor under the name 'A b'"),
])
def test_names_that_clash_are_told_when_they_are_asked_for(
    entries: list[EntryPoint], message: str
) -> None:
    there = installed(entries)
    assert there["rules"].load() is Rules
    (broken,) = (one for one in there.values() if one.problem)
    with pytest.raises(UsageError, match=message):
        broken.load()


def test_a_broken_package_stops_nobody_who_does_not_ask_for_it(tmp_path: Path) -> None:
    metadata = tmp_path / "kg_odd-1.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: kg-odd\nVersion: 1\n")
    (metadata / "entry_points.txt").write_text(
        f"[{GROUP}]\nOdd_Name = kg_odd:X\nrules = kg_odd:X\nends = kg_odd:Ends\n")
    (tmp_path / "kg_odd.py").write_text(
        "class Ends:\n    version = '1'\n    def __init__(self, setup):\n        pass\n"
        "    def propose(self, article):\n        raise SystemExit(0)\n")
    rows = {row["name"]: row["problem"] for row in json.loads(
        kg(tmp_path, "extractors", "--format", "json").stdout)}
    assert rows["rules"] is None
    assert "kg and kg-odd both offer" in rows["rules of kg-odd"]
    assert "under the name 'Odd_Name'" in rows["Odd_Name"]
    alone = kg(tmp_path, "extract", "-", stdin=ARTICLE.text)
    assert (alone.returncode, alone.stderr) == (0, "")
    asked = kg(tmp_path, "extract", "-", "-e", "Odd_Name", stdin=ARTICLE.text)
    assert (asked.returncode, asked.stderr.count("\n")) == (2, 1)
    ended = kg(tmp_path, "extract", "-", "-e", "ends", stdin=ARTICLE.text)
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (1, "", 1)
    assert "(SystemExit: 0)" in ended.stderr


def test_one_package_on_two_paths_is_one() -> None:
    assert "a" in installed([entry("a", "x:Y"), entry("a", "x:Y")])


@pytest.mark.parametrize(("value", "message"), [
    ("no_such_module:X", "cannot be loaded \\(ModuleNotFoundError"),
    ("json:X", "cannot be loaded \\(AttributeError"),
    ("json:dumps", "json:dumps lacks version or propose"),
    ("json:decoder", "lacks version or propose"),
    (f"{__name__}:NoOptions", "are no tuple of Option"),
    (f"{__name__}:WordOptions", "are no tuple of Option"),
])
def test_what_is_broken_is_told_when_it_is_asked_for(value: str, message: str) -> None:
    broken = installed([entry("broken", value)])["broken"]
    with pytest.raises(UsageError, match=message):
        broken.load()


# Setting up


class Echo(Extractor):
    """For the tests: proposes what its option says."""

    version = "3"
    options = (Option("type", "Of the claim.", "agreement"), Option("who", "A name."),
               Option("wait", "Seconds.", "1", lasting=False))

    def __init__(self, setup: Setup) -> None:
        self.type = setup.text("type")
        self.wait = setup.number("wait", 0, 10)
        setup.integer("wait", 0, 10)

    def propose(self, article: Article) -> Proposal:
        if article.id.startswith("gone"):
            raise ServiceError(article.id, "nobody answers")
        if article.id.startswith("odd"):
            return article.text  # type: ignore[return-value]  # as a plug-in with a bug would
        if article.id.startswith("bug"):
            raise ZeroDivisionError("a bug")
        return Proposal(model="m", claims=(ProposedClaim(
            self.type, "completed", ("BE", "RW"), (Quote("Belgium sent ten nurses to Rwanda"),),
            "sent ten nurses", "sent"),))


@pytest.fixture(autouse=True)
def _echo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(plugins._OWN, "echo", f"{__name__}:Echo")


class NoOptions(Echo):
    """For the tests."""

    options = None  # type: ignore[assignment]


class WordOptions(Echo):
    """For the tests."""

    options = ("x",)  # type: ignore[assignment]


@pytest.mark.parametrize(("attribute", "value"), [
    ("concurrency", "two"), ("patience", None), ("patience", 0), ("prompt", object()),
    ("model", 7), ("propose", None)])
def test_attributes_that_will_not_do_are_told(
    attribute: str, value: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Echo, attribute, value)
    with pytest.raises(KgError, match=f"'echo' of kg .*{attribute}"):
        echo()


@pytest.mark.parametrize("error", [ValueError("no luck"), SystemExit(0)])
def test_one_that_cannot_be_set_up_is_told(
    error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(Echo, "__init__", fail)
    with pytest.raises(KgError, match=f"'echo' of kg .*{type(error).__name__}"):
        echo()


@pytest.mark.parametrize("error", [ValueError("no luck"), SystemExit(0)])
def test_one_that_cannot_be_closed_is_told(
    error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(Echo, "close", fail)
    with pytest.raises(KgError, match=f"'echo' of kg .*{type(error).__name__}"), echo() as reader:
        assert reader.read(ARTICLE).claims
    with pytest.raises(LookupError), echo():
        raise LookupError


@pytest.mark.parametrize("at_a_time", [1, 3])
def test_one_that_ends_the_program_fails_on_its_article(
    at_a_time: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Echo, "concurrency", at_a_time)
    ends = Echo.propose

    def propose(self: Echo, article: Article) -> Proposal:
        if article.id == "a":
            raise SystemExit(0)
        if article.id == "stop":
            raise KeyboardInterrupt
        return ends(self, article)

    monkeypatch.setattr(Echo, "propose", propose)
    (_, one), (_, other) = echo().read_all(articles("a", "b"))
    assert "'echo' fails on article \"a\" (SystemExit: 0)" in str(one)
    assert not isinstance(other, DataError)
    with pytest.raises(KeyboardInterrupt):
        list(echo().read_all(articles("stop")))


def echo(**options: str) -> Reader:
    return open_reader(["echo"], {"echo": {"who": "x", **options}}, lexicon=lexicon())


@pytest.mark.parametrize(("options", "message"), [
    ({}, "option 'who' is needed"),
    ({"who": "x", "typ": "y"}, "no option 'typ'; did you mean type"),
    ({"who": "x", "zzz": "y"}, "no option 'zzz'; see kg extractors echo"),
    ({"who": "x", "api-key": "y"}, "secrets are taken from environment variables"),
    ({"who": "x", "token": "y"}, "secrets are taken from environment variables"),
    ({"who": "x", "wait": "long"}, "expected a number from 0 to 10"),
    ({"who": "x", "wait": "nan"}, "expected a number from 0 to 10"),
    ({"who": "x", "wait": "11"}, "expected a number from 0 to 10"),
    ({"who": "x", "wait": "1.5"}, "expected a whole number"),
])
def test_options_that_will_not_do(options: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        set_up("echo", lexicon(), options)
    assert "=y" not in str(caught.value), "a secret is not repeated"


@pytest.mark.parametrize(("names", "given", "message"), [
    (["rules"], ["a=1"], "of which extractor"),
    (["rules", "x", "y"], ["a=1"], "of which extractor"),
    (["x"], ["a"], "expected KEY=VALUE"),
    (["x"], ["=1"], "expected KEY=VALUE"),
    (["x"], ["y.a=1"], "'y' is not among the extractors"),
    (["x"], ["a=1", "x.a=2"], "given twice"),
])
def test_options_as_typed_must_be_clear(names: list[str], given: list[str],
                                        message: str) -> None:
    with pytest.raises(UsageError, match=message):
        split_options(names, given)


def test_a_value_may_hold_anything() -> None:
    assert split_options(["x"], ["url=http://h.example:80/a?b=c", "note="]) == {
        "x": {"url": "http://h.example:80/a?b=c", "note": ""}}


def test_the_name_of_a_finder_changes_with_what_its_facts_depend_on() -> None:
    labels = {echo(**options).label for options in (
        {}, {"type": "visit"}, {"who": "y"})}
    assert len(labels) == 3
    assert echo(wait="7").label == echo().label, "how long it waits changes nothing"
    assert open_reader(lexicon=lexicon()).label == lexicon().name


# Reading


def articles(*names: str) -> list[Article]:
    return [Article(name, ARTICLE.text, "", "2023-05-24") for name in names]


def test_what_it_proposes_is_recorded_with_how_it_was_asked() -> None:
    facts = echo(type="deployment").read(ARTICLE)
    check(ARTICLE, facts)
    assert [c.type for c in facts.claims] == ["deployment"]
    (use,) = facts.uses
    assert (use.extractor, use.model) == (facts.extractor, "m")
    assert use.settings == (("type", "deployment"), ("who", "x"))
    (row,) = to_codebook(facts)["uses"]
    assert (row["model"], row["settings"]) == ("m", {"type": "deployment", "who": "x"})
    assert "uses" not in to_codebook(read_facts(ARTICLE, lexicon()))


def test_one_that_fails_on_an_article_does_not_end_the_run() -> None:
    results = dict(zip(("a", "bug", "odd", "b"), echo().read_all(
        articles("a", "bug", "odd", "b")), strict=True))
    assert [isinstance(result, DataError) for _, result in results.values()] == [
        False, True, True, False]
    assert "the extractor 'echo' fails on article \"bug\" (ZeroDivisionError: a bug)" in str(
        results["bug"][1])
    assert "propose gave a str" in str(results["odd"][1])


@pytest.mark.parametrize("at_a_time", [1, 3])
def test_the_run_stops_where_a_service_is_gone(at_a_time: int,
                                               monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Echo, "concurrency", at_a_time)
    seen = []

    def read() -> None:
        for article, result in echo().read_all(articles(
                "gone1", "gone2", "a", "gone3", "bug", "gone4", "gone5", "gone6", "b")):
            seen.append((article.id, type(result).__name__))

    with pytest.raises(GaveUp, match="3 articles in a row had no answer"):
        read()
    assert seen == [
        ("gone1", "ServiceError"), ("gone2", "ServiceError"), ("a", "Facts"),
        ("gone3", "ServiceError"), ("bug", "DataError"), ("gone4", "ServiceError"),
        ("gone5", "ServiceError"), ("gone6", "ServiceError")]


def test_several_at_a_time_come_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Echo, "concurrency", 4)
    names = [f"a{i}" for i in range(30)]
    assert [article.id for article, _ in echo().read_all(articles(*names))] == names


# Several as one


def both(first: str, second: str, **options: str) -> Reader:
    return open_reader([first, second], {"echo": {"who": "x", **options}}, lexicon=lexicon())


def test_what_both_find_is_one_fact_with_both_rules() -> None:
    facts = both("rules", "echo", type="deployment").read(ARTICLE)
    check(ARTICLE, facts)
    (sent,) = (c for c in facts.claims if c.type == "deployment")
    assert sent.rule.startswith("act.") and sent.rule.endswith(" & echo.claim")
    assert facts.extractor.startswith("rules/") and " & echo/3+" in facts.extractor


def test_what_one_finds_stays() -> None:
    facts = both("rules", "echo", type="visit").read(ARTICLE)
    check(ARTICLE, facts)
    assert {c.type for c in facts.claims} >= {"deployment", "visit"}


def test_united_with_themselves_the_rules_find_the_same() -> None:
    """Names meet, keys are moved, and nothing is found twice."""
    from kg.extract.union import unite
    from kg.rdf import canonical

    for article in shipped():
        alone = read_facts(article, lexicon())
        again = unite([alone, alone])
        check(article, again)
        assert len(again.claims) == len(alone.claims)
        assert [(i.name, i.country) for i in again.institutions] == [
            (i.name, i.country) for i in alone.institutions]
        assert [(p.name, p.role, p.institution) for p in again.people] == [
            (p.name, p.role, p.institution) for p in alone.people]
        for name in ("countries", "pairs", "topics", "links", "capacities", "rejected"):
            one, other = getattr(canonical(again), name), getattr(canonical(alone), name)
            assert len(one) == len(other), name


def test_names_of_two_extractors_meet() -> None:
    from kg.extract.union import unite
    from kg.model import Facts, Institution, Link, Person

    cite = Article("a", "Alpha Beta Gamma Delta").cite
    one = Facts("a", True, institutions=(
        Institution("i1", "Alpha", "ngo", None, ("Al",), (cite(0, 5),), "x"),))
    two = Facts("a", True, institutions=(
        Institution("i1", "Beta", "hospital", "FR", (), (cite(6, 10),), "y"),
        Institution("i2", "al", "company", "IR", (), (cite(0, 5),), "y")),
        people=(Person("p1", "Gamma", None, "FR", (), (cite(11, 16),), "y", institution="i2"),),
        links=(Link("i1", "i2", (cite(0, 10),), "y"),))
    whole = unite([one, two])
    assert [(i.key, i.name, i.type, i.country, i.rule) for i in whole.institutions] == [
        ("i1", "Alpha", "ngo", "IR", "x & y"), ("i2", "Beta", "hospital", "FR", "y")]
    assert [(p.key, p.institution) for p in whole.people] == [("p1", "i1")]
    assert [(link.a, link.b) for link in whole.links] == [("i1", "i2")]
    with pytest.raises(ValueError, match="facts of one article"):
        unite([one, Facts("b", False)])


# Kept answers


def test_an_answer_that_is_kept_comes_back(tmp_path: Path) -> None:
    cache = AnswerCache(tmp_path / "answers")
    digest = AnswerCache.digest({"a": [1, "é"]})
    assert digest == AnswerCache.digest({"a": [1, "é"]}) != AnswerCache.digest({"a": [1, "e"]})
    assert cache.get(digest) is None
    cache.put(digest, {"x": "\ud800 é"})
    assert AnswerCache(tmp_path / "answers").get(digest) == {"x": "\ud800 é"}


@pytest.mark.parametrize("content", [
    "", "{", "[]", '{"question": "other", "answer": 1}', "\x00", "é"])
def test_a_damaged_answer_is_told_and_replaced(tmp_path: Path, content: str) -> None:
    told: list[KgError] = []
    cache = AnswerCache(tmp_path, told.append)
    digest = AnswerCache.digest(1)
    cache.put(digest, 1)
    (path,) = tmp_path.glob("*/*.json")
    path.write_bytes(content.encode("latin-1"))
    assert cache.get(digest) is None
    (error,) = told
    assert str(error).startswith(f"{path}: a kept answer that is damaged (")
    cache.put(digest, 2)
    assert cache.get(digest) == 2


def test_a_folder_that_keeps_nothing_is_told_once(tmp_path: Path) -> None:
    told: list[KgError] = []
    cache = AnswerCache(tmp_path, told.append)
    for number in range(256):  # a file wherever a folder is to be
        (tmp_path / f"{number:02x}").touch()
    for question in range(3):
        digest = AnswerCache.digest(question)
        assert cache.get(digest) is None
        cache.put(digest, 1)
    assert [type(error) for error in told] == [StoreError, StoreError]
    assert str(told[0]).startswith(f"{tmp_path}: kept answers cannot be read (")
    assert str(told[1]).startswith(f"{tmp_path}: answers cannot be kept (")
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="is no folder"):
        AnswerCache(tmp_path / "file")


def test_the_rules_take_no_options() -> None:
    assert isinstance(set_up("rules", lexicon(), {})[0], Rules)
    with pytest.raises(UsageError, match="no option"):
        set_up("rules", lexicon(), {"a": "1"})
    assert isinstance(installed([])["rules"], Installed)
    assert _Chosen(*set_up("rules", lexicon(), {})).label == lexicon().name


@pytest.mark.parametrize("names", [["rules"], ["echo"], ["rules", "echo"]])
def test_an_article_comes_out_before_the_next_is_asked_for(names: list[str]) -> None:
    """Else what a stream of news yields would be held back."""
    asked = []

    def stream() -> Iterator[Article]:
        for article in articles("a", "b", "c"):
            asked.append(article.id)
            yield article

    reader = open_reader(names, {"echo": {"who": "x"}} if "echo" in names else {},
                         lexicon=lexicon())
    for article, _ in reader.read_all(stream()):
        assert asked[-1] == article.id
    assert asked == ["a", "b", "c"]
