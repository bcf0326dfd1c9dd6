"""Remembers what `digest run` told of a trouble that the database cannot remember: it cannot be opened, or written.

A line is remembered by a file without content that is named after it, since a full disk mostly has room for a name yet.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

TOLD_EVERY = timedelta(days=1)


def told_before(config: Path, lines: Sequence[str], *, now: datetime, environ: Mapping[str, str]) -> list[str]:
    """Return which lines were told for this configuration within the day; the others are remembered as told now.

    What is not among them is over, and forgotten. Where nothing can be remembered, none was told.
    """
    config = config.absolute()
    names = {line: f".{config.name}-{_short(str(config))}-{_short(line)}.told" for line in lines}
    folders = list(_folders(config, environ))
    for folder in folders:
        _forget(folder, f".{config.name}-{_short(str(config))}-*.told", but=set(names.values()))
    for folder in folders:
        with suppress(OSError):
            return [line for line, name in names.items() if _was_told(folder / name, now)]
    return []


def _folders(config: Path, environ: Mapping[str, str]) -> Iterator[Path]:
    """Yield where this may be remembered: in the user's folder for such things or, of one without a home, beside it."""
    state = Path(environ.get("XDG_STATE_HOME", ""))
    with suppress(RuntimeError):  # nobody's home
        yield (state if state.is_absolute() else Path.home() / ".local" / "state") / "newsletter-digest"
    yield config.parent


def _forget(folder: Path, pattern: str, *, but: set[str]) -> None:
    with suppress(OSError):
        for mark in folder.glob(pattern):
            if mark.name not in but:
                mark.unlink(missing_ok=True)


def _was_told(mark: Path, now: datetime) -> bool:
    moment = now.timestamp()
    with suppress(FileNotFoundError):
        if 0 <= moment - mark.stat().st_mtime < TOLD_EVERY.total_seconds():
            return True
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.touch(mode=0o600)
    os.utime(mark, (moment, moment))
    return False


def _short(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:12]
