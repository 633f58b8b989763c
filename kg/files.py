"""Bytes -> a file that is there whole or not at all.

A name and what it is to hold come in. A regular file is written beside its place and moved
there at the end; a device, a pipe or a descriptor (/dev/stdout) is written as it is. What to
write, and in which encoding, is the caller's.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from contextlib import suppress
from typing import Final

__all__ = ["is_stream", "write_file"]

_DESCRIPTORS: Final = {"/dev/stdin": 0, "/dev/stdout": 1, "/dev/stderr": 2}
_DESCRIPTOR: Final = re.compile(r"/(?:dev|proc/self)/fd/([0-9]{1,6})")


def write_file(path: str | os.PathLike[str], content: bytes) -> None:
    """Write `content` to `path`, which a reader sees as it was or as it is to be.

    Links are followed, and a file that is replaced leaves its mode to the new one. Raises
    OSError, which names `path` as it was given.
    """
    given = os.fspath(path)
    try:
        descriptor = _descriptor(given)
        if descriptor is not None:
            # By its name a file behind it would be opened anew, and cut or overwritten.
            with open(os.dup(descriptor), "wb") as stream:
                stream.write(content)
        elif is_stream(given):
            with open(given, "wb") as stream:
                stream.write(content)
        else:
            _replace(given, content)
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), given) from error


def is_stream(path: str | os.PathLike[str]) -> bool:
    """Is this something to write into, and not a file, nor a place for one?"""
    if _descriptor(os.fspath(path)) is not None:
        return True
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _descriptor(path: str) -> int | None:
    match = _DESCRIPTOR.fullmatch(path)
    return int(match[1]) if match else _DESCRIPTORS.get(path)


def _replace(given: str, content: bytes) -> None:
    real = os.path.realpath(given)
    if os.path.isdir(real) or not os.path.basename(given):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    mode = _mode(real)
    # No name that another writer takes, and none that gets too long.
    draft = os.path.join(os.path.dirname(real), f".kg-{os.urandom(8).hex()}.part")
    try:
        with open(draft, "xb") as file:
            file.write(content)
        if mode is not None:
            os.chmod(draft, mode)
        os.replace(draft, real)
    except BaseException:
        with suppress(OSError):
            os.unlink(draft)
        raise


def _mode(real: str) -> int | None:
    """The mode of the file that is to be replaced; None where there is none."""
    try:
        mode = stat.S_IMODE(os.stat(real).st_mode)
    except FileNotFoundError:
        return None
    if not os.access(real, os.W_OK):
        # The move would get round what protects it.
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return mode
