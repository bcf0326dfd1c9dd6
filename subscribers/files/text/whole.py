"""Writes a file so that its name stands for all of it or for what was there before, and only its owner can read it."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """Open a file to be written as UTF-8; it takes its place, with mode 0600, once the block ends without an error.

    What a link points to is replaced, not the link. A device or a pipe is written to as it is.

    Raises:
        OSError: the folder cannot be written to, or the disk is full.
    """
    place = path.resolve()
    if place.exists() and not place.is_file():
        with place.open("w", encoding="utf-8", newline="") as out:
            yield out
        return
    half = ""
    try:
        descriptor, half = tempfile.mkstemp(prefix=".", suffix=".part", dir=place.parent)  # with mode 0600
        with open(descriptor, "w", encoding="utf-8", newline="") as out:  # noqa: PTH123  it is open already
            yield out
            out.flush()
            os.fsync(out.fileno())
        Path(half).replace(place)
    except BaseException as error:
        if half:
            Path(half).unlink(missing_ok=True)
        if isinstance(error, OSError) and str(error.filename or half).endswith(".part"):
            raise OSError(error.errno, error.strerror, str(path)) from error  # the file that is meant
        raise
