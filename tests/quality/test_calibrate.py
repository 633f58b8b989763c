"""The table of confidences is what is counted, and the counting is honest."""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path

import pytest

from kg.extract.calibration import families
from tests.quality.calibrate import (
    BEGIN,
    END,
    GOLD,
    HALVES,
    LEAST_SEEN,
    PAGE,
    PRIOR,
    TABLE,
    NotThere,
    Row,
    Seen,
    left_out,
    make_table,
    observe,
    reliability,
    with_part,
)

#: A change of rules moves a share a little at any time; by more, the table is to be made anew.
DRIFT = 0.06


def shipped() -> dict[str, Row]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["row"]: Row(float(row["right"]), float(row["seen"]), float(row["confidence"]))
                for row in csv.DictReader(file)}


def test_the_table_is_what_is_counted_today() -> None:
    if not GOLD.is_dir():
        pytest.skip(f"no development gold at {GOLD}")
    today = make_table(one for half in HALVES for one in observe(half))
    table = shipped()
    moved = [f"{key}: {table[key].confidence} in the table, {row.confidence} today"
             for key, row in today.items()
             if key in table and abs(row.confidence - table[key].confidence) > DRIFT]
    new = [key for key, row in today.items() if key not in table and row.seen >= PRIOR]
    assert not moved and not new, f"run: make calibrate ({moved}, new: {new})"


def test_each_share_follows_from_what_stands_beside_it() -> None:
    table = shipped()
    for key, row in table.items():
        assert 0 <= row.right <= row.seen
        if "/weight/" in key:
            continue
        if "/" not in key:
            expected = (row.right + 1) / (row.seen + 2)
        else:
            assert row.seen >= LEAST_SEEN, key
            family = next(table[one] for one in families(key)[1:] if one in table)
            expected = (row.right + PRIOR * family.confidence) / (row.seen + PRIOR)
        assert row.confidence == pytest.approx(expected, abs=0.006), key


def test_shares_never_sink_where_the_weight_rises() -> None:
    rows = [(key, row) for key, row in shipped().items() if "/weight/" in key]
    assert rows == sorted(rows, key=lambda one: one[0])
    for (one, low), (other, high) in pairwise(rows):
        if one.split("/")[0] == other.split("/")[0]:
            assert low.confidence <= high.confidence, other


def topics(rule: str, right: int, wrong: int, weight: float = 1.0) -> list[Seen]:
    return [Seen(f"a{n}", "topic", weight, rule, float(n < right), 1.0)
            for n in range(right + wrong)]


def test_few_facts_move_a_share_little() -> None:
    table = make_table([*topics("topic-name", 60, 20), *topics("topic-cue-a", 0, 4),
                        *topics("topic-cue-b", 0, 3)])
    assert "topic/cue-b" not in table
    assert table["topic/name"].confidence > table["topic"].confidence
    assert 0.3 < table["topic/cue-a"].confidence < table["topic/cue"].confidence \
        < table["topic"].confidence


def test_weights_that_would_sink_are_taken_together() -> None:
    table = make_table([*topics("topic-name", 30, 0, 0.4), *topics("topic-name", 10, 20, 0.6),
                        *topics("topic-name", 50, 0, 1.0)])
    low, middle, high = (table[f"topic/weight/{bound}"].confidence
                         for bound in ("0.40", "0.60", "1.00"))
    assert low == middle < high


def test_an_article_is_foretold_without_itself() -> None:
    """Else the one topic that is wrong would lower its own confidence."""
    look = [one for n in range(20) for one in
            (Seen(f"a{n:02}", "topic", 1.0, "topic-name", float(n != 7), 1.0),)]
    told = {one.article: confidence for one, confidence in left_out([], look)}
    assert len(told) == 20
    assert told["a07"] == max(told.values()) > told["a08"]


def test_reliability_of_a_known_case() -> None:
    even = reliability([(0.75, 1.0, 1.0), (0.75, 1.0, 1.0), (0.75, 1.0, 1.0), (0.75, 0.0, 1.0)])
    assert even.mean == 0.75 and even.error == 0 and even.brier == pytest.approx(0.1875)
    boast = reliability(((0.95, 0.0, 1.0), (0.15, 0.0, 2.0)))
    assert boast.error == pytest.approx((0.95 + 0.3) / 3)


def test_the_page_has_a_part_for_the_figures() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page.index(BEGIN) < page.index("calibration error |") < page.index(END)
    assert with_part(f"one\n{BEGIN}\nold\n{END}\ntwo", "new") == f"one\n{BEGIN}\nnew\n{END}\ntwo"


def test_gold_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotThere, match="no gold at"):
        observe("learn", tmp_path / "nowhere")
