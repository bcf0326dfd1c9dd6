"""What every transport must do, whatever carries the mail; each transport's tests inherit it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest

from digest.errors import TransportError
from digest.model.delivery import DeliveryStatus, Envelope

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.deliver.transport import Transport

CERTAINLY_NOT = {DeliveryStatus.PENDING, DeliveryStatus.UNKNOWN}
CERTAINLY = {DeliveryStatus.ACCEPTED, DeliveryStatus.UNKNOWN}


def envelopes(count: int) -> list[Envelope]:
    return [
        Envelope(
            delivery_id=number,
            address=f"reader{number}@readers.example",
            name=f"Reader {number}",
            message_id=f"<{number}.daily@herald.example>",
            token=f"token{number:017d}",
            reference=f"{number:032x}",
            reason=f"You joined Daily as number {number}.",
        )
        for number in range(1, count + 1)
    ]


class TransportContract(ABC):
    """Give `transport` (a fixture: a transport not entered yet, whose other end works) and the two methods."""

    @abstractmethod
    def arrived(self) -> Sequence[bytes]:
        """All messages that were handed over so far."""

    @abstractmethod
    def unusable(self) -> Transport:
        """A transport whose other end is not there."""

    @abstractmethod
    def check_let_go(self) -> None:
        """Assert that nothing of the transport is left after leaving it."""

    def test_yields_one_receipt_per_envelope_in_order(self, transport: Transport) -> None:
        with transport:
            receipts = list(transport.send(iter(envelopes(5))))
        assert [(receipt.delivery_id, receipt.status) for receipt in receipts] == [
            (number, DeliveryStatus.ACCEPTED) for number in range(1, 6)
        ]
        assert len(self.arrived()) == 5

    def test_pulls_no_more_than_a_batch_ahead_of_its_receipts(self, transport: Transport) -> None:
        pulled: list[int] = []

        def watched() -> Iterator[Envelope]:
            for envelope in envelopes(3 * transport.batch):
                pulled.append(envelope.delivery_id)
                yield envelope

        with transport:
            receipts = transport.send(watched())
            assert pulled == []
            for given, _ in enumerate(receipts):
                assert len(pulled) - given <= transport.batch

    def test_hands_nothing_over_beyond_what_it_pulled(self, transport: Transport) -> None:
        with transport:
            receipts = transport.send(iter(envelopes(3 * transport.batch)))
            next(receipts)
            assert 1 <= len(self.arrived()) <= transport.batch
        assert len(self.arrived()) <= transport.batch

    def test_sends_nothing_when_there_is_nothing(self, transport: Transport) -> None:
        with transport:
            assert list(transport.send(iter(()))) == []
        assert not self.arrived()

    def test_an_address_that_cannot_be_mailed_is_refused_and_stops_nothing(self, transport: Transport) -> None:
        before, bad, after = envelopes(3)
        hostile = bad._replace(address="a@b.example>\r\nBcc: <c@d.example")
        with transport:
            receipts = list(transport.send(iter([before, hostile, after])))
        assert [receipt.status for receipt in receipts] == ["accepted", "refused", "accepted"]
        assert receipts[1].detail
        assert len(self.arrived()) == 2

    def test_a_mail_carries_its_recipients_own_words_and_the_contracts_headers(self, transport: Transport) -> None:
        with transport:
            list(transport.send(iter(envelopes(1))))
        message = message_from_bytes(self.arrived()[0], policy=policy.default)
        assert message["To"] == "Reader 1 <reader1@readers.example>"
        assert message["Message-ID"] == "<1.daily@herald.example>"
        assert message["List-Unsubscribe"] == "<https://herald.example/u/token00000000000000001>"
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        for header in ("From", "Subject", "Date", "Reply-To", "List-Id", "List-Archive", "Precedence", "MIME-Version"):
            assert len(message.get_all(header, [])) == 1, header
        plain, html = message.iter_parts()
        assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
        assert "You joined Daily as number 1." in plain.get_content()

    def test_recall_never_says_pending_of_a_mail_that_was_handed_over(self, transport: Transport) -> None:
        envelope = envelopes(1)[0]
        with transport:
            list(transport.send(iter([envelope])))
        assert transport.recall(envelope).status in CERTAINLY
        assert transport.recall(envelope).delivery_id == envelope.delivery_id

    def test_recall_never_says_accepted_of_a_mail_that_was_not(self, transport: Transport) -> None:
        assert transport.recall(envelopes(1)[0]).status in CERTAINLY_NOT

    def test_leaving_it_lets_go_of_everything(self, transport: Transport) -> None:
        with transport:
            list(transport.send(iter(envelopes(1))))
        self.check_let_go()

    def test_entering_fails_when_it_cannot_be_used(self) -> None:
        with pytest.raises(TransportError), self.unusable():
            pass
