"""Does for pages what they ask of the newsroom: reads and writes, each on a connection and in a thread of its own.

Reads go on while a write waits for another process's commit.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from digest.model.settings import Settings
    from digest.pipeline.newsroom import Newsroom

T = TypeVar("T")


class ReadersDesk:
    """The newsroom as the pages use it, from one event loop."""

    def __init__(self, reading: Newsroom, writing: Newsroom, *, check: Callable[[], None]) -> None:
        """Take one newsroom twice, each used in one thread alone from now on.

        `check` raises StoreError once their database is not there any more.
        """
        self._reading, self._writing, self._check = reading, writing, check
        self._reads = ThreadPoolExecutor(1, thread_name_prefix="pages-read")
        self._writes = ThreadPoolExecutor(1, thread_name_prefix="pages-write")

    def close(self) -> None:
        """Wait for what is under way; nothing may be asked of it any more."""
        self._reads.shutdown()
        self._writes.shutdown()

    @property
    def settings(self) -> Settings:
        """The settings of the newsroom."""
        return self._reading.settings

    def now(self) -> datetime:
        """The present moment."""
        return self._reading.now()

    async def read(self, act: Callable[[Newsroom], T]) -> T:
        """Return what `act` returns of the newsroom, which it must not change.

        Raises:
            StoreError: the database is not there any more.
        """
        self._check()
        return await asyncio.get_running_loop().run_in_executor(self._reads, act, self._reading)

    async def write(self, act: Callable[[Newsroom], T]) -> T:
        """Return what `act` returns, which may change the newsroom.

        Raises:
            StoreError: the database is not there any more.
            sqlite3.OperationalError: the database stayed locked; nothing was changed.
        """
        self._check()
        return await asyncio.get_running_loop().run_in_executor(self._writes, act, self._writing)
