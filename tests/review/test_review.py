"""What review lists and explains, on what was really built; decisions through the command line."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from itertools import combinations
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.assemble.joining import contradict
from kg.cli import main
from kg.cli.review import _FORMATS, _KINDS
from kg.decisions import read_decisions
from kg.decisions.rules import faults
from kg.errors import UsageError
from kg.rdf.things import link_name
from kg.resources import data_path
from kg.review import FORMATS, KINDS, Doubt, Sight, explain, find_doubts, format_doubts
from kg.review.reasons import apart, joined, named
from kg.store import Store, open_store


@pytest.fixture(scope="module")
def sight(built: Store) -> Sight:
    return Sight(built)


@pytest.fixture(scope="module")
def doubts(sight: Sight) -> list[Doubt]:
    return find_doubts(sight, frequent=2)


def kg(*arguments: object, **environment: str) -> Result:
    return CliRunner().invoke(
        main, [str(one) for one in arguments], catch_exceptions=False, env=environment)


# What is doubtful


def test_options_of_the_command_line_are_those_of_the_library() -> None:
    assert _FORMATS == FORMATS
    assert tuple(KINDS) == _KINDS


def test_doubts_come_worst_first_and_explain_their_score(doubts: list[Doubt]) -> None:
    assert len(doubts) > 50
    assert {one.kind for one in doubts} >= {"merged", "joined", "link", "claim", "unlinked"}
    scores = [round(one.score, 6) for one in doubts]
    assert scores == sorted(scores, reverse=True)
    assert len({one.id for one in doubts}) == len(doubts), "a number names one doubt"
    for one in doubts:
        assert one.signs
        assert all(0 < weight <= 1 for weight, _ in one.signs)
        assert all(says in one.explained for _, says in one.signs)
        assert one.choices, "what cannot be settled is no use"


def test_quotes_are_words_of_their_articles(doubts: list[Doubt]) -> None:
    rows = [json.loads(line) for path in sorted(data_path("articles").glob("*.jsonl"))
            for line in path.read_text(encoding="utf-8").splitlines()]
    texts = {row["id"]: " ".join(f"{row['title']} {row['text']}".split()) for row in rows}
    quotes = [quote for one in doubts for side in one.sides for quote in side.quotes]
    assert len(quotes) > 100
    for quote in quotes:
        assert quote.quote.removesuffix("…") in texts[quote.article]


def test_each_choice_is_a_decision_that_can_be_filed(doubts: list[Doubt]) -> None:
    for one in doubts:
        for choice in one.choices:
            assert list(faults(choice.decision)) == []


def test_known_doubts_are_among_them(doubts: list[Doubt]) -> None:
    """Fifty doctors on Tuesday and 47 on Thursday were taken for one landing; Mozambique's plant
    of 2008 leads to that of 2012 by its subject alone; a minister has two spellings and offices."""
    found = {(one.kind, tuple(sorted({
        quote.article for side in one.sides for quote in side.quotes}))) for one in doubts}
    assert {("joined", ("af-03", "af-04")), ("link", ("af-09", "af-11"))} <= found
    assert any(one.kind == "merged" and "Sicily" in one.question for one in doubts)


def test_the_same_list_in_three_forms(doubts: list[Doubt]) -> None:
    records = [json.loads(line) for line in format_doubts(doubts, "jsonl").splitlines()]
    rows = list(csv.DictReader(io.StringIO(format_doubts(doubts, "csv"))))
    text = format_doubts(doubts)
    assert [one.id for one in doubts] == [one["id"] for one in records] == [
        one["id"] for one in rows]
    assert re.findall(r"^([0-9a-f]{8})  ", text, re.MULTILINE) == [one.id for one in doubts]
    assert all(char.isprintable() or char == "\n" for char in text)


def test_kinds_and_limits(sight: Sight) -> None:
    assert {one.kind for one in find_doubts(sight, kinds=["claim"])} == {"claim"}
    sure = find_doubts(sight, kinds=["claim"], below=0.45)
    assert 0 < len(sure) < len(find_doubts(sight, kinds=["claim"]))
    assert len(find_doubts(sight, kinds=["unlinked"], frequent=50)) == 0


# Why


def test_reasons_are_those_of_the_rules(sight: Sight) -> None:
    """Something keeps two claims apart where, and only where, the rules say so."""
    told = [sight.told(report) for one in sight.world.engagements for report in one.reports]
    pairs = [(a, b) for a, b in combinations(told, 2)
             if a.claim.type == b.claim.type and a.claim.countries == b.claim.countries]
    assert len(pairs) > 100
    against = 0
    for a, b in pairs:
        causes = apart(a, b, sight.places)
        assert bool(causes) == contradict(a, b, sight.places)
        assert "rule" not in {name for name, _ in causes}, "each rule has its words"
        against += bool(causes)
    assert 0 < against < len(pairs)


def test_each_mention_has_a_reason_and_joined_reports_have_one(sight: Sight) -> None:
    reasons = [named(entity, sight.mention(mention))[0] for entity in sight.world.entities
               for mention in entity.mentions]
    assert reasons.count("rule") <= len(reasons) * 0.02
    for one in sight.world.engagements:
        for a, b in combinations([sight.told(report) for report in one.reports], 2):
            assert joined(a, b)


def test_everything_can_be_explained(sight: Sight) -> None:
    world = sight.world
    ids = [world.entities[0].id, world.engagements[0].id, world.engagements[0].reports[0].claim,
           world.threads[0].id, world.disagreements[0].id, "article/af-03", "origin/af-03",
           link_name(world.links[0].a, world.links[0].b), world.links[0].reports[0].claim,
           "mention/af-03.i1", "mention/af-03.p1", "country/KE"]
    ids += [next(one.id for one in world.entities if one.kind == "person")]
    post = sight.store.query("SELECT ?post { ?post a org:Post } ORDER BY ?post LIMIT 1")
    ids += [next(iter(post))["post"].value]  # type: ignore[index, union-attr]
    for id in ids:
        account = explain(sight, id)
        assert account.parts, id
        assert account.iri.startswith("https://")
        assert explain(sight, account.iri) == account
        assert explain(sight, f"<{account.iri}>") == account


@pytest.mark.parametrize(("name", "id"), [
    ("Kenya", "country/KE"), ("KEN", "country/KE"), ("af-03", "article/af-03"),
    ("claim:af-03.33c5ee311661adbc", "claim/af-03.33c5ee311661adbc"),
    ("Fiocruz", "institution/br-fiocruz"), ("country:CU", "country/CU"),
])
def test_things_go_by_their_names(sight: Sight, name: str, id: str) -> None:
    assert explain(sight, name).id == id


def test_names_of_nothing_and_of_several_are_told(sight: Sight) -> None:
    with pytest.raises(UsageError, match="goes by 'Oswaldo Crus'; did you mean Oswaldo Cruz"):
        explain(sight, "Oswaldo Crus")
    with pytest.raises(UsageError, match="'Ministry of Health' could be institution/"):
        explain(sight, "Ministry of Health")


def test_an_engagement_tells_of_reports_origins_and_neighbours(sight: Sight) -> None:
    """Two outlets, two origins; the brigade that Kenya sends the other way is another act."""
    (one,) = [each for each in sight.world.engagements
              if {report.article for report in each.reports} >= {"af-03", "af-04"}
              and each.type == "deployment" and each.status == "ongoing"]
    says = "\n".join(part.says for part in explain(sight, one.id).parts)
    assert "2 reports of 2 independent origins speak of it." in says
    assert "Its status is ongoing: the furthest stage that an asserted report gives" in says
    assert "af-03 and af-04 tell one act: dated 2 days apart" in says
    assert "is another: one article tells both" in says


def test_reprints_are_told_as_one_origin(sight: Sight) -> None:
    says = " ".join(part.says for part in explain(sight, "as-12").parts)
    origin = re.search(r"origin/([\w-]+)", says)
    assert origin
    parts = explain(sight, origin[0]).parts
    assert "as-11, as-12 go back to one text" in parts[0].says


# Decisions by the command line, on a store of some of the articles


@pytest.fixture(scope="module")
def some(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with seven articles, on doctors of Cuba in Kenya and vaccine for Taiwan."""
    folder = tmp_path_factory.mktemp("some")
    lines = [line for path in sorted(data_path("articles").glob("*.jsonl"))
             for line in path.read_text(encoding="utf-8").splitlines()
             if json.loads(line)["id"] in ("af-01", "af-02", "af-03", "af-04", "af-05", "as-15",
                                           "as-16")]
    (folder / "articles.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert kg("build", folder / "articles.jsonl", "--store", folder / "store", "-q").exit_code == 0
    return folder


@pytest.fixture
def store(some: Path, tmp_path: Path) -> Path:
    """A copy of the store of these articles, and they beside it."""
    return Path(shutil.copytree(some, tmp_path / "own")) / "store"


def quads(store: Path) -> set[str]:
    with open_store(store, read_only=True) as opened:
        return {str(quad) for quad in opened.quads()}


def test_decisions_are_made_applied_listed_and_undone(store: Path) -> None:
    file = store.parent / "kg-decisions.jsonl"
    before = quads(store)
    listed = kg("review", "--store", store, "--kind", "joined", "--format", "jsonl",
                "--limit", 0)
    doubt = next(row for row in map(json.loads, listed.stdout.splitlines())
                 if {quote["article"] for side in row["sides"] for quote in side["quotes"]}
                 == {"af-03", "af-04"})
    made = kg("review", "--store", store, "decide", doubt["id"], "split", "--who", "Ana",
              "--why", "Two landings.", "--when", "2026-11-23")
    assert made.exit_code == 0, made.output
    made = kg("review", "decide", "reject", "claim/as-15.d35cbde2024a8d04", "--store", store,
              "--who", "Ana")
    assert made.exit_code == 2
    assert "holds no 'claim/as-15" in made.stderr
    (wrong,) = _claims(store, "as-15", "cooperation")
    for words in (("reject", wrong), ("correct", "institution/ke-ministry-of-health", "--set",
                                      "name=Health Ministry"),
                  ("correct", _claims(store, "af-02", "agreement")[0], "--set",
                   "status=planned", "--set", "topic=vaccines,malaria")):
        made = kg("review", "--store", store, "decide", *words, "--when", "2026-11-23",
                  KG_REVIEWER="Ben")
        assert made.exit_code == 0, made.output
    assert len(read_decisions(file).entries) == 4
    again = kg("review", "--store", store, "--kind", "joined", "--format", "jsonl")
    assert doubt["id"] not in again.stdout, "what is decided is not listed again"

    done = kg("build", store.parent / "articles.jsonl", "--store", store)
    assert done.exit_code == 0, done.output
    assert "4 applied, 0 stale, 0 waiting" in done.stderr
    with open_store(store, read_only=True) as opened:
        world = opened.world()
        assert len(world.decisions) == 4
        rows = list(opened.query("""SELECT ?claim ?who ?why {
            ?claim prov:wasInvalidatedBy ?d . ?d prov:wasAssociatedWith/skos:prefLabel ?who }"""))
        assert [(row["claim"].value[-len(wrong):], row["who"].value)  # type: ignore[index]
                for row in rows] == [(wrong, "Ben")]
        sight = Sight(opened)
        landing = explain(sight, _claims(store, "af-03", "deployment")[0])
        assert "Ana decided on 2026-11-23: split" in " ".join(part.says for part in landing.parts)
        assert "a person rejected it" in explain(sight, wrong).parts[-1].says
    assert not any(report.claim == wrong for one in world.engagements for report in one.reports)
    shown = kg("review", "list", "--store", store)
    assert shown.stdout.count("   holds") == 4
    assert kg("review", "check", "--store", store).exit_code == 0

    assert kg("build", store.parent / "articles.jsonl", "--store", store, "--no-decisions",
              "--quiet").exit_code == 0
    assert quads(store) == before, "without the file the graph is as it was"
    assert kg("review", "undo", "last", "--store", store).exit_code == 0
    assert kg("review", "undo", 1, "--store", store).exit_code == 0
    assert len(read_decisions(file).entries) == 2
    assert kg("review", "undo", 7, "--store", store).exit_code == 2


def _claims(store: Path, article: str, type_: str) -> list[str]:
    with open_store(store, read_only=True) as opened:
        return [name for name, ground in Sight(opened).grounds(article).items()
                if ground.says.startswith(type_)]


def test_what_is_stale_fails_the_check_and_the_build(store: Path) -> None:
    claim = _claims(store, "af-03", "agreement")[0]
    kg("review", "decide", "confirm", claim, "--store", store, "--who", "Ana")
    file = store.parent / "kg-decisions.jsonl"
    row = json.loads(file.read_text())
    row["ground"][0]["hash"] = "0" * 16
    file.write_text(f"{json.dumps(row)}\nno decision\n")
    checked = kg("review", "check", "--store", store)
    assert checked.exit_code == 1
    assert "kg-decisions.jsonl:1: stale: " in checked.stderr
    assert "kg-decisions.jsonl:2: no JSON" in checked.stderr
    built = kg("build", store.parent / "articles.jsonl", "--store", store)
    assert built.exit_code == 1
    assert "kg-decisions.jsonl:2: no JSON" in built.stderr, "a faulty file is not applied in part"
    file.write_text(f"{json.dumps(row)}\n")
    built = kg("build", store.parent / "articles.jsonl", "--store", store)
    assert built.exit_code == 1
    assert "kg-decisions.jsonl:1: stale, and not applied" in built.stderr
    again = kg("build", store.parent / "articles.jsonl", "--store", store)
    assert "0 of 1 applied" in again.stderr, "where nothing is assembled anew it is still said"
    removed = kg("remove", "af-03", "--store", store)
    assert removed.exit_code == 0
    assert "waiting: no article 'af-03'" in kg("review", "list", "--store", store).stdout


@pytest.mark.parametrize(("words", "cause"), [
    (("decide", "00000000", "merge"), "no doubt '00000000', and no verb"),
    (("decide", "merge", "engagement/x", "engagement/y"), "no engagement is 'engagement/x'"),
    (("decide", "correct", "country/KE", "--set", "name=x"),
     "nothing in the store is 'country/KE'"),
    (("decide", "confirm", "mention/af-03.i1", "--set", "a"), "expected FIELD=VALUE"),
    (("undo", "last"), "No such file"),
])
def test_misuse_is_told_in_a_line(some: Path, tmp_path: Path, words: tuple[str, ...],
                                  cause: str) -> None:
    result = kg("review", "--store", some / "store", "--decisions", tmp_path / "none.jsonl", *words,
                KG_REVIEWER="Ana")
    assert result.exit_code in (1, 2)
    assert cause in result.stderr
    assert not (tmp_path / "none.jsonl").exists()


def test_explain_speaks_to_people_and_programs(some: Path) -> None:
    text = kg("explain", "BioNTech", "--store", some / "store")
    assert text.stdout.startswith("BioNTech (institution)\nhttps://")
    record = json.loads(
        kg("explain", "BioNTech", "--format", "json", "--store", some / "store").stdout)
    assert record["id"] == "institution/de-biontech"
    assert record["parts"][0]["says"] in text.stdout.replace("\n  ", " ")
    assert kg("explain", "Atlantis", "--store", some / "store").exit_code == 2
