"""The outbox: a transport that leaves each mail as an .eml file in a folder."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import unquote

from digest.deliver.address import Unmailable
from digest.errors import TransportError
from digest.model.delivery import DeliveryStatus, Receipt
from digest.model.letter import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import Self

    from digest.deliver.transport import Template
    from digest.model.delivery import Envelope

COPIES = "-test"  # how the folder of an issue's test copies ends

_LONGEST_STEM = 200  # octets; file systems allow 255 for a whole name
_HOSTILE = re.compile(rb"^\.|[^A-Za-z0-9@+=._-]")
_HOSTILE_CAPITALS_TOO = re.compile(rb"^\.|[^a-z0-9@+=._-]")
_HEAD = 8192  # octets of a file in which its Message-ID must stand
_FURTHER = re.compile(r"~[0-9a-f]{16}(?=\.eml$)")  # in the name of a further letter; an address that is cut has 32


class OutboxTransport:
    """Writes files that are whole and durable before their receipt is given; one at a time to a folder.

    A file is written under another name, synced and renamed, so after a crash it is either there whole or not there.
    An issue has one mail for each address; of letters one may get several on a day, and all are kept.
    """

    name = "outbox"
    batch = 32  # files that share one sync of the folder

    def __init__(self, template: Template, *, folder: Path) -> None:
        """Take the message and the folder of the issue, which need not exist yet."""
        self._template = template
        self._folder = folder
        self._unfinished = folder / ".new"
        self._ignores_case = False
        self._keeps_letters = _keeps_letters(folder)

    def __enter__(self) -> Self:
        try:
            _make_durably(self._unfinished)
            for leftover in self._unfinished.iterdir():
                leftover.unlink()
            self._ignores_case = (self._folder / ".NEW").exists()
        except OSError as error:
            raise self._fault(error) from error
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):  # a leftover of a full disk keeps it; the next run clears it
            self._unfinished.rmdir()

    def send(self, envelopes: Iterator[Envelope]) -> Iterator[Receipt]:
        """Write a file for each envelope, replacing the same mail's; see Transport.send."""
        while batch := list(islice(envelopes, self.batch)):
            try:
                receipts = self._write(batch)
            except OSError as error:
                # Those already written are given back too: writing them again leaves the same file.
                yield from (Receipt(envelope.delivery_id, DeliveryStatus.PENDING) for envelope in batch)
                raise self._fault(error) from error
            yield from receipts

    def recall(self, envelope: Envelope) -> Receipt:
        """Look for the file: it is there, with this Message-ID, or the mail was certainly not handed over."""
        plain = [self._folder / file_name(envelope.address, ignores_case=ignores) for ignores in (False, True)]
        paths = plain + [_own(path, envelope.message_id) for path in plain if self._keeps_letters]
        try:
            there = any(_is_message(path, envelope.message_id) for path in paths)
            if there:
                _sync(self._folder)
        except OSError as error:
            raise self._fault(error) from error
        return Receipt(envelope.delivery_id, DeliveryStatus.ACCEPTED if there else DeliveryStatus.PENDING)

    def _write(self, batch: Sequence[Envelope]) -> list[Receipt]:
        receipts = [self._write_one(envelope) for envelope in batch]
        _sync(self._folder)
        return receipts

    def _write_one(self, envelope: Envelope) -> Receipt:
        try:
            message = self._template.fill(envelope)
        except Unmailable as error:
            return Receipt(envelope.delivery_id, DeliveryStatus.REFUSED, "5.1.3", str(error))
        path = self._folder / file_name(envelope.address, ignores_case=self._ignores_case)
        if self._keeps_letters and path.exists() and not _is_message(path, envelope.message_id):
            path = _own(path, envelope.message_id)
        unfinished = self._unfinished / str(envelope.delivery_id)
        with unfinished.open("wb") as file:
            file.write(message)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        return Receipt(envelope.delivery_id, DeliveryStatus.ACCEPTED, detail=path.name)

    def _fault(self, error: OSError) -> TransportError:
        reason = error.strerror or str(error)
        return TransportError(f"cannot use the outbox {self._folder}: {reason}; check [mail.outbox] path and its disk")


def file_name(address: str, *, ignores_case: bool = False) -> str:
    """Return the file's name for an address: percent-encoded where hostile, and another one for every other address.

    >>> file_name("ana+news@herald.example"), file_name("../Etc@x.example")
    ('ana+news@herald.example.eml', '%2e.%2fEtc@x.example.eml')
    """
    raw = address.encode("utf-8", "replace")
    hostile = _HOSTILE_CAPITALS_TOO if ignores_case else _HOSTILE
    stem = hostile.sub(lambda octet: b"%%%02x" % octet[0][0], raw).decode()
    if len(stem) > _LONGEST_STEM:
        stem = f"{stem[:_LONGEST_STEM]}~{sha256(raw).hexdigest()[:32]}"
    return f"{stem}.eml"


def remove_mails(folder: Path, addresses: Iterable[str]) -> int:
    """Remove what a folder holds for any of these addresses, and return how many mails.

    Letters and test copies are found in any spelling; a mail of an issue has that of the ledger.
    """
    names = {file_name(address, ignores_case=ignores) for address in addresses for ignores in (False, True)}
    if _keeps_letters(folder) or folder.name.endswith(COPIES):
        readers = {_reader(name) for name in names}
        found = [path for path in folder.glob("*.eml") if _reader(path.name) in readers]
    else:
        found = [folder / name for name in names if (folder / name).is_file()]
    for path in found:
        path.unlink()
    return len(found)


def _reader(name: str) -> str:
    """Return whose letter a file is, by its name: the address in lower case."""
    return unquote(_FURTHER.sub("", name).removesuffix(".eml")).lower()


def _keeps_letters(folder: Path) -> bool:
    return folder.parent.name == FOLDER


def _own(path: Path, message_id: str) -> Path:
    """Return the name of a letter that finds another one at its address's name."""
    return path.with_stem(f"{path.stem}~{sha256(message_id.encode()).hexdigest()[:16]}")


def _is_message(path: Path, message_id: str) -> bool:
    try:
        with path.open("rb") as file:
            return f"Message-ID: {message_id}\r\n".encode() in file.read(_HEAD)
    except FileNotFoundError:
        return False


def _make_durably(folder: Path) -> None:
    """Create the folder and its missing parents, each known to the disk before anything is put in it."""
    if not folder.is_dir():
        _make_durably(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)  # the mails hold addresses and links that change subscriptions
        _sync(folder.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
