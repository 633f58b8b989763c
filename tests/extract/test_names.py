"""The chart as a whole: spans inside the text, order, determinism, and the best set of readings."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st
from naming import names_of

from kg.extract._chart import Candidate, choose

WORDS = ["Minister", "of", "Health", "Ali", "Zelt", "Institute", "the", "Kenya", "'s", "Dr", ".",
         ",", "and", "(", ")", "Hospital", "ambassador", "WHO", "said", "ministry", "-", "al",
         "Iranian", "Ltd", "\n", "\"", "School", "to", "Embassy", "King", "BRIGADE", "é"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_whatever_the_words_spans_are_inside_and_ordered(words: list[str]) -> None:
    document, names = names_of(" ".join(words))
    spans = [(m.first, m.last) for m in names.mentions]
    assert spans == sorted(spans)
    assert all(0 <= first < last <= len(document.words) for first, last in spans)
    assert {m.entity for m in names.mentions} == set(range(len(names.entities)))
    firsts = {}
    for mention in names.mentions:
        firsts.setdefault(mention.entity, mention.first)
    assert list(firsts) == sorted(firsts)


def test_twice_is_once() -> None:
    text = "Iran's Health Minister Ali Zelt visited the Brom Institute of Cuba with WHO."
    assert names_of(text)[1] == names_of(text)[1]


def test_employer_is_an_institution_of_the_same_names() -> None:
    _, names = names_of("Ana Zelt, director of the Brom Institute of Cuba, met Kenya's team.")
    (person,) = [e for e in names.entities if e.kind == "person"]
    assert person.employer is not None
    assert names.entities[person.employer].kind == "institution"
    assert person.country == "CU"


def _candidate(first: int, last: int, score: float) -> Candidate:
    return Candidate(first, last, "person", score, "test", (first, last))


def test_best_set_is_not_the_greedy_one() -> None:
    long, left, right = _candidate(1, 3, 3.0), _candidate(0, 2, 2.0), _candidate(2, 4, 2.0)
    assert choose([long, left, right]) == [left, right]


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(1, 4),
                          st.floats(0.1, 9.0, allow_nan=False)), max_size=9))
def test_chosen_readings_never_overlap_and_beat_any_single_one(
        spans: list[tuple[int, int, float]]) -> None:
    candidates = [_candidate(first, first + size, score) for first, size, score in spans]
    chosen = choose(candidates)
    assert all(a.last <= b.first for a, b in itertools.pairwise(chosen))
    best = max((c.score for c in candidates), default=0.0)
    assert sum(c.score for c in chosen) >= best - 1e-9
