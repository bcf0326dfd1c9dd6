"""Opens what a person names as a file of readers: a file, standard input, or a ZIP of several files."""

from __future__ import annotations

import shutil
import struct
import tempfile
import zipfile
import zlib
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, cast

from subscribers.errors import BadFile
from subscribers.files.vocabulary.leaving import left_by
from subscribers.names import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

# What reading from a damaged archive raises; and opening it, of which the library says little.
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError)
_UNREADABLE = (*DAMAGE, NotImplementedError, RuntimeError, ValueError, OverflowError, struct.error)

_ENDINGS = frozenset({".csv", ".tsv", ".txt", ".tab", ".json", ".jsonl", ".ndjson"})
_OF_TABLES = frozenset({".xlsx", ".xls", ".ods", ".numbers", ".zip", ".gz", ".7z", ".rar"})
_NEVER_SUBSCRIBED = "nonsubscribed"  # how Mailchimp calls its file of people whom it knows, but who never subscribed
_MOST_FILES = 100
_PACKED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


@dataclass(frozen=True, slots=True)
class Part:
    """One file to be read, and how to open it, seekable; `called` is all that its name tells, as also of an archive."""

    name: str
    called: str
    open: Callable[[], AbstractContextManager[BinaryIO]]


@dataclass(frozen=True, slots=True)
class Opened:
    """What was named: how it is called, the files to be read, and those passed over with the reason."""

    name: str
    parts: tuple[Part, ...]
    passed_over: tuple[tuple[str, str], ...] = ()


@contextmanager
def opened(place: str, *, stdin: BinaryIO) -> Iterator[Opened]:
    """Open a file, or standard input for `-`, which is kept in a nameless file until the end.

    Raises:
        BadFile: it is no file, or an archive with nothing to read in it.
        OSError: it cannot be opened.
    """
    if place == "-":
        with tempfile.TemporaryFile() as copy:
            shutil.copyfileobj(stdin, copy)
            with _known_kind(copy, "standard input") as found:
                yield found
        return
    if Path(place).is_dir():
        raise BadFile(f"{place} is a folder; name a file")
    with Path(place).open("rb") as stream, _known_kind(stream, clean(Path(place).name)) as found:
        yield found


@contextmanager
def _known_kind(stream: BinaryIO, name: str) -> Iterator[Opened]:
    stream.seek(0)
    if stream.read(4) not in (b"PK\x03\x04", b"PK\x05\x06"):
        yield Opened(name, (Part(name, name, lambda: nullcontext(stream)),))
        return
    try:
        archive = zipfile.ZipFile(stream)
    except _UNREADABLE as error:
        raise BadFile(f"{name} is an archive that cannot be read: {error}") from error
    with archive:
        yield _archived(archive, name)


def _archived(archive: zipfile.ZipFile, name: str) -> Opened:
    parts: list[Part] = []
    passed_over: list[tuple[str, str]] = []
    for member in archive.infolist():
        path = PurePosixPath(member.filename)
        if path.name == "[Content_Types].xml":
            raise BadFile(f"{name} is a workbook of a spreadsheet; save the sheet as CSV and import that")
        if member.filename.endswith("/") or "__MACOSX" in path.parts or path.name.startswith("."):
            continue
        if path.suffix.lower() not in _ENDINGS:
            passed_over.append((clean(path.name), _unknown(clean(member.filename))))
        elif path.name.lower().startswith(_NEVER_SUBSCRIBED):
            passed_over.append((clean(path.name), "these people never subscribed"))
        else:
            parts.append(Part(clean(path.name), clean(member.filename), _opener(archive, member)))
    if not parts or len(parts) > _MOST_FILES:
        raise BadFile(f"{name} has {len(parts)} files in it that could be read; unpack it, and import them one by one")
    if len(parts) == 1:
        parts = [replace(parts[0], called=f"{name} {parts[0].called}")]
    return Opened(name, tuple(parts), tuple(passed_over))


def _unknown(name: str) -> str:
    """Return why a file is passed over whose ending is none of a file of readers, unless it may hold any who left."""
    remedy = "save it as CSV in the archive, or take it out and import it by itself"
    if left_by(name):
        raise BadFile(f"{name} cannot be read, and its name says that those in it are not to be mailed; {remedy}")
    if PurePosixPath(name.lower()).suffix in _OF_TABLES:
        raise BadFile(f"{name} cannot be read, and may hold readers; {remedy}")
    return f"its name ends on none of {', '.join(sorted(_ENDINGS))}"


def _opener(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Callable[[], AbstractContextManager[BinaryIO]]:
    if member.flag_bits & 1 or member.compress_type not in _PACKED:
        raise BadFile(f"{clean(member.filename)} is encrypted, or packed in an unknown way; unpack it and import that")
    return partial(_member, archive, member)


@contextmanager
def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[BinaryIO]:
    try:
        stream = archive.open(member)
    except _UNREADABLE as error:
        raise BadFile(f"{clean(member.filename)} cannot be unpacked: {error}") from error
    with stream:
        yield cast("BinaryIO", stream)
