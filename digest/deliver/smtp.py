"""The SMTP transport: hands each mail to a mail server, once, over a connection it keeps."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from digest.deliver.address import Unmailable, needs_utf8, referring, wire_address
from digest.deliver.breaker import LOST
from digest.deliver.secret import secret
from digest.deliver.smtp_receipt import receipt_for
from digest.deliver.smtp_reply import NOT_LOGGED_IN
from digest.deliver.smtp_session import Session, Step, Verdict, open_session, stuffed
from digest.deliver.smtp_wire import InDoubt, Lost
from digest.deliver.waiting import alone
from digest.errors import SenderFault, TransportError
from digest.model.delivery import DeliveryStatus, Receipt

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Self

    from digest.deliver.transport import Template
    from digest.deliver.waiting import Steps
    from digest.model.delivery import Envelope
    from digest.model.settings import SmtpSettings

PATIENCE = (0.0, 1.0, 3.0)  # seconds before each try to hand over one mail


class _Setback(Exception):
    """A session ended within a mail, before the end was written; `receipt` is what to say if that was the last try."""

    def __init__(self, receipt: Receipt) -> None:
        super().__init__(receipt.detail)
        self.receipt = receipt


class SmtpTransport:
    """One connection to the mail server, opened again when it is lost.

    A mail is tried again only while its end was certainly not written; after that it is `unknown`. It is tried again
    when the connection is lost or the server ends the session with 421, but no try begins once the server's `timeout`
    has passed since the first did: who asks for a stop does not wait through one silence after another. A mail that no
    session survives is `deferred`, so that it stops no other; it is `pending`, and the transport at fault, when no
    session could be opened for it.
    """

    name = "smtp"
    batch = 1

    def __init__(
        self,
        template: Template,
        settings: SmtpSettings,
        *,
        sender: str,
        environ: Mapping[str, str] = os.environ,
        patience: tuple[float, ...] = PATIENCE,
    ) -> None:
        """Take the message, where the server is, and the address that bounces go to if the settings name no other.

        Raises:
            TransportError: the password is not where the settings say.
        """
        self._template = template
        self._settings = settings
        self._sender = wire_address(settings.bounce_address or sender)
        self._patience = patience
        self._session: Session | None = None
        self._password = _password(settings, environ) if settings.username else ""

    def __enter__(self) -> Self:
        try:
            alone(self._new_session())
        except Lost as lost:
            raise self._unreachable(lost) from lost
        return self

    def __exit__(self, *_: object) -> None:
        self._hang_up()

    def send(self, envelopes: Iterator[Envelope]) -> Iterator[Receipt]:
        """Hand the mails over one by one; see Transport.send."""
        for envelope in envelopes:
            receipt, fault = alone(self.steps(envelope))
            yield receipt
            if fault:
                raise fault

    def recall(self, envelope: Envelope) -> Receipt:
        """Nobody can say: SMTP has no question for it."""
        return Receipt(envelope.delivery_id, DeliveryStatus.UNKNOWN, detail="the run ended while it was handed over")

    def steps(self, envelope: Envelope) -> Steps[tuple[Receipt, TransportError | None]]:
        """Try a mail until it is certain or in doubt; an error comes along when the session is at fault."""
        try:
            recipient, message = wire_address(envelope.address), self._message(envelope)
        except Unmailable as error:
            return Receipt(envelope.delivery_id, DeliveryStatus.REFUSED, "5.1.3", str(error)), None
        deferred: Receipt | None = None
        fault = TransportError("no try was made")
        for wait in self._tries():
            if wait:  # a sleep of nothing takes longer than a mail
                yield None
                time.sleep(wait)
            try:
                return (yield from self._try(envelope, message, recipient=recipient))
            except _Setback as setback:
                deferred = setback.receipt
            except Lost as lost:
                fault = self._unreachable(lost)
            except TransportError as error:
                deferred, fault = None, error
                break
        if deferred:
            return deferred, None
        return Receipt(envelope.delivery_id, DeliveryStatus.PENDING, detail=str(fault)), fault

    def _message(self, envelope: Envelope) -> bytes:
        message = self._template.fill(envelope)
        return message if self._template.dotless else stuffed(message)

    def _tries(self) -> Iterator[float]:
        """Yield the seconds to wait before each try."""
        latest = time.monotonic() + self._settings.timeout.total_seconds()
        for wait in self._patience:
            if time.monotonic() < latest:
                yield wait

    def _try(
        self, envelope: Envelope, message: bytes, *, recipient: str
    ) -> Steps[tuple[Receipt, TransportError | None]]:
        """Try a mail once.

        Raises:
            Lost: no session can be opened now.
            TransportError: nor will trying again help.
            _Setback: one was open, and it ended before the mail's end was written.
        """
        session, delivery_id = self._idle_session() or (yield from self._new_session()), envelope.delivery_id
        if needs_utf8(recipient) and not session.takes_utf8:
            said = "the mail server takes no address that is not ASCII"
            return Receipt(delivery_id, DeliveryStatus.REFUSED, "5.6.7", said), None
        try:
            verdict = yield from session.hand_over(message, sender=self._sender_of(envelope), recipient=recipient)
        except InDoubt as doubt:
            return Receipt(delivery_id, DeliveryStatus.UNKNOWN, detail=str(doubt)), None
        except Lost as lost:
            said = f"the mail server was lost before the mail was over: {lost}"
            raise _Setback(Receipt(delivery_id, DeliveryStatus.DEFERRED, LOST, said)) from lost
        finally:
            if not session.usable:
                self._hang_up()
        receipt = receipt_for(delivery_id, verdict, in_utf8=needs_utf8(recipient))
        if verdict.reply.code == 421 and verdict.step is not Step.MESSAGE:
            raise _Setback(receipt)
        return receipt, self._unwelcome(verdict) if receipt.status is DeliveryStatus.PENDING else None

    def _sender_of(self, envelope: Envelope) -> str:
        """Return the address that bounces of this mail go to; it names the mail if the settings have one for that."""
        return referring(self._sender, envelope.reference) if self._settings.bounce_address else self._sender

    def _idle_session(self) -> Session | None:
        """Return the open session, if it still is."""
        if self._session and not self._session.is_idle():
            self._hang_up()
        return self._session

    def _new_session(self) -> Steps[Session]:
        yield None
        session = open_session(self._settings, password=self._password)
        if needs_utf8(self._sender) and not session.takes_utf8:
            session.close()
            raise SenderFault(f"SMTP server {self._settings.host} takes no sender that is not ASCII; check [mail] from")
        self._session = session
        return session

    def _hang_up(self) -> None:
        if self._session:
            self._session.close()
            self._session = None

    def _unreachable(self, lost: Lost) -> TransportError:
        server = f"{self._settings.host}:{self._settings.port}"
        return TransportError(f"cannot reach SMTP server {server}: {lost}; check [mail.smtp] host, port and security")

    def _unwelcome(self, verdict: Verdict) -> SenderFault:
        keys = "security and username" if verdict.reply.code in NOT_LOGGED_IN else "username and bounce_address"
        return SenderFault(
            f"SMTP server {self._settings.host} takes no mail from {self._sender}: {verdict.reply}; "
            f"check [mail] from and [mail.smtp] {keys}"
        )


def _password(settings: SmtpSettings, environ: Mapping[str, str]) -> str:
    return secret(
        environ,
        settings.password_env,
        file=settings.password_file,
        named_by="[mail.smtp] password_file",
        what=f"the password of [mail.smtp] username {settings.username}",
    )
