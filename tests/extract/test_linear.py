"""Time grows with the length of a text and no faster, whatever the text.

No clock is read: what is counted is how often each function of the extraction runs a line. For a
text twice as long none may run more than somewhat above twice as many. What runs inside the
interpreter (regular expressions, copies of lists) is not seen; patterns are held
to be linear by how they are built.
"""

from __future__ import annotations

import ast
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

import kg.extract
from kg.extract import extract
from kg.model import Article
from kg.resources import data_path
from tests.extract.reading import lexicon

if sys.version_info >= (3, 11):
    from re import _parser
else:
    import sre_parse as _parser

_FOLDER = Path(kg.extract.__file__).parent

#: Twice the text may be so many times the work: what grows with its square comes to four.
_MOST = 2.6
#: A function that runs fewer lines than this is not looked at: a few sentences more or less tell.
_LEAST = 700


def count_lines(text: str) -> Counter[CodeType]:
    """How many lines each function of kg.extract runs while it reads a text."""
    lines: Counter[CodeType] = Counter()

    def on_line(frame: FrameType, event: str, _: Any) -> Any:
        lines[frame.f_code] += event == "line"
        return on_line

    def on_call(frame: FrameType, _: str, __: Any) -> Any:
        return on_line if frame.f_code.co_filename.startswith(str(_FOLDER)) else None

    tables, before = lexicon(), sys.gettrace()
    sys.settrace(on_call)
    try:
        extract(Article("t", text, "Cuba and Kenya", "2024-03-05", "Xinhua"), tables)
    finally:
        sys.settrace(before)
    return lines


def find_growing(text: str) -> list[str]:
    """The functions whose work grows faster than a text that is doubled."""
    extract(Article("t", text, "Cuba and Kenya"), lexicon())  # fill what is remembered of words
    once, twice = count_lines(text), count_lines(text + text)
    return [f"{Path(code.co_filename).name}:{code.co_firstlineno} {code.co_name} "
            f"{once[code]} -> {lines}" for code, lines in twice.items()
            if lines > _LEAST and lines > _MOST * once[code]]


def test_the_work_for_ordinary_texts_grows_with_their_length() -> None:
    rows = [json.loads(line) for path in sorted(data_path("articles").glob("*.jsonl"))
            for line in path.read_text(encoding="utf-8").splitlines()]
    text = "".join(row["text"] + "\n\n" for row in rows[::5])
    assert not find_growing(text)


@pytest.mark.parametrize("part", [
    "5 million rupees and ", "¥5 ", "1,", "1:1,", "U.S.-", "A. B. ", "a'", "(((", "- ", "\n- x",
    ". ",
    "the Ministry of Health of Kenya and ", "Ministers and Presidents of Health and ",
    "United Nations (UN) ", "the hospital ", "Dr. A. Kariuki, ", "Cuba, Kenya, ",
    "his counterpart ",
    "to sign to sign ", "will have been being ", "May 5 to ", "signed an agreement with ",
    "12 doctors ", "a grant of $5 million for the provision of masks ", "he said that ",
    "Patients of Cuba in hospitals of Kenya. ", "The two countries signed. ",
    "Kenya has 500 hospitals. ", "Cuba gave masks to the hospital. ",
])
def test_the_work_for_hostile_texts_grows_with_their_length(part: str) -> None:
    assert not find_growing("Cuba sent doctors to Kenya. " + part * (2000 // len(part)) + ".\n")


def patterns() -> list[tuple[str, str]]:
    """The regular expressions of kg.extract that are written as literals, with their files."""
    found = []
    for path in sorted(_FOLDER.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile" and (
                    isinstance(node.args[0], ast.Constant)):
                found.append((path.name, str(node.args[0].value)))
    return found


_Pattern = Any  # what re's own parser makes of an expression: a list of (operator, argument)


def find_ambiguous(parsed: _Pattern, *, is_repeated: bool = False) -> Iterator[_Pattern]:
    """The repetitions without end inside another one whose turns do not begin with a mark."""
    for operator, argument in parsed:
        name = str(operator)
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            _, most, inner = argument
            many = most > _FEW
            if many and has_endless(inner) and not begins_with_mark(inner):
                yield inner
            yield from find_ambiguous(inner)
        else:
            for inner in inner_patterns(name, argument):
                yield from find_ambiguous(inner)


#: Up to so many turns are no danger.
_FEW = 20


def inner_patterns(name: str, argument: _Pattern) -> list[_Pattern]:
    if name == "SUBPATTERN":
        return [argument[-1]]
    if name == "BRANCH":
        return list(argument[1])
    if name in ("ASSERT", "ASSERT_NOT"):
        return [argument[1]]
    return []


def has_endless(parsed: _Pattern) -> bool:
    """Does a pattern hold a repetition without end?"""
    return any(str(operator) in ("MAX_REPEAT", "MIN_REPEAT") and (
        argument[1] > _FEW or has_endless(argument[2])) or any(
        has_endless(inner) for inner in inner_patterns(str(operator), argument))
        for operator, argument in parsed)


def begins_with_mark(parsed: _Pattern) -> bool:
    """Is a mark that must stand there the first thing of a pattern, no letter and no digit?"""
    operator, argument = parsed[0]
    if str(operator) == "SUBPATTERN":
        return begins_with_mark(argument[-1])
    if str(operator) == "IN":
        return all(str(kind) == "LITERAL" and not chr(sign).isalnum() for kind, sign in argument)
    return str(operator) == "LITERAL" and not chr(argument).isalnum()


def test_there_are_patterns() -> None:
    assert {"text.py", "dates.py", "quantities.py"} <= {name for name, _ in patterns()}


@pytest.mark.parametrize(("name", "pattern"), patterns())
def test_no_pattern_can_try_a_text_in_many_ways(name: str, pattern: str) -> None:
    """Inside what is repeated, only what cannot begin as the turn before it ends may be repeated
    itself: the two share no sign, so there is one way to part a text among the turns."""
    assert list(find_ambiguous(_parser.parse(pattern))) == [], name


@pytest.mark.parametrize(("pattern", "is_safe"), [
    (r"(?:a+)+", False), (r"(?:\d+,?)*", False), (r"(?:[a-z]+\.?)+x", False), (r"(a|ab*)*", False),
    (r"\d+(?:,\d+)*", True), (r"(?:[a-z]\.){2,}", True), (r"[^\W_]+(?:'[^\W_]+)*", True),
])
def test_patterns_that_could_are_told(pattern: str, is_safe: bool) -> None:
    assert (not list(find_ambiguous(_parser.parse(pattern)))) is is_safe
