"""Names made from content: the same thing has the same name in every run.

A value of `kg.model` comes in, a short string goes out (`claim/af-03.3f2a9c1b0d4e77a0`), which
`kg.rdf` makes an IRI by putting the base before it. An id has two parts, the kind of thing
and its name; the name holds only characters that need no escape in an IRI or in Turtle.

Nothing here knows RDF, reads a file or asks the clock. Which mentions are one institution,
and which claims one engagement, is for `kg.resolve` and `kg.assemble` to say.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kg.model import Article, Capacity, Claim, Decision, Evidence, Link, Quantity

__all__ = [
    "article_name", "article_number", "capacity_id", "claim_id", "content_hash", "content_id",
    "decision_id", "digest", "evidence_name", "link_id", "mention_id", "number", "quantity_name",
    "slug",
]

#: Hexadecimal digits of a digest. With 64 bits the odds that any two of a million names of
#: one kind are alike by chance are one to some 40 million.
DIGEST_LENGTH: Final = 16

#: A longer name is cut; the digest beside it tells two apart.
MAX_SLUG: Final = 60

_SAFE_NAME: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,78}[A-Za-z0-9_-])?")


def digest(*parts: object) -> str:
    """Hexadecimal digits that stand for `parts`: strings, numbers, None, tuples of them.

    >>> digest("FR", "IR") == digest("FR", "IR") != digest("IR", "FR")
    True
    """
    # As JSON, so that ("ab", "c") and ("a", "bc") differ; as ASCII, so that any string passes.
    content = json.dumps(parts, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(content.encode("ascii")).hexdigest()[:DIGEST_LENGTH]


def slug(text: str) -> str:
    """`text` in small Latin letters, digits and hyphens, at most MAX_SLUG long; may be empty.

    >>> slug("Institut Pasteur de São Tomé")
    'institut-pasteur-de-sao-tome'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:MAX_SLUG].strip("-")


def content_id(kind: str, label: str, *parts: object) -> str:
    """An id that `parts` alone make; `label` is there to be read, and need not be unique.

    >>> content_id("institution", "Pasteur Institute of Iran", "IR", "pasteur institute of iran")
    'institution/pasteur-institute-of-iran.3b5224b052abbaed'
    """
    name = slug(label)
    return f"{kind}/{name}.{digest(*parts)}" if name else f"{kind}/{digest(*parts)}"


def article_name(article: str) -> str:
    """The name of an article in IRIs: its id, where that can stand in one as it is.

    Any other id gives a readable part and a digest behind a tilde, which no plain id holds:
    so two articles never share a name.

    >>> article_name("af-03")
    'af-03'
    >>> article_name("news/2018 06")
    'news-2018-06~714bf1e725b66ddd'
    """
    if _SAFE_NAME.fullmatch(article):
        return article
    return f"{slug(article) or 'article'}~{digest(article)}"


def article_number(article: str) -> int:
    """A number below 2**63 that stands for an article's id, whatever other articles there are.

    >>> article_number("af-03") == article_number("af-03") != article_number("af-04")
    True
    """
    return number("article", article)


def number(*parts: object) -> int:
    """As `digest`, a number below 2**63: for tables that hold many."""
    return int(digest(*parts), 16) >> 1


def content_hash(article: Article) -> str:
    """SHA-256 of an article as it was read, in hexadecimal: it tells whether it changed.

    Where the file lies is left out: the same article read from another folder is the same.
    """
    content = json.dumps([
        article.id, article.text, article.title, article.date, article.publisher, article.url,
        article.language, article.licence,
    ])
    return hashlib.sha256(content.encode("ascii")).hexdigest()


def claim_id(article: str, claim: Claim) -> str:
    """The id of a claim of the article with the id `article`.

    All that the claim says makes it, the rule and the confidence excepted: a rule that gets
    a new name, or surer, finds the same claim. What has no order (participants, roles,
    topics) may come in any.
    """
    return f"claim/{article_name(article)}.{digest(*_claim_content(claim))}"


def link_id(article: str, link: Link) -> str:
    """The id of the claim that two institutions of an article work together."""
    content = (link.a, link.b, _stretches(link.evidence))
    return f"link-claim/{article_name(article)}.{digest(*content)}"


def capacity_id(article: str, capacity: Capacity) -> str:
    """The id of the claim of a country's own means in an article."""
    content = (capacity.country, _quantity_content(capacity.quantity), capacity.attribution)
    return f"capacity-claim/{article_name(article)}.{digest(*content)}"


def mention_id(article: str, key: str) -> str:
    """The id of the mention `key` of an article.

    >>> mention_id("af-03", "i1")
    'mention/af-03.i1'
    """
    return f"mention/{article_name(article)}.{article_name(key)}"


def decision_id(decision: Decision) -> str:
    """The id of a decision: what is decided of what, whoever says it, when and why."""
    return content_id(
        "decision", decision.verb, decision.verb, sorted(decision.targets), decision.changes
    )


def quantity_name(article: str, quantity: Quantity) -> str:
    """The name of a quantity that an article gives."""
    return f"{article_name(article)}.{digest(*_quantity_content(quantity))}"


def evidence_name(article: str, evidence: Evidence) -> str:
    """The name of a stretch of an article, by its place.

    >>> from kg.model import Evidence
    >>> evidence_name("af-03", Evidence(0, 4, "Iran"))
    'af-03.text-0-4'
    """
    return f"{article_name(article)}.{evidence.field}-{evidence.start}-{evidence.end}"


def _claim_content(claim: Claim) -> tuple[object, ...]:
    return (
        claim.type, claim.detail, claim.status, claim.status_detail, claim.modality,
        sorted(claim.countries), sorted(claim.participants), sorted(claim.roles),
        sorted(claim.topics), claim.date, claim.place, claim.attribution,
        sorted((_quantity_content(quantity) for quantity in claim.quantities), key=repr),
        _stretches(claim.evidence),
    )


def _quantity_content(quantity: Quantity) -> tuple[object, ...]:
    return (
        quantity.value, quantity.unit, quantity.qualifier, quantity.state,
        *_stretch(quantity.evidence),
    )


def _stretches(evidence: tuple[Evidence, ...]) -> list[tuple[object, ...]]:
    # The first is the one that matters; the others have no order.
    return [_stretch(each) for each in (*evidence[:1], *sorted(evidence[1:], key=_stretch))]


def _stretch(evidence: Evidence) -> tuple[str, int, int]:
    return evidence.field, evidence.start, evidence.end
