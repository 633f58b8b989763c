"""Reading articles: every form of input, and every fault named with file, line and cause."""

from __future__ import annotations

import io
import json
import os
import shutil
import socket
import threading
from pathlib import Path

import pytest

from kg.errors import DataError, UsageError
from kg.model import Article
from kg.sources import read_articles
from kg.store.marker import MARKER


def read(*inputs: object, stdin: bytes | None = None) -> tuple[list[Article], list[DataError]]:
    errors: list[DataError] = []
    stream = None if stdin is None else io.BytesIO(stdin)
    return list(read_articles(map(str, inputs), errors.append, stdin=stream)), errors


def lines(*objects: object) -> bytes:
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in objects).encode()


ONE = {"id": "a", "title": "T", "date": "2021-05-04", "publisher": "P", "url": "https://p.example/1",
       "text": "Iran and France met.", "language": "en", "licence": "CC BY 4.0"}


def test_every_key_of_a_json_line_reaches_the_article(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines(ONE))
    articles, errors = read(path)
    assert errors == []
    assert articles == [Article(source=str(path), **ONE)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("lines.jsonl", lines(ONE, {"id": "b", "text": "x"})),
        ("lines.ndjson", lines(ONE, {"id": "b", "text": "x"})),
        ("lines.json", lines(ONE, {"id": "b", "text": "x"})),
        ("array.json", json.dumps([ONE, {"id": "b", "text": "x"}], indent=1).encode()),
        ("no-suffix", lines(ONE, {"id": "b", "text": "x"})),
        ("no-suffix", json.dumps([ONE, {"id": "b", "text": "x"}], indent=1).encode()),
        ("blank-lines.jsonl", b"\n" + lines(ONE) + b"\n\n" + lines({"id": "b", "text": "x"})),
        ("windows.jsonl", (lines(ONE) + lines({"id": "b", "text": "x"})).replace(b"\n", b"\r\n")),
        ("no-last-line-end.jsonl", (lines(ONE) + lines({"id": "b", "text": "x"}))[:-1]),
        ("mark.jsonl", b"\xef\xbb\xbf" + lines(ONE, {"id": "b", "text": "x"})),
    ],
)
def test_json_is_read_in_every_form(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    articles, errors = read(tmp_path / name)
    assert errors == []
    assert [(a.id, a.text) for a in articles] == [("a", "Iran and France met."), ("b", "x")]
    streamed, errors = read("-", stdin=content)
    assert (len(streamed), errors) == (2, [])


def test_one_object_over_many_lines_is_one_article(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(ONE, indent=2))
    assert [a.id for a in read(tmp_path / "a.json")[0]] == ["a"]
    assert [a.id for a in read("-", stdin=json.dumps(ONE, indent=2).encode())[0]] == ["a"]


@pytest.mark.parametrize("text", [
    "Line one.\r\nLine two.\n\n\n  indented\t\u00a0 end \n",
    "\u2028 separators \u0085 and \x0c form feeds stay",
    "Two code points: e\u0301; one: \u00e9; beyond the plane: \U0001f489.",
    "\ufeff\ufeff the second mark is the text's own"[1:],
    "[Reuters] Two ministers met.",
    "{sic} Two ministers met.",
])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_text_stays_as_it_is_code_point_for_code_point(
    tmp_path: Path, text: str, mark: bytes
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(mark + text.encode())
    articles, errors = read(path)
    # Without a mark of its own the text's first U+FEFF is taken for one; that is UTF-8.
    assert [a.text for a in articles] == [text if mark else text.removeprefix("\ufeff")]
    assert errors == []


def test_the_same_text_has_the_same_id_wherever_it_lies(tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "Iran & France.txt").write_text("Iran and France met.")
    ids = [read(tmp_path / folder)[0][0].id for folder in ("x", "y")]
    assert ids[0] == ids[1]
    assert ids[0].startswith("iran-france-")
    articles, errors = read(tmp_path)
    assert (len(articles), errors) == (1, []), "the same article twice is one, and no fault"


def test_two_texts_under_one_file_name_are_two_articles(tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "1.txt").write_text(f"Iran and {folder} met.")
    articles, errors = read(tmp_path)
    assert len({a.id for a in articles}) == 2
    assert errors == []


def test_an_article_without_an_id_gets_one_from_its_content() -> None:
    body = {"title": "Iran and France", "text": "They met."}
    (one,), _ = read("-", stdin=lines(body))
    (two,), _ = read("-", stdin=lines({**body, "id": ""}))
    (other,), _ = read("-", stdin=lines({**body, "text": "They parted."}))
    assert one.id == two.id != other.id


def test_a_folder_is_read_with_all_below_it_in_order(tmp_path: Path) -> None:
    (tmp_path / "b" / "deep").mkdir(parents=True)
    (tmp_path / "b" / "deep" / "2.txt").write_text("two")
    (tmp_path / "b.txt").write_text("three")
    (tmp_path / "a.jsonl").write_bytes(lines({"id": "one", "text": "one"}))
    (tmp_path / ".hidden.txt").write_text("hidden")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.txt").write_text("hidden")
    (tmp_path / "README.md").write_text("about these files")
    (tmp_path / "LICENSE").write_text("free")
    (tmp_path / "c.md").write_text("**four**")
    articles, errors = read(tmp_path)
    assert errors == []
    assert [a.text for a in articles] == ["one", "two", "three", "**four**"]


def test_a_graph_that_lies_beside_its_articles_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one")
    (tmp_path / "graph" / "quads").mkdir(parents=True)
    (tmp_path / "graph" / MARKER).write_text("{}")
    (tmp_path / "graph" / "quads" / "CURRENT").write_text("MANIFEST-000005")
    articles, errors = read(tmp_path)
    assert errors == []
    assert [a.text for a in articles] == ["one"]


def test_pipes_and_sockets_that_lie_in_a_folder_are_named_and_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket must be short
    Path("in").mkdir()
    os.mkfifo("in/a.txt")
    Path("in/c.txt").write_text("Iran and France met.")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("in/b.txt")
        for given in ("in", "in/*.txt"):
            articles, errors = read(given)
            assert [a.text for a in articles] == ["Iran and France met."]
            assert [str(error) for error in errors] == [
                f"in/{name}: a pipe, socket or device; expected a file"
                for name in ("a.txt", "b.txt")
            ]


def test_a_pipe_that_is_named_is_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(lines(ONE),))
    writer.start()
    articles, errors = read(pipe)
    writer.join()
    assert ([a.id for a in articles], errors) == (["a"], [])


def test_a_folder_that_cannot_be_looked_into_is_named(tmp_path: Path) -> None:
    """Its path is longer than the system takes: that stops even who may read everything."""
    (tmp_path / "a.txt").write_text("Iran and France met.")
    (tmp_path / "deep").mkdir()
    at = os.open(tmp_path / "deep", os.O_RDONLY)
    for _ in range(20):
        os.mkdir("x" * 250, dir_fd=at)
        below = os.open("x" * 250, os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = below
    os.close(at)
    try:
        for given, count in ((tmp_path, 1), (tmp_path / "deep", 0)):
            articles, errors = read(given)
            assert len(articles) == count
            assert [error.cause for error in errors] == ["File name too long"]
            assert errors[0].source.startswith(str(tmp_path / "deep" / "xxx"))
    finally:
        shutil.rmtree(tmp_path / "deep")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_without_permission_is_named_once(tmp_path: Path) -> None:
    shut = tmp_path / "shut"
    shut.mkdir()
    (shut / "a.txt").write_text("Iran and France met.")
    shut.chmod(0)
    try:
        for given in (tmp_path, shut, shut / "a.txt"):
            articles, errors = read(given)
            assert articles == []
            assert [error.cause for error in errors] == ["Permission denied"]
    finally:
        shut.chmod(0o700)


def test_a_glob_is_read_in_order_and_one_that_matches_nothing_is_named(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.jsonl"):
        (tmp_path / name).write_text(json.dumps({"text": name}) if name[0] == "c" else name)
    articles, errors = read(tmp_path / "*.txt", tmp_path / "*.none")
    assert [a.text for a in articles] == ["a.txt", "b.txt"]
    assert [(e.source, e.cause) for e in errors] == [
        (str(tmp_path / "*.none"), "no file matches this pattern")
    ]


@pytest.mark.parametrize("address", ["https://news.example/1.html", "HTTP://x", "file:///etc"])
def test_no_address_is_fetched(address: str) -> None:
    articles, errors = read(address)
    assert articles == []
    assert [str(error) for error in errors] == [
        f"{address}: addresses are not fetched; expected a file, folder or -"
    ]


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tmp_path: Path) -> None:
    (tmp_path / "a[1].txt").write_text("Iran and France met.")
    assert len(read(tmp_path / "a[1].txt")[0]) == 1


def test_an_empty_input_is_not_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("Iran and France met.")
    monkeypatch.chdir(tmp_path)
    articles = read_articles(["a.txt", ""], pytest.fail)
    with pytest.raises(UsageError, match="an input is empty"):
        next(articles)
    assert len(read(".")[0]) == 1


def test_json_lines_are_known_by_any_good_line() -> None:
    articles, errors = read("-", stdin=b'{"id": "x", "text"\n' + lines({"id": "b", "text": "x"}))
    assert [a.id for a in articles] == ["b"]
    assert [e.line for e in errors] == [1]


def test_a_text_on_standard_input_is_one_article() -> None:
    articles, errors = read("-", stdin=b"Iran and France met.\nThey agreed.\n")
    assert errors == []
    assert [(a.text, a.source) for a in articles] == [
        ("Iran and France met.\nThey agreed.\n", "standard input")
    ]


def test_json_lines_on_standard_input_are_not_waited_for() -> None:
    """The first article is there while the other end of the pipe is still open."""
    reading, writing = os.pipe()
    with open(reading, "rb") as stream, open(writing, "wb") as pipe:
        articles = read_articles(["-"], pytest.fail, stdin=stream)
        for name in ("a", "b"):
            pipe.write(lines({"id": name, "text": "x"}))
            pipe.flush()
            assert next(articles).id == name


class Slow(io.BytesIO):
    """A pipe that gives a few bytes at a time."""

    def __init__(self, content: bytes, size: int) -> None:
        super().__init__(content)
        self.size = size

    def read1(self, size: int | None = -1, /) -> bytes:
        return super().read1(self.size)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8192])
@pytest.mark.parametrize("content", [
    b"\n \n" + lines(ONE, {"id": "b", "text": "x"}),
    b" \r\n\t" + json.dumps([ONE, {"id": "b", "text": "x"}]).encode(),
    b"\xef\xbb\xbf" + lines(ONE, {"id": "b", "text": "x"}),
])
def test_it_makes_no_difference_in_what_pieces_a_pipe_comes(size: int, content: bytes) -> None:
    errors: list[DataError] = []
    articles = list(read_articles(["-"], errors.append, stdin=Slow(content, size)))
    assert ([a.id for a in articles], errors) == (["a", "b"], [])


def test_an_archive_on_one_line_is_looked_at_once() -> None:
    """Were it looked at anew with every piece, this would take minutes."""
    rows = [{"id": str(number), "text": "x" * 100} for number in range(50_000)]
    stream = Slow(json.dumps(rows).encode(), 16)
    assert sum(1 for _ in read_articles(["-"], pytest.fail, stdin=stream)) == len(rows)


FAULTS = [
    ("empty.txt", b"", None, "empty"),
    ("blank.txt", b" \n\xc2\xa0\n", None, "empty"),
    ("mark-only.txt", b"\xef\xbb\xbf", None, "empty"),
    ("empty.jsonl", b"\n\n", None, "empty"),
    ("empty.json", b"[]", None, "empty array"),
    ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", None, "not a text file"),
    ("picture.jsonl", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", None, "not a text file"),
    ("utf16.txt", "Iran".encode("utf-16"), None, "UTF-16"),
    ("latin.txt", "one\ntwo Aït\n".encode("latin-1"), 2, "0xef is not UTF-8"),
    ("late-nul.txt", b"x" * 10000 + b"\0", None, "not a text file"),
    ("page.html", b"<p>Iran</p>", None, ".html files are not read"),
    ("PAGE.HTML", b"<p>Iran</p>", None, ".html files are not read"),
    ("absent.txt", None, None, "No such file"),
    ("broken.json", b'{"id": "a",\n "text": }', 2, "no valid JSON: Expecting value at column 10"),
    ("tab.json", b'[{"id": "a",\n "text": "\t"}]', 2, "Invalid control character at column 11"),
    ("digits.json", b"[" + b"1" * 5000 + b"]", None, "a number with too many digits"),
    ("number.json", b"17", None, "a number; expected an array"),
    ("deep.json", b"[" * 100_000, None, "no valid JSON: nested too deeply"),
]


@pytest.mark.parametrize(
    ("name", "content", "line", "cause"), FAULTS, ids=[row[0] for row in FAULTS]
)
def test_a_file_that_cannot_be_read_is_named_and_the_run_goes_on(
    tmp_path: Path, name: str, content: bytes | None, line: int | None, cause: str
) -> None:
    bad, good = tmp_path / name, tmp_path / "z.txt"
    if content is not None:
        bad.write_bytes(content)
    good.write_text("Iran and France met.")
    articles, errors = read(bad, good)
    assert [a.text for a in articles] == ["Iran and France met."]
    assert [(e.source, e.line) for e in errors] == [(str(bad), line)]
    assert cause in errors[0].cause


BAD_LINES = [
    (b'{"id": "x", "text"', "no valid JSON"),
    (b'{"id": "x"}', 'no "text"; expected a string'),
    (b'{"id": "x", "text": null}', '"text" is null; expected a string'),
    (b'{"id": "x", "text": ["a"]}', '"text" is an array; expected a string'),
    (b'{"id": "x", "text": " "}', '"text" is empty'),
    (b'{"id": {}, "text": "a"}', '"id" is an object; expected a string'),
    (b'{"id": true, "text": "a"}', '"id" is true or false; expected a string'),
    (b'{"id": "x", "title": 1, "text": "a"}', '"title" is a number; expected a string'),
    (b'{"id": "x", "text": "half \\ud83d"}', "half a surrogate pair"),
    (b'{"id": "\\udc00", "text": "a"}', "half a surrogate pair"),
    (b'["a"]', "an array; expected an object"),
    (b'"a"', "a string; expected an object"),
    (b'{"text": "A\xefT"}', "byte 0xef is not UTF-8"),
    (b'{"text": "a\0b"}', "not a text file"),
    (b'{"text": "a\tb"}', "no valid JSON: Invalid control character at column 12"),
    (b'{"text": "a', "no valid JSON: Unterminated string starting at column 10"),
    (b'{"text": ' + b"1" * 5000 + b"}", "no valid JSON: a number with too many digits"),
    (b'{"text": ' + b"[" * 100_000, "no valid JSON: nested too deeply"),
]


@pytest.mark.parametrize(("line", "cause"), BAD_LINES, ids=[row[1] for row in BAD_LINES])
def test_a_bad_line_is_named_and_the_next_one_read(
    tmp_path: Path, line: bytes, cause: str
) -> None:
    path = tmp_path / "a.jsonl"
    # The NUL stands behind what is looked at to tell whether a file is text at all.
    filler = lines({"id": "first", "text": "x" * 9000})
    path.write_bytes(filler + line + b"\n" + lines({"id": "last", "text": "y"}))
    articles, errors = read(path)
    assert [a.id for a in articles] == ["first", "last"]
    assert [(e.source, e.line) for e in errors] == [(str(path), 2)]
    assert cause in errors[0].cause


@pytest.mark.parametrize(("given", "day"), [
    ("2021-05-04", "2021-05-04"),
    ("2021-05-04T10:00:00Z", "2021-05-04"),
    ("2021-05-04 10:00", "2021-05-04"),
    ("1605-01-01", "1605-01-01"),
    ("9998-12-31", "9998-12-31"),
    (None, None),
    ("", None),
])
def test_dates_of_publication(given: str | None, day: str | None) -> None:
    (article,), errors = read("-", stdin=lines({**ONE, "date": given}))
    assert (article.date, errors) == (day, [])


@pytest.mark.parametrize("given", ["2021-13-45", "4 May 2021", "2021", "2021-5-4", 20210504, True])
def test_a_bad_date_is_named_and_costs_the_article_only_its_date(given: object) -> None:
    (article,), errors = read("-", stdin=lines({**ONE, "date": given}))
    assert article.date is None
    assert [(e.source, e.line) for e in errors] == [("standard input", 1)]
    assert "expected YYYY-MM-DD" in errors[0].cause


@pytest.mark.parametrize("given", [
    "0001-01-01", "1604-12-31", "9999-01-01", "9999-12-31T23:59:59",
])
def test_a_date_that_stands_for_no_date_is_named_and_left_out(given: str) -> None:
    (article,), errors = read("-", stdin=lines({**ONE, "date": given}))
    assert article.date is None
    assert [str(error) for error in errors] == [
        f'standard input:1: date "{given}"; expected a year from 1605 to 9998 '
        "(the article is read without it)"
    ]


def test_another_text_under_the_same_id_is_named(tmp_path: Path) -> None:
    first, second = tmp_path / "1.jsonl", tmp_path / "2.jsonl"
    first.write_bytes(lines(ONE))
    second.write_bytes(lines({"id": "b", "text": "b"}, {**ONE, "text": "Another."}, ONE))
    articles, errors = read(first, second)
    assert [a.id for a in articles] == ["a", "b"]
    assert [(e.source, e.line) for e in errors] == [(str(second), 2)]
    assert f'"a" is that of {first}:1, with another text' in errors[0].cause


def test_a_number_is_taken_for_an_id() -> None:
    assert [a.id for a in read("-", stdin=lines({"id": 17, "text": "x"}))[0]] == ["17"]
