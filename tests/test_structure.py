"""The parts of kg and who may use whom, read from the source with ast; what a build packs."""

from __future__ import annotations

import ast
import configparser
import importlib
import re
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "kg"
MODULES = sorted(PACKAGE.rglob("*.py"))

#: From the ground up: a part imports from itself and from parts before it, never after it.
LAYERS = (
    "errors", "files", "markup", "model", "resources", "edtf", "ids", "pairs", "vocab", "sparql",
    "sources", "extract", "registry", "decisions", "resolve", "assemble", "confidence", "rdf",
    "table", "store", "extractors", "query", "network", "page", "report", "evaluate", "build",
    "review", "api", "serve", "cli", "__main__",
)

#: Where else a library would creep in, it could no longer be exchanged at one place.
LIBRARIES = {
    "rdflib": {"rdf", "store", "query", "serve"},
    "pyoxigraph": {"registry", "rdf", "store", "query", "build", "serve"},
    "oxrdflib": {"store", "query", "serve"},
    "pyshacl": {"rdf"},
    "networkx": {"network", "page"},
    "igraph": {"network"},
    "pyvis": {"page"},
    # All pages are templates with autoescape.
    "jinja2": {"markup", "serve"},
    "click": {"cli"},
    "prometheus_client": {"serve"},
    "duckdb": {"table"},
    "pandas": {"table", "api"},
    "pyarrow": {"table", "api"},
    "requests": {"store"},
    "starlette": {"serve"},
    "uvicorn": {"serve"},
}


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path, *, at_run_time: bool = False) -> Iterator[tuple[int, str]]:
    """Line and full name of every module that the file imports, wherever in it.

    `at_run_time` leaves out what stands under `if TYPE_CHECKING`.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    hidden = {id(inner) for node in ast.walk(tree) if isinstance(node, ast.If)
              and ast.unparse(node.test) == "TYPE_CHECKING" for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if at_run_time and id(node) in hidden:
            continue
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import; write kg. in full"
            yield node.lineno, str(node.module)
            if node.module == "kg":
                for alias in node.names:
                    yield node.lineno, f"kg.{alias.name}"


def config() -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


def listed(section: str, key: str) -> list[str]:
    return config()[section][key].split()


def test_every_part_has_its_place() -> None:
    assert {part_of(path) for path in MODULES} - {"__init__"} <= set(LAYERS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_imports_from_parts_before_it(path: Path) -> None:
    part = part_of(path)
    for line, name in imports(path):
        if name.startswith("kg.") and part != "__init__":
            other = name.split(".")[1]
            if other in LAYERS:
                assert LAYERS.index(other) <= LAYERS.index(part), f"{path}:{line}: {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_library_stays_in_its_parts(path: Path) -> None:
    for line, name in imports(path, at_run_time=True):
        parts = LIBRARIES.get(name.split(".")[0])
        assert parts is None or part_of(path) in parts, f"{path}:{line}: {name}"


def test_libraries_are_those_that_setup_cfg_names() -> None:
    """No import of what is not declared, and no dependency that nothing imports."""
    declared = {re.split(r"[<>=!~\[ ]", line)[0].lower().replace("-", "_")
                for line in config()["options"]["install_requires"].splitlines() if line}
    extra = {re.split(r"[<>=!~\[ ]", line)[0].lower()
             for line in config()["options.extras_require"]["frames"].splitlines() if line}
    stdlib = {"kg", *sys.stdlib_module_names}
    used = {name.split(".")[0] for path in MODULES
            for _, name in imports(path, at_run_time=True)} - stdlib
    assert {name.lower() for name in used} == declared | extra


def test_a_module_says_what_it_is_for() -> None:
    missing = [path for path in MODULES
               if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert missing == []


def test_packages_are_all_listed() -> None:
    found = {".".join(path.parent.relative_to(ROOT).parts) for path in MODULES}
    packages = set(listed("options", "packages"))
    assert packages == found | {"kg.data", "kg.ontology"}


def packed_files(package: str, folder: Path) -> set[Path]:
    """The files below `folder` that package_data takes along."""
    section = config()["options.package_data"]
    patterns = section.get(package, "").split()
    return {path for path in folder.rglob("*") if path.is_file() and any(
        fnmatch(path.relative_to(folder).as_posix(), pattern.replace("**/", ""))
        for pattern in patterns)}


@pytest.mark.parametrize(("package", "folder"), [("kg.data", "data"), ("kg.ontology", "ontology")])
def test_a_build_packs_tables_and_ontology(package: str, folder: str) -> None:
    whole = {path for path in (ROOT / folder).rglob("*") if path.is_file()}
    assert whole
    assert packed_files(package, ROOT / folder) == whole


def test_a_build_packs_what_stands_beside_modules() -> None:
    """Templates, scripts, named queries: a file nobody packed is found only in a checkout."""
    left = []
    for path in PACKAGE.rglob("*"):
        if path.is_file() and path.suffix not in (".py", ".pyc"):
            part = path.relative_to(PACKAGE).parts[0] if path.parent != PACKAGE else ""
            package = f"kg.{part}" if part else "kg"
            if path not in packed_files(package, PACKAGE / part):
                left.append(path.relative_to(ROOT).as_posix())
    assert left == []


def test_the_entry_point_loads() -> None:
    for line in listed("options.entry_points", "console_scripts"):
        if ":" in line:
            module, _, function = line.partition(":")
            assert callable(getattr(importlib.import_module(module), function))


def test_the_version_is_the_one_the_changelog_names() -> None:
    version = importlib.import_module("kg").__version__
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"version: {version}" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
