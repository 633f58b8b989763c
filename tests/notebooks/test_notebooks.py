"""Every notebook runs from top to bottom, offline, in an empty folder, and shows what it says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.notebooks.write import ROOT, SOURCES, executed


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_the_notebook_is_what_its_source_gives(source: Path) -> None:
    """To the byte: what a reader sees is what the program of today answers."""
    kept = source.with_suffix(".ipynb").read_text(encoding="utf-8")
    assert executed(source) == kept, "run make notebooks, and look at what changed"


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_it_shows_something_and_names_no_place_of_its_maker(source: Path) -> None:
    text = source.with_suffix(".ipynb").read_text(encoding="utf-8")
    cells = json.loads(text)["cells"]
    assert sum(bool(cell.get("outputs")) for cell in cells) >= 3
    assert cells[0]["cell_type"] == "markdown"
    for place in (str(ROOT), str(Path.home()), "/tmp/"):
        assert place not in text


def test_there_are_notebooks_and_no_other_files() -> None:
    names = {path.name for path in (ROOT / "notebooks").iterdir() if path.is_file()}
    assert names == {name for source in SOURCES for name in (source.name, f"{source.stem}.ipynb")}
    assert len(SOURCES) >= 1


def test_a_notebook_reaches_no_other_machine(tmp_path: Path) -> None:
    from nbclient.exceptions import CellExecutionError

    source = tmp_path / "reaching.py"
    source.write_text("# %%\nimport socket\nsocket.create_connection(('192.0.2.1', 80), 1)\n")
    with pytest.raises(CellExecutionError, match=r"a notebook reached for 192\.0\.2\.1"):
        executed(source)
