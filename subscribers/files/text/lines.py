"""Cuts text into lines at any line end, many at once, and bounds how long a line can grow in memory."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_CELL = 131_072  # characters; what the csv module takes at most, unless told otherwise
_LONGEST_LINE = 1_000_000  # characters
_SHOWN = 100  # characters of such a line that are kept, to tell which it was
_BLOCK = 1 << 18  # characters read at once

# In place of what else a line too long holds: too long itself for whoever reads it, so that it is refused there.
_TOO_LONG = "x" * (LONGEST_CELL + 1)


def blocks_of_lines(text: TextIO) -> Iterator[list[str]]:
    """Yield all lines, some thousands at once, each with its line end: LF, CRLF or CR.

    A line past a million characters is yielded as one that no reader takes, and is not kept in memory.
    """
    rest = ""
    while block := text.read(_BLOCK):
        lines = list(io.StringIO(rest + block, newline=""))
        rest = lines.pop()  # more of it may come, be it the LF after a CR
        if len(rest) > _LONGEST_LINE:
            rest = rest[:_SHOWN] + _TOO_LONG
        if lines:
            yield lines
    if rest:
        yield [rest]
