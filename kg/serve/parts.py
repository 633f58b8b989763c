"""Graphs that come as a form (multipart/form-data, RFC 7578): its files, each with its media type.

Graph Store Protocol, section 5.5: what several files hold is merged. What they hold is read by
`kg.serve.writer`, as it is of a request with one document.
"""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import PurePosixPath
from typing import Final

from kg.serve.formats import SHORT, TRIPLES, media_of
from kg.serve.problems import Problem

__all__ = ["FORM", "documents_of"]

FORM: Final = "multipart/form-data"
#: More files than anybody sends; each is parsed by itself.
_MOST: Final = 1000


def documents_of(content_type: str, body: bytes) -> list[tuple[str, bytes]]:
    """The files of a form, each as media type (one of TRIPLES) and content.

    A file that does not say its type has that of its name. Raises Problem for a form that cannot
    be read, and for anything in it that is no file of triples.
    """
    # The parser of mail knows the form as well, and takes whatever bytes there are.
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", errors="replace")
    form = message_from_bytes(head + body, policy=policy.HTTP)
    assert isinstance(form, EmailMessage)  # what this policy makes
    if not form.is_multipart() or form.defects:
        raise Problem("bad-request", "the form cannot be read: expected parts between lines with "
                      "the boundary of its Content-Type")
    parts = list(form.iter_parts())
    if len(parts) > _MOST:
        raise Problem("bad-request", f"the form has more than {_MOST:,} files")
    found = []
    for part in parts:
        name = part.get_filename() or ""
        media = media_of(part.get("content-type"))
        if media in ("", "text/plain", "application/octet-stream"):
            ending = PurePosixPath(name).suffix.removeprefix(".").lower()
            media = next((one for one in SHORT.get(ending, ()) if one in TRIPLES), media)
        content = part.get_payload(decode=True)
        if media not in TRIPLES or not isinstance(content, bytes):
            accepted = ", ".join(TRIPLES)
            raise Problem("unsupported-media-type", f"a part of the form is {media or 'nothing'}; "
                          f"expected files of {accepted}", headers={"Accept-Post": accepted})
        found.append((media, content))
    return found
