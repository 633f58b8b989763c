"""The extractor that asks a server which speaks the OpenAI chat-completions protocol.

    Article -> request -> answer of a model -> Proposal

Any such server will do, on this machine or elsewhere. It gets the codebook (`_prompt`) and the
article, and answers in a JSON schema; a server that refuses the schema is asked for any JSON
object, and then for plain text. Nothing in an answer is believed: the gate decides.

Errors name the article, the address and the cause; the key is in none of them, nor in anything
that is kept.
"""

from __future__ import annotations

import json
import os
import re
import time
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from typing import Any, Final

from kg import __version__
from kg.errors import DataError, ServiceError, UsageError
from kg.extract.cache import AnswerCache
from kg.extract.plugins import Extractor, Option, Setup
from kg.extract.proposals import Proposal
from kg.extractors._answers import join, read_answer
from kg.extractors._http import Answer, NoAnswer, find_proxy, is_here, post, read_address
from kg.extractors._prompt import answer_schema, article_parts, instructions, message
from kg.model import Article

__all__ = ["Chat"]

#: Of what form the answer is asked to be, the strictest first.
_FORMS: Final = ("json_schema", "json_object", "text")

#: Longer answers are none: the longest articles have some hundred facts.
_MAX_BYTES: Final = 4_000_000

#: The server is busy or stumbled: asking again may help.
_AGAIN: Final = frozenset({408, 425, 429, 500, 502, 503, 504, 529})

#: The server did not like the request itself.
_REFUSED: Final = frozenset({400, 415, 422, 501})

_DEFAULT_KEY: Final = "KG_CHAT_API_KEY"


@dataclass(frozen=True, slots=True)
class _Manner:
    """How a server wants to be asked, as far as is known of it."""

    form: int = 0
    token_limit: str = "max_tokens"
    without: frozenset[str] = field(default_factory=frozenset)


class Chat(Extractor):
    """Asks a language model behind the OpenAI chat-completions protocol.

    The article is sent to the server that you name, and nowhere else.
    """

    version = __version__
    options = (
        Option("base-url", "The address that /chat/completions is put behind, as in "
                           "http://localhost:8080/v1."),
        Option("model", "The name of the model, as the server knows it."),
        Option("key-env", "The environment variable that holds the key, if one is needed.",
               _DEFAULT_KEY, lasting=False),
        Option("temperature", "How freely the model chooses its words, from 0 to 2.", "0"),
        Option("seed", "A number that servers may take to answer alike; empty for none.", "1"),
        Option("max-tokens", "The longest answer, in tokens of the model.", "8000"),
        Option("max-characters", "Longer texts are sent in parts of at most so many characters.",
               "24000"),
        Option("confidence", "What facts get as their confidence; not calibrated.", "0.5"),
        Option("timeout", "Seconds that one answer may take in all.", "120", lasting=False),
        Option("retries", "How often a server that is busy or stumbles is asked again.", "3",
               lasting=False),
        Option("backoff", "Seconds before it is asked again, doubled each time, where the server "
                          "does not tell (Retry-After).", "1", lasting=False),
        Option("longest-wait", "More seconds than these are not waited, whatever the server "
                               "tells.", "60", lasting=False),
        Option("concurrency", "How many articles are asked about at a time.", "1", lasting=False),
        Option("patience", "After so many articles in a row without an answer the run stops.",
               "3", lasting=False),
        Option("plain-http", "yes: send the key also without encryption to another machine.",
               "no", lasting=False),
    )

    def __init__(self, setup: Setup) -> None:
        try:
            base = read_address(setup.text("base-url"))
        except UsageError as error:
            raise UsageError(f"{setup.name}: option base-url: {error}") from None
        self._address = base._replace(path=base.path.rstrip("/") + "/chat/completions")
        self.url = self._address.geturl()
        self._key = _read_key(setup)
        if self._key and base.scheme == "http" and setup.text("plain-http") != "yes" and \
                not is_here(base.hostname or ""):
            raise UsageError(
                f"{setup.name}: the key would go to {base.hostname} without encryption; use "
                "https, or allow it by plain-http=yes")
        try:
            find_proxy(base)
        except UsageError as error:
            raise UsageError(f"{setup.name}: {error}") from None
        self._model = setup.text("model")
        self._temperature = setup.number("temperature", 0, 2)
        self._seed = setup.integer("seed", 0, 2**29) if setup.text("seed") else None
        self._max_tokens = setup.integer("max-tokens", 1, 1_000_000)
        self._longest = setup.integer("max-characters", 500, 10_000_000)
        self._confidence = setup.number("confidence", 0.001, 1)
        self._timeout = setup.number("timeout", 0.01, 86_400)
        self._retries = setup.integer("retries", 0, 100)
        self._backoff = setup.number("backoff", 0, 3600)
        self._longest_wait = setup.number("longest-wait", 0, 86_400)
        self.concurrency = setup.integer("concurrency", 1, 256)
        self.patience = setup.integer("patience", 1, 1_000_000)
        self._cache = setup.cache
        self.prompt = AnswerCache.digest([instructions(), answer_schema()])
        self._manner = _Manner()

    def propose(self, article: Article) -> Proposal:
        """Ask about one article, or about its parts, and read the answers."""
        proposals, served = [], []
        for part in article_parts(article.text, self._longest):
            proposal, about = self._ask(article, part)
            proposals.append(proposal)
            served.append(about)
        models, versions, forms = (
            ", ".join(dict.fromkeys(filter(None, (one[key] for one in served))))
            for key in ("model", "version", "form"))
        return replace(join(proposals), model=models or self._model,
                       model_version=versions or None, details=(("response-format", forms),))

    # One question

    def _ask(self, article: Article, part: str) -> tuple[Proposal, dict[str, str]]:
        question = {
            "model": self._model, "temperature": self._temperature, "seed": self._seed,
            "max_tokens": self._max_tokens,
            "messages": [{"role": "system", "content": instructions()},
                         {"role": "user", "content": message(article, part)}],
        }
        digest = AnswerCache.digest([self.url, question])
        kept = self._cache.get(digest) if self._cache else None
        if self._cache and kept is not None:
            try:
                return read_answer(_kept(kept)["content"], self._confidence), kept
            except ValueError as error:
                self._cache.reject(digest, str(error))
        answer = self._request(article, question)
        try:
            proposal = read_answer(answer["content"], self._confidence)
        except ValueError as error:
            raise self._fault(article, str(error)) from error
        if self._cache:
            self._cache.put(digest, answer)
        return proposal, answer

    def _request(self, article: Article, question: dict[str, Any]) -> dict[str, str]:
        """The answer of the server, after as many tries as it takes."""
        manner = self._manner
        tries = 0
        while True:
            try:
                answer = self._post(question, manner)
            except NoAnswer as error:
                if not error.again or tries >= self._retries:
                    raise self._silence(article, self._plain(str(error))) from error
                self._wait(tries, None)
                tries += 1
                continue
            if answer.status == 200:
                content = self._content(article, answer)
                # What the server would have is known now; the next article is asked so at once.
                self._manner = manner
                return content | {"form": _FORMS[manner.form]}
            told = self._told(answer)
            if answer.status in _AGAIN and tries < self._retries:
                wait = _retry_after(answer)
                if wait is not None and wait > self._longest_wait:
                    raise self._silence(
                        article, f"{told}; it asks to wait {wait:.0f} s, more than longest-wait")
                self._wait(tries, wait)
                tries += 1
                continue
            other = _otherwise(manner, told) if answer.status in _REFUSED else None
            if other is not None:
                manner = other
            elif answer.status in _REFUSED or answer.status == 413:
                raise self._fault(article, told)  # it answers, but not to this article
            else:
                raise self._silence(article, told)

    def _post(self, question: dict[str, Any], manner: _Manner) -> Answer:
        body = {name: value for name, value in question.items()
                if value is not None and name not in manner.without}
        body[manner.token_limit] = body.pop("max_tokens")
        if manner.form == 0:
            body["response_format"] = {"type": "json_schema", "json_schema": {
                "name": "facts", "strict": True, "schema": answer_schema()}}
        elif manner.form == 1:
            body["response_format"] = {"type": "json_object"}
        headers = {"Content-Type": "application/json", "Accept": "application/json",
                   "Accept-Encoding": "identity", "User-Agent": f"kg/{__version__}"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        content = json.dumps(body, ensure_ascii=True).encode("ascii")
        return post(self._address, content, headers, timeout=self._timeout,
                    max_bytes=_MAX_BYTES)

    def _wait(self, tries: int, told: float | None) -> None:
        wait = self._backoff * 2**tries if told is None else told
        time.sleep(min(wait, self._longest_wait))

    # What comes back

    def _content(self, article: Article, answer: Answer) -> dict[str, str]:
        """What the model wrote, and which one it was."""
        try:
            record = json.loads(answer.body)
            choice = record["choices"][0]
            said = choice["message"]
            content = said.get("content")
        except (ValueError, RecursionError, LookupError, TypeError, AttributeError):
            raise self._fault(article, "the answer is not of the chat-completions protocol: "
                                       + self._shown(answer.body)) from None
        if isinstance(content, list):  # some servers part it
            content = "".join(str(each.get("text", "")) for each in content
                              if isinstance(each, dict))
        if choice.get("finish_reason") == "length":
            raise self._fault(article, f"the answer was cut off after {self._max_tokens} tokens; "
                                       "raise max-tokens, or lower max-characters")
        if said.get("refusal") or not isinstance(content, str) or not content.strip():
            reason = said.get("refusal") or choice.get("finish_reason") or "no reason given"
            raise self._fault(article, f"the model gives no answer ({self._plain(str(reason))})")
        # Rejections quote what was proposed, and answers are kept: the key is in neither.
        return {"content": self._without_key(content), "model": self._word(record.get("model")),
                "version": self._word(record.get("system_fingerprint"))}

    def _told(self, answer: Answer) -> str:
        """Status and message of an answer that is none."""
        where = ""
        if 300 <= answer.status < 400:
            target = answer.headers.get("location", "").partition("?")[0]
            target = re.sub(r"//[^/@]*@", "//", target)
            where = f"; it points to {self._plain(target)}, which is not followed: give the " \
                    "address that answers as base-url"
        shown = self._shown(answer.body)
        return f"{answer.status} {self._plain(answer.reason)}".strip() + (
            f": {shown}" if shown else "") + where

    def _shown(self, body: bytes) -> str:
        """The message in an answer, short enough for a line."""
        text = body[:20_000].decode("utf-8", errors="replace")
        try:
            record = json.loads(text)
            for key in ("error", "message", "detail"):
                if isinstance(record, dict) and record.get(key):
                    record = record[key]
            text = record if isinstance(record, str) else json.dumps(record)
        except (ValueError, RecursionError):
            pass
        return self._plain(text)

    def _plain(self, text: str) -> str:
        """Without the key, which some servers repeat, and without line ends or characters that
        cannot be shown."""
        text = " ".join(self._without_key(text).split())[:300]
        return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)

    def _without_key(self, text: str) -> str:
        """Without the key, as it is and as JSON writes it; lone surrogates are replaced, which
        no file can hold."""
        if self._key:
            text = text.replace(self._key, "…").replace(json.dumps(self._key)[1:-1], "…")
        return text.encode("utf-8", "replace").decode("utf-8")

    def _word(self, value: object) -> str:
        """What a server calls something, in one short line."""
        return self._plain(value)[:200] if isinstance(value, str) else ""

    # Errors

    def _silence(self, article: Article, cause: str) -> ServiceError:
        return ServiceError(article.source or "article", self._line(article, cause),
                            line=article.line)

    def _fault(self, article: Article, cause: str) -> DataError:
        return DataError(article.source or "article", self._line(article, cause),
                         line=article.line)

    def _line(self, article: Article, cause: str) -> str:
        return f'article "{article.id}": {self.url}: {cause}'


def _read_key(setup: Setup) -> str:
    variable = setup.text("key-env")
    key = os.environ.get(variable, "")
    if not key and variable != _DEFAULT_KEY:
        raise UsageError(f"{setup.name}: the environment variable {variable} is not set")
    if not re.fullmatch(r"[!-~]*", key):
        raise UsageError(f"{setup.name}: the key in {variable} has characters that no key has "
                         "(white space, a line end)")
    return key


def _otherwise(manner: _Manner, told: str) -> _Manner | None:
    """How to ask a server that refused, by what it says of it; None where nothing is left."""
    told = told.lower()
    if "max_completion_tokens" in told and manner.token_limit == "max_tokens":
        return replace(manner, token_limit="max_completion_tokens")
    for name in ("temperature", "seed"):
        if re.search(rf"\b{name}\b", told) and name not in manner.without:
            return replace(manner, without=manner.without | {name})
    if manner.form + 1 < len(_FORMS):
        return replace(manner, form=manner.form + 1)
    return None


def _retry_after(answer: Answer) -> float | None:
    """Seconds that a server asks to wait, by number or date; None where it does not."""
    told = answer.headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]+)?", told):
        return float(told)
    try:
        return max(0.0, parsedate_to_datetime(told).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None


def _kept(answer: Any) -> dict[str, str]:
    """A kept answer, if it is one of ours. Raises ValueError for any other."""
    if not isinstance(answer, dict) or not all(
            isinstance(answer.get(key), str) for key in ("content", "model", "version", "form")):
        raise ValueError("it has another form")
    return answer
