"""Says in words what an error means for whoever called, with the exit code for it."""

from __future__ import annotations

import errno
import os
from typing import NamedTuple

MOST_SHOWN = 80  # letters of a wrong value


class Failure(NamedTuple):
    """What to print of an error, a line each, and the exit code."""

    lines: tuple[str, ...]
    exit_code: int


def in_words(error: Exception) -> Failure | None:
    """Return what an error of ours means; None for any other, since that is a fault of the program."""
    import sqlite3

    from digest.errors import ConfigError, DigestError, Mistakes
    from subscribers.errors import RosterError

    if isinstance(error, ConfigError | Mistakes):
        return Failure(error.problems, error.exit_code)
    if isinstance(error, DigestError | RosterError):
        return Failure((str(error),), error.exit_code)
    if isinstance(error, sqlite3.Error):
        return Failure((f"the database: {error}; see what is wrong with: digest db check",), 1)
    if isinstance(error, UnicodeEncodeError):
        shown = error.object.encode(errors="replace").decode()[:MOST_SHOWN]
        return Failure((f"{shown!r} is not UTF-8 text; write its letters in UTF-8",), 2)
    if isinstance(error, OverflowError | UnicodeError):
        return Failure((f"a value is out of range: {error}",), 2)
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else "cannot write the output: "
        return Failure((f"{where}{(error.strerror or str(error)).lower()}; {_remedy_of(error)}",), 1)
    return None


def _remedy_of(error: OSError) -> str:
    """Return what helps where the system says this."""
    from pathlib import Path

    from digest.writing import account, unwritable

    again = "then do the same again"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"make room there, {again}"
    path = Path(os.fsdecode(error.filename)) if isinstance(error.filename, str | bytes) else None
    if path is None or error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"mend that, {again}"
    if os.path.exists(path) and (fault := unwritable([path])):  # noqa: PTH110  raises nothing
        return f"{fault.remedy}, {again}"
    return f"let {account()} in there, {again}"
