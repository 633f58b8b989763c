"""The decorator of the values that extraction makes by the hundred in every article."""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["value"]

if TYPE_CHECKING:
    from dataclasses import dataclass as value
else:
    from dataclasses import dataclass

    def value(*, frozen: bool, slots: bool):
        """As `dataclass`, but only who checks the types sees that the values are frozen: one
        that refuses to be changed while the program runs takes three times as long to make.
        """
        return dataclass(slots=slots, unsafe_hash=frozen)
