"""Bytes -> JSON values, with faults told to the person who made the file.

What is read comes in as bytes with the name of its source and, where it is known, the line;
values come out, or a DataError that says what was found and what was expected. What the values
mean is for the caller to say.
"""

from __future__ import annotations

import json

from kg.errors import DataError

__all__ = ["decode", "fault_of_json", "kind", "parse"]


def decode(content: bytes, source: str, line: int | None = None) -> str:
    """The text that UTF-8 `content` is. Raises DataError for what is none."""
    if b"\0" in content:
        raise DataError(source, "not a text file; expected UTF-8", line=line)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        at = line or content.count(b"\n", 0, error.start) + 1
        cause = f"byte 0x{content[error.start]:02x} is not UTF-8; expected UTF-8"
        raise DataError(source, cause, line=at) from error


def parse(text: str, source: str, line: int) -> object:
    """The value that the JSON `text` is. Raises DataError for what is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DataError(source, fault_of_json(error), line=line) from error


def fault_of_json(error: ValueError | RecursionError) -> str:
    """What the parser says, in words for who made the file and not for who calls the parser."""
    if isinstance(error, json.JSONDecodeError):
        # Some of its messages end in "at", since it puts the place behind them.
        return f"no valid JSON: {error.msg.removesuffix(' at')} at column {error.colno}"
    if isinstance(error, RecursionError):
        return "no valid JSON: nested too deeply"
    # The one other thing that it refuses; its own message is advice on settings of Python.
    return "no valid JSON: a number with too many digits"


def kind(value: object) -> str:
    """What JSON calls `value`, for messages."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, str):
        return "a string"
    return "an array" if isinstance(value, list) else "an object"
