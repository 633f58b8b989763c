"""What several folders of tests share: a store that was really built, once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from kg.rdf import Store


@pytest.fixture(scope="session")
def built_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store on disk, built from the articles that come along. Only to be read."""
    # Here, so that tests of other parts load only what they test.
    from kg.build import build
    from kg.rdf import Store
    from kg.resources import data_path

    folder = tmp_path_factory.mktemp("built") / "store"
    with Store.open(folder) as store:
        build([str(data_path("articles"))], store, pytest.fail)
    return folder


@pytest.fixture(scope="session")
def built(built_folder: Path) -> Iterator[Store]:
    """The same, opened for reading."""
    from kg.rdf import Store

    with Store.open(built_folder, read_only=True) as store:
        yield store


@pytest.fixture
def own_store(built_folder: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return Path(shutil.copytree(built_folder, tmp_path / "own-store"))
