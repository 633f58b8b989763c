"""Takes the editor from where npm put it to where the server and the wheel look for it.

    front/node_modules/@zazuko/yasgui  ->  kg/serve/pages/static/yasgui/

The files are taken as they are, but for the line that asks for a source map. Beside them goes
what their licences ask for: whose work it is, and under which terms.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODULES = HERE / "node_modules"
SOURCE = MODULES / "@zazuko" / "yasgui" / "build"
TARGET = HERE.parent / "kg" / "serve" / "pages" / "static" / "yasgui"

_MAP = re.compile(r"\n?(?://|/\*)# sourceMappingURL=[^\n]*\n?$")


def main() -> None:
    """Copy the script, the style and the licences."""
    if not SOURCE.is_dir():
        sys.exit(f"{SOURCE}: not there; run make front, which asks npm for it first")
    TARGET.mkdir(parents=True, exist_ok=True)
    for name in ("yasgui.min.js", "yasgui.min.css"):
        text = (SOURCE / name).read_text(encoding="utf-8")
        (TARGET / name).write_text(_MAP.sub("\n", text), encoding="utf-8")
    (TARGET / "LICENSES.txt").write_text(licences(), encoding="utf-8")
    print(f"YASGUI {json.loads((SOURCE.parent / 'package.json').read_text())['version']} is in")


def licences() -> str:
    """Every package that the lock file names, with its licence and the text that comes with it."""
    lock = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))
    parts = ["YASGUI is made of these packages.\n"]
    for place, package in sorted(lock["packages"].items()):
        folder = HERE / place
        if not place or package.get("dev") or not folder.is_dir():
            continue
        name = place.rpartition("node_modules/")[2]
        texts = sorted(folder.glob("[Ll][Ii][Cc][Ee][Nn][CcSs][Ee]*"))
        about = json.loads((folder / "package.json").read_text(encoding="utf-8"))
        licence = package.get("license") or about.get("license") or [
            one.get("type") for one in about.get("licenses", [])] or "licence not said"
        author = about.get("author", "")
        author = author.get("name", "") if isinstance(author, dict) else author
        parts.append("\n".join([
            "-" * 78, f"{name} {package['version']}, {licence}",
            *filter(None, [author]),
            *(text.read_text(encoding="utf-8").strip() for text in texts), "",
        ]))
    return "\n".join(parts)


if __name__ == "__main__":
    main()
