"""Says what an error means for whoever edits a template or digest.toml: file, line, cause, and the lines around."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from digest.errors import ConfigError, DigestError, RenderError, Spot, StoreError, UsageError
from digest.lines import line_of
from digest.web.look import Mistake, Trouble
from subscribers.errors import BadSegment, RosterError

if TYPE_CHECKING:
    from pathlib import Path

AROUND = 3  # lines shown before and after the one that is wrong


def trouble(error: Exception, *, config: Path) -> Trouble:
    """Return what to show; of an error that nobody foresaw too."""
    if isinstance(error, ConfigError):
        text = _text(config)
        lines = [Spot(config.name, line_of(problem, text), text) for problem in error.problems]
        return Trouble(f"{config.name} cannot be used", tuple(map(_mistake, error.problems, lines)))
    if isinstance(error, RenderError):
        return Trouble("A template cannot be used", (_mistake(str(error), error.spot or Spot("", 0)),))
    if isinstance(error, sqlite3.Error | StoreError):
        return _told("The database cannot be used", error)
    if isinstance(error, BadSegment):
        return Trouble("The edition's segment cannot be used", (Mistake(f"{error}\n{error.drawing}"),))
    if isinstance(error, UsageError):
        return _told("There is no such thing to show", error)
    if isinstance(error, DigestError | RosterError):
        return _told("There is nothing to show", error)
    return Trouble("A fault of the program", (Mistake(f"{type(error).__name__}: {error}"),))


def _told(title: str, error: Exception) -> Trouble:
    return Trouble(title, (Mistake(str(error)),))


def _mistake(cause: str, spot: Spot) -> Mistake:
    lines = spot.text.splitlines()
    around = range(max(spot.line - AROUND, 1), min(spot.line + AROUND, len(lines)) + 1) if spot.line else ()
    return Mistake(cause, spot.file, spot.line, tuple((number, lines[number - 1]) for number in around))


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return ""
