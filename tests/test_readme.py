"""What README.md says to type exists and works; what it links to is there."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.resources import data_path

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")

#: Indented lines are what a reader types; a `#` begins an explanation.
TYPED = [line.split("  #")[0].strip() for line in README.splitlines() if line.startswith("    ")]
PAGES = ["README.md", "CONTRIBUTING.md", "data/README.md", "bench/README.md",
         *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md")))]


def commands() -> dict[str, click.Command]:
    assert isinstance(main, click.Group)
    return main.commands


def test_the_first_screen_has_the_two_commands() -> None:
    screen = "\n".join(README.splitlines()[:25])
    assert "make demo" in screen
    assert "make test" in screen


@pytest.mark.parametrize("target", sorted(
    {target for line in TYPED if line.startswith("make ") for target in line.split()[1:]}))
def test_make_has_the_target(target: str) -> None:
    done = subprocess.run(["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_table_names_every_command_and_no_other() -> None:
    assert set(re.findall(r"^\| `kg ([a-z]+)` \|", README, re.MULTILINE)) == set(commands())


def test_the_commands_run_in_the_order_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In an empty folder with articles, each line of the README succeeds and says something."""
    shutil.copytree(data_path("articles"), tmp_path / "articles")
    monkeypatch.chdir(tmp_path)
    lines = [line for line in TYPED if line.startswith("kg ")]
    assert len(lines) >= 5
    for line in lines:
        result = CliRunner().invoke(main, shlex.split(line)[1:])
        assert result.exit_code == 0, f"{line}\n{result.output}\n{result.exception!r}"
    assert (tmp_path / "cooperation.html").stat().st_size > 10_000
    assert (tmp_path / "graph.ttl").stat().st_size > 10_000


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)", text):
        if not target.startswith(("http://", "https://", "mailto:")):
            assert ((ROOT / page).parent / target).exists(), f"{page}: {target}"


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_helps_with_an_example(name: str) -> None:
    result = CliRunner().invoke(main, [name, "--help"])
    assert result.exit_code == 0
    usage, _, rest = result.output.partition("\n")
    assert usage.startswith("Usage:")
    assert re.search(rf"^\s*(.*\| )?kg {name}\b", rest, re.MULTILINE), "no example"


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_option_has_help(name: str) -> None:
    command = commands()[name]
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"kg {name} {parameter.opts[0]}"
