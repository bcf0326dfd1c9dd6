"""What all public pages share, and how each of them begins: who asks, and whether that is one of our own forms."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from digest.pipeline.letters import readers
from digest.web.forms import read_form
from digest.web.limits import Limit, network_of
from digest.web.press import Message
from digest.web.seal import comes_from_elsewhere

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from digest.pipeline.letters.readers import Reader
    from digest.web.desk import ReadersDesk
    from digest.web.forms import Form
    from digest.web.press import Press
    from digest.web.seal import Seals

SETTLE_WITHIN = 3.0  # seconds that a reader who leaves waits at most for a mail that is just being handed over
_LOOK_EACH = 0.02  # seconds


class TooMany(Exception):
    """A network has asked for too much; it may come again after so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too many requests, come again in {seconds} s")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken of one network, and about one address."""

    letters: Limit = field(default_factory=lambda: Limit(20, seconds=3600))  # that a network has mailed
    # Requests about one address: one every two minutes in the long run, as often as a letter may be written.
    address: Limit = field(default_factory=lambda: Limit(5, seconds=600))
    lost: Limit = field(default_factory=lambda: Limit(60, seconds=600))  # links that are none of ours, of a network


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The newsroom's desk, what prints pages, and what keeps mischief out; `wake` tells that letters may be due."""

    desk: ReadersDesk
    press: Press
    seals: Seals
    wake: Callable[[], None]
    limits: Limits = field(default_factory=Limits)

    @property
    def address(self) -> str:
        """Where readers can write to."""
        mail = self.desk.settings.mail
        return mail.reply_to or mail.from_address

    async def is_barred(self, reader: Reader) -> bool:
        """Tell whether a reader's address is suppressed."""
        return await self.desk.read(lambda newsroom: readers.is_barred(newsroom, reader))

    def barred(self, reader: Reader, *, links: tuple[tuple[str, str], ...] = ()) -> Message:
        """Return what to say to a reader whose address is suppressed."""
        say = self.press.interface(reader.language).say
        return Message(title=say("barred_title"), text=say("barred_text", address=self.address), links=links)

    def seal(self, page: str) -> str:
        """Return the seal of a page's form."""
        return self.seals.make(page, now=self.desk.now())

    async def own_form(self, request: Request) -> Form:
        """Read a form that no other site may send.

        Raises:
            HTTPException: a browser says that one did, or the form cannot be read.
        """
        if comes_from_elsewhere(request, public_url=self.desk.settings.publication.url):
            raise HTTPException(403, "not from a page of ours")
        return await read_form(request)

    def is_fresh(self, form: Form, page: str) -> bool:
        """Tell whether this page of ours did not stand open for too long before it sent a form.

        Raises:
            HTTPException: it did not send it, since that bears no seal, or that of another page.
        """
        if not self.seals.is_ours(form.one("seal"), page):
            raise HTTPException(403, "not from a page of ours")
        return self.seals.holds(form.one("seal"), page, now=self.desk.now())

    def refuse_pest(self, request: Request) -> None:
        """Raise TooMany at once for a network that has had all its letters, before any work is done for it."""
        network = network_of(origin_of(request))
        if self.limits.letters.is_spent(network):
            raise TooMany(self.limits.letters.wait(network))

    def allow_letter(self, request: Request) -> None:
        """Count a letter that a network has us mail; raises TooMany."""
        self.refuse_pest(request)
        self.limits.letters.take(network_of(origin_of(request)))

    def allow_address(self, address_key: str) -> bool:
        """Count a request about an address, of which no trace is kept, and tell whether it is one too many."""
        return self.limits.address.take(sha256(self.seals.secret + address_key.encode()).hexdigest()[:32])

    async def settled(self, reader: Reader) -> None:
        """Wait, not long, while a mail to a reader is being handed over, so that none comes after the answer."""
        for _ in range(int(SETTLE_WITHIN / _LOOK_EACH)):
            if not await self.desk.read(lambda newsroom: readers.in_hand(newsroom, reader)):
                return
            await asyncio.sleep(_LOOK_EACH)


def origin_of(request: Request) -> str:
    """Return the network address that a request came from, as far as a trusted proxy tells; empty where unknown."""
    return request.client.host if request.client else ""
