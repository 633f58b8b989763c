"""Where the tables and the ontology lie that come with the program.

A name goes in (`country_names.csv`), the path of that file comes out. An installed package
holds them as `kg/data` and `kg/ontology`; in a checkout they stand beside the `kg` folder.
Reading what is in the files is left to whoever knows its columns.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["data_path", "ontology_path"]

_PACKAGE = Path(__file__).resolve().parent


def data_path(name: str = "") -> Path:
    """The file or folder `name` of the tables in data/; without a name, the folder itself.

    Raises FileNotFoundError for what is not there: an installation that lacks a table is
    broken, and guessing on would only hide it.

    >>> data_path("country_names.csv").name
    'country_names.csv'
    """
    return _find("data", name)


def ontology_path(name: str = "") -> Path:
    """The file or folder `name` of ontology/; without a name, the folder itself.

    Raises FileNotFoundError for what is not there.
    """
    return _find("ontology", name)


def _find(folder: str, name: str) -> Path:
    # A package that was built holds its own copy, and that one is meant: the folder beside it
    # belongs to whatever else is installed there.
    for root in (_PACKAGE / folder, _PACKAGE.parent / folder):
        if root.is_dir():
            path = root / name
            if path.exists():
                return path
            raise FileNotFoundError(f"{path}: missing from this installation of kg")
    raise FileNotFoundError(f"{_PACKAGE / folder}: missing from this installation of kg")
