"""Sets the program's log up: to stderr or a file, as text or as JSON lines."""

from __future__ import annotations

import json
import logging
import logging.handlers
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from digest.cli.output import printable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from digest.model.settings import LogSettings


FIELDS = ("run", "exit_code", "seconds")  # what a log system need not read out of the words


class TextLine(logging.Formatter):
    """One line a record: time in UTC, level, where from, words; foreign text cannot command a terminal."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802, ARG002
        """Return when it was, in UTC."""
        return _at(record)

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as text; a trace of a fault keeps its lines."""
        return printable(super().format(record))


class JsonLine(logging.Formatter):
    """One JSON object a line: `at`, `level`, `logger`, `message`; FIELDS of a run, and `trace` of a fault."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as JSON."""
        line: dict[str, object] = {
            "at": _at(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class LogFile(logging.handlers.WatchedFileHandler):
    """The log's file, which logrotate may move; `complain` hears once why it cannot be written, and nothing stops."""

    def __init__(self, path: Path, complain: Callable[[str], None]) -> None:
        super().__init__(path, encoding="utf-8", errors="backslashreplace")
        self._complain: Callable[[str], None] | None = complain

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record; opening the file anew may fail too."""
        try:
            super().emit(record)
        except OSError:
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802
        """Say why a record was not written, unless that was said."""
        complain, self._complain = self._complain, None
        if complain:
            complain(_unwritten(self.baseFilename, sys.exc_info()[1]))


def set_up(settings: LogSettings, *, verbose: bool, complain: Callable[[str], None]) -> None:
    """Let the log go where the settings say, and with -v to stderr too; `complain` hears why a file cannot be written.

    Without either nothing is written: whatever a person must know is an error or a report.
    """
    logging.raiseExceptions = False  # a log stops nothing, and prints no trace of its own troubles
    root = logging.getLogger()
    for earlier in [one for one in root.handlers if isinstance(one.formatter, TextLine | JsonLine)]:
        root.removeHandler(earlier)  # of a command before this one in the same process
        with suppress(OSError):
            earlier.close()
    handlers: list[logging.Handler] = []
    formatter = JsonLine() if settings.format == "json" else TextLine()
    if settings.file:
        handlers += _files(settings.file, complain)
    if verbose or settings.stderr:
        handlers.append(logging.StreamHandler(sys.stderr))
    for handler in handlers or [logging.NullHandler()]:
        handler.setFormatter(formatter)
        root.addHandler(handler)
    if handlers:
        root.setLevel(getattr(logging, settings.level.upper()))


def _at(record: logging.LogRecord) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created))


def _files(path: Path, complain: Callable[[str], None]) -> list[LogFile]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return [LogFile(path, complain)]
    except OSError as error:
        complain(_unwritten(path, error))
        return []


def _unwritten(path: Path | str, error: BaseException | None) -> str:
    why = str(getattr(error, "strerror", None) or error).lower()
    return f"cannot write the log {path}: {why}; all else goes on; name another in [log] file, or see: digest doctor"
