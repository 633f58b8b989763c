"""`kg review`: what is doubtful, and what people decide about it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import click

from kg.cli.common import (
    FAILED,
    counted,
    open_to_read,
    output_option,
    shown_width,
    store_option,
    tell,
    write_text,
)
from kg.cli.registry import chosen_registry, registry_option
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.decisions import Decisions, Settled
    from kg.model import Decision
    from kg.review import Doubt, Sight

__all__ = ["review"]

#: As `kg.review.FORMATS` and KINDS, which are not imported for the help; tests compare them.
_FORMATS: Final = ("text", "jsonl", "csv")
_KINDS: Final = ("merged", "apart", "joined", "acts", "link", "claim", "unlinked")

_file_option = click.option(
    "--decisions", "decisions", metavar="FILE", envvar="KG_DECISIONS", show_envvar=True,
    help="The decisions file. By default kg-decisions.jsonl beside the store, else in the working "
         "folder.")


@click.group(invoke_without_command=True, epilog="""\b
Examples:
  kg review --store graph
  kg review --kind merged --kind apart --limit 0 --format csv --output doubts.csv
  kg review --html review.html
  kg review decide 3cb705bb reject --who 'Ana Silva' --why 'The quote is on sport.'
  kg review decide merge institution/A institution/B --who 'Ana Silva'
  kg review decide correct claim/C --set status=planned --set party=CU,KE --who 'Ana Silva'
  kg review list
  kg review check
  kg review undo last""")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(_KINDS),
              help="Only doubts of this kind; may be repeated.")
@click.option("--limit", type=click.IntRange(0), default=20, show_default=True, metavar="N",
              help="At most so many, the worst first; 0 is all.")
@click.option("--below", type=click.FloatRange(0, 1), default=0.7, show_default=True, metavar="X",
              help="Claims are doubtful below this confidence.")
@click.option("--frequent", type=click.IntRange(1), default=3, show_default=True, metavar="N",
              help="Institutions without a row in the registry are listed from so many articles "
                   "on.")
@click.option("--format", "form", type=click.Choice(_FORMATS), default="text", show_default=True,
              help="For people, for programs, for spreadsheets.")
@click.option("--html", metavar="FILE", help="Write one page to decide in, for any browser, "
                                             "without a network; nothing is printed.")
@_file_option
@output_option
@store_option
@click.pass_context
def review(
    ctx: click.Context, kinds: tuple[str, ...], limit: int, below: float, frequent: int,
    form: str, html: str | None, decisions: str | None, output: str | None, store: str,
) -> None:
    """List what is doubtful, worst first; decide, and undo.

    Names that were made one, or were not; acts that were joined, or were not; links of threads;
    claims that were read with little confidence; institutions that the registry does not know.
    Each is shown side by side with its quotes and a score that is explained. What a person
    decides goes to a file of JSON lines that kg build applies; docs/review.md describes it.
    """
    ctx.obj = {"store": store, "decisions": decisions}
    if ctx.invoked_subcommand is not None:
        return
    from kg.review import Sight, doubts_html, format_doubts

    with open_to_read(store) as opened:
        sight = Sight(opened)
        found = _doubts(sight, store, decisions, kinds=kinds or _KINDS, below=below,
                        frequent=frequent)
        shown = found[:limit] if limit else found
        if html is not None:
            write_text(doubts_html(shown, store=os.path.basename(os.path.abspath(store))), html)
        else:
            write_text(format_doubts(shown, form, shown_width(output, wide=False)), output)
    left = f", {len(shown)} of them shown (--limit 0 for all)" if len(shown) < len(found) else ""
    click.echo(f"{counted(len(found), 'doubt')}{left}", err=True)


def _doubts(sight: Sight, store: str, decisions: str | None, **options: Any) -> list[Doubt]:
    from kg.review import find_doubts

    file = _read(store, decisions)
    return find_doubts(sight, decided=file.entries, **options)


def _path(store: str, decisions: str | None) -> str:
    """The file to read and write; where there is none yet, the one beside the store."""
    from kg.decisions import DEFAULT_NAME, find_file

    if decisions is not None:
        return decisions
    found = find_file(store)
    if found is not None:
        return os.path.relpath(found)
    return os.path.relpath(os.path.join(os.path.dirname(os.path.abspath(store)), DEFAULT_NAME))


def _read(store: str, decisions: str | None) -> Decisions:
    from kg.decisions import read_decisions

    path = _path(store, decisions)
    return read_decisions(path if os.path.exists(path) or decisions is not None else None)


def _common(command: Callable[..., Any]) -> Callable[..., Any]:
    """The store and the file may be given before the word or after it."""
    later: list[Callable[[Any], Any]] = [
        click.option("--store", "-s", metavar="DIR", help="The folder of the graph."),
        click.option("--decisions", metavar="FILE", help="The decisions file."),
    ]
    for option in later:
        command = option(command)
    return command


def _given(ctx: click.Context, store: str | None, decisions: str | None) -> tuple[str, str]:
    where = store or str(ctx.obj["store"])
    return where, _path(where, decisions or ctx.obj["decisions"])


@review.command(epilog="""\b
Examples:
  kg review decide 3cb705bb reject --who 'Ana Silva' --why 'The quote is on sport.'
  kg review decide split person/P --set name='A. Silva' --who 'Ana Silva'""")
@click.argument("words", nargs=-1, required=True, metavar="(DOUBT VERB | VERB ID...)")
@click.option("--set", "changes", multiple=True, metavar="FIELD=VALUE",
              help="What is right: of a claim type, status, modality, party, date, topic or "
                   "place; of an entity name, country or type; of a split name or into. Several "
                   "parties or topics are parted by commas; none takes a value out.")
@click.option("--who", required=True, envvar="KG_REVIEWER", show_envvar=True,
              help="Who decides: a name, or an address as an ORCID iD.")
@click.option("--why", default="", help="The reason, in your words.")
@click.option("--when", metavar="DAY", help="The day, YYYY-MM-DD; by default today.")
@_common
@click.pass_context
def decide(
    ctx: click.Context, words: tuple[str, ...], changes: tuple[str, ...], who: str, why: str,
    when: str | None, store: str | None, decisions: str | None,
) -> None:
    """Put a decision into the file.

    Either a doubt by its number in the list, with one of the verbs that stand below it, or a verb
    with the ids of what it is about: merge, split (two or more entities or claims, or an entity
    and the mentions that leave it), link, unlink (two claims or engagements), reject, correct,
    confirm. The next kg build applies it.
    """
    from datetime import date

    from kg.decisions import add_decisions, to_line
    from kg.decisions.rules import VERBS
    from kg.review import Sight

    where, path = _given(ctx, store, decisions)
    day = when or date.today().isoformat()
    with open_to_read(where) as opened:
        sight = Sight(opened)
        if words[0] in VERBS:
            made = _made(sight, words[0], words[1:], changes, who, day, why)
        else:
            made = _settling(sight, where, path, words, changes, who, day, why)
    added = add_decisions(path, [made])
    write_text("".join(f"{to_line(one)}\n" for one in added))
    click.echo(f"{path}: {counted(len(added), 'decision')} added"
               f"{'' if added else ' (it stands there already)'}; kg build applies it", err=True)


def _made(
    sight: Sight, verb: str, ids: tuple[str, ...], changes: tuple[str, ...], who: str, when: str,
    why: str,
) -> Decision:
    from kg.decisions import make_decision
    from kg.review.targets import to_targets

    targets = to_targets(sight, verb, ids)
    articles: dict[str, str] = {}
    for target in targets:
        article = sight.article_of(target)
        if article is not None:
            articles[target] = article
    return make_decision(
        verb, targets, who=who, when=when, why=why, changes=_changes(changes),
        entities=sight.entities, articles=articles, facts=sight.facts)


def _settling(
    sight: Sight, store: str, path: str, words: tuple[str, ...], changes: tuple[str, ...],
    who: str, when: str, why: str,
) -> Decision:
    from dataclasses import replace

    found = [one for one in _doubts(sight, store, path if os.path.exists(path) else None,
                                    kinds=_KINDS, below=1.0, frequent=1) if one.id == words[0]]
    if not found:
        raise UsageError(f"no doubt {words[0]!r}, and no verb; kg review lists doubts")
    verbs = [one.decision.verb for one in found[0].choices]
    if len(words) != 2 or words[1] not in [*verbs, "correct"]:
        raise UsageError(f"doubt {words[0]} takes one of {', '.join(verbs)}")
    if words[1] == "correct":
        return _made(sight, "correct", (found[0].sides[0].id,), changes, who, when, why)
    choice = next(one for one in found[0].choices if one.decision.verb == words[1])
    return replace(choice.decision, who=who, when=when, why=why)


def _changes(given: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in given:
        field, equals, value = one.partition("=")
        if not equals or field in found:
            raise UsageError(f"--set {one}; expected FIELD=VALUE, each field once")
        several = field in ("party", "topic")
        found[field] = " ".join(sorted(set(value.replace(",", " ").split()))) if several else value
    return found


@review.command(epilog="""\b
Examples:
  kg review undo last
  kg review undo decision/reject.0f3c2a9b1d4e5f60""")
@click.argument("which", nargs=-1, required=True, metavar="(last | LINE | ID)...")
@_common
@click.pass_context
def undo(
    ctx: click.Context, which: tuple[str, ...], store: str | None, decisions: str | None
) -> None:
    """Take decisions out of the file, by the number of the line or by id.

    Built again, the graph is as it would be without them. git keeps what stood there.
    """
    from kg.decisions import drop_decisions, read_decisions

    _, path = _given(ctx, store, decisions)
    file = read_decisions(path)
    lines = {_line(file, one) for one in which}
    drop_decisions(path, lines)
    click.echo(f"{path}: {counted(len(lines), 'decision')} taken out; kg build applies it",
               err=True)


def _line(file: Decisions, which: str) -> int:
    if which == "last" and file.lines:
        return max(file.lines.values())
    for id, line in file.lines.items():
        if which in (id, id.rpartition(".")[2], str(line)):
            return line
    raise UsageError(f"no decision {which!r} in {file.path}; kg review list shows them")


@review.command("list", epilog="""\b
Examples:
  kg review list --store graph
  kg review list --format jsonl""")
@click.option("--format", "form", type=click.Choice(("text", "jsonl")), default="text",
              show_default=True, help="For people, or for programs.")
@registry_option
@_common
@click.pass_context
def list_(
    ctx: click.Context, form: str, registry: str | None, store: str | None, decisions: str | None
) -> None:
    """List the decisions of the file, with what became of each in the store."""
    from kg.ids import decision_id

    where, path = _given(ctx, store, decisions)
    file = _read(where, path if os.path.exists(path) else None)
    settled = _settled(where, file, registry)
    states = {decision_id(one): ("holds", "") for one in settled.applied}
    states |= {decision_id(one.decision): (one.state, one.cause) for one in settled.pending}
    rows = []
    for one in sorted(file.entries, key=lambda each: file.place(each) or 0):
        state, cause = states[decision_id(one)]
        rows.append({"line": file.place(one), "id": decision_id(one), "verb": one.verb,
                     "targets": list(one.targets), "set": dict(one.changes), "who": one.who,
                     "when": one.when, "why": one.why, "state": state, "cause": cause,
                     "on": [ground.says for ground in one.ground]})
    if form == "jsonl":
        write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
        return
    write_text("".join(_shown(row) for row in rows))
    if not rows:
        click.echo("no decisions", err=True)


def _shown(row: dict[str, Any]) -> str:
    from kg.query.results import safe_text

    changes = ", ".join(f"{field}={value}" for field, value in row["set"].items())
    lines = [f"{row['line']}: {row['verb']} {' '.join(row['targets'])} {changes}".rstrip(),
             f"   on {'; '.join(row['on'])}",
             f"   {row['who']}, {row['when']} {row['why']}".rstrip(),
             f"   {row['state']}{': ' if row['cause'] else ''}{row['cause']}"]
    return "".join(f"{safe_text(line)}\n" for line in lines)


def _settled(store: str, file: Decisions, registry: str | None) -> Settled:
    from kg.review.state import settle_store

    with open_to_read(store) as opened:
        return settle_store(opened, file, chosen_registry(registry)[0])


@review.command(epilog="""\b
Examples:
  kg review check --store graph
  kg review check --decisions our-decisions.jsonl""")
@registry_option
@_common
@click.pass_context
def check(
    ctx: click.Context, registry: str | None, store: str | None, decisions: str | None
) -> None:
    """Name every line of the file that is no decision, contradicts another, or is stale.

    Exit status 1 where there is one. A decision on an article that is not in the store waits, and
    is no fault.
    """
    from kg.decisions import scan_decisions
    from kg.errors import DataError

    where, path = _given(ctx, store, decisions)
    problems: list[DataError] = []
    file = scan_decisions(path, problems.append)
    settled = _settled(where, file, registry)
    problems += [
        DataError(path, f"stale: {one.cause}", line=file.place(one.decision))
        for one in settled.pending if one.state == "stale"]
    for problem in sorted(problems, key=lambda one: (one.line or 0, one.cause)):
        tell(problem)
    waiting = sum(one.state == "waiting" for one in settled.pending)
    click.echo(f"{path}: {len(settled.applied)} hold, {waiting} waiting for articles, "
               f"{counted(len(problems), 'problem')}", err=True)
    if problems:
        ctx.exit(FAILED)
