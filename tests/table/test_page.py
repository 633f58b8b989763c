"""docs/facts-table.md says of every table and column what the schema says.

`python -m tests.table.test_page` writes that part of the page anew.
"""

from __future__ import annotations

from pathlib import Path

from kg.table import TABLES

PAGE = Path(__file__).parents[2] / "docs" / "facts-table.md"
HEADING = "## Tables\n"


def described() -> str:
    parts = []
    for table in TABLES:
        parts.append(f"### `{table.name}`\n{table.about}\n\n| column | type | what | example |\n"
                     "| --- | --- | --- | --- |")
        parts += [f"| `{c.name}` | {c.type} | {c.about} | `{c.example}` |" for c in table.columns]
        parts.append("")
    return "\n".join(parts)


def test_the_page_is_that_of_the_schema() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page.partition(HEADING)[2].strip() == described().strip()


if __name__ == "__main__":
    head = PAGE.read_text(encoding="utf-8").partition(HEADING)[0]
    PAGE.write_text(f"{head}{HEADING}\n{described()}", encoding="utf-8")
