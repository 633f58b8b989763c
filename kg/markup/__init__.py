"""What every page of ours is made with: templates that escape, a common style, hashes, links.

    folder of templates -> environment -> text; text of articles -> fit_text, safe_url, inert
    base.css -> BASE_STYLE (a file of its own), styled (before the style of one page)
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import jinja2

__all__ = ["BASE_STYLE", "environment", "fit_text", "inert", "safe_url", "sha256_source", "styled"]

#: The file of the style that all pages begin with: colours, typefaces, what has no look.
BASE_STYLE: Final = Path(__file__).parent / "base.css"

#: Control characters (but line ends and tabs), and characters that turn the text around them.
_UNFIT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def environment(folder: str | os.PathLike[str]) -> jinja2.Environment:
    """The templates of a folder. What they are given is text unless they say otherwise, and a
    name that is not there is an error."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder), autoescape=True, trim_blocks=True,
        lstrip_blocks=True, undefined=jinja2.StrictUndefined)
    made.policies["json.dumps_kwargs"] = {
        "ensure_ascii": False, "separators": (",", ":"), "sort_keys": True}
    made.filters["inert"] = inert
    return made


def styled(path: Path) -> str:
    """The style of one page after that of all pages. Raises OSError."""
    return BASE_STYLE.read_text(encoding="utf-8") + path.read_text(encoding="utf-8")


def sha256_source(text: str) -> str:
    """`text` of a script or style as a content security policy names it."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def inert(text: str) -> str:
    """JSON that ends no script element, whatever it holds; text without <, >, & and ' stays."""
    for sign in "<>&'":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def fit_text(text: str) -> str:
    """`text` without what no page can hold, or what would turn the text around it."""
    return _UNFIT.sub("", text).encode("utf-8", errors="replace").decode("utf-8")


def safe_url(url: str | None) -> str | None:
    """`url` if it is an address of the web, else None: other schemes can run code.

    >>> safe_url("javascript:alert(1)"), safe_url("https://example.org/a")
    (None, 'https://example.org/a')
    """
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
    except ValueError:
        return None
    return fit_text(url.strip()) if parts.scheme in ("http", "https") and host else None
