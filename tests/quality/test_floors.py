"""No fact type falls below its floor; and the gate itself, on a corpus of two articles."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.quality import floors as floors_module
from tests.quality.floors import NAMES, TOLERANCE, Gate, Refusal, lowered, main

CORPORA = Gate().corpora


@pytest.mark.parametrize("corpus", CORPORA)
def test_no_figure_is_below_its_floor(corpus: str) -> None:
    gate = Gate()
    if not gate.is_there(corpus):
        pytest.skip(f"{corpus}: not at {CORPORA[corpus]['beside']}")
    faults = list(gate.faults(corpus))
    assert not faults, "\n" + "\n".join(faults)


def test_one_corpus_at_least_is_in_the_project() -> None:
    """Else the gate would stand open wherever nothing lies beside the checkout."""
    own = [entry for entry in CORPORA.values() if not entry["beside"]]
    assert own
    assert all(set(NAMES) <= set(entry["floors"]) for entry in own)


def test_every_decision_has_a_reason() -> None:
    decisions = Gate().content["decisions"]
    assert decisions
    assert all(decision["because"] and decision["corpus"] in CORPORA for decision in decisions)


ARTICLES = [
    {"id": "a", "text": "Cuba sent 50 doctors to Kenya on Monday, the health ministry said."},
    {"id": "b", "text": "France donated 1,000 doses of vaccine to Tunisia on Friday."},
    {"id": "not coded", "text": "Iran and Oman signed a memorandum on health."},
]
GOLD: list[dict[str, Any]] = [
    {"article": "a", "relevant": True, "countries": ["CU", "KE"], "pairs": [["CU", "KE"]],
     "engagements": [{"type": "deployment", "status": "completed", "countries": ["CU", "KE"]}]},
    {"article": "b", "relevant": True, "countries": ["FR", "TN"], "pairs": [["FR", "TN"]],
     "engagements": [{"type": "donation", "status": "completed", "countries": ["FR", "TN"]}]},
]


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture
def gate(tmp_path: Path) -> Gate:
    """A gate of its own, pinned, with the floors that the articles give."""
    write(tmp_path / "articles.jsonl", ARTICLES)
    write(tmp_path / "gold.jsonl", GOLD)
    (tmp_path / "floors.json").write_text(json.dumps({"corpora": {"own": {
        "beside": None, "articles": ["articles.jsonl"], "gold": ["gold.jsonl"],
        "sha256": {}, "floors": {}}}, "decisions": []}), encoding="utf-8")
    gate = Gate(tmp_path / "floors.json", tmp_path)
    assert main(["--pin", "--because", "first"], gate) == 0
    return gate


def floors(gate: Gate) -> dict[str, float]:
    """As they stand in the file."""
    found: dict[str, float] = Gate(gate.file, gate.root).corpora["own"]["floors"]
    return found


def decisions(gate: Gate) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = Gate(gate.file, gate.root).content["decisions"]
    return found


def put(gate: Gate, name: str, floor: float) -> None:
    gate.corpora["own"]["floors"][name] = floor
    gate.save()


def test_what_is_reached_opens_the_gate(gate: Gate) -> None:
    assert list(gate.faults("own")) == []
    assert floors(gate)["engagements"] == 1 - TOLERANCE
    assert main([], gate) == 0


def test_a_figure_below_its_floor_is_named_with_what_to_do(
    gate: Gate, capsys: pytest.CaptureFixture[str]
) -> None:
    put(gate, "topics", 0.9)
    put(gate, "engagements", 1.01)
    assert main([], gate) == 1
    said = capsys.readouterr().err
    assert "own: engagements is 1.0000, below its floor of 1.010" in said
    assert "--lower engagements=0.990 --because" in said
    assert "topics is 0.0000" in said, "what can no longer be measured has lost its floor"


def test_raising_never_lowers(gate: Gate) -> None:
    put(gate, "engagements", 1.0)
    put(gate, "countries", 0.3)
    before = floors(gate)
    assert main(["--raise"], gate) == 0
    assert floors(gate) == before | {"countries": 1 - TOLERANCE}
    put(gate, "engagements", 1.01)
    assert main(["--raise"], gate) == 1, "it raises the others and says which one is not reached"
    assert floors(gate)["engagements"] == 1.01


def test_a_new_fact_type_must_get_a_floor(gate: Gate) -> None:
    del gate.corpora["own"]["floors"]["pairs"]
    assert list(gate.faults("own")) == ["own: pairs has no floor; run: make floors"]
    assert main(["--raise"], gate) == 0
    assert "pairs" in floors(gate)


@pytest.mark.parametrize("because", [[], ["--because", " "]])
@pytest.mark.parametrize("what", [["--lower", "engagements=0.5"], ["--pin"]])
def test_a_decision_needs_its_reason(gate: Gate, what: list[str], because: list[str]) -> None:
    before = gate.file.read_bytes()
    assert main([*what, *because], gate) == 2
    assert gate.file.read_bytes() == before


def test_lowering_is_recorded(gate: Gate) -> None:
    assert main(["--lower", "engagements=0.5", "--because", "precision was worth it"], gate) == 0
    assert floors(gate)["engagements"] == 0.5
    assert decisions(gate)[-1] == {"corpus": "own", "lowered": {"engagements": [0.99, 0.5]},
                                   "because": "precision was worth it"}


@pytest.mark.parametrize("wrong", ["engagements", "engagements=much", "engagements=0.995",
                                   "nations=0.5", "engagements=-1"])
def test_what_does_not_lower_is_refused(gate: Gate, wrong: str) -> None:
    assert main(["--lower", wrong, "--because", "x"], gate) == 2
    assert len(decisions(gate)) == 1


@pytest.mark.parametrize("name", ["articles.jsonl", "gold.jsonl"])
@pytest.mark.parametrize("change", ["edited", "gone"])
def test_a_changed_corpus_is_refused(
    gate: Gate, name: str, change: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = gate.root / name
    if change == "gone":
        path.unlink()
    else:
        path.write_text(path.read_text("utf-8") + "\n", encoding="utf-8")
    before = floors(gate)
    for arguments, status in (([], 1), (["--raise"], 2)):
        assert main(arguments, gate) == status
        assert f"own: {name} is not what the floors were set on" in capsys.readouterr().err
    assert [fault.split(";")[0] for fault in gate.faults("own")] == [
        f"own: {name} is not what the floors were set on"]
    assert floors(gate) == before


def test_pinning_sets_floors_anew_and_records_what_was_lost(gate: Gate) -> None:
    gold = [GOLD[0], GOLD[1] | {"countries": ["FR", "TN", "LY"]}]
    write(gate.root / "gold.jsonl", gold)
    assert main(["--pin", "--because", "a third party was overlooked"], gate) == 0
    assert list(gate.faults("own")) == []
    assert floors(gate)["countries"] == lowered(2 * 0.8 / 1.8)
    assert decisions(gate)[-1] == {
        "corpus": "own", "pinned": ["gold.jsonl"],
        "lowered": {"countries": [0.99, lowered(2 * 0.8 / 1.8)]},
        "because": "a third party was overlooked"}


def test_gold_without_its_text_is_refused(gate: Gate) -> None:
    write(gate.root / "gold.jsonl", [*GOLD, {"article": "z", "relevant": False}])
    assert main(["--pin", "--because", "x"], gate) == 2


def test_a_corpus_beside_the_checkout_may_be_absent(
    gate: Gate, capsys: pytest.CaptureFixture[str]
) -> None:
    gate.corpora["own"]["beside"] = "../elsewhere"
    assert main([], gate) == 0
    assert capsys.readouterr().out == "own: passed over, not at ../elsewhere\n"
    assert main(["--pin", "--because", "x"], gate) == 2


@pytest.mark.parametrize(("value", "floor"), [
    (1.0, 0.99), (0.7625, 0.752), (0.005, 0.0), (0.7619999, 0.751), (0.762, 0.752)])
def test_a_floor_is_cut_not_rounded(value: float, floor: float) -> None:
    assert lowered(value) == floor


ENTRY = {"beside": None, "articles": ["a"], "gold": ["g"], "sha256": {}, "floors": {}}


def content(**changed: object) -> str:
    return json.dumps({"corpora": {"own": ENTRY | changed}, "decisions": []})


@pytest.mark.parametrize(("text", "cause"), [
    ("{", "no JSON"), ("\xff", "no JSON in UTF-8"), ("[]", "expected an object"),
    ("{}", 'no "corpora"'), ('{"corpora": {}}', 'no "corpora"'),
    ('{"corpora": {"own": 1}, "decisions": []}', "expected an object"),
    (json.dumps({"corpora": {"own": ENTRY}}), 'no "decisions"'),
    (json.dumps({"corpora": {"own": {}}, "decisions": []}), 'no "beside"'),
    (content(articles=[]), 'no "articles"'), (content(gold="g"), 'no "gold"'),
    (content(sha256=None), 'no "sha256"'), (content(floors=[]), 'no "floors"'),
    (content(floors={"links": "0.5"}), '"floors" of "links"'),
    (content(floors={"links": float("nan")}), '"floors" of "links"'),
])
def test_a_broken_file_of_floors_is_refused(
    tmp_path: Path, text: str, cause: str
) -> None:
    file = tmp_path / "floors.json"
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(Refusal, match=cause) as refused:
        Gate(file, tmp_path)
    assert str(refused.value).startswith(f"{file}: ")


def test_no_file_of_floors_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "floors.json"
    monkeypatch.setattr(floors_module, "Gate", lambda: Gate(file, tmp_path))
    assert main([]) == 2
    assert capsys.readouterr() == ("", f"{file}: No such file or directory\n")


def test_a_file_that_nobody_pinned_keeps_the_gate_shut(gate: Gate) -> None:
    del gate.corpora["own"]["sha256"]["gold.jsonl"]
    assert main([], gate) == 1
