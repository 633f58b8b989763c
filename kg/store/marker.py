"""What says that a folder is a store: its marker; what is wrong with one, in plain words."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Final

from kg.errors import StoreError, UsageError
from kg.rdf.iris import Iris
from kg.store.base import FORMAT

__all__ = [
    "MARKER", "QUADS", "base_of", "explained", "is_lock", "read_marker", "write_marker",
]

MARKER: Final = "kg-store.json"
QUADS: Final = "quads"
#: The marker while it is being written.
_DRAFT: Final = "kg-store.part"
#: What a system says where no more can be written, and what it means.
_FULL: Final = {
    "no space left": "the disk is full",
    "quota exceeded": "the disk is full for this user (quota)",
    "file too large": "a file may not grow any more (ulimit -f)",
}


def is_lock(error: Exception) -> bool:
    return bool(re.search(r"\block\b", str(error), re.IGNORECASE))


def read_marker(folder: Path) -> dict[str, object] | None:
    """What the folder says it is; None where it does not exist, or holds nothing yet.

    Raises StoreError for a folder that is no store.
    """
    if folder.exists() and not folder.is_dir():
        raise StoreError(f"{folder}: a file; expected a folder for the store")
    path = folder / MARKER
    try:
        marker = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        # A first run that was cut short has made the quads and not, or not wholly, the marker.
        if folder.is_dir() and {each.name for each in folder.iterdir()} - {QUADS, _DRAFT}:
            raise StoreError(
                f"{folder}: not empty, and no store of kg; name another folder"
            ) from None
        return None
    except (ValueError, RecursionError) as error:
        raise _damaged(path) from error
    if not isinstance(marker, dict):
        raise _damaged(path)
    return marker


def _damaged(marker: Path) -> StoreError:
    return StoreError(f"{marker}: damaged; restore the folder from a copy or build it anew")


def base_of(folder: Path, marker: dict[str, object], base: str | None) -> Iris:
    version, own = marker.get("format"), marker.get("base")
    if not isinstance(version, int) or not isinstance(own, str):
        raise _damaged(folder / MARKER)
    if version > FORMAT:
        raise StoreError(
            f"{folder}: made by a later version of kg (format {version}, this one reads up to "
            f"{FORMAT}); update kg"
        )
    if base is not None and base != own:
        raise StoreError(f"{folder}: its base is {own}, not {base}; use another folder")
    try:
        return Iris(own)
    except (UsageError, ValueError) as error:
        raise _damaged(folder / MARKER) from error


def write_marker(folder: Path, base: str) -> None:
    draft = folder / _DRAFT
    try:
        with draft.open("w", encoding="utf-8") as file:
            file.write(json.dumps({"format": FORMAT, "base": base}) + "\n")
            file.flush()
            # Else the new name may be on disk before what it names.
            os.fsync(file.fileno())
        draft.replace(folder / MARKER)
    except OSError as error:
        raise explained(folder, error, empty=True) from error


def explained(folder: Path | None, error: Exception, *, empty: bool = False) -> StoreError:
    """What the system or Oxigraph says, in plain words; `empty` says that no article is stored."""
    text = str(error)
    if is_lock(error):
        return StoreError(f"{folder}: in use by another kg process; try again when that is done")
    if isinstance(error, PermissionError) or "permission denied" in text.lower():
        return StoreError(f"{folder}: no permission; check who owns the folder and its files")
    if isinstance(error, NotADirectoryError) and folder is not None:
        file = next((each for each in folder.parents if each.is_file()), folder)
        return StoreError(f"{folder}: {file} is a file; expected a folder for the store")
    for said, meant in _FULL.items():
        if said in text.lower():
            rest = "nothing is stored yet" if empty else "what was stored before is safe"
            return StoreError(f"{folder}: {meant}; {rest}")
    return StoreError(
        f"{folder}: cannot be opened or written, it may be damaged ({text.strip()}); "
        "restore it from a copy or build it anew"
    )
