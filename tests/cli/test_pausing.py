"""When the fault is ours the issue is paused, nobody is blamed, and a person lets it go on."""

from __future__ import annotations

import os
import signal
import threading
from typing import TYPE_CHECKING

import pytest

from tests.faults.smtp_server import Fault, FaultServer, always

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Desk

READERS = 8


def over_smtp(desk: Desk, server: FaultServer, *, more: str = "") -> None:
    desk.configure(mail=f'transport = "smtp"\n[mail.smtp]\nport = {server.port}\nconnections = 2\n{more}')


def newsroom(desk: Desk, server: FaultServer, *, more: str = "") -> None:
    over_smtp(desk, server, more=more)
    desk.story("Ferry strike ends")
    for number in range(READERS):
        desk.reader(f"reader{number}@reader.example")


def counts(desk: Desk) -> dict[str, int]:
    found = desk.ok("status", "daily", "--json").json["counts"]
    return {name: count for name, count in found.items() if count and name != "recipients"}


@pytest.mark.parametrize(
    "plan",
    [
        always("MAIL", Fault(say="550 5.7.1 no mail from you")),
        always("RCPT", Fault(say="550 5.7.515 domain does not authenticate")),
        always("MESSAGE", Fault(say="550 5.7.26 unauthenticated")),
    ],
    ids=["sender identity", "no DMARC at RCPT", "no DMARC at the message"],
)
def test_a_send_turned_away_for_what_we_are_is_paused_and_goes_on_when_a_person_says_so(
    desk: Desk, plan: Callable[[str, int], Fault | None]
) -> None:
    with FaultServer(plan) as server:
        newsroom(desk, server)
        failed = desk("send", "daily", "--yes")
        assert failed.code == 1
        assert len(failed.err.strip().splitlines()) == 1
        document = desk.ok("status", "daily", "--json").json
        assert document["state"] == "paused"
        assert document["note"] in failed.err
        assert counts(desk) == {"pending": READERS}, "nobody is blamed, nobody waits for a next try"
        again = desk("send", "daily", "--yes")
        assert again.code == 1
        assert "digest issues resume daily/2026-11-23" in again.err
        server.plan = lambda step, number: None
        desk.ok("issues", "resume", "daily")
        assert desk.ok("status", "daily", "--json").json["note"] == ""
        desk.ok("send", "daily", "--yes")
        assert sorted(mail.recipients[0] for mail in server.taken) == [
            f"reader{number}@reader.example" for number in range(READERS)
        ]


def test_cron_hears_of_it_once_and_sends_nothing_more(desk: Desk) -> None:
    with FaultServer(always("MAIL", Fault(say="550 5.7.1 no mail from you"))) as server:
        desk.now = "2026-11-23T06:00:00Z"
        newsroom(desk, server)
        desk.now = "2026-11-23T06:40:00Z"
        first = desk("run")
        assert (first.code, "no mail from you" in first.err) == (1, True)
        said = len(server.said)
        second = desk("run")
        assert (second.code, second.err) == (0, "")
        assert len(server.said) == said


def test_a_rate_outlives_the_process_that_spent_it(desk: Desk) -> None:
    """Each run waits for its quota, and is stopped while it does."""
    with FaultServer() as server:
        newsroom(desk, server)
        over_smtp(desk, server)
        text = (desk.folder / "digest.toml").read_text().replace("[mail.smtp]", 'rate = "8/h"\n[mail.smtp]')
        (desk.folder / "digest.toml").write_text(text)
        for _ in range(2):
            threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGTERM)).start()
            assert desk("send", "daily", "--yes").code == 4
            assert len(server.taken) == 1
