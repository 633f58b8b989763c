"""The script that draws networks, from the PyVis package.

    the PyVis package -> vis_script
"""

from __future__ import annotations

import re
from importlib import resources

__all__ = ["vis_script"]


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
