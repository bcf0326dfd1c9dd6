"""Everything SendGrid may answer, or leave unanswered, and what becomes of the mails: the rows of docs/outcomes.md."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from digest.deliver.worker import hand_over
from digest.drill.sendgrid_fake import SendgridFake
from digest.drill.sendgrid_http import Fault, Stage
from digest.errors import SenderFault
from tests.contracts.transport_contract import envelopes
from tests.deliver.sendgrid_kit import transport_to

PAGE = Path(__file__).parents[2] / "docs" / "outcomes.md"
MAILS = 4


@dataclass(frozen=True)
class Row:
    """What the first request meets, what its mails become, and what happens to the others; `taken`: SendGrid had it."""

    what: str
    fault: Fault | None
    mail: str
    then: str
    taken: int = 0

    def __str__(self) -> str:
        return self.what

    @property
    def cells(self) -> str:
        return f"| {self.what} | {self.mail} | {self.then} |"


def said(status: int, **headers: str) -> Fault:
    return Fault(status=status, headers={name.replace("_", "-"): value for name, value in headers.items()})


ROWS = [
    Row("`202`", None, "accepted", "goes on", MAILS),
    Row("`400` that blames no recipient", said(400), "pending", "pauses"),
    Row("`401`: wrong key, or no credits left", said(401), "pending", "pauses"),
    Row("`403`: no permission, or no verified sender", said(403), "pending", "pauses"),
    Row("`404`", said(404), "pending", "pauses"),
    Row("`405`", said(405), "pending", "pauses"),
    Row("`301`, to anywhere", said(301, Location="http://127.0.0.1:9/"), "pending", "pauses"),
    Row("`413`: sent again in halves", said(413), "accepted", "goes on", MAILS),
    Row("`429` with `Retry-After`", said(429, Retry_After="7"), "pending", "slows down"),
    Row("`429` with `X-RateLimit-Reset`", said(429, X_RateLimit_Reset="99999999999"), "pending", "slows down"),
    Row("`429` that does not say how long", said(429), "pending", "slows down"),
    Row("`500`", said(500), "unknown", "counts"),
    Row("`502`", said(502), "unknown", "counts"),
    Row("`503`", said(503), "unknown", "counts"),
    Row("`504`", said(504), "unknown", "counts"),
    Row("hangs up when it has the request", Fault(drop=Stage.BODY), "unknown", "counts"),
    Row("says nothing when it has the request", Fault(hang=Stage.BODY), "unknown", "counts"),
    Row("takes the mails and hangs up", Fault(drop=Stage.DONE), "unknown", "counts", MAILS),
    Row("takes the mails and says nothing", Fault(hang=Stage.DONE), "unknown", "counts", MAILS),
    Row("takes the mails, and its answer breaks off at once", Fault(cut=0), "unknown", "counts", MAILS),
    Row(
        "takes the mails, and its answer breaks off after its first line", Fault(cut=120), "accepted", "goes on", MAILS
    ),
]


def outcome(receipts, error) -> tuple[str, str]:
    (status,) = {str(receipt.status) for receipt in receipts}
    if isinstance(error, SenderFault):
        return status, "pauses"
    if error:
        return status, "stops"
    if any(receipt.wait is not None for receipt in receipts):
        return status, "slows down"
    return status, "counts" if status == "unknown" else "goes on"


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_what_sendgrid_answers_or_does_has_the_outcome_of_the_page(row, variant):
    with SendgridFake(faults={1: row.fault}.get) as fake:
        with transport_to(fake, variant, timeout=timedelta(seconds=0.5)) as transport:
            receipts, error = hand_over(transport, envelopes(MAILS))
        assert [receipt.delivery_id for receipt in receipts] == [1, 2, 3, 4]
        assert outcome(receipts, error) == (row.mail, row.then)
        assert sum(fake.taken.values()) == row.taken
        assert max(fake.taken.values(), default=1) == 1


def test_a_recipient_that_is_blamed_is_refused_and_the_others_go(variant):
    body = b'{"errors":[{"message":"no such","field":"personalizations.1.to.0.email","help":null}]}'
    with SendgridFake(faults={1: Fault(status=400, body=body)}.get) as fake:
        with transport_to(fake, variant) as transport:
            receipts, error = hand_over(transport, envelopes(MAILS))
        assert [str(receipt.status) for receipt in receipts] == ["accepted", "refused", "accepted", "accepted"]
        assert error is None
        assert len(fake.taken) == MAILS - 1


def test_when_nobody_listens_the_send_stops_and_nothing_was_sent(variant, free_port):
    with transport_to(f"http://127.0.0.1:{free_port}", variant) as transport:
        receipts, error = hand_over(transport, envelopes(MAILS))
    assert outcome(receipts, error) == ("pending", "stops")


def test_the_page_has_these_rows_and_no_others():
    page = PAGE.read_text(encoding="utf-8")
    section = page[page.index("\n## SendGrid\n") :].split("\n## ")[1]
    written = [line for line in section.splitlines() if line.startswith("|")][2:]
    others = ["| `400` that blames a recipient: sent again without | refused, the others accepted | goes on |",
              "| nobody listens, or the connection breaks before all was written | pending | stops |"]  # fmt: skip
    assert Counter(written) == Counter([row.cells for row in ROWS] + others)
