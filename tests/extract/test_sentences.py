"""Sentences of our own, each with the one act it reports and how far that got.

They are the ways in which news says a thing, collected in sentences.csv, and in stages.csv those
that differ in how far an act got; a way that was missed becomes a row. None is a sentence of an
article.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.extract.reading import acts_of


def _rows(name: str) -> list[tuple[str, str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        return [(row["sentence"], row["type"], row["status"]) for row in csv.DictReader(file)]


_ROWS = _rows("sentences.csv") + _rows("stages.csv")


@pytest.mark.parametrize(("sentence", "kind", "status"), _ROWS, ids=[r[0][:60] for r in _ROWS])
def test_act_and_status(sentence: str, kind: str, status: str) -> None:
    assert {s for k, s, _ in acts_of(sentence) if k == kind} == {status}
