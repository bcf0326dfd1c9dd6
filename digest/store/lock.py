"""A lock for each edition that dies with the process holding it, so that overlapping runs exclude each other."""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from typing import TYPE_CHECKING

from digest.errors import Locked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def edition_lock(database: Path, edition: str) -> Iterator[None]:
    """Hold the edition's lock for the block; the kernel lets go of it however the process ends.

    The file beside the database stays: removing it would let two processes hold locks on two files of one name.

    Raises:
        Locked: another process holds it.
    """
    real = database.resolve()  # a database known by two names has one lock
    path = real.with_name(f"{real.name}-{edition}.lock")
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Locked(f"another run is sending {edition}; look at it with: digest status {edition}") from None
        yield
