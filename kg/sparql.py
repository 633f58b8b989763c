"""SPARQL as tokens: what a query does can be seen without running it.

A text goes in; out comes the form of the query (SELECT, ASK, …), or a UsageError for what a
query may not do here: ask another server (SERVICE) or change the store (LOAD, INSERT, …). A
server may let some hosts be asked, and takes updates too: `check_update`.
Words are judged on tokens: "the health service" in a string, `?load`, `<http://…/clear>` and
`# drop` in a comment are none of them.

Whether the query is right is the engine's to say.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from kg.errors import UsageError

__all__ = [
    "FORMS", "SHORT", "Token", "check_query", "check_update", "names_dataset", "readings",
    "shortened", "tokens", "used_prefixes", "with_prefixes", "with_values",
]

#: What a query can be. The first of these words on a text is its form.
FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")

_UPDATES: Final = frozenset(
    {"LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "INSERT", "DELETE"}
)

# In this order: what is in a string or an IRI is no word, and a name with a colon is none.
_TOKEN: Final = re.compile(
    r"""
    (?P<space>   [\s]+ | \#[^\n\r]* )
  | (?P<string>  \"{3}(?:[^\"\\]|\\.|\"{1,2}(?!\"))*\"{3} | '{3}(?:[^'\\]|\\.|'{1,2}(?!'))*'{3}
               | \"(?:[^\"\\\n\r]|\\.)*\" | '(?:[^'\\\n\r]|\\.)*' )
  | (?P<iri>     <[^<>"{}|^`\\\x00-\x20]*> )
  | (?P<variable>[?$]\w+ )
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)* )
  | (?P<name>    (?:[^\W\d_](?:[\w.-]*[\w-])?|_)?:(?:[\w:-]|%[0-9A-Fa-f]{2}|\\.|\.+(?=[\w:%\\-]))* )
  | (?P<word>    [^\W\d]\w* )
  | (?P<number>  \d+(?:\.\d+)?(?:[eE][+-]?\d+)? )
  | (?P<mark>    . )
    """,
    re.VERBOSE | re.DOTALL,
)

#: What a query may come to. The engine goes down one call for each pair of braces and for each
#: link of a chain (a || b || …), and some thousands of them end the process.
_MOST_DEEP: Final = 200
_MOST_STEPS: Final = 2000
#: Not links of a chain: what rows of VALUES are made of.
_DATA_MARKS: Final = frozenset("()^")
_DATA_WORDS: Final = frozenset({"TRUE", "FALSE", "UNDEF"})

_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


#: Characters of a text of which is kept what was found in it: tokens take some hundred bytes each.
SHORT: Final = 16_384


class Token(NamedTuple):
    """A piece of a query: kind (string, iri, variable, name, word, …), text and place."""

    kind: str
    text: str
    start: int


def tokens(text: str) -> Iterable[Token]:
    """The tokens of a query, spaces and comments left out."""
    # Of a long text the first may be enough to refuse it.
    return _kept_tokens(text) if len(text) <= SHORT else _tokens(text)


def _tokens(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        if match.lastgroup != "space":
            yield Token(match.lastgroup or "", match[0], match.start())


@lru_cache(maxsize=32)
def _kept_tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a text, which is looked at many times, and often asked again."""
    return tuple(_tokens(text))


#: An address that every reader of addresses reads alike: what is between // and / is the host.
_ADDRESS: Final = re.compile(r"<https?://([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::\d+)?(?:[/?].*)?>")


def check_query(text: str, *, hosts: Collection[str] = ()) -> str:
    """The form of the query `text`, one of FORMS.

    `hosts`, in small letters, are those that SERVICE may ask. Raises UsageError for what is no
    query, for one that would ask another server, and for one so deep or long that the engine
    would not survive it.
    """
    return (_kept_form if len(text) <= SHORT else _form)(text, frozenset(hosts))


def _form(text: str, hosts: frozenset[str]) -> str:
    for reading in readings(text):
        _check_size(reading)
        _check_reach(reading, hosts, ("SERVICE",))
        form = _first_word(reading)
        if form in _UPDATES:
            raise UsageError(f"{form} changes data; a query only reads (kg build, kg remove)")
        if form is None:
            expected = ", ".join(FORMS)
            raise UsageError(f"no query in {shortened(text)!r}; expected one of {expected}")
    return next(
        token.text.upper() for token in tokens(text)
        if token.kind == "word" and token.text.upper() in FORMS
    )


#: What texts that were found good are; one that is refused is read anew.
_kept_form: Final = lru_cache(maxsize=256)(_form)


def check_update(text: str, *, hosts: Collection[str] = ()) -> None:
    """Raise UsageError for an update that is a query, that would ask another host than `hosts`
    (by LOAD or SERVICE), or that the engine would not survive."""
    for reading in readings(text):
        _check_size(reading)
        _check_reach(reading, hosts, ("SERVICE", "LOAD"))
        form = _first_word(reading)
        if form in FORMS:
            raise UsageError(f"{form} is a query; expected an update")


def readings(text: str) -> set[str]:
    """`text` with and without its escapes of characters.

    SPARQL lets any character be written as an escape, and engines differ in where they heed
    it: refused is what either reading holds.
    """
    return {text, _ESCAPE.sub(_character, text)}


def _first_word(text: str) -> str | None:
    """The first word that says what a text is: one of FORMS or of the updates."""
    words = (token.text.upper() for token in tokens(text) if token.kind == "word")
    return next((word for word in words if word in _UPDATES or word in FORMS), None)


def _check_reach(text: str, hosts: Collection[str], words: Collection[str]) -> None:
    """Raise UsageError where one of `words` names anything but an address at one of `hosts`."""
    reaching = ""
    for kind, piece, _ in tokens(text):
        word = piece.upper() if kind == "word" else ""
        if reaching and word != "SILENT":
            match = _ADDRESS.fullmatch(piece) if kind == "iri" else None
            if match is None or match[1].lower() not in hosts:
                raise UsageError(f"{reaching} {shortened(piece, 80)} is an address that is not on "
                                 "the list here")
            reaching = ""
        if word in words:
            if not hosts:
                raise UsageError(f"{word} asks another server; queries here stay in the store")
            reaching = word
    if reaching:
        raise UsageError(f"{reaching} without an address")


def used_prefixes(text: str) -> set[str]:
    """The prefixes that the query `text` uses and does not declare itself."""
    found = list(tokens(text))
    names = [(token.text.partition(":")[0], before.text.upper() == "PREFIX")
             for before, token in zip([Token("", "", 0), *found], found, strict=False)
             if token.kind == "name"]
    declared = {name for name, is_declaration in names if is_declaration}
    return {name for name, _ in names} - declared - {"_"}


def names_dataset(text: str) -> bool:
    """Does the query `text` say itself which graphs it is asked of (FROM, FROM NAMED)?"""
    return "FROM" in text.upper() and any(
        token.kind == "word" and token.text.upper() == "FROM" for token in tokens(text))


def with_prefixes(text: str, prefixes: Mapping[str, str]) -> str:
    """The query `text` with those of `prefixes` declared that it uses and does not declare.

    >>> with_prefixes("ASK { ?a a hc:Claim }", {"hc": "https://example.org/#", "x": "y:"})
    'PREFIX hc: <https://example.org/#> ASK { ?a a hc:Claim }'
    """
    used = sorted(used_prefixes(text) & prefixes.keys())
    return "".join(f"PREFIX {name}: <{prefixes[name]}> " for name in used) + text


def _check_size(text: str) -> None:
    open_, steps, members = list[str](), 0, 0
    before, data = "", False
    for kind, piece, _ in tokens(text):
        mark = piece if kind == "mark" else ""
        if mark and mark in "({[":
            open_.append(mark)
        elif mark and mark in ")}]" and open_:
            open_.pop()
        within = open_[-1] if open_ else ""
        # The engine takes one operation of an update after the other, and so the triples of
        # INSERT DATA and DELETE DATA.
        data = data and bool(open_) or piece == "{" and before == "DATA"
        before = piece.upper() if kind == "word" else ""
        if piece == ";" and not open_:
            steps = 0
        # A list such as (1 2 3) is a chain too; one with commas is none.
        members = members + 1 if within == "(" and not mark else 0
        if data:
            pass
        elif mark:
            steps += mark not in _DATA_MARKS and not (mark == "," and within == "(")
        elif kind == "word":
            steps += piece.upper() not in _DATA_WORDS
        if len(open_) > _MOST_DEEP:
            raise UsageError(f"braces and parentheses nested deeper than {_MOST_DEEP}")
        if max(steps, members) > _MOST_STEPS:
            raise UsageError(
                f"the query has more than {_MOST_STEPS:,} operators, words or members of a list; "
                "give long lists of values by VALUES"
            )


def with_values(text: str, values: Mapping[str, str]) -> str:
    """Bind variables of the query `text` to `values` (name without ? -> term as SPARQL).

    `VALUES` goes to the head of the query's pattern, and of the pattern of each subquery that
    names the variable: what a subquery does not select it would not see. Raises UsageError
    for a variable that the query does not have, and where there is no pattern to bind it in.
    """
    if not values:
        return text
    found = list(tokens(text))
    known = {token.text[1:] for token in found if token.kind == "variable"}
    missing = sorted(set(values) - known)
    if missing:
        there = ", ".join(f"?{name}" for name in sorted(known)) or "none"
        raise UsageError(f"no variable ?{shortened(missing[0])} in the query; it has {there}")
    patterns = [
        _pattern(found, at) for at, token in enumerate(found)
        if token.kind == "word" and token.text.upper() in FORMS
    ]
    if not patterns or patterns[0] is None:
        raise UsageError("parameters need a query with a pattern in braces: WHERE { … }")
    pieces: list[tuple[int, str]] = []
    for opening, closing in filter(None, patterns):
        inside = found[opening + 1 : closing]
        named = {token.text[1:] for token in inside if token.kind == "variable"}
        names = sorted(named & set(values))
        if names:
            block = _values_block(names, values)
            # A subquery is alone in its braces, so it gets a pair of its own.
            alone = inside[0].text.upper() == "SELECT"
            pieces.append((found[opening].start + 1, f"{block}{{ " if alone else block))
            pieces.append((found[closing].start, "}" if alone else ""))
    for place, piece in sorted(pieces, reverse=True):
        text = text[:place] + piece + text[place:]
    return text


def _values_block(names: Sequence[str], values: Mapping[str, str]) -> str:
    variables = " ".join(f"?{name}" for name in names)
    return f" VALUES ({variables}) {{ ({' '.join(values[name] for name in names)}) }} "


def _pattern(found: Sequence[Token], at: int) -> tuple[int, int] | None:
    """The tokens that open and close the pattern of the query or subquery that begins at
    token `at`: not the template of CONSTRUCT, nor what stands in parentheses before."""
    template = found[at].text.upper() == "CONSTRUCT"
    parentheses, braces = 0, list[int]()
    for place in range(at + 1, len(found)):
        mark = found[place].text if found[place].kind == "mark" else ""
        parentheses += (mark == "(") - (mark == ")")
        if mark == "{":
            braces.append(place)
        elif mark == "}":
            if not braces:
                return None
            opening = braces.pop()
            if not braces and parentheses == 0:
                if not template:
                    return opening, place
                template = False
    return None


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= 0x10FFFF else match[0]


def shortened(text: str, size: int = 40) -> str:
    """`text` on one line of at most `size` characters, for a message.

    >>> shortened("SELECT  * {}", 8)
    'SELECT …'
    """
    line = " ".join(text.split())
    return line if len(line) <= size else f"{line[: size - 1]}…"
