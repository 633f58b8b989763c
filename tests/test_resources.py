"""Tables and ontology are found in an installation and in a checkout, and missed by name."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from types import ModuleType

import pytest

import kg.resources
from kg.resources import data_path, ontology_path


def installed_at(folder: Path) -> ModuleType:
    """kg.resources as it would be with the package kg in `folder`."""
    (folder / "kg").mkdir()
    source = shutil.copy(str(kg.resources.__file__), folder / "kg" / "resources.py")
    spec = importlib.util.spec_from_file_location("resources_elsewhere", source)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def fill(folder: Path, content: str) -> None:
    folder.mkdir(parents=True)
    (folder / "topics.csv").write_text(content, encoding="utf-8")


def test_a_table_is_found_by_name() -> None:
    assert data_path("topics.csv").is_file()
    assert data_path("articles").is_dir()
    assert list(ontology_path().glob("*.ttl"))


def test_a_table_that_is_missing_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"no-such-table\.csv: missing from this install"):
        data_path("no-such-table.csv")


def test_an_installation_reads_its_own_tables(tmp_path: Path) -> None:
    """Not those of a folder `data` that happens to lie beside it in site-packages."""
    module = installed_at(tmp_path)
    fill(tmp_path / "data", "another's")
    fill(tmp_path / "kg" / "data", "ours")
    assert module.data_path("topics.csv").read_text(encoding="utf-8") == "ours"


def test_a_checkout_reads_the_tables_beside_the_package(tmp_path: Path) -> None:
    module = installed_at(tmp_path)
    fill(tmp_path / "data", "ours")
    assert module.data_path("topics.csv").read_text(encoding="utf-8") == "ours"


def test_an_installation_without_tables_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="missing from this installation"):
        installed_at(tmp_path).data_path("topics.csv")
