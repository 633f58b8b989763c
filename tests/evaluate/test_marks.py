"""Which outcome a fact has, where it is marked, and how the text is cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.evaluate import CodedAct, CodedName, Coding, evaluate
from kg.evaluate.marks import Fact, cut, facts_of
from kg.model import Article, Evidence

TEXT = "Dr Ana Roca of the Carlos III Institute met Kenya's Aman. Roca praised ISCIII."
ARTICLE = Article("a", TEXT, "Roca in Nairobi")


def quote(words: str, shift: int = 0) -> Evidence:
    start = TEXT.index(words) + shift
    return Evidence(start, start + len(words), words)


def facts(gold: Coding, found: Coding, article: Article | None = ARTICLE) -> list[Fact]:
    return facts_of(evaluate({"a": gold}, {"a": found}, samples=0).articles[0], article)


def coding(*acts: CodedAct, people: tuple[CodedName, ...] = (),
           institutions: tuple[CodedName, ...] = (), topics: tuple[str, ...] = ()) -> Coding:
    return Coding("a", True, pairs=(("ES", "KE"),), engagements=acts, people=people,
                  institutions=institutions, topics=topics)


def act(type_: str, status: str, *evidence: Evidence) -> CodedAct:
    return CodedAct(type_, status, ("ES", "KE"), evidence=evidence)


def outcomes(found: list[Fact], type_: str) -> list[tuple[str, str | None, str | None]]:
    return [(one.outcome, one.gold, one.found) for one in found if one.type == type_]


def test_the_four_outcomes_of_engagements() -> None:
    result = facts(
        coding(act("visit", "completed"), act("donation", "planned"), act("care", "ongoing")),
        coding(act("visit", "completed"), act("donation", "signed"), act("meeting", "completed")))
    assert outcomes(result, "engagements") == [
        ("right", "visit ES-KE: completed", "visit ES-KE: completed"),
        ("differs", "donation ES-KE: planned", "donation ES-KE: signed"),
        ("missed", "care ES-KE: ongoing", None),
        ("spurious", None, "meeting ES-KE: completed"),
    ]


def test_a_name_differs_where_an_attribute_is_wrong() -> None:
    roca = CodedName("Ana Roca", country="ES", role="director")
    for other, outcome in ((roca, "right"), (CodedName("Roca", country="PT"), "differs"),
                           (CodedName("Ana Roca", country="ES", role="envoy"), "differs")):
        result = facts(coding(people=(roca,)), coding(people=(other,)))
        assert [one[0] for one in outcomes(result, "people")] == [outcome]


def test_what_has_no_place_has_its_row() -> None:
    result = facts(coding(topics=("malaria",)), coding(topics=("dengue",)))
    assert outcomes(result, "topics") == [("missed", "malaria", None), ("spurious", None, "dengue")]
    assert outcomes(result, "relevant") == [("right", "relevant", "relevant")]


def test_names_are_marked_wherever_they_stand_whole() -> None:
    result = facts(
        coding(people=(CodedName("Ana Roca", ("Roca",)),),
               institutions=(CodedName("Carlos III Institute", ("ISCIII", "Institut", "raised")),)),
        coding())
    marked = {one.type: [(field, (ARTICLE.title if field == "title" else TEXT)[start:end])
                         for field, start, end in one.spans] for one in result}
    assert marked["people"] == [("text", "Ana Roca"), ("text", "Roca"), ("title", "Roca")]
    assert marked["institutions"] == [("text", "Carlos III Institute"), ("text", "ISCIII")]


def test_quotes_of_both_sides_are_marked_and_those_astray_are_told() -> None:
    here, other = quote("met Kenya's Aman"), quote("Roca praised")
    beside = quote("met Kenya's Aman", shift=1)
    before = Evidence(-7, -1, TEXT[-7:-1])
    result = facts(coding(act("meeting", "completed", here)),
                   coding(act("meeting", "completed", other, beside, before)))
    (meeting,) = [one for one in result if one.type == "engagements"]
    assert meeting.spans == (("text", here.start, here.end), ("text", other.start, other.end))
    assert meeting.astray == (beside.quote, before.quote)


def test_without_a_text_nothing_is_marked_and_quotes_are_kept() -> None:
    said = quote("Roca praised")
    result = facts(coding(act("meeting", "completed", said)), coding(), None)
    assert [(one.spans, one.astray) for one in result if one.type == "engagements"] == [
        ((), (said.quote,))]


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), max_size=4)


@given(st.text(min_size=31, max_size=43), st.lists(SPANS, max_size=5))
def test_pieces_make_the_whole_again(whole: str, spans: list[list[tuple[int, int]]]) -> None:
    """And each character is marked by just the facts that lie over it."""
    facts = [Fact("people", "right", "x", "x", tuple(
        ("text", start, min(start + length, len(whole))) for start, length in one))
        for one in spans]
    pieces = cut(whole, "text", facts)
    assert "".join(piece.text for piece in pieces) == whole
    at = 0
    for piece in pieces:
        for place in range(at, at + len(piece.text)):
            assert set(piece.facts) == {
                number for number, fact in enumerate(facts)
                if any(start <= place < end for _, start, end in fact.spans)}
        for number in piece.starts:
            assert number in piece.facts
        at += len(piece.text)
    for number, fact in enumerate(facts):
        begun = sum(number in piece.starts for piece in pieces)
        assert bool(begun) == bool(fact.spans)
        assert begun <= len(fact.spans)


@pytest.mark.parametrize("field", ["text", "title"])
def test_a_field_shows_its_own_marks_only(field: str) -> None:
    fact = Fact("people", "right", "x", "x", ((field, 0, 4),))
    assert [piece.facts for piece in cut("Roca said", field, [fact])] == [(0,), ()]
    other = "title" if field == "text" else "text"
    assert [piece.facts for piece in cut("Roca said", other, [fact])] == [()]
