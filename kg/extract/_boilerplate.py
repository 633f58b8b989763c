"""Lines of an article that are the page's, not the report's: credits, links, licences, tags."""

from __future__ import annotations

from kg.extract.text import Document

__all__ = ["boilerplate_sentences"]

#: How such lines begin, as look-up words.
_OPENINGS = frozenset(tuple(line.split()) for line in (
    "read more", "read also", "also read", "read :", "more :", "related", "related news",
    "related articles", "related stories", "related posts", "related topics", "related :",
    "see also", "see more", "follow us", "follow @", "follow our", "subscribe", "sign up",
    "copyright", "©", "all rights", "all content", "photo :", "photo by", "photos :",
    "photo credit", "image :", "image credit", "images :", "picture :", "file photo", "credit :",
    "credits :", "source :", "sources :", "tags", "tag :", "share this", "share on", "share :",
    "your comment", "you are replying", "news code", "journalist id", "news id", "download the",
    "download our", "advertisement", "reporting by", "( reporting by", "editing by", "edited by",
    "distributed by", "issued by", "sponsored by", "powered by", "written by", "translated by",
    "compiled by", "by staff", "editor :", "editors :", "author :", "reporter :", "leave a",
    "post a comment", "previous post", "next post", "posted on", "posted by", "posted :",
    "published by", "published :", "updated :", "last updated", "click here", "watch :",
    "video :", "topics :", "keywords :", "filed under", "categories :", "media contact",
    "media contacts", "press contact", "for media inquiries", "for more information",
    "for further information", "contact :", "disclaimer", "cookie", "privacy policy", "terms of",
    "top stories", "latest news", "most read", "trending", "you may also", "you might also",
    "recommended", "add new comment", "print this", "email this", "listen to", "visit our",
    "join our", "like us", "this article", "this story was", "this content", "end /", "endit",
    "comments", "comment policy", "( photo", "( image", "( file photo", "( courtesy", "( picture",
    "photo credit :", "( with inputs", "( with input", "with inputs from", "inputs from",))
_LONGEST = max(len(opening) for opening in _OPENINGS)
#: "By Jane Doe" is a byline only if the line is as short as this.
_BYLINE = 9


def boilerplate_sentences(document: Document) -> bytearray:
    """1 for each sentence of a line that is not part of the report."""
    skipped = bytearray(len(document.sentences))
    line, is_skipped = -1, False
    keys = document.keys
    teasers = {s.line for s in document.sentences if keys[s.last - 2:s.last] == ["read", "more"]}
    for index, sentence in enumerate(document.sentences):
        if sentence.line != line:
            line = sentence.line
            first = sentence.first
            while first < sentence.last and keys[first] in ("*", "-", "•", ">", "[", "|"):
                first += 1
            opening = keys[first:min(first + _LONGEST, sentence.last)]
            is_skipped = not sentence.is_title and (sentence.line in teasers or any(
                tuple(opening[:n]) in _OPENINGS for n in range(1, len(opening) + 1)))
            if is_skipped and len(opening) > 1 and opening[0] in (
                    "related", "tags", "comments", "recommended", "trending", "subscribe") and (
                    sentence.last - sentence.first > _BYLINE):
                is_skipped = False
            if opening[:1] == ["by"] and sentence.last - sentence.first <= _BYLINE and (
                    not sentence.is_title and document.is_capital(first)):
                is_skipped = True
        skipped[index] = is_skipped
    return skipped
