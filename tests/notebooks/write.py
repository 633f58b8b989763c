"""Run the notebooks and write them with what they show.

    .venv/bin/python -m tests.notebooks.write [NAME ...]      (make notebooks)

The source of a notebook is notebooks/NAME.py, in the percent form of jupytext: it is what one
edits, reads in a diff and checks with ruff. Beside it lies NAME.ipynb, executed, which is what a
reader opens. The same source gives the same bytes: cells are numbered instead of named by
chance, times and counts of runs are left out.
"""

from __future__ import annotations

import html
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

__all__ = ["SOURCES", "executed"]

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "notebooks").glob("*.py"))

#: Seconds that one cell may take; a whole notebook should take less.
CELL_LIMIT = 120


def executed(source: Path) -> str:
    """The text of the notebook of `source`, run from top to bottom in an empty folder.

    Raises nbclient.exceptions.CellExecutionError where a cell fails, ValueError where one warns.
    """
    import jupytext
    import nbformat
    from nbclient import NotebookClient

    notebook = jupytext.read(source)
    with TemporaryDirectory() as folder, TemporaryDirectory() as sockets:
        client = NotebookClient(
            notebook, timeout=CELL_LIMIT, kernel_name="python3",
            resources={"metadata": {"path": folder}})
        client.create_kernel_manager()
        client.km.transport = "ipc"  # over TCP it would warn that anybody may listen
        client.km.ip = f"{sockets}/kernel"
        path = os.pathsep.join(
            [str(Path(__file__).parent / "offline"), *os.environ.get("PYTHONPATH", "").split(":")])
        client.execute(env=os.environ | {
            "PYTHONPATH": path, "PYTHONHASHSEED": "0", "COLUMNS": "100", "NO_COLOR": "1",
            "JUPYTER_PLATFORM_DIRS": "1", "IPYTHONDIR": folder})
    for number, cell in enumerate(notebook.cells, 1):
        cell["id"] = f"cell-{number:02}"
        cell["metadata"] = {}
        if cell["cell_type"] == "code":
            cell["execution_count"] = None
            cell["outputs"] = list(_tidy(cell["outputs"], f"{source.name}, cell {number}"))
    notebook["metadata"] = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return str(nbformat.writes(notebook, version=4)) + "\n"


def _tidy(outputs: list[Any], where: str) -> Iterator[Any]:
    """Outputs without what differs from run to run; what was printed in one piece."""
    printed: Any = None
    for output in outputs:
        if output["output_type"] == "stream":
            if output["name"] == "stderr":
                raise ValueError(f"{where} warns: {output['text'].strip()}")
            if printed is not None:
                printed["text"] += output["text"]
                continue
            printed = output
        else:
            printed = None
            output["metadata"] = {}
            if "<script" in html.unescape(str(output.get("data", ""))):
                # A page drawn here would put its script, which others wrote, into the repository.
                raise ValueError(f"{where} shows a script; show a figure, or end the cell with ;")
            if "execution_count" in output:
                output["execution_count"] = None
        yield output


def main() -> None:
    names = set(sys.argv[1:])
    for source in SOURCES:
        if not names or source.stem in names:
            source.with_suffix(".ipynb").write_text(executed(source), encoding="utf-8")
            print(source.with_suffix(".ipynb").relative_to(ROOT))


if __name__ == "__main__":
    main()
