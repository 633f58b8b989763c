"""Articles -> Facts, by the extractors that a user chose.

    names, options -> Reader ; articles -> (article, facts or the error)

One article that an extractor fails on is told and left out; the run goes on. Where a service
answers for no article any more it stops, since each of ten thousand would wait in vain.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from threading import Thread
from types import TracebackType

from kg.errors import DataError, GaveUp, KgError, ServiceError, UsageError
from kg.extract.cache import AnswerCache
from kg.extract.extractor import RuleLexicon, extract, load_lexicon
from kg.extract.grounding import ground
from kg.extract.plugins import DEFAULT, Extractor, Rules, Setup, set_up
from kg.extract.proposals import Proposal
from kg.extract.union import unite
from kg.model import JOINT, Article, ExtractorUse, Facts

__all__ = ["Reader", "fault_of_extractor", "open_reader", "read_facts", "split_options"]


def open_reader(names: Sequence[str] = (DEFAULT,), options: Mapping[str, Mapping[str, str]] | None
                = None, *, lexicon: RuleLexicon | None = None, cache: AnswerCache | None = None
                ) -> Reader:
    """A reader with the extractors called `names`, in order of precedence.

    `options` are those of each by name. Raises UsageError for what is not known or not there.
    """
    lexicon = lexicon or load_lexicon()
    chosen: list[_Chosen] = []
    for name in dict.fromkeys(names):
        extractor, setup = set_up(name, lexicon, (options or {}).get(name, {}), cache=cache)
        chosen.append(_Chosen(extractor, setup))
    return Reader(chosen)


def split_options(names: Sequence[str], given: Iterable[str]) -> dict[str, dict[str, str]]:
    """Options as they are typed, KEY=VALUE or NAME.KEY=VALUE, by extractor.

    Without a name they belong to the one extractor that is not the rules.

    >>> split_options(["rules", "chat"], ["model=small", "chat.seed=7"])
    {'chat': {'model': 'small', 'seed': '7'}}
    """
    found: dict[str, dict[str, str]] = {}
    others = [name for name in dict.fromkeys(names) if name != DEFAULT]
    for one in given:
        key, equals, value = one.partition("=")
        if not equals or not key.strip():
            raise UsageError(f"extractor option {one!r}; expected KEY=VALUE")
        name, dot, rest = key.strip().partition(".")
        if not dot:
            if len(others) != 1:
                raise UsageError(f"extractor option {key!r}: of which extractor? write "
                                 f"NAME.{key.strip()}=…, and choose it by --extractor")
            name, rest = others[0], name
        elif name not in names:
            raise UsageError(f"extractor option {key!r}: {name!r} is not among the extractors "
                             f"({', '.join(names)})")
        if rest in found.setdefault(name, {}):
            raise UsageError(f"extractor option {rest!r} of {name} is given twice")
        found[name][rest] = value
    return found


def read_facts(article: Article, lexicon: RuleLexicon) -> Facts:
    """The facts of `article` by the rules. Raises DataError where they fail on it.

    That is a bug of the extractor's, but one text that it stumbles over must not cost the
    user the other ten thousand; the error keeps the cause for whoever mends it.
    """
    try:
        return extract(article, lexicon)
    except Exception as error:
        raise fault_of_extractor(article, error) from error


class _Chosen:
    """One extractor at work."""

    def __init__(self, extractor: Extractor, setup: Setup) -> None:
        self.extractor, self.setup, self.name = extractor, setup, setup.name
        lasting = {o.name for o in getattr(extractor, "options", ()) if o.lasting}
        self.settings = tuple(sorted(
            (key, value) for key, value in setup.options.items() if key in lasting))
        self.label = setup.lexicon.name
        if not isinstance(extractor, Rules):
            # The tables and the gate have a part in what comes out, and so in the name.
            asked = AnswerCache.digest([
                self.settings, getattr(extractor, "prompt", None),
                getattr(extractor, "model", None), getattr(extractor, "model_version", None),
                setup.lexicon.name])
            self.label = f"{self.name}/{extractor.version}+{asked[:8]}"

    def read(self, article: Article) -> Facts:
        if isinstance(self.extractor, Rules):
            return read_facts(article, self.setup.lexicon)
        try:
            proposal = self.extractor.propose(article)
            if not isinstance(proposal, Proposal):
                raise TypeError(f"propose gave a {type(proposal).__name__}")
            facts = ground(article, proposal, self.setup.lexicon, name=self.name,
                           extractor=self.label)
        except (DataError, UsageError):
            raise
        except (Exception, SystemExit) as error:  # one that ends the program has a fault, too
            raise fault_of_extractor(article, error, f"the extractor {self.name!r}") from error
        return replace(facts, uses=(self._use(proposal),))

    def _use(self, proposal: Proposal) -> ExtractorUse:
        return ExtractorUse(
            self.label, proposal.model or getattr(self.extractor, "model", None),
            proposal.model_version or getattr(self.extractor, "model_version", None),
            getattr(self.extractor, "prompt", None),
            tuple(sorted({*self.settings, *proposal.details})))


class Reader:
    """One or several extractors as one. Close it, or use it in a `with`."""

    def __init__(self, chosen: Sequence[_Chosen]) -> None:
        self._chosen = chosen
        #: What facts name as their finder: the same for the same input means the same reading.
        self.label = JOINT.join(one.label for one in chosen)

    def read(self, article: Article) -> Facts:
        """The facts of one article. Raises DataError where an extractor fails on it: of
        several, none is left out, else the same run would give other facts another day."""
        return unite([one.read(article) for one in self._chosen])

    def read_all(self, articles: Iterable[Article]) -> Iterator[tuple[Article, Facts | DataError]]:
        """Each article with its facts, or the error that it failed with, in their order.

        As many are read at a time as the extractors allow. Raises GaveUp after so many in a row
        that a service did not answer for (`Extractor.patience`).
        """
        patience = min(getattr(one.extractor, "patience", 3) for one in self._chosen)
        failed = 0
        for article, result in self._results(articles):
            failed = failed + 1 if isinstance(result, ServiceError) else 0
            yield article, result
            if failed >= patience:
                raise GaveUp(
                    f"{failed} articles in a row had no answer; stopped. What was stored stays, "
                    "and the next run goes on from here")

    def _results(self, articles: Iterable[Article]
                 ) -> Iterator[tuple[Article, Facts | DataError]]:
        # The rules wait for nobody: threads would only make them take turns.
        at_a_time = min((getattr(one.extractor, "concurrency", 1) for one in self._chosen
                         if not isinstance(one.extractor, Rules)), default=1)
        if at_a_time <= 1:
            for article in articles:
                yield article, self._try(article)
            return
        waiting: deque[tuple[Article, Future[Facts | DataError]]] = deque()
        for article in articles:
            # A pool would be waited for when the user breaks off the run; a daemon is not.
            future: Future[Facts | DataError] = Future()
            Thread(target=self._settle, args=(article, future), daemon=True).start()
            waiting.append((article, future))
            # What is ready comes out at once, though others are still to come.
            while waiting and (len(waiting) >= at_a_time or waiting[0][1].done()):
                first, future = waiting.popleft()
                yield first, future.result()
        for article, future in waiting:
            yield article, future.result()

    def _settle(self, article: Article, future: Future[Facts | DataError]) -> None:
        try:
            future.set_result(self._try(article))
        except BaseException as error:
            future.set_exception(error)

    def _try(self, article: Article) -> Facts | DataError:
        try:
            return self.read(article)
        except DataError as error:
            return error

    def close(self) -> None:
        """Let go of what the extractors hold. Raises KgError where one of them fails at that."""
        failed: KgError | None = None
        for one in self._chosen:
            try:
                close = getattr(one.extractor, "close", None)
                if close is not None:
                    close()
            except (Exception, SystemExit) as error:
                failed = KgError(
                    f"extractor {one.name!r} of {one.setup.package} fails while it is closed "
                    f"({type(error).__name__}: {error})")
                failed.__cause__ = error
        if failed is not None:
            raise failed

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        try:
            self.close()
        except KgError:
            # What ended the run before matters more.
            if error is None:
                raise


def fault_of_extractor(article: Article, error: BaseException,
                       who: str = "the extractor") -> DataError:
    """The error to tell where an extractor stumbles over an article."""
    cause = (
        f'{who} fails on article "{article.id}" ({type(error).__name__}: {error}); '
        "please report this"
    )
    return DataError(article.source or "article", cause, line=article.line)
