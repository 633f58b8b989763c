"""A page before it is written: the template, and what it is filled with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Page"]


@dataclass(frozen=True)
class Page:
    """`template` is a file of templates/, `values` are what it names."""

    template: str
    values: Mapping[str, Any]
