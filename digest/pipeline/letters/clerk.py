"""Does beside the server what pages set going: takes people in, writes to them, and reminds those who do not answer."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from dataclasses import replace
from threading import Event, Thread
from typing import TYPE_CHECKING

from digest.errors import DigestError, Locked
from digest.model.delivery import DeliveryStatus
from digest.pipeline.letters import asking
from digest.pipeline.letters.corresponding import correspond
from digest.store.database import open_database
from digest.store.upkeep.presence import Presence
from subscribers.errors import RosterError

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable
    from typing import Self

    from digest.pipeline.newsroom import Newsroom

LOOKS_EACH = 60.0  # seconds after which it looks again for what was put off, or left over by a process that died
LOOKS_SOON = 1.0  # seconds, where another process was writing letters and may not have seen the latest
LAST_LETTER = 10.0  # seconds that a letter in hand has to be finished when the block ends

_log = logging.getLogger(__name__)


class Clerk:
    """One thread with a database connection of its own, at work for as long as the block lasts.

    Whatever it is to do stands in the database, so if it is killed, its next life or `digest run` goes on with it.
    """

    def __init__(self, newsroom: Newsroom, *, tell: Callable[[str], None] = lambda _: None) -> None:
        """Take the newsroom and whom to tell of trouble; the same trouble is told once."""
        self._newsroom, self._tell = newsroom, tell
        self._work, self._stop = Event(), Event()
        self._told = ""
        self._thread = Thread(target=self._run, name="clerk", daemon=True)

    def wake(self) -> None:
        """Let it look at once whether there is anything to do."""
        self._work.set()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._work.set()
        self._thread.join(LAST_LETTER)  # one that takes longer is looked for by whoever writes next

    def _run(self) -> None:
        path = self._newsroom.settings.database
        with closing(open_database(path)) as db:
            newsroom, presence = replace(self._newsroom, db=db), Presence(path)
            while not self._stop.is_set():
                self._work.clear()
                self._work.wait(self._see_to(newsroom, presence))

    def _see_to(self, newsroom: Newsroom, presence: Presence) -> float:
        """Do what there is to do; return after how many seconds to look again."""
        try:
            presence.check()
            taken = write_to_readers(newsroom, stop=self._stop)
        except Locked:
            return LOOKS_SOON
        except (DigestError, RosterError, sqlite3.Error) as error:
            self._tell_once(str(error))
        except Exception as error:  # noqa: BLE001  whatever it is, the next letters are not to wait for it
            self._tell_once(f"{type(error).__name__}, a fault of the program")
        else:
            self._told = ""
            if taken:
                _log.info("letters handed over, or tried: %d", taken.total())
            if taken[DeliveryStatus.UNKNOWN] and (doubt := asking.told_in_doubt(newsroom)):
                self._tell(f"letters: {doubt}")
        return LOOKS_EACH

    def _tell_once(self, trouble: str) -> None:
        if trouble != self._told:
            self._told = trouble
            self._tell(f"letters wait: {trouble}")


def write_to_readers(newsroom: Newsroom, *, stop: Event) -> Counter[DeliveryStatus]:
    """Act on what pages and imports asked for, remind who is to be reminded, and hand over all letters that are due.

    Returns what became of them.

    Raises:
        Locked: another process hands letters over.
        TransportError: they cannot be handed over, for a reason that is no reader's.
    """
    asking.act_on_signups(newsroom)
    asking.act_on_imports(newsroom)
    asking.remind(newsroom, asking.to_remind(newsroom))
    return correspond(newsroom, stop=stop)
