"""Extractors that others write: what one is, which are installed, and how one is set up.

    entry points of the group kg.extractors -> Installed -> Extractor

An extractor reads one article and proposes; `kg.extract.grounding` decides. A package offers one
by an entry point whose name users give and whose object is a subclass of `Extractor` (or
anything that has its attributes and is called with a Setup). The rules are an extractor too,
and the default.

Only what is asked for is imported, so that one that is broken harms nobody else, and
`kg --help` stays quick.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from importlib.metadata import EntryPoint, entry_points
from typing import ClassVar, Final

from kg import __version__
from kg.errors import KgError, UsageError
from kg.extract.cache import AnswerCache
from kg.extract.countries import find_countries
from kg.extract.extractor import RuleLexicon
from kg.extract.proposals import Proposal
from kg.extract.quantities import find_quantities
from kg.extract.text import read_document
from kg.model import Article

__all__ = [
    "DEFAULT", "GROUP", "Extractor", "Installed", "Option", "Rules", "Setup", "installed",
    "set_up",
]

#: The group of entry points in which packages offer extractors.
GROUP: Final = "kg.extractors"

DEFAULT: Final = "rules"

#: What comes with the program is known without the metadata of an installation, so that a
#: checkout works. setup.cfg lists the same, for those who look there; a test compares them.
_OWN: Final = {
    "rules": "kg.extract.plugins:Rules",
    "chat": "kg.extractors.chat:Chat",
    "spacy": "kg.extractors.spacy_pipeline:SpacyPipeline",
}

#: No option may be called so: what is typed on a command line is seen by others and is kept in
#: the history of the shell. Secrets come through environment variables.
_SECRET: Final = re.compile(r"(^|[-_])(key|apikey|secret|token|password|passwd|auth)$")

_NAME: Final = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Option:
    """An option of an extractor: `default` None means that it must be given.

    Options that say how to work and not what comes out (a time limit) are not `lasting`: they
    are not recorded, and changing one makes no article be read again.
    """

    name: str
    about: str
    default: str | None = None
    lasting: bool = True


@dataclass(frozen=True, slots=True)
class Setup:
    """What an extractor is made with: the tables, its options, a place to keep answers.

    The methods read an option as what it should be and raise UsageError where it is not.
    """

    name: str
    lexicon: RuleLexicon
    options: Mapping[str, str] = field(default_factory=dict)
    cache: AnswerCache | None = None
    #: What offers the extractor, with its version: said where it fails.
    package: str = ""

    def text(self, option: str) -> str:
        """The value of an option as it was given, or its default."""
        return self.options[option]

    def countries(self, text: str) -> list[tuple[int, int, str]]:
        """The wordings for countries in a text: where each begins and ends (code points), and
        its alpha-2 code, in order.

        Cities that are no capital are left out; a capital may stand for its government.
        """
        document = read_document(Article("", text))
        hits = self.lexicon.find_hits(document)
        found = find_countries(document, hits, find_quantities(document))
        quotes = [(document.cite(m.first, m.last), m.code) for m in found if m.form != "city"]
        return [(quote.start, quote.end, code) for quote, code in quotes]

    def number(self, option: str, low: float, high: float) -> float:
        """The value of an option as a number from `low` to `high`."""
        try:
            value = float(self.options[option])
        except ValueError:
            value = float("nan")
        if not low <= value <= high:
            raise UsageError(f"{self.name}: option {option}={self.options[option]!r}; expected a "
                             f"number from {low:g} to {high:g}")
        return value

    def integer(self, option: str, low: int, high: int) -> int:
        """The value of an option as a whole number from `low` to `high`."""
        if not re.fullmatch(r"-?[0-9]{1,9}", self.options[option]):
            raise UsageError(f"{self.name}: option {option}={self.options[option]!r}; expected a "
                             f"whole number from {low} to {high}")
        return int(self.number(option, low, high))

    def words(self, option: str) -> tuple[str, ...]:
        """The value of an option as words that commas part."""
        return tuple(filter(None, (word.strip() for word in self.options[option].split(","))))


class Extractor:
    """What reads an article and proposes candidates of facts.

    `version` is that of the extractor itself: a new one reads every article again. `options`
    are what users may set. `propose` may be called from several threads, `concurrency` at a
    time. `prompt` is a digest of what it asks a model, where it asks one.
    """

    version: ClassVar[str] = "0"
    options: ClassVar[tuple[Option, ...]] = ()
    concurrency: int = 1
    #: After so many articles in a row that a service did not answer for, the run stops.
    patience: int = 3
    model: str | None = None
    model_version: str | None = None
    prompt: str | None = None

    def __init__(self, setup: Setup) -> None:
        """Raises UsageError where an option will not do, or what it needs is not installed."""

    def propose(self, article: Article) -> Proposal:
        """The candidates of one article.

        Raises ServiceError where a service gave no answer, DataError where the answer is none.
        """
        raise NotImplementedError

    def close(self) -> None:
        """Let go of what was opened; nothing is proposed after that."""


class Rules(Extractor):
    """The rules and tables of kg itself: no model, no network, same input same bytes.

    Their candidates are tokens of the text and pass the gate within (`kg.extract.claims`), so
    that they propose nothing; whoever reads with them calls `kg.extract.extract`.
    """

    version = __version__


@dataclass(frozen=True, slots=True)
class Installed:
    """An extractor that is there, not imported yet; `package` and its version offer it.

    `problem` says why it cannot be asked for by its name, where that is so.
    """

    name: str
    package: str
    version: str
    entry: EntryPoint
    problem: str | None = None

    def load(self) -> type[Extractor]:
        """Import it. Raises UsageError where that fails, or what comes is no extractor."""
        if self.problem:
            raise UsageError(self.problem)
        try:
            found = self.entry.load()
        except (Exception, SystemExit) as error:  # whatever a package raises while imported
            raise UsageError(
                f"extractor {self.name!r} of {self.package} {self.version} cannot be loaded "
                f"({type(error).__name__}: {error})"
            ) from error
        if not callable(found) or not callable(getattr(found, "propose", None)) or \
                not isinstance(getattr(found, "version", None), str):
            raise UsageError(
                f"extractor {self.name!r} of {self.package} {self.version} is none: "
                f"{self.entry.value} lacks version or propose; see docs/plugins.md"
            )
        options = getattr(found, "options", ())
        if not isinstance(options, (tuple, list)) or \
                not all(isinstance(option, Option) for option in options):
            raise UsageError(
                f"extractor {self.name!r} of {self.package} {self.version} is none: the options "
                f"of {self.entry.value} are no tuple of Option; see docs/plugins.md"
            )
        return found  # type: ignore[no-any-return]


def installed(entries: Iterable[EntryPoint] | None = None) -> dict[str, Installed]:
    """All extractors that are installed, by name in alphabetical order; nothing is imported.

    One whose name will not do, or that two packages offer, has a `problem`, which is told
    where it is asked for: it must not keep users from the others. What comes with the program
    keeps its name; who offers it as well is listed as NAME of PACKAGE.
    """
    found = {
        name: Installed(name, "kg", __version__, EntryPoint(name, value, GROUP))
        for name, value in _OWN.items()
    }
    for entry in entry_points(group=GROUP) if entries is None else entries:
        package = entry.dist.metadata["Name"] if entry.dist else "?"
        if package == "kg":
            continue
        version = entry.dist.version if entry.dist else "?"
        if not _NAME.fullmatch(entry.name):
            found[entry.name] = Installed(
                entry.name, package, version, entry,
                f"{package} offers an extractor under the name {entry.name!r}; expected small "
                "letters, digits and hyphens")
            continue
        if entry.name in found:
            other = found[entry.name]
            if (other.package, other.entry.value) == (package, entry.value):
                continue  # one package that is found on two paths
            problem = (f"{other.package} and {package} both offer an extractor "
                       f"{entry.name!r}; uninstall one of them")
            name = f"{entry.name} of {package}" if entry.name in _OWN else entry.name
            found[name] = Installed(name, package, version, entry, problem)
            continue
        found[entry.name] = Installed(entry.name, package, version, entry)
    return dict(sorted(found.items()))


def set_up(name: str, lexicon: RuleLexicon, options: Mapping[str, str], *,
           cache: AnswerCache | None = None) -> tuple[Extractor, Setup]:
    """The extractor called `name`, ready to work, and what it was made with.

    Raises UsageError for a name or an option that is not known, and for an option that is
    missing, KgError where the extractor cannot be made, or has attributes that will not do.
    """
    there = installed()
    if name not in there:
        raise UsageError(f"no extractor is called {name!r}; installed are {', '.join(there)}")
    kind = there[name].load()
    known = {option.name: option for option in getattr(kind, "options", ())}
    for option in options:
        if _SECRET.search(option.lower()):
            raise UsageError(f"{name}: no option {option!r}: secrets are taken from environment "
                             f"variables alone (kg extractors {name})")
        if option not in known:
            near = get_close_matches(option, known, n=1)
            hint = f"; did you mean {near[0]}?" if near else f"; see kg extractors {name}"
            raise UsageError(f"{name}: no option {option!r}{hint}")
    values = {one.name: options.get(one.name, one.default) for one in known.values()}
    for option, value in values.items():
        if value is None:
            raise UsageError(f"{name}: option {option!r} is needed "
                             f"({known[option].about.rstrip('.')}): "
                             f"--extractor-option {option}=…")
    setup = Setup(name, lexicon, {k: v for k, v in values.items() if v is not None}, cache,
                  f"{there[name].package} {there[name].version}")
    try:
        extractor = kind(setup)
        fault = _fault(extractor)
    except KgError:
        raise
    except (Exception, SystemExit) as error:  # whatever a package raises while it is set up
        raise KgError(f"extractor {name!r} of {setup.package} cannot be set up "
                      f"({type(error).__name__}: {error})") from error
    if fault:
        raise KgError(f"extractor {name!r} of {setup.package} will not do: {fault}; "
                      "see docs/plugins.md")
    return extractor, setup


def _fault(extractor: Extractor) -> str | None:
    """Which attribute of an extractor is not what it should be; they need not be there."""
    if not callable(getattr(extractor, "propose", None)):
        return "it has no method propose"
    for name in ("concurrency", "patience"):
        number = getattr(extractor, name, 1)
        if not isinstance(number, int) or number < 1:
            return f"{name} is no whole number from 1"
    for name in ("model", "model_version", "prompt"):
        if not isinstance(getattr(extractor, name, None), (str, type(None))):
            return f"{name} is neither text nor None"
    return None
