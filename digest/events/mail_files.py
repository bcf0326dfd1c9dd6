"""Yields the mails in a file, an mbox, a Maildir, a folder of files, or bytes, whatever one of them is like."""

from __future__ import annotations

import io
import os
import re
import stat
from pathlib import Path
from typing import IO, TYPE_CHECKING

from digest.errors import IngestError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LARGEST = 5_000_000  # bytes of one mail

_LINE = 65_536  # bytes read at once of a line
_MAILDIR = ("new", "cur")  # `tmp` holds what is still being delivered
_MBOX = b"From "
_SEPARATOR = re.compile(rb"From \S{1,320}\s.{0,40}\d\d?:\d\d")  # more than the word at the head of a sentence


def mail_files(
    path: Path, *, set_aside: Callable[[str, str], None], unreadable: Callable[[str, OSError], None]
) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of each mail at `path`, one at a time, in the order of the names.

    `path` is a file with one mail, an mbox, a Maildir (its `new` and `cur`), or a folder of any of these. Hidden files
    are passed over. Mails of more than `LARGEST` bytes are told to `set_aside`, by name and reason, files and folders
    that cannot be read to `unreadable`, and the others follow.

    Raises:
        IngestError: nothing stands at `path`, or what has no end, such as a pipe.
    """
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        raise IngestError("no such file; check the path") from None
    if stat.S_ISDIR(mode):
        files = _files(path, unreadable)
    elif stat.S_ISREG(mode):
        files = iter([path])
    else:
        raise IngestError("is a pipe, a socket or a device, and no file; give `-` to read standard input")
    for file in files:
        try:
            with file.open("rb") as stream:
                yield from mails_in(stream, name=str(file), set_aside=set_aside)
        except OSError as error:
            unreadable(str(file), error)


def mails_in(stream: IO[bytes], *, name: str, set_aside: Callable[[str, str], None]) -> Iterator[tuple[str, bytes]]:
    """Yield the mails in an open stream, such as standard input: those of an mbox, or just one."""
    first = stream.readline(_LINE)
    if first.startswith(_MBOX):
        yield from _of_mbox(stream, first, name=name, set_aside=set_aside)
    elif first:
        data = first + stream.read(LARGEST + 1 - len(first))
        if len(data) > LARGEST:
            set_aside(name, _TOO_LARGE)
        else:
            yield name, data


_TOO_LARGE = f"is larger than {LARGEST // 1_000_000} MB"


def _of_mbox(
    stream: IO[bytes], line: bytes, *, name: str, set_aside: Callable[[str, str], None]
) -> Iterator[tuple[str, bytes]]:
    """Yield the mails of an mbox (RFC 4155), of which the first line was read: each begins after a blank line."""
    number = 0
    while line:
        number += 1
        mail, line = _next_mail(stream)
        if mail is None:
            set_aside(f"{name} #{number}", _TOO_LARGE)
        else:
            yield f"{name} #{number}", mail


def _next_mail(stream: IO[bytes]) -> tuple[bytes | None, bytes]:
    """Return the mail up to the next one's first line, None if it is too large, and that line; empty at the end."""
    kept, size, after_blank, at_start = io.BytesIO(), 0, False, True
    while line := stream.readline(_LINE):
        if at_start and after_blank and _SEPARATOR.match(line):
            break
        size += len(line)
        if size <= LARGEST:
            kept.write(line)
        after_blank = at_start and not line.strip(b"\r\n")
        at_start = line.endswith(b"\n")
    return (kept.getvalue() if size <= LARGEST else None), line


def _files(folder: Path, unreadable: Callable[[str, OSError], None]) -> Iterator[Path]:
    """Yield the files below a folder; of a Maildir, only the mails."""

    for place, folders, names in os.walk(folder, onerror=lambda error: unreadable(str(error.filename), error)):
        maildir = set(_MAILDIR) <= set(folders)
        folders[:] = _MAILDIR if maildir else sorted(name for name in folders if not name.startswith("."))
        for name in () if maildir else sorted(names):
            path = Path(place, name)
            if not name.startswith(".") and (path.is_file() or not path.exists()):
                yield path
