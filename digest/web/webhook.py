"""Answers SendGrid's event webhook: verified on the bytes as they came, and thanked for only once it is durable."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from digest.events.sendgrid import read_events
from digest.events.signature import SIGNATURE_HEADER, TIMESTAMP_HEADER
from digest.web.forms import read_body
from digest.web.grouping import Busy, Grouping

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from starlette.requests import Request

    from digest.events.sendgrid import Reading
    from digest.events.signature import WebhookKey
    from digest.model.event import Event

LARGEST = 1_000_000  # bytes; SendGrid posts 768 kB at most

READ_WITHIN = 30  # seconds

_log = logging.getLogger(__name__)


class Webhook:
    """Takes signed posts in; without a key it takes none."""

    def __init__(
        self, key: WebhookKey | None, *, take_in: Callable[[Sequence[Event]], object], now: Callable[[], datetime]
    ) -> None:
        """Take the key that posts are signed with, and what commits events: called in a thread, once at a time."""
        self._key, self._now = key, now
        self._grouping = Grouping(take_in)

    async def post(self, request: Request) -> Response:
        """Answer 200 once the events are committed, 503 where SendGrid had better come again."""
        if self._key is None:
            raise HTTPException(403, "no key is configured for this webhook")
        if not (request.headers.get(SIGNATURE_HEADER) and request.headers.get(TIMESTAMP_HEADER)):
            raise HTTPException(401, "not signed")
        body = await read_body(request, largest=LARGEST, within=READ_WITHIN)
        if not self._key.signed(body, request.headers, now=self._now()):
            raise HTTPException(403, "the signature does not fit, or is too old")
        reading = await asyncio.to_thread(read_events, body)
        _tell(reading)
        if reading.set_aside and not (reading.events or reading.passed_over):
            raise HTTPException(400, "no event can be read")
        try:
            if reading.events:
                await self._grouping.put(reading.events)
        except Busy:
            return Response("try again later", 503, headers={"retry-after": "10"})
        return JSONResponse({"events": len(reading.events), "set_aside": len(reading.set_aside)})


def _tell(reading: Reading) -> None:
    for reason in reading.set_aside:
        _log.warning("SendGrid's webhook: set aside: %s", reason)
