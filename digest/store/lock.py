"""Locks that die with the process holding them, one for each edition and one for letters."""

from __future__ import annotations

import fcntl
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from digest.errors import Locked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path


def edition_lock(database: Path, edition: str) -> AbstractContextManager[None]:
    """Hold the edition's lock for the block.

    Raises:
        Locked: another process holds it.
    """
    busy = f"another run is sending {edition}; look at it with: digest status {edition}"
    return locked(_beside(database, f"-{edition}.lock"), busy=busy)


def letters_lock(database: Path) -> AbstractContextManager[None]:
    """Hold the lock of the letters for the block.

    Raises:
        Locked: another process holds it.
    """
    return locked(
        _beside(database, ".letters.lock"), busy="another run is writing to readers; it takes these letters along"
    )


@contextmanager
def no_send(database: Path, editions: Iterable[str]) -> Iterator[None]:
    """Keep each of these editions from being sent for the block.

    Raises:
        Locked: one is being sent.
    """
    with ExitStack() as locks:
        for edition in editions:
            locks.enter_context(edition_lock(database, edition))
        yield


@contextmanager
def no_mail(database: Path, editions: Iterable[str]) -> Iterator[None]:
    """Keep each of these editions, and any letter, from being sent for the block.

    Raises:
        Locked: one is being sent.
    """
    with no_send(database, editions), letters_lock(database):
        yield


@contextmanager
def locked(path: Path, *, busy: str) -> Iterator[None]:
    """Hold the lock on a file for the block; the kernel lets go of it however the process ends.

    The file stays: removing it would let two processes hold locks on two files of one name.

    Raises:
        Locked: another process holds it; `busy` says so.
    """
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Locked(busy) from None
        yield


def _beside(database: Path, ending: str) -> Path:
    real = database.resolve()  # a database known by two names has one lock
    return real.with_name(real.name + ending)
