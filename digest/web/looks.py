"""Keeps the latest looks at issues, so that a page and its frames show the same one and a switch of views is quick."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from time import monotonic
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from digest.web.asked import Subject
    from digest.web.look import Look, Trouble

KEPT = 8
FRESH = 60.0  # seconds after which the same is looked at anew, since the clock goes on


class Desk(Protocol):
    """Where the looks come from; used by one thread at a time."""

    def version(self) -> str:
        """Return a word that is another one as soon as anything that a look shows may be different."""
        ...

    def look(self, subject: Subject) -> Look:
        """Return what is asked for; whatever it raises is shown as trouble."""
        ...

    def trouble(self, error: Exception) -> Trouble:
        """Return what an error means, for whoever is to mend it."""
        ...


@dataclass(frozen=True, slots=True)
class Seen:
    """A look, the name that its frames ask for it by, and the version it is of."""

    key: str
    version: str
    look: Look
    at: float


class Looks:
    """Looks, one after another, in a thread of their own."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._seen: dict[str, Seen] = {}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="desk")
        self.ending = False

    def end(self) -> None:
        """Let those who wait for changes wait no longer, since the server is about to end."""
        self.ending = True

    async def version(self) -> str:
        """Return the version of what there is to see."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._desk.version)

    async def at(self, subject: Subject) -> Seen:
        """Return a look at what is asked for, of this moment."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._look, subject)

    def trouble(self, error: Exception) -> Trouble:
        """Return what an error of a look means."""
        return self._desk.trouble(error)

    def kept(self, key: str) -> Look | None:
        """Return the look of that name, if it is not too long ago."""
        seen = self._seen.get(key)
        return seen.look if seen else None

    def _look(self, subject: Subject) -> Seen:
        version = self._desk.version()  # before the look: what changes while it is taken is seen by the next
        key = sha256(repr((version, subject)).encode()).hexdigest()[:16]
        seen = self._seen.pop(key, None)
        if seen is None or monotonic() - seen.at > FRESH:
            seen = Seen(key, version, self._desk.look(subject), monotonic())
        self._seen[key] = seen
        while len(self._seen) > KEPT:
            self._seen.pop(next(iter(self._seen)))
        return seen
