"""Takes events in from files: JSON as SendGrid posts it, and mails that came back."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from time import monotonic, sleep
from typing import IO, TYPE_CHECKING, Any

from digest.errors import UsageError
from digest.events.sendgrid import read_events
from digest.pipeline.returns.returns import AT_ONCE, REST, Tally, take_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

    from digest.model.event import Event
    from digest.pipeline.newsroom import Newsroom

KINDS = ("sendgrid", "mail")

LARGEST = 100_000_000  # bytes of JSON that is not a line an event; of lines there may be any number

_CHUNK = 1_000_000  # bytes of lines read at once


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import: what was taken in, what was looked at and set aside, and what could not be looked at.

    Both pair where something stood and why it was not taken in.
    """

    tally: Tally
    set_aside: tuple[tuple[str, str], ...]
    unread: tuple[tuple[str, str], ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the document of `events import`."""
        left = (*self.unread, *self.set_aside)
        return self.tally.as_dict() | {"set_aside": [{"where": where, "reason": reason} for where, reason in left]}


def import_events(newsroom: Newsroom, place: str, *, kind: str, stdin: BufferedReader) -> Imported:
    """Take in what a file, a folder, a Maildir, or `-` for standard input holds; what cannot be read is set aside.

    `kind` is one of KINDS, or empty: then each file's first bytes tell.

    Raises:
        UsageError: there is no such kind, or nothing at that place.
    """
    if kind and kind not in KINDS:
        raise UsageError(f"--from {kind!r} is not one of {', '.join(KINDS)}")
    if place != "-" and not (Path(place).exists() or Path(place).is_symlink()):
        raise UsageError(f"{place}: no such file or folder; check the path, or give - to read standard input")
    reader, tally = _Reader(kind), Tally()
    found = reader.stream(stdin, "standard input") if place == "-" else reader.place(Path(place))
    while group := list(islice(found, AT_ONCE)):
        begun = monotonic()
        tally += take_in(newsroom, group)
        sleep((monotonic() - begun) * REST)
    return Imported(tally, tuple(reader.set_aside), tuple(reader.unread))


@dataclass(slots=True)
class _Reader:
    """Yields events as they are asked for, and keeps what was left on the way: where, and why."""

    kind: str
    set_aside: list[tuple[str, str]] = field(default_factory=list)
    unread: list[tuple[str, str]] = field(default_factory=list)

    def place(self, path: Path) -> Iterator[Event]:
        """Read what stands at a path."""
        try:
            if path.is_dir():
                yield from self._folder(path)
                return
            with path.open("rb") as stream:
                yield from self.stream(stream, str(path))
        except OSError as error:
            self._cannot_read(str(path), error)

    def stream(self, stream: BufferedReader, name: str) -> Iterator[Event]:
        """Read an open stream."""
        if (self.kind or _sniffed(stream.peek(1))) == "sendgrid":
            yield from self._json(stream, name)
        else:
            from digest.events.mail_files import mails_in

            yield from self._mails(mails_in(stream, name=name, set_aside=self._tell))

    def _folder(self, folder: Path) -> Iterator[Event]:
        if self.kind == "mail" or (folder / "cur").is_dir():
            from digest.events.mail_files import mail_files

            yield from self._mails(mail_files(folder, set_aside=self._tell, unreadable=self._cannot_read))
            return
        for path in sorted(path for path in folder.iterdir() if not path.name.startswith(".")):
            if path.is_file() or not path.exists() or (path.is_dir() and not path.is_symlink()):
                yield from self.place(path)

    def _mails(self, mails: Iterator[tuple[str, bytes]]) -> Iterator[Event]:
        from digest.events.mail import read_mail

        for name, raw in mails:
            found = read_mail(raw)
            if not found:
                self._tell(name, "tells of no mail: neither bounce, complaint, automatic reply nor unsubscribe")
            yield from found

    def _json(self, stream: IO[bytes], name: str) -> Iterator[Event]:
        first = stream.readline(LARGEST + 1)
        if not _is_json(first):
            body = first + stream.read(LARGEST + 1 - len(first))
            if len(body) > LARGEST:
                self._tell(name, f"larger than {LARGEST // 1_000_000} MB; write one event, or one array, a line")
            else:
                yield from self._reading(body, name, first_line=0)
            return
        number, lines = 1, [first]
        while lines:
            yield from self._reading(b"".join(lines), name, first_line=number)
            number += len(lines)
            lines = stream.readlines(_CHUNK)

    def _reading(self, body: bytes, name: str, *, first_line: int) -> Iterator[Event]:
        reading = read_events(body, first_line=first_line)
        for reason in reading.set_aside:
            self._tell(name, reason)
        yield from reading.events

    def _tell(self, where: str, reason: str) -> None:
        self.set_aside.append((where, reason))

    def _cannot_read(self, where: str, error: OSError) -> None:
        """Note what the machine would not let us read; in a Maildir mails may well be gone meanwhile."""
        left = self.set_aside if isinstance(error, FileNotFoundError) else self.unread
        left.append((where, f"cannot be read: {(error.strerror or str(error)).lower()}"))


def _sniffed(head: bytes) -> str:
    """Tell JSON from mail, of which no header begins with a bracket."""
    return "sendgrid" if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{") else "mail"


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True
