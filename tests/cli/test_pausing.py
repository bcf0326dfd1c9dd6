"""An issue is paused when the fault is ours, or paused or called off by a person, also from another terminal."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from typing import TYPE_CHECKING

import pytest

from digest.store.database import open_database
from tests.cli.test_events import DIGEST
from tests.faults.smtp_server import Fault, FaultServer, always, at

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
        assert "127.0.0.1" in document["note"], "which server"
        assert "check " in document["note"], "what to look at"
        *_, next_step = desk.ok("status", "daily").out.splitlines()
        assert next_step == (
            "next: let it go on with: digest issues resume daily/2026-11-23; then: digest send daily/2026-11-23"
        )
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


def test_servers_that_keep_hanging_up_or_asking_for_less_are_named(desk: Desk) -> None:
    with FaultServer(always("MESSAGE", Fault(cut=True))) as server:
        newsroom(desk, server)
        failed = desk("send", "daily", "--yes")
        assert failed.err.startswith("digest: smtp 127.0.0.1: stopped after 6 mails in a row were cut off, 6 of which ")
        assert failed.err.endswith(
            "; daily/2026-11-23 is paused; see what is unknown with: digest status daily/2026-11-23 --deliveries; "
            "let it go on with: "
            "digest issues resume daily/2026-11-23; then: digest send daily/2026-11-23\n"
        )
        assert desk.ok("status", "daily", "--json").json["note"] in failed.err


def test_cron_hears_of_it_once_and_sends_nothing_more(desk: Desk) -> None:
    with FaultServer(always("MAIL", Fault(say="550 5.7.1 no mail from you"))) as server:
        desk.now = "2026-11-23T06:00:00Z"
        newsroom(desk, server)
        desk.now = "2026-11-23T06:40:00Z"
        first = desk("run")
        assert (first.code, "no mail from you" in first.err) == (1, True)
        called = [line for line in server.said if line.startswith("EHLO")]  # a QUIT may be heard late
        second = desk("run")
        assert (second.code, second.err) == (0, "")
        assert [line for line in server.said if line.startswith("EHLO")] == called


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


def from_another_terminal(desk: Desk, *command: str) -> Callable[[str, int], Fault | None]:
    """A plan of a server: when the second mail comes, somebody gives this command; then it is slow."""
    given = threading.Event()

    def plan(step: str, number: int) -> Fault | None:
        if step != "MAIL" or number < 2:
            return None
        if number == 2:
            environ = os.environ | {"DIGEST_NOW": desk.now}
            subprocess.run([DIGEST, *command], cwd=desk.folder, env=environ, check=True, capture_output=True)
            given.set()
        given.wait(30)
        return Fault(wait=0.7)

    return plan


def test_a_send_that_a_person_calls_off_meanwhile_did_not_do_what_it_was_asked_for(desk: Desk) -> None:
    with FaultServer(from_another_terminal(desk, "issues", "cancel", "daily")) as server:
        newsroom(desk, server)
        result = desk("send", "daily", "--yes", "--json")
        document = result.json
        handed_over = len(server.taken)
    assert 0 < handed_over < READERS
    assert document["state"] == "cancelled"
    assert (document["counts"]["accepted"], document["counts"]["cancelled"]) == (handed_over, READERS - handed_over)
    assert (result.code, desk("send", "daily", "--yes").code) == (1, 1), "as for any later send of it"
    (line,) = result.err.splitlines()
    assert line == (
        f"digest: daily/2026-11-23 was cancelled meanwhile, {READERS - handed_over} of {READERS} mails called off; "
        "see: digest status daily/2026-11-23 --deliveries"
    )


def test_a_run_that_is_called_off_meanwhile_says_so_once(desk: Desk) -> None:
    desk.now = "2026-11-23T06:00:00Z"
    with FaultServer(from_another_terminal(desk, "issues", "cancel", "daily")) as server:
        newsroom(desk, server)
        desk.now = "2026-11-23T06:40:00Z"
        first, second = desk("run"), desk("run")
    assert (first.code, "was cancelled meanwhile" in first.err) == (1, True)
    assert (second.code, second.err) == (0, "")


def test_a_send_that_a_person_pauses_meanwhile_can_go_on(desk: Desk) -> None:
    with FaultServer(from_another_terminal(desk, "issues", "pause", "daily")) as server:
        newsroom(desk, server)
        paused = desk("send", "daily", "--yes")
        handed_over = len(server.taken)
        assert paused.code == 4
        *_, line = paused.err.splitlines()
        assert line == (
            f"digest: daily/2026-11-23 was paused with {READERS - handed_over} mails to go; let it go on with: "
            "digest issues resume daily/2026-11-23; then: digest send daily/2026-11-23"
        )
        desk.ok("issues", "resume", "daily")
        server.plan = lambda step, number: None
        desk.ok("send", "daily", "--yes")
        assert len({mail.recipients[0] for mail in server.taken}) == len(server.taken) == READERS


def test_nothing_of_a_cancelled_issue_is_sent_again(desk: Desk) -> None:
    with FaultServer(at("MESSAGE", Fault(cut=True), Fault(cut=True))) as server:
        newsroom(desk, server)
        assert desk("send", "daily", "--yes").code == 4
        db = open_database(desk.folder / "digest.db")
        db.conn.execute("UPDATE issues SET state = 'cancelled'")
        db.close()
        result = desk("issues", "resolve", "daily", "--unknown", "resend")
        assert (result.code, "--unknown skip" in result.err) == (1, True)
        assert counts(desk)["unknown"] == 2
        desk.ok("issues", "resolve", "daily", "--unknown", "skip")


def test_one_that_was_called_off_lets_the_next_slots_issue_go_out(desk: Desk) -> None:
    """It is named first, and nothing of the next slot goes out before the command is given anew."""
    with FaultServer(always("CONNECT", Fault(say="421 4.3.2 not now"))) as server:
        newsroom(desk, server)
        assert desk("send", "daily", "--yes").code == 1
        db = open_database(desk.folder / "digest.db")
        db.conn.execute("UPDATE deliveries SET status = 'accepted' WHERE id = 1")
        db.conn.execute("UPDATE issues SET carried_at = '2026-11-23T07:00:00Z'")
        db.close()
        server.plan = from_another_terminal(desk, "issues", "cancel", "daily")
        desk.now = "2026-11-24T06:45:00Z"
        desk.story("Night buses return", published="2026-11-24T05:00:00Z")
        result = desk("send", "daily", "--yes")
        assert (result.code, "daily/2026-11-23 was cancelled meanwhile" in result.err) == (1, True)
        server.plan = lambda step, number: None
        assert desk.ok("send", "daily", "--yes", "--json").json["issue"] == "daily/2026-11-24"


@pytest.mark.parametrize(
    ("state", "verb", "words"),
    [
        ("sending", "resume", "only a paused issue can be resumed; go on with: digest send daily/2026-11-23"),
        (
            "sent",
            "resume",
            "only a paused issue can be resumed; see how it stands with: digest status daily/2026-11-23",
        ),
        ("paused", "pause", "only a frozen or sending issue can be paused; let it go on with: digest issues"),
        ("draft", "pause", "only a frozen or sending issue can be paused; send it with: digest send daily/"),
        ("sent", "cancel", "only a draft, frozen, sending or paused issue can be cancelled; see how it stands"),
        ("cancelled", "cancel", "only a draft, frozen, sending or paused issue can be cancelled; see how it"),
    ],
)
def test_a_word_that_does_not_fit_is_answered_with_the_states_it_fits_and_what_next(
    desk: Desk, state: str, verb: str, words: str
) -> None:
    desk.story("Ferry strike ends")
    desk.reader("ana@reader.example")
    desk.ok("compose", "daily")
    db = open_database(desk.folder / "digest.db")
    db.conn.execute("UPDATE issues SET state = ?", (state,))
    db.close()
    result = desk("issues", verb, "daily")
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith(f"digest: daily/2026-11-23 is {state}, and {words}")
    assert len(result.err.splitlines()) == 1
