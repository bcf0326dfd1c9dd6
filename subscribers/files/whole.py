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
    path = path.resolve()
    if path.exists() and not path.is_file():
        with path.open("w", encoding="utf-8", newline="") as out:
            yield out
        return
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # with mode 0600
    try:
        with open(descriptor, "w", encoding="utf-8", newline="") as out:  # noqa: PTH123  it is open already
            yield out
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
