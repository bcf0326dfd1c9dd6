"""Reads an outbox as a sink: which mails lie there whole, and which were written again after a run had died."""

from __future__ import annotations

import os
from collections import Counter
from email.parser import BytesHeaderParser
from email.utils import parseaddr
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADERS = BytesHeaderParser()


class OutboxSink:
    """A folder holds one file for each recipient, so "twice" is found out by looking at it between the runs.

    A file that was there at one look and is another at the next (by inode or time of writing) was written twice; of
    files written twice between two looks nobody can tell. A file that is torn counts as none.
    """

    def __init__(self, folder: Path) -> None:
        """Take the folder of the outbox, which need not exist yet."""
        self._folder = folder
        self._seen: dict[Path, dict[tuple[int, int], str]] = {}  # by inode and time: whom each file was to

    def reached(self) -> int:
        """Return how many files there are."""
        return sum(1 for _ in self._files())

    def taken(self) -> Counter[str]:
        """Look the folder over; return how often each address's mail was written."""
        taken: Counter[str] = Counter()
        for path in self._files():
            found = path.stat()
            version = found.st_ino, found.st_mtime_ns
            versions = self._seen.setdefault(path, {})
            if version not in versions:
                versions[version] = addressee(path.read_bytes())
            if address := versions[version]:
                taken[address] += len(versions)
        return taken

    def _files(self) -> Iterator[Path]:
        for folder, _, names in os.walk(self._folder):
            yield from (Path(folder, name) for name in names if name.endswith(".eml"))


def addressee(mail: bytes) -> str:
    """Return the address a mail is to, or "" if it is torn: it ends with its last boundary (RFC 2046, 5.1.1)."""
    headers = _HEADERS.parsebytes(mail.partition(b"\r\n\r\n")[0])
    boundary = headers.get_boundary()
    if not boundary or not mail.rstrip().endswith(f"--{boundary}--".encode()):
        return ""
    return parseaddr(str(headers["To"]))[1]
