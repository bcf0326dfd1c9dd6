"""Everything a mail server may do at every step, and what becomes of the mail: the rows of docs/outcomes.md."""

from __future__ import annotations

import re
import ssl
from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pytest
from aiosmtpd.controller import Controller

from digest.deliver.smtp import SmtpTransport
from digest.errors import SenderFault, TransportError
from digest.model.settings import Security
from tests.contracts.transport_contract import envelopes
from tests.faults.proxy import Proxy
from tests.faults.smtp_outcomes import ROWS, TRIES, Then
from tests.faults.smtp_server import ALL, FaultServer, Mail

PAGE = Path(__file__).parents[2] / "docs" / "outcomes.md"
ONE_BY_ONE = tuple(word for word in ALL if word != "PIPELINING")
MAILS = 3
PATIENCE = 0.4  # seconds

by_fault = [row for row in ROWS if not row.spoil]
by_spoil = [row for row in ROWS if row.spoil]
tried_again = [row for row in ROWS if row.tries > 1 and not row.long]  # test_smtp.py has the long ones


class Outcome(NamedTuple):
    """What came of sending some mails: the first one's status and code, what happened to the rest, and who got what."""

    status: str
    code: str
    then: Then
    others: list[str]


class LongFirst:
    """A template whose first mail is longer than all buffers on the way, so that its end cannot have been written."""

    dotless = False

    def __init__(self, template):
        self.template = template

    def fill(self, envelope):
        if envelope.delivery_id == 1:
            return b"To: a\r\n\r\n" + (b"y" * 70 + b"\r\n") * 170_000
        return self.template.fill(envelope)


class Aiosmtpd:
    """A mail server that others wrote."""

    def __init__(self, port):
        self.port, self.taken = port, []
        self._controller = Controller(self, hostname="127.0.0.1", port=port, enable_SMTPUTF8=True)

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.taken.append(Mail(envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 2.0.0 queued"

    def __enter__(self):
        self._controller.start()
        return self

    def __exit__(self, *_):
        self._controller.stop()


@pytest.fixture
def our_server(certificate, monkeypatch):
    """Make our own server as a row wants it."""

    def make(row, extensions=ALL, times=None):
        set_up = dict(row.server)
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if set_up.get("tls") else None
        if tls:
            tls.load_cert_chain(certificate)
        if not set_up.get("untrusted"):
            monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        monkeypatch.setenv("TEST_SMTP_PASSWORD", "word")
        most = times or row.tries
        return FaultServer(
            lambda step, number: row.faults.get(step) if number <= most else None,
            extensions=(*extensions, *set_up.get("offers", ())),
            tls=tls,
            login=set_up.get("login"),
        )

    return make


@pytest.fixture
def transport(template, smtp_settings):
    """Make our side as a row wants it."""

    def make(row, port):
        changes = dict(row.client)
        changes["security"] = Security(changes.get("security", "none"))
        settings = smtp_settings(port, timeout=timedelta(seconds=PATIENCE), **changes)
        return SmtpTransport(
            LongFirst(template) if row.long else template,
            settings,
            sender="digest@herald.example",
            patience=(0.0, *[0.02] * (TRIES - 1)),
        )

    return make


def outcome(transport):
    receipts = []
    try:
        with transport:
            receipts.extend(transport.send(iter(envelopes(MAILS))))
    except TransportError as error:
        return Outcome("pending", "", Then.PAUSES if isinstance(error, SenderFault) else Then.STOPS, [])
    first, *others = receipts
    then = Then.SLOWS if first.wait is not None else Then.COUNTS if first.ours else Then.GOES_ON
    return Outcome(first.status, first.code, then, [receipt.status for receipt in others])


def stopped_at(transport):
    """The receipt after which a transport gave up, if it came to one."""
    try:
        with transport:
            for receipt in transport.send(iter(envelopes(MAILS))):
                if receipt.status == "pending":
                    return receipt
    except TransportError:
        return None


def check(row, found, taken):
    """Hold what was found against the row, and what the server took responsibility for against what we say."""
    assert (found.status, found.then) == (row.status, row.then)
    goes_on = row.then not in {Then.STOPS, Then.PAUSES}
    if goes_on:
        assert found.code == row.code
        assert found.others == ["accepted"] * (MAILS - 1)
    arrived = Counter(mail.recipients[0] for mail in taken)
    assert arrived["reader1@readers.example"] in (
        {0, 1} if row.status == "unknown" else {int(row.status == "accepted")}
    )
    assert [arrived[f"reader{n}@readers.example"] for n in (2, 3)] == [int(goes_on)] * 2


@pytest.mark.parametrize("extensions", [ALL, ONE_BY_ONE], ids=["pipelined", "one by one"])
@pytest.mark.parametrize("row", by_fault, ids=str)
def test_what_a_server_says_or_does_has_the_outcome_of_the_page(row, extensions, our_server, transport):
    with our_server(row, extensions) as server:
        found = outcome(transport(row, server.port))
    check(row, found, server.taken)


@pytest.mark.parametrize("other", [False, True], ids=["our server", "aiosmtpd"])
@pytest.mark.parametrize("row", by_spoil, ids=str)
def test_a_spoilt_connection_has_the_outcome_of_the_page(row, other, our_server, transport, free_port):
    with Aiosmtpd(free_port) if other else our_server(row) as server:
        with Proxy(server.port, row.spoil) as proxy:
            found = outcome(transport(row, proxy.port))
        assert proxy.spoilt == row.tries
    check(row, found, server.taken)


@pytest.mark.parametrize("row", [row for row in by_fault if row.status == "pending" and row.code], ids=str)
def test_the_mail_at_which_we_were_turned_away_waits_with_the_servers_word_and_is_ours(row, our_server, transport):
    with our_server(row) as server:
        receipt = stopped_at(transport(row, server.port))
    assert (receipt.code, receipt.ours, receipt.wait) == (row.code, True, None)


@pytest.mark.parametrize("row", tried_again, ids=str)
def test_what_happens_once_before_the_end_of_a_mail_does_it_no_harm(row, our_server, transport):
    with ExitStack() as stack:
        server = stack.enter_context(our_server(row, times=1))
        port = server.port
        if row.spoil:
            port = stack.enter_context(Proxy(port, replace(row.spoil, times=1))).port
        found = outcome(transport(row, port))
    assert found == Outcome("accepted", "2.0.0", Then.GOES_ON, ["accepted"] * (MAILS - 1))
    assert Counter(mail.recipients[0] for mail in server.taken) == {f"reader{n}@readers.example": 1 for n in (1, 2, 3)}


SINKS = [
    (("-f", "CONNECT"), "pending", Then.STOPS),
    (("-r", "CONNECT"), "pending", Then.STOPS),
    (("-q", "CONNECT"), "pending", Then.STOPS),
    (("-Q", "CONNECT"), "pending", Then.STOPS),
    (("-f", "EHLO"), "pending", Then.STOPS),
    (("-q", "EHLO"), "pending", Then.STOPS),
    (("-f", "MAIL"), "pending", Then.PAUSES),
    (("-r", "MAIL"), "deferred", Then.SLOWS),
    (("-q", "MAIL"), "deferred", Then.GOES_ON),
    (("-Q", "MAIL"), "deferred", Then.SLOWS),
    (("-f", "RCPT"), "refused", Then.GOES_ON),
    (("-r", "RCPT"), "deferred", Then.GOES_ON),
    (("-q", "RCPT"), "deferred", Then.GOES_ON),
    (("-Q", "RCPT"), "deferred", Then.SLOWS),
    (("-f", "DATA"), "refused", Then.GOES_ON),
    (("-r", "DATA"), "deferred", Then.GOES_ON),
    (("-q", "DATA"), "deferred", Then.GOES_ON),
    (("-Q", "DATA"), "deferred", Then.SLOWS),
    (("-f", "."), "refused", Then.GOES_ON),
    (("-r", "."), "deferred", Then.GOES_ON),
    (("-q", "."), "unknown", Then.GOES_ON),
    (("-Q", "."), "deferred", Then.SLOWS),
    (("-q", "QUIT"), "accepted", Then.GOES_ON),
    (("-f", "QUIT"), "accepted", Then.GOES_ON),
    (("-8",), "accepted", Then.GOES_ON),
    (("-A", "0"), "refused", Then.GOES_ON),
    (("-w", "1"), "deferred", Then.GOES_ON),
    (("-W", ".:1"), "unknown", Then.GOES_ON),
]


@pytest.mark.parametrize("pipelining", [(), ("-p",)], ids=["pipelined", "one by one"])
@pytest.mark.parametrize(("options", "status", "then"), SINKS, ids=[" ".join(options) for options, _, _ in SINKS])
def test_postfixs_sink_which_does_it_every_time_has_the_outcomes_of_the_page(
    options, status, then, pipelining, smtp_sink, transport
):
    with smtp_sink(*options, *pipelining) as port:
        found = outcome(transport(ROWS[0], port))
    assert (found.status, found.then) == (status, then)
    assert set(found.others) <= {status}


def test_every_row_has_a_name_of_its_own():
    names = Counter(map(str, ROWS))
    assert [name for name, count in names.items() if count > 1] == []


def test_the_page_has_these_rows_and_no_others():
    """A row is added to smtp_outcomes.py, tried by the tests above, and then written down."""
    page = PAGE.read_text(encoding="utf-8")
    smtp = page[page.index("\n## SMTP\n") :].split("\n## ")[1]
    written = {
        heading: [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines.splitlines()]
        for heading, lines in re.findall(
            r"^### (.+)\n\n(?:[^|\n].*\n+)*\|.*\n\|[-|]+\|\n((?:\|.*\n)+)", smtp, re.MULTILINE
        )
    }
    assert written == {step: [row.cells for row in rows] for step, rows in groupby(ROWS, key=lambda row: row.step)}
