"""Sentences of our own, each with the one act it reports and how far that got.

They are the ways in which news says a thing, collected in sentences.csv, and in stages.csv those
that differ in how far an act got; a way that was missed becomes a row. In no_acts.csv stand
sentences that were taken for an act of a type which they do not tell. None is a sentence of an
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


with (Path(__file__).parent / "no_acts.csv").open(encoding="utf-8", newline="") as _file:
    _NOT_ACTS = [(row["sentence"], row["type"]) for row in csv.DictReader(_file)]


@pytest.mark.parametrize(("sentence", "kind"), _NOT_ACTS, ids=[r[0][:60] for r in _NOT_ACTS])
def test_what_only_looks_like_an_act(sentence: str, kind: str) -> None:
    assert kind not in {k for k, _, _ in acts_of(sentence)}
