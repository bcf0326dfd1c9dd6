"""The workers of one dispatch, hired one by one, and what they have to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.deliver.switchboard import Switchboard
from digest.deliver.worker import Notice, ThreadWorker

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.deliver.transport import Transport


class Crew:
    """Up to `size` workers, hired one by one; the dispatcher asks it for their notices.

    Each opens its transport in a thread. One whose transport can take mails in steps then works in the dispatcher's own
    thread, whenever that asks for notices; any other stays in its own.
    """

    def __init__(self, open_transport: Callable[[], Transport], *, size: int) -> None:
        """Hire nobody yet."""
        self._open_transport = open_transport
        self._vacancies = size
        self._switchboard: Switchboard[Notice] = Switchboard()
        self.present = 0

    def hire(self) -> None:
        """Start one more worker, if there is a vacancy; who ended is not replaced."""
        if self._vacancies:
            self._vacancies -= 1
            self.present += 1
            ThreadWorker(self._open_transport, switchboard=self._switchboard)

    def notices(self, timeout: float | None) -> list[Notice]:
        """Return all notices at hand; if there is none, wait up to `timeout` seconds (None: for ever) for the first."""
        notices = self._switchboard.results(timeout)
        self.present -= sum(notice.ended for notice in notices)
        return notices
