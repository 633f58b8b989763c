"""Decisions of people: what the file may hold, what they change, and that they can be undone."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kg.assemble import assemble
from kg.cli.decisions import chosen_decisions
from kg.decisions import (
    DEFAULT_NAME,
    NO_DECISIONS,
    Decisions,
    Settled,
    add_decisions,
    decide_entities,
    drop_decisions,
    find_file,
    make_decision,
    read_decisions,
    scan_decisions,
    settle,
    to_line,
)
from kg.errors import DataError, UsageError
from kg.ids import claim_id, link_id, mention_id
from kg.model import Article, Claim, Decision, Facts, Institution, Link, Person, World
from kg.resolve import resolve, to_registry

ARTICLES: dict[str, tuple[Article, Facts]] = {}


def tell(
    name: str, date: str, *claims: Claim, minister: str = "Obeid Balushi",
    institute: str = "Finlay Institute",
) -> None:
    text = f"On {date} the {institute} of Cuba and {minister} of Kenya said so in {name}. And then."
    article = Article(name, text, title=name, date=date, publisher=f"Herald {name}")
    words = (article.cite(0, len(text) - 10),)
    ARTICLES[name] = article, Facts(
        name, True,
        institutions=(
            Institution("i1", institute, "research_institute", "CU", (), words, "test"),
            Institution("i2", "Kenya Medical Research Institute", "research_institute", "KE", (),
                        words, "test"),
        ),
        people=(Person("p1", minister, "minister", "KE", (), words, "test"),),
        claims=tuple(replace(one, evidence=words, participants=("i1", "i2", "p1"))
                     for one in claims),
        links=(Link("i1", "i2", words, "test"),),
    )


def claim(type_: str, status: str, **fields: object) -> Claim:
    made = Claim(type_, status, ("CU", "KE"), (), "test", topics=("vaccines",))
    return replace(made, **fields)  # type: ignore[arg-type]


# Two outlets on one signature, the training under it, and a wish that a third one reports.
tell("a1", "2020-03-01", claim("agreement", "signed", date="2020-03-01"))
tell("a2", "2020-03-02", claim("agreement", "signed", date="2020-03-01"),
     institute="Instituto de Vacunas")
tell("a3", "2020-09-02", claim("training", "planned"), minister="Obaid Balushi")
tell("a4", "2023-01-05", claim("agreement", "proposed", topics=("malaria",)),
     minister="Kip Keino")


def built(decisions: Decisions | None = None) -> tuple[World, Settled]:
    """The world of the articles, with the decisions."""
    facts = [told for _, told in ARTICLES.values()]
    articles = [article for article, _ in ARTICLES.values()]
    entities, mapping = resolve(facts, to_registry(()))
    settled = settle(decisions or Decisions(), facts, mapping, {one.id for one in entities})
    entities, mapping = decide_entities(entities, mapping, facts, settled)
    origins = {article.id: article.id for article in articles}
    return assemble(facts, articles, entities, mapping, origins, decisions=settled), settled


PLAIN, _ = built()


def the_claim(name: str) -> str:
    return claim_id(name, ARTICLES[name][1].claims[0])


def entity(name: str) -> str:
    (found,) = {one.id for one in PLAIN.entities if name in (one.name, *one.aliases)}
    return found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kg-decisions.jsonl"


Decide = Callable[..., Decision]


@pytest.fixture
def decide(file: Path) -> Decide:
    """Makes a decision and puts it into the file."""
    articles = {name: article for article, (_, facts) in ARTICLES.items() for name in (
        *(claim_id(article, one) for one in facts.claims),
        *(link_id(article, one) for one in facts.links),
        *(mention_id(article, one.key) for one in (*facts.institutions, *facts.people)))}

    def made(verb: str, *targets: str, **changes: str) -> Decision:
        one = make_decision(
            verb, targets, who="Ana", when="2026-11-23", why="Seen on paper.", changes=changes,
            entities={one.id: one for one in PLAIN.entities}, articles=articles,
            facts=lambda name: ARTICLES[name][1])
        add_decisions(file, [one])
        return one

    return made


def applied(file: Path) -> World:
    world, settled = built(read_decisions(file))
    assert not settled.pending
    assert world.decisions == settled.applied
    return world


def acts(world: World) -> set[tuple[str, str, int]]:
    return {(one.type, one.status, len(one.reports)) for one in world.engagements}


def test_without_decisions_the_rules_have_their_way() -> None:
    assert acts(PLAIN) == {("agreement", "signed", 1), ("training", "planned", 1),
                           ("agreement", "proposed", 1)}, "two institutes of Cuba: two agreements"
    assert len(PLAIN.links) == 2


def test_institutions_that_were_merged_bring_their_engagements_together(
    file: Path, decide: Decide
) -> None:
    decide("merge", entity("Finlay Institute"), entity("Instituto de Vacunas"))
    world = applied(file)
    (one,) = [e for e in world.entities if "Instituto de Vacunas" in (e.name, *e.aliases)]
    assert one.name == "Finlay Institute", "the name of most articles"
    assert len(one.mentions) == 4
    assert ("agreement", "signed", 2) in acts(world)
    assert [link.origins for link in world.links] == [4]


def test_a_mention_that_was_split_off_is_another(file: Path, decide: Decide) -> None:
    decide("split", entity("Obeid Balushi"), "mention/a3.p1")
    world = applied(file)
    assert {one.name: one.mentions for one in world.entities if one.kind == "person"} == {
        "Obeid Balushi": (("a1", "p1"), ("a2", "p1")), "Obaid Balushi": (("a3", "p1"),),
        "Kip Keino": (("a4", "p1"),)}
    assert all("Obaid Balushi" not in one.aliases for one in world.entities)


def test_a_wording_that_was_split_off_goes_where_it_is_said(file: Path, decide: Decide) -> None:
    decide("split", entity("Obeid Balushi"), name="Obaid Balushi", into=entity("Kip Keino"))
    world = applied(file)
    (keino,) = [one for one in world.entities if "Kip Keino" in (one.name, *one.aliases)]
    assert keino.mentions == (("a3", "p1"), ("a4", "p1"))


def test_claims_that_were_merged_are_one_act_and_split_ones_two(
    file: Path, decide: Decide
) -> None:
    decide("merge", the_claim("a1"), the_claim("a2"))
    assert ("agreement", "signed", 2) in acts(applied(file))
    file.unlink()
    decide("merge", entity("Finlay Institute"), entity("Instituto de Vacunas"))
    decide("split", the_claim("a1"), the_claim("a2"))
    assert ("agreement", "signed", 2) not in acts(applied(file))


def test_a_link_of_a_thread_is_cut_and_tied(file: Path, decide: Decide) -> None:
    def ties(world: World) -> set[tuple[str, ...]]:
        return {step.basis for thread in world.threads for step in thread.steps if step.follows}

    before = ties(PLAIN)
    assert before
    decide("unlink", the_claim("a1"), the_claim("a3"))
    decide("unlink", the_claim("a2"), the_claim("a3"))
    assert not ties(applied(file))
    file.unlink()
    decide("link", the_claim("a4"), the_claim("a1"))
    assert ("decision",) in ties(applied(file))


def test_a_rejected_claim_is_in_no_engagement_and_makes_no_link(
    file: Path, decide: Decide
) -> None:
    decide("reject", the_claim("a1"))
    world = applied(file)
    assert acts(world) == {("agreement", "signed", 1), ("training", "planned", 1),
                           ("agreement", "proposed", 1)}
    assert all(report.article != "a1" for one in world.engagements for report in one.reports)
    assert all(report.article != "a1" for link in world.links for report in link.reports)


def test_what_is_no_institution_takes_part_in_nothing(file: Path, decide: Decide) -> None:
    decide("reject", entity("Instituto de Vacunas"))
    world = applied(file)
    assert not any(one.name == "Instituto de Vacunas" for one in world.entities)
    assert ("agreement", "signed", 2) in acts(world), "nothing tells the two reports apart now"
    file.unlink()
    decide("reject", "mention/a2.i1")
    assert applied(file).entities == world.entities


def test_a_corrected_claim_says_what_it_was_set_to_and_keeps_its_id(
    file: Path, decide: Decide
) -> None:
    decide("correct", the_claim("a1"), status="planned", type="plan", date="2021", party="CU MZ",
           topic="malaria cell-therapy", modality="denied", place="Maputo")
    (one,) = [e for e in applied(file).engagements if e.reports[0].claim == the_claim("a1")]
    assert (one.type, one.status, one.date, one.place) == ("plan", "planned", "2021", "Maputo")
    assert (one.countries, one.modality) == (("CU", "MZ"), "denied")
    assert one.topics == ("cell-therapy", "malaria")
    file.unlink()
    decide("correct", the_claim("a1"), date="none", topic="none")
    (one,) = [e for e in applied(file).engagements if e.reports[0].claim == the_claim("a1")]
    assert (one.date, one.topics) == (None, ())


def test_a_claim_that_was_corrected_to_a_wish_ties_no_institutions(
    file: Path, decide: Decide
) -> None:
    decide("correct", the_claim("a2"), status="proposed")
    assert all(report.article != "a2" for link in applied(file).links for report in link.reports)


def test_a_corrected_entity_keeps_its_old_name_as_another(file: Path, decide: Decide) -> None:
    decide("correct", entity("Kip Keino"), name="Kipchoge Keino", country="UG")
    (one,) = [e for e in applied(file).entities if e.name == "Kipchoge Keino"]
    assert (one.aliases, one.country, one.id) == (("Kip Keino",), "UG", entity("Kip Keino"))


def test_decisions_do_not_depend_on_their_order_nor_on_being_said_twice(
    file: Path, decide: Decide
) -> None:
    decide("merge", entity("Finlay Institute"), entity("Instituto de Vacunas"))
    decide("split", entity("Obeid Balushi"), "mention/a3.p1")
    decide("correct", the_claim("a1"), date="2020-03")
    decide("link", the_claim("a4"), the_claim("a1"))
    decide("confirm", the_claim("a3"))
    whole, seal = applied(file), read_decisions(file).seal
    lines = file.read_text().splitlines()
    for seed in range(4):
        mixed = [*lines, lines[0]]
        random.Random(seed).shuffle(mixed)
        file.write_text("# by hand\n\n" + "\r\n".join(mixed))
        assert (applied(file), read_decisions(file).seal) == (whole, seal)
    file.write_text("")
    assert applied(file) == PLAIN, "undone"


# Stale and waiting


def test_a_decision_whose_ground_reads_otherwise_is_stale(file: Path, decide: Decide) -> None:
    decide("correct", the_claim("a1"), status="planned")
    decide("merge", entity("Finlay Institute"), entity("Instituto de Vacunas"))
    before = dict(ARTICLES)
    try:
        tell("a1", "2020-03-01", claim("agreement", "planned", date="2020-03-01"))
        tell("a2", "2020-03-02", claim("agreement", "signed", date="2020-03-01"),
             institute="Instituto Carlos J. Finlay")
        world, settled = built(read_decisions(file))
    finally:
        ARTICLES.clear()
        ARTICLES.update(before)
    assert world.decisions == ()
    causes = {one.decision.verb: (one.state, one.cause) for one in settled.pending}
    assert causes["correct"][0] == causes["merge"][0] == "stale"
    assert "a1 no longer says 'agreement signed CU-KE 2020-03-01'" in causes["correct"][1]
    assert "Instituto Carlos J. Finlay (CU)" in causes["merge"][1]


def test_a_decision_on_an_article_that_is_not_there_waits(file: Path, decide: Decide) -> None:
    decide("confirm", the_claim("a4"))
    article = ARTICLES.pop("a4")
    try:
        _, settled = built(read_decisions(file))
    finally:
        ARTICLES["a4"] = article
    assert [(one.state, one.cause) for one in settled.pending] == [
        ("waiting", "no article 'a4' in the store")]


def test_claims_of_different_types_are_one_only_after_a_correction(
    file: Path, decide: Decide
) -> None:
    decide("merge", the_claim("a1"), the_claim("a3"))
    _, settled = built(read_decisions(file))
    assert "of different types" in settled.pending[0].cause
    decide("correct", the_claim("a3"), type="agreement")
    assert ("agreement", "signed", 2) in acts(applied(file))


# The file


@pytest.mark.parametrize(("first", "second", "cause"), [
    (("merge", "A", "B"), ("split", "A", "B"), "are one by merge, and two by split"),
    (("correct", "a1", "status=planned"), ("correct", "a1", "status=ended"),
     "status of claim/a1.[0-9a-f]+ is 'planned' there and 'ended' here"),
    (("reject", "a1"), ("correct", "a1", "status=ended"), "rejected by one, and corrected"),
    (("confirm", "a1"), ("reject", "a1"), "rejected by one, and confirmed"),
    (("confirm", "a1"), ("correct", "a1", "date=2020"), "is right as it is by one"),
    (("link", "a1", "a4"), ("unlink", "a4", "a1"), "are linked by one, and not by the other"),
    (("merge", "a1", "a2"), ("split", "a2", "a1"), "are one by merge, and two by split"),
    (("split", "S", "mention/a3.p1"), ("split", "S", "mention/a3.p1", "into=K"), "split off twice"),
])
def test_decisions_that_cannot_both_hold_are_told_with_file_and_line(
    file: Path, decide: Decide, first: tuple[str, ...], second: tuple[str, ...], cause: str
) -> None:
    names = {"A": entity("Finlay Institute"), "B": entity("Instituto de Vacunas"),
             "S": entity("Obeid Balushi"), "K": entity("Kip Keino")}

    def make(verb: str, *rest: str) -> str:
        targets = [names.get(one, one) if one in names or "/" in one else the_claim(one)
                   for one in rest if "=" not in one]
        changes = {key: names.get(value, value) for key, _, value in (
            one.partition("=") for one in rest if "=" in one)}
        return to_line(decide(verb, *targets, **changes))

    one = make(*first)
    with pytest.raises(DataError, match="the new decision contradicts line 1"):
        make(*second)
    assert file.read_text() == one + "\n", "a refused decision leaves the file as it was"
    file.unlink()
    two = make(*second)
    file.write_text(f"# two people\n{one}\n\n{two}\n")
    with pytest.raises(DataError, match=rf"kg-decisions.jsonl:4: contradicts line 2: .*{cause}"):
        read_decisions(file)


@pytest.mark.parametrize(("change", "cause"), [
    ({"decide": "guess"}, "'guess' is no decision; expected one of merge"),
    ({"targets": "claim/x"}, 'no "targets"; expected a list of ids'),
    ({"targets": []}, "correct takes one claim, institution or person; found none"),
    ({"targets": ["engagement/x"]}, "correct takes one claim"),
    ({"set": {"status": "sined"}}, "status 'sined'; expected proposed, planned"),
    ({"set": {"date": "soon"}}, "date 'soon'; expected 2018"),
    ({"set": {"party": ["Iran"]}}, "no country 'Iran'; expected codes"),
    ({"set": {"topic": ["health"]}}, "no topic 'health' in data/topics.csv"),
    ({"set": {"colour": "red"}}, "correct of a claim sets type, status, .*, not 'colour'"),
    ({"set": {}}, 'no "set"; expected one of type'),
    ({"set": {"status": 3}}, "gives 'status' no string"),
    ({"who": " "}, '"who" is empty'),
    ({"when": "yesterday"}, "\"when\" is 'yesterday'; expected a day"),
    ({"when": "2026"}, "expected a day"),
    ({"ground": []}, 'no "ground"; kg review decide writes'),
    ({"ground": [{"id": "x"}]}, 'a "ground" needs the strings id, article'),
    ({"sure": "yes"}, "unknown key 'sure'"),
])
def test_a_line_that_is_no_decision_is_told_with_its_place(
    file: Path, decide: Decide, change: dict[str, object], cause: str
) -> None:
    line = to_line(decide("correct", the_claim("a1"), status="planned"))
    file.write_text("\n" + json.dumps({**json.loads(line), **change}) + "\n")
    with pytest.raises(DataError, match=rf"kg-decisions.jsonl:2: .*{cause}"):
        read_decisions(file)
    with pytest.raises(DataError):
        add_decisions(file, [])


@pytest.mark.parametrize("line", ["{", "[]", "7", "null", "[" * 100_000])
def test_what_is_no_json_object_is_told(file: Path, line: str) -> None:
    file.write_text(line)
    with pytest.raises(DataError, match=r"kg-decisions.jsonl:1: "):
        read_decisions(file)


def test_all_faults_of_a_file_can_be_told_and_the_rest_is_kept(
    file: Path, decide: Decide
) -> None:
    good = to_line(decide("confirm", the_claim("a1")))
    file.write_text(f"{{}}\n{good}\nnonsense\n")
    told: list[DataError] = []
    kept = scan_decisions(file, told.append)
    assert [one.line for one in told] == [1, 3]
    assert [to_line(one) for one in kept.entries] == [good]


def test_bytes_that_are_no_text_are_told(file: Path) -> None:
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataError, match="not UTF-8"):
        read_decisions(file)


def test_a_line_is_read_as_it_was_written_and_steers_no_terminal(
    file: Path, decide: Decide
) -> None:
    one = decide("reject", the_claim("a1"))
    nasty = replace(one, why="\x1b[2J\u202e\n\t\"'\\ نص", who="محمد")
    line = to_line(nasty)
    assert line.isprintable()
    file.write_text(line)
    assert read_decisions(file).entries == (nasty,)


def test_lines_are_dropped_and_the_others_stay_as_they_are(file: Path, decide: Decide) -> None:
    decide("confirm", the_claim("a1"))
    one = to_line(decide("confirm", the_claim("a3")))
    file.write_text("# ours\n" + file.read_text())
    drop_decisions(file, [2])
    assert file.read_text() == f"# ours\n{one}\n"


@pytest.mark.parametrize("fields", [
    {"who": " "}, {"who": "half of a pair \udcff"}, {"why": "half of a pair \ud800"},
    {"when": "today"}, {"when": "2026-02-30"}])
def test_nothing_is_written_that_could_not_be_read(
    file: Path, decide: Decide, fields: dict[str, str]
) -> None:
    one = decide("confirm", the_claim("a1"))
    before = file.read_text()
    with pytest.raises(UsageError, match=f'"{next(iter(fields))}" is '):
        add_decisions(file, [replace(one, targets=(the_claim("a2"),), **fields)])  # type: ignore[arg-type]
    assert file.read_text() == before


def test_targets_that_are_not_there_are_refused(decide: Decide) -> None:
    for target in ("claim/a1.0000", "institution/atlantis", "mention/a1.i9"):
        with pytest.raises(UsageError, match=target):
            decide("reject", target)


def test_the_file_is_found_beside_the_store_else_where_one_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, place = tmp_path / "work", tmp_path / "place"
    work.mkdir()
    place.mkdir()
    monkeypatch.chdir(work)
    assert find_file(place / "store") is None
    (work / DEFAULT_NAME).touch()
    assert find_file(place / "store") == Path(DEFAULT_NAME)
    (place / DEFAULT_NAME).touch()
    assert find_file(place / "store") == place / DEFAULT_NAME
    assert chosen_decisions(None, True, str(place / "store")) == NO_DECISIONS
    with pytest.raises(UsageError, match="--decisions or --no-decisions"):
        chosen_decisions("x", True, "store")
