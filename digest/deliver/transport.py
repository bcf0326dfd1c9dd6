"""The seam between the dispatch loop and whatever carries a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self

    from digest.model.delivery import Envelope, Receipt


class Template(Protocol):
    """What all mails of a variant have in common, for each of an issue's variants."""

    @property
    def dotless(self) -> bool:
        """Whether no line of a mail filled in so far begins with a dot, which SMTP would double (RFC 5321, 4.5.2)."""

    def fill(self, envelope: Envelope) -> bytes:
        """Return the whole message (RFC 5322, CRLF) for one recipient.

        Raises:
            Unmailable: the envelope's address is no address.
        """


class Transport(Protocol):
    """Carries an issue's messages to recipients; knows neither database nor roster, and belongs to one thread.

    It is given what was frozen of the variants when made, and is a context manager: entering makes it ready (it
    connects, it finds its folder), leaving lets go of everything.
    """

    @property
    def name(self) -> str:
        """The word for it in digest.toml and in the ledger."""

    @property
    def batch(self) -> int:
        """How many envelopes it takes before it hands them over together: one for SMTP, one request's worth for an API.

        Never more than this are pulled and without a receipt.
        """

    def __enter__(self) -> Self:
        """Make ready.

        Raises:
            TransportError: it cannot be used.
        """

    def __exit__(self, *_: object) -> None: ...

    def send(self, envelopes: Iterator[Envelope]) -> Iterator[Receipt]:
        """Hand each mail over at most once; yield one receipt for each envelope, in order.

        The next envelope (or batch of them) is pulled only after the receipts before it were taken. An address that
        cannot be mailed at all is `refused` and stops nothing. A `pending` receipt, "certainly not handed over", is
        followed by TransportError, unless it says how long to `wait` before it is asked again.

        Raises:
            TransportError: the session is at fault; every envelope pulled before has its receipt.
            SenderFault: no session will do better before a person has seen to it.
        """

    def recall(self, envelope: Envelope) -> Receipt:
        """Say what became of a mail claimed by a run that died: `accepted`, `pending` (certainly not) or `unknown`.

        Needs no open session.
        """
