"""Sets the program's log up: to stderr or a file, as text or as JSON lines."""

from __future__ import annotations

import json
import logging
import logging.handlers
import sys
import time
from typing import TYPE_CHECKING

from digest.cli.output import printable
from digest.errors import DigestError

if TYPE_CHECKING:
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


def set_up(settings: LogSettings, *, verbosity: int) -> None:
    """Let the log go where the settings say, and with -v to stderr too.

    Without either nothing is written: whatever a person must know is an error or a report.

    Raises:
        DigestError: the file cannot be written.
    """
    root = logging.getLogger()
    for earlier in [one for one in root.handlers if isinstance(one.formatter, TextLine | JsonLine)]:
        root.removeHandler(earlier)  # of a command before this one in the same process
        earlier.close()
    handlers: list[logging.Handler] = []
    formatter = JsonLine() if settings.format == "json" else TextLine()
    if settings.file:
        handlers.append(_file(settings.file))
    if verbosity > 0 or settings.stderr:
        handlers.append(logging.StreamHandler(sys.stderr))
    for handler in handlers or [logging.NullHandler()]:
        handler.setFormatter(formatter)
        root.addHandler(handler)
    if handlers:
        root.setLevel(getattr(logging, settings.level.upper()))


def _at(record: logging.LogRecord) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created))


def _file(path: Path) -> logging.Handler:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return logging.handlers.WatchedFileHandler(path, encoding="utf-8")  # logrotate may move it
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise DigestError(
            f"cannot write the log {path}: {why}; name another in [log] file, or give us its folder"
        ) from error
