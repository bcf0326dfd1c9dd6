"""Tells a page, as server-sent events, which version there is to see (HTML Standard, 9.2)."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import TYPE_CHECKING

from starlette.responses import StreamingResponse

from digest.web.patient import DONE_WITHIN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from digest.web.looks import Looks

LOOKS_EACH = 0.2  # seconds
LASTS = DONE_WITHIN - 10  # seconds; then the browser asks again, before it is hung up on
_AGAIN_AFTER = 300  # milliseconds


class Changes(StreamingResponse):
    """An answer that goes on: the version, and each further one as soon as it is there."""

    def __init__(self, looks: Looks) -> None:
        super().__init__(_versions(looks), media_type="text/event-stream")


async def _versions(looks: Looks) -> AsyncIterator[str]:
    end, told = monotonic() + LASTS, ""
    yield f"retry: {_AGAIN_AFTER}\n\n"
    while monotonic() < end and not looks.ending:
        version = await looks.version()
        if version != told:
            told = version
            yield f"data: {version}\n\n"
        await asyncio.sleep(LOOKS_EACH)
