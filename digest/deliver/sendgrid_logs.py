"""Asks SendGrid's logs which mails it has: the way to learn of those whose request got no answer."""

from __future__ import annotations

import json
import os
import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from digest.deliver.sendgrid_answer import said_in, wait_of
from digest.deliver.sendgrid_request import REFERENCE
from digest.deliver.sendgrid_wire import Endpoint, InDoubt, NotSent, api_key, base_url
from digest.errors import TransportError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from digest.deliver.sendgrid_wire import Answer
    from digest.model.settings import SendgridSettings

_PAGE = 1000  # rows an answer holds at most; there is no way to ask for the next ones
_SHORTEST = timedelta(seconds=1)  # a window is not cut below this: one request's mails are of one moment
_TRIES = 5  # at one question, while it is answered with "too many"
_FIRST_WAIT = 1.0  # seconds; doubled each time, where the answer does not say how long
_QUOTABLE = re.compile(r"[A-Za-z0-9!#$%&*+/=?^_`{|}~.@-]+")  # nothing that could end a quoted word of a filter


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """A mail that SendGrid certainly has; `reference` is the one it was sent with (Envelope.reference)."""

    reference: str
    address: str
    message_id: str  # SendGrid's own, sg_message_id
    status: str  # its word: processed, delivered, deferred, dropped, bounced or blocked


def ask_logs(
    settings: SendgridSettings,
    *,
    category: str,
    addresses: Collection[str],
    since: datetime,
    until: datetime,
    environ: Mapping[str, str] = os.environ,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Logged]:
    """Yield each mail that SendGrid took for one of these wire addresses, from `since` to before `until`.

    A row of the logs has only address, subject and time, which a test copy or another issue may share. So each row of
    an address that is asked about is looked up, and counts only if it brings back a reference of ours. Who is not
    yielded may all the same have been mailed: logs come late, and are kept for some days only.

    Raises:
        TransportError: the logs cannot be read; not every plan and API key may.
    """
    key = api_key(settings, environ)
    reader = _Reader(settings, Endpoint(settings, key, path="logs"), category, sleep)
    wanted = {address.casefold() for address in addresses}
    seen: set[str] = set()
    for row in reader.rows(since.astimezone(UTC), until.astimezone(UTC), wanted):
        message_id, address = str(row.get("sg_message_id", "")), str(row.get("to_email", "")).casefold()
        if address in wanted and message_id and message_id not in seen:
            seen.add(message_id)
            if reference := reader.reference(message_id):
                status = str(row.get("status", ""))
                yield Logged(reference=reference, address=address, message_id=message_id, status=status)


@dataclass(frozen=True, slots=True)
class _Reader:
    settings: SendgridSettings
    endpoint: Endpoint
    category: str
    sleep: Callable[[float], None]

    def rows(self, since: datetime, until: datetime, wanted: Collection[str]) -> Iterator[dict[str, Any]]:
        """Yield the rows of a window; one with more rows than an answer holds is cut in two, and at last by address."""
        if not (since < until and wanted):
            return
        within = self._within(since, until)
        page = self._page(within)
        if len(page) < _PAGE:
            yield from page
        elif until - since > _SHORTEST:
            middle = since + (until - since) / 2
            yield from self.rows(since, middle, wanted)
            yield from self.rows(middle, until, wanted)
        else:
            for address in sorted(filter(_QUOTABLE.fullmatch, wanted)):
                yield from self._page(f"{within} AND to_email = '{address}'")

    def reference(self, message_id: str) -> str:
        """Return the reference that a mail was sent with; empty if it has none, or is not there any more."""
        answer = self._patiently(lambda: self.endpoint.get(quote(message_id, safe="")))
        if answer.status == 404:
            return ""
        arguments = self._read(answer).get("custom_args")
        reference = arguments.get(REFERENCE) if isinstance(arguments, dict) else None
        return reference if isinstance(reference, str) else ""

    def _within(self, since: datetime, until: datetime) -> str:
        created = "sg_message_id_created_at"
        return (
            f'{created} >= TIMESTAMP "{_moment(since)}" AND {created} < TIMESTAMP "{_moment(until)}" '
            f"AND categories IN ('{self.category}')"
        )

    def _page(self, query: str) -> list[dict[str, Any]]:
        body = json.dumps({"query": query, "limit": _PAGE}).encode()
        messages = self._read(self._patiently(lambda: self.endpoint.post(body))).get("messages")
        return [row for row in messages if isinstance(row, dict)] if isinstance(messages, list) else []

    def _patiently(self, ask: Callable[[], Answer]) -> Answer:
        """Ask, and again when told to slow down; asking changes nothing, so it may be asked twice."""
        wait = _FIRST_WAIT
        for left in reversed(range(_TRIES)):
            try:
                answer = ask()
            except (NotSent, InDoubt) as reason:
                if not left:
                    raise TransportError(
                        f"cannot ask SendGrid's logs at {base_url(self.settings)}: {reason}; check the network"
                    ) from reason
            else:
                if answer.status != 429 or not left:
                    return answer
                wait = wait_of(answer.headers, now=time.time()) or wait
            self.sleep(wait)
            wait *= 2
        raise AssertionError("unreachable")

    def _read(self, answer: Answer) -> dict[str, Any]:
        """Return the answer's object.

        Raises:
            TransportError: it has none.
        """
        if answer.status == 200:
            try:
                found = json.loads(answer.body)
            except (ValueError, RecursionError):
                found = None
            if isinstance(found, dict):
                return found
        raise TransportError(
            f"SendGrid's logs at {base_url(self.settings)} cannot be read: {said_in(answer)}; check that the API key "
            f"in {self.settings.api_key_env} may read them (Email Activity), or look the mails up by hand"
        )


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
