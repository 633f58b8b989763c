"""Changes by hand, and the marks of the store that stay true through them.

    update text -> the graphs it may write -> the same update, with the marks changed in one step

What is assembled carries a seal, and each article the name of what read it. An update that
writes into the assembled graph breaks its seal; one that writes into an article's graph adds
«hand» to what read the article. So nothing that was edited counts as assembled or as read, and
the next `kg build` reads and assembles it anew. Which graphs an update may write is judged on
its tokens; where they do not tell (GRAPH ?g, relative addresses, DROP NAMED), it may be any.

Graphs of the user's own break nothing; they are part of the union that queries see.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kg.errors import UsageError
from kg.model import JOINT
from kg.rdf import Iris
from kg.sparql import Token, readings, tokens
from kg.vocab import HC

__all__ = ["ANY", "HAND", "marks", "with_dataset", "with_marks", "written_graphs"]

#: Stands for whatever graph there is.
ANY: Final = "*"
#: Who has edited an article, among the names of what read it.
HAND: Final = "hand"

_ABSOLUTE: Final = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*:[^<>]*)>")
_MODIFY: Final = ("INSERT", "DELETE")


def with_marks(text: str, iris: Iris) -> str:
    """The update `text` with what keeps the marks of the store true, in one transaction."""
    changed = marks(written_graphs(text, iris), iris)
    if not changed:
        return text
    # A comment may stand at its end, or a semicolon with nothing behind it.
    last = [token.text for token in tokens(text) if token.kind == "mark" or token.kind == "word"]
    joint = "" if last and last[-1] == ";" else ";"
    return f"{text}\n{joint} " + " ;\n".join(changed)


def marks(graphs: Iterable[str], iris: Iris) -> list[str]:
    """The operations that mark what stands in `graphs` as edited by hand."""
    written = set(graphs)
    operations = []
    for graph in (iris.world.value, iris.reference.value):
        own = graph if graph == iris.reference.value else f"{iris.base}graph/"
        if ANY in written or any(one.startswith(own) for one in written):
            operations.append(
                f"DELETE WHERE {{ GRAPH <{graph}> {{ <{graph}> <{HC.seal}> ?seal }} }}")
    articles = f"{iris.base}graph/article/"
    if ANY in written:
        operations.append(_by_hand("?g", f'FILTER (STRSTARTS(STR(?g), "{articles}"))'))
    else:
        operations += [_by_hand(f"<{one}>") for one in sorted(written) if one.startswith(articles)]
    return operations


def _by_hand(graph: str, condition: str = "") -> str:
    """The operation that adds «hand» to what read the article of `graph`."""
    name = f"<{HC.extractorName}>"
    return (
        f"DELETE {{ GRAPH {graph} {{ ?run {name} ?before }} }} "
        f"INSERT {{ GRAPH {graph} {{ ?run {name} ?after }} }} "
        f"WHERE {{ GRAPH {graph} {{ ?run a <{HC.ExtractionRun}> ; {name} ?before }} {condition} "
        f'FILTER (!STRENDS(?before, "{JOINT}{HAND}")) '
        f'BIND (CONCAT(?before, "{JOINT}{HAND}") AS ?after) }}'
    )


def written_graphs(text: str, iris: Iris) -> set[str]:
    """The names of the graphs that the update `text` may write, ANY where that cannot be told.

    The default graph has no name, and none of ours are written to it.
    """
    found = [_written(list(tokens(reading)), iris.prefixes()) for reading in readings(text)]
    # Where escapes make a difference, none of the readings is relied on.
    return found[0] if all(one == found[0] for one in found) else {ANY}


def _written(found: Sequence[Token], prefixes: Mapping[str, str]) -> set[str]:
    known = dict(prefixes)
    written: set[str] = set()
    depth, in_template, before = 0, False, ""
    for at, (kind, text, _) in enumerate(found):
        word = text.upper() if kind == "word" else ""
        following = _after(found, at)
        if kind == "mark" and text in "{}":
            depth += 1 if text == "{" else -1
        elif text == ";" and depth == 0:
            in_template = False
        elif word == "PREFIX" and depth == 0 and len(found) > at + 2:
            match = _ABSOLUTE.fullmatch(found[at + 2].text)
            # A prefix that is no absolute address makes names that may be anything.
            known[found[at + 1].text.rstrip(":")] = match[1] if match else "\\"
        elif word in _MODIFY and depth == 0:
            in_template = True
        elif word == "WHERE" and depth == 0:
            # DELETE WHERE { … } is a template as well.
            in_template = before == "DELETE"
        elif word == "WITH" and depth == 0 or word == "GRAPH" and depth and in_template:
            written.add(_graph(following, known))
        elif word in ("CLEAR", "DROP", "CREATE", "LOAD", "ADD", "MOVE", "COPY") and depth == 0:
            if word not in ("LOAD", "ADD", "COPY"):
                written |= _named(following, known)
        elif word in ("TO", "INTO") and depth == 0:
            written |= _named(following, known)
        before = word
    return written


def _after(found: Sequence[Token], at: int) -> Token:
    """The token that says which graph: SILENT and GRAPH may stand before it."""
    for token in found[at + 1 :]:
        if token.kind != "word" or token.text.upper() not in ("SILENT", "GRAPH"):
            return token
    return Token("", "", 0)


def _named(token: Token, known: Mapping[str, str]) -> set[str]:
    return set() if token.text.upper() == "DEFAULT" else {_graph(token, known)}


def _graph(token: Token, known: Mapping[str, str]) -> str:
    """The graph that a token names; ANY for a variable, NAMED, ALL, and what is not absolute."""
    if match := _ABSOLUTE.fullmatch(token.text):
        return match[1]
    prefix, colon, name = token.text.partition(":")
    if token.kind == "name" and colon and "\\" not in known.get(prefix, "\\") + name:
        return known[prefix] + name
    return ANY


def with_dataset(text: str, default: Sequence[str], named: Sequence[str]) -> str:
    """The update `text` with USING and USING NAMED before the WHERE of each of its operations,
    as the protocol has it for using-graph-uri and using-named-graph-uri.

    Raises UsageError for an update that says itself what it is about (USING, WITH).
    """
    clause = "".join(
        f" USING {word}<{iri}>" for word, iris in (("", default), ("NAMED ", named))
        for iri in iris
    )
    found = list(tokens(text))
    pieces: list[tuple[int, str]] = []
    depth, before = 0, Token("", "", 0)
    for at, token in enumerate(found):
        word = token.text.upper() if token.kind == "word" else ""
        if word in ("USING", "WITH") and depth == 0:
            raise UsageError(f"{word} in the update, and using-graph-uri in the request")
        if word == "WHERE" and depth == 0:
            if before.text.upper() == "DELETE":
                # The short form has no USING; the long one says the same.
                pattern = text[found[at + 1].start : _end(found, at + 1)]
                pieces.append((token.start, f"{pattern}{clause} "))
            else:
                pieces.append((token.start, f"{clause} "))
        if token.kind == "mark" and token.text in "{}":
            depth += 1 if token.text == "{" else -1
        before = token
    for place, piece in reversed(pieces):
        text = text[:place] + piece + text[place:]
    return text


def _end(found: Sequence[Token], opening: int) -> int:
    """Where the braces end that the token `opening` begins."""
    depth = 0
    for token in found[opening:]:
        if token.kind == "mark" and token.text in "{}":
            depth += 1 if token.text == "{" else -1
            if depth == 0:
                return token.start + 1
    raise UsageError("braces that do not end")
