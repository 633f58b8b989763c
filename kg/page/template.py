"""What every page of ours is made with: a template that escapes, the drawing script, hashes.

    kg/page/*.j2, the PyVis package -> environment, vis_script, sha256_source
"""

from __future__ import annotations

import base64
import hashlib
import re
from importlib import resources
from pathlib import Path
from typing import Final

import jinja2

__all__ = ["environment", "inert", "sha256_source", "vis_script"]

_HERE: Final = Path(__file__).parent


def environment() -> jinja2.Environment:
    """Templates of this folder; what they are given is text unless they say otherwise."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE), autoescape=True, undefined=jinja2.StrictUndefined)
    made.policies["json.dumps_kwargs"] = {
        "ensure_ascii": False, "separators": (",", ":"), "sort_keys": True}
    made.filters["inert"] = inert
    return made


def inert(text: str) -> str:
    """JSON that ends no script element, whatever it holds; text without <, >, & and ' stays."""
    for sign in "<>&'":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def vis_script() -> str:
    """The script of vis-network, of the newest version that the PyVis package holds."""
    found = {
        tuple(map(int, re.findall(r"\d+", folder.name))): folder / "vis-network.min.js"
        for folder in (resources.files("pyvis") / "templates" / "lib").iterdir()
        if folder.name.startswith("vis-")
    }
    text = found[max(found)].read_text(encoding="utf-8")
    # Browsers hash what is between the tags after they have made line ends one character.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # A source map is asked for as soon as a reader opens the browser's tools.
    return re.sub(r"\n//# sourceMappingURL=.*", "", text)


def sha256_source(text: str) -> str:
    """`text` of a script or style as a content security policy names it."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
