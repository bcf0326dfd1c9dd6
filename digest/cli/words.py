"""Says in words what an error means for whoever called, with the exit code for it."""

from __future__ import annotations

from typing import NamedTuple


class Failure(NamedTuple):
    """What to print of an error, a line each, and the exit code."""

    lines: tuple[str, ...]
    exit_code: int


def in_words(error: Exception) -> Failure | None:
    """Return what an error of ours means; None for any other, since that is a fault of the program."""
    import sqlite3

    from digest.errors import ConfigError, DigestError
    from subscribers.errors import RosterError

    if isinstance(error, ConfigError):
        return Failure(error.problems, error.exit_code)
    if isinstance(error, DigestError | RosterError):
        return Failure((str(error),), error.exit_code)
    if isinstance(error, sqlite3.Error):
        return Failure((f"the database: {error}; {_remedy_of(str(error))}",), 1)
    if isinstance(error, OverflowError | UnicodeError):
        return Failure((f"a value is out of range: {error}",), 2)
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else "cannot write the output: "
        return Failure((f"{where}{(error.strerror or str(error)).lower()}; see to it, then do the same again",), 1)
    return None


def _remedy_of(words: str) -> str:
    """Return what helps where SQLite says this; what a command had not finished, it takes back."""
    if "malformed" in words or "not a database" in words:
        return "see how bad it is with: digest db check; and restore a backup: docs/operations.md"
    if "full" in words:
        return "nothing is lost: make room beside it, then do the same again"
    if "readonly" in words:
        return "nothing is lost: give its files and folder to whoever runs this (chown), then do the same again"
    return "nothing is lost: see to it, then do the same again"
