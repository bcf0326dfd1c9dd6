"""The SendGrid transport: hands a batch of mails over in one request, once."""

from __future__ import annotations

import os
import random
import time
from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from digest.deliver.address import needs_utf8
from digest.deliver.sendgrid_answer import Said, Verdict, verdict_on
from digest.deliver.sendgrid_request import Unsendable, recipient
from digest.deliver.sendgrid_wire import Endpoint, InDoubt, NotSent, api_key, base_url
from digest.errors import SenderFault, TransportError
from digest.model.delivery import DeliveryStatus, Receipt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Self

    from digest.deliver.sendgrid_request import RequestTemplate
    from digest.model.delivery import Envelope
    from digest.model.settings import SendgridSettings

PATIENCE = (0.0, 1.0, 3.0)  # seconds before each try to write one request
MOST_BYTES = 30_000_000  # of one request
_JITTER = 0.25  # of a wait, so that workers told to wait do not come back as one


class _Part(NamedTuple):
    """One recipient of a request: the delivery and its variant, the address as it is compared, the piece of JSON."""

    delivery_id: int
    variant_id: int
    address: str
    text: str


class SendgridTransport:
    """Posts `batch` envelopes a request; opens a connection for each.

    A request is written again only while its end was certainly not written; after that, without an answer that says
    what became of it, all its mails are `unknown`: SendGrid has no way to name a request, so that it could tell the
    second from the first. A batch is cut into several requests only where another variant begins, two addresses are
    the same ignoring case, or it is too large; and where recipients are blamed, the rest is sent again without them.
    """

    name = "sendgrid"

    def __init__(
        self,
        templates: Callable[[int], RequestTemplate],
        settings: SendgridSettings,
        *,
        sender: str,
        environ: Mapping[str, str] = os.environ,
        patience: tuple[float, ...] = PATIENCE,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        """Take what gives the request of a variant by its id, and the sender; nothing is loaded or opened yet.

        Raises:
            TransportError: there is no key, or the sender is one that SendGrid does not take.
        """
        self.batch = settings.batch
        self._settings = settings
        self._patience = patience
        self._most_bytes = most_bytes
        if needs_utf8(sender.rpartition("@")[0]):
            raise TransportError(f"SendGrid takes no sender that is not ASCII: {sender}; check [mail] from")
        self._key = api_key(settings, environ)
        self._templates = templates
        self._endpoint: Endpoint | None = None

    def __enter__(self) -> Self:
        self._endpoint = Endpoint(self._settings, self._key, path="mail/send")
        return self

    def __exit__(self, *_: object) -> None:
        self._endpoint = None

    def send(self, envelopes: Iterator[Envelope]) -> Iterator[Receipt]:
        """Hand the mails over batch by batch; see Transport.send."""
        while batch := list(islice(envelopes, self.batch)):
            receipts, fault = self._hand_over(batch)
            yield from (receipts[envelope.delivery_id] for envelope in batch)
            if fault:
                raise fault

    def recall(self, envelope: Envelope) -> Receipt:
        """Nobody can say here: only SendGrid's events, its logs or a person."""
        said = "the run ended while it was handed over; SendGrid's events or logs may tell"
        return Receipt(envelope.delivery_id, DeliveryStatus.UNKNOWN, detail=said)

    def _hand_over(self, batch: Sequence[Envelope]) -> tuple[dict[int, Receipt], TransportError | None]:
        """Ask until every mail of the batch has its receipt; an error comes along when no more can be asked."""
        receipts: dict[int, Receipt] = {}
        requests = deque(self._cut(self._parts(batch, receipts)))
        while requests:
            parts = requests.popleft()
            try:
                verdict = self._ask(parts)
            except InDoubt as doubt:
                verdict = Verdict(said=Said.IN_DOUBT, words=f"no answer to a request that was written: {doubt}")
            except NotSent as reason:
                return receipts | _pending([parts, *requests], str(reason)), self._unreachable(reason)
            if verdict.said is Said.TOO_LARGE and len(parts) > 1:
                requests.extendleft((parts[len(parts) // 2 :], parts[: len(parts) // 2]))
            elif verdict.said is Said.BLAMES:
                receipts |= _refused(parts, verdict)
                if rest := [part for place, part in enumerate(parts) if place not in verdict.blamed]:
                    requests.appendleft(rest)
            elif verdict.said in {Said.TAKEN, Said.IN_DOUBT}:
                receipts |= _answered(parts, verdict)
            elif verdict.said is Said.SLOW_DOWN:
                wait = verdict.wait * random.uniform(1.0, 1.0 + _JITTER)
                return receipts | _pending([parts, *requests], verdict.words, wait=wait), None
            else:
                return receipts | _pending([parts, *requests], verdict.words), self._unwelcome(verdict.words)
        return receipts, None

    def _parts(self, batch: Sequence[Envelope], receipts: dict[int, Receipt]) -> Iterator[_Part]:
        """Yield what can be asked; who cannot be mailed gets a receipt at once."""
        for envelope in batch:
            try:
                address = recipient(envelope.address)
                text = self._templates(envelope.variant_id).personalization(envelope, address=address)
            except Unsendable as error:
                id_ = envelope.delivery_id
                receipts[id_] = Receipt(id_, DeliveryStatus.REFUSED, error.code, str(error))
            else:
                yield _Part(envelope.delivery_id, envelope.variant_id, address.casefold(), text)

    def _cut(self, parts: Iterable[_Part]) -> Iterator[list[_Part]]:
        """Share the recipients out to as few requests as may be.

        None is over the size, has an address twice, or two variants.
        """
        now: list[_Part] = []
        addresses: set[str] = set()
        size, variant_id = 0, 0
        for part in parts:
            too_large = size + len(part.text) >= self._most_bytes
            if now and (part.variant_id != variant_id or part.address in addresses or too_large):
                yield now
                now = []
            if not now:
                addresses, variant_id = set(), part.variant_id
                size = self._templates(variant_id).overhead
            now.append(part)
            addresses.add(part.address)
            size += len(part.text) + 1
        if now:
            yield now

    def _ask(self, parts: Sequence[_Part]) -> Verdict:
        """Write a request, again while it was certainly not written, and judge the answer.

        Raises:
            NotSent: no try got it written.
            InDoubt: it was written, and nobody said what became of it.
        """
        assert self._endpoint is not None, "enter the transport first"
        body = self._templates(parts[0].variant_id).body([part.text for part in parts])
        setback = NotSent("no try was made")
        for _ in self._tries():
            try:
                answer = self._endpoint.post(*body)
            except NotSent as reason:
                setback = reason
            else:
                return verdict_on(answer, size=len(parts), sandbox=self._settings.sandbox)
        raise setback

    def _tries(self) -> Iterator[None]:
        latest = time.monotonic() + self._settings.timeout.total_seconds()
        for wait in self._patience:
            if time.monotonic() < latest:
                time.sleep(wait)
                yield

    def _unreachable(self, reason: NotSent) -> TransportError:
        return TransportError(
            f"cannot reach SendGrid at {base_url(self._settings)}: {reason}; check the network, and [mail.sendgrid] url"
            " and region"
        )

    def _unwelcome(self, words: str) -> SenderFault:
        remedy = _REMEDIES.get(words[:3], "see to that").format(variable=self._settings.api_key_env)
        return SenderFault(f"SendGrid at {base_url(self._settings)} turned the mail away: {words}; {remedy}")


_REMEDIES = {
    "401": "check that {variable} holds a valid API key, and that the account has credits left",
    "403": "check that the API key in {variable} may send mail, and that [mail] from is a verified sender there",
    "404": "check [mail.sendgrid] url and region",
    "405": "check [mail.sendgrid] url and region",
    **dict.fromkeys(("301", "302", "303", "307", "308"), "it points elsewhere; check [mail.sendgrid] url"),
    "413": "the mail is too large for one recipient alone; make it shorter",
}


def _answered(parts: Iterable[_Part], verdict: Verdict) -> dict[int, Receipt]:
    status = DeliveryStatus.ACCEPTED if verdict.said is Said.TAKEN else DeliveryStatus.UNKNOWN
    return {part.delivery_id: Receipt(part.delivery_id, status, detail=verdict.words) for part in parts}


def _refused(parts: Sequence[_Part], verdict: Verdict) -> dict[int, Receipt]:
    return {
        parts[place].delivery_id: Receipt(parts[place].delivery_id, DeliveryStatus.REFUSED, "5.1.3", words)
        for place, words in verdict.blamed.items()
    }


def _pending(requests: Iterable[Sequence[_Part]], words: str, *, wait: float | None = None) -> dict[int, Receipt]:
    return {
        part.delivery_id: Receipt(part.delivery_id, DeliveryStatus.PENDING, detail=words, wait=wait)
        for parts in requests
        for part in parts
    }
