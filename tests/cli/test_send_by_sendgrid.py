"""Sends by SendGrid, from the shell: what each of its moods comes to, and how what is unknown is resolved."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from digest.drill.sendgrid_fake import SendgridFake
from digest.drill.sendgrid_http import Fault

if TYPE_CHECKING:
    from tests.conftest import Desk

READERS = 5


def newsroom(desk: Desk, fake: SendgridFake, *, more: str = "") -> None:
    desk.configure(mail=f'transport = "sendgrid"\n[mail.sendgrid]\nurl = "{fake.url}"\nworkers = 1\n{more}')
    desk.environ["SENDGRID_API_KEY"] = fake.key
    desk.story("Ferry strike ends", published=desk.now)
    for number in range(READERS):
        desk.reader(f"reader{number}@reader.example")


def counts(desk: Desk) -> dict[str, int]:
    found = desk.ok("status", "daily", "--json").json["counts"]
    return {name: count for name, count in found.items() if count and name != "recipients"}


def test_everybody_gets_it_in_one_request(desk: Desk) -> None:
    with SendgridFake() as fake:
        newsroom(desk, fake)
        desk.ok("send", "daily", "--yes")
        assert (fake.asked, sum(fake.taken.values())) == (1, READERS)
        assert counts(desk) == {"accepted": READERS}
        desk.ok("send", "daily", "--yes")
        assert fake.asked == 1


def test_in_the_sandbox_nothing_is_mailed(desk: Desk) -> None:
    with SendgridFake() as fake:
        newsroom(desk, fake, more="sandbox = true")
        desk.ok("send", "daily", "--yes")
        assert not fake.taken
        assert sum(fake.sandboxed.values()) == READERS


@pytest.mark.parametrize("status", [401, 403, 404, 405])
def test_a_fault_of_ours_pauses_the_issue_and_says_what_to_check(desk: Desk, status: int) -> None:
    faults = {1: Fault(status=status)}
    with SendgridFake(faults=faults.get) as fake:
        newsroom(desk, fake)
        failed = desk("send", "daily", "--yes")
        assert failed.code == 1
        assert "check" in failed.err
        assert fake.key not in failed.err
        assert desk.ok("status", "daily", "--json").json["state"] == "paused"
        assert counts(desk) == {"pending": READERS}
        desk.ok("issues", "resume", "daily")
        desk.ok("send", "daily", "--yes")
        assert counts(desk) == {"accepted": READERS}
        assert set(fake.taken.values()) == {1}


def test_too_many_requests_are_waited_for_and_nobody_is_given_up(desk: Desk) -> None:
    faults = {1: Fault(status=429, headers={"Retry-After": "1"})}
    with SendgridFake(faults=faults.get) as fake:
        newsroom(desk, fake)
        desk.ok("send", "daily", "--yes")
        assert counts(desk) == {"accepted": READERS}
        assert fake.asked == 2


@pytest.mark.parametrize(
    ("fault", "taken"), [(Fault(status=500), False), (Fault(status=503), False), (Fault(cut=0), True)]
)
def test_mails_in_doubt_are_looked_up_in_the_logs_when_a_person_asks(desk: Desk, fault: Fault, *, taken: bool) -> None:
    faults = {1: fault}
    desk.now = datetime.now(UTC).isoformat()  # its logs know no other time
    with SendgridFake(faults=faults.get) as fake:
        newsroom(desk, fake)
        sent = desk("send", "daily", "--yes")
        assert sent.code == 4
        assert counts(desk) == {"unknown": READERS}
        asked = desk.ok("issues", "resolve", "daily", "--unknown", "ask")
        if taken:
            assert counts(desk) == {"accepted": READERS}
            assert desk.ok("status", "daily", "--json").json["state"] == "sent"
        else:
            assert f"{READERS} remain unknown" in asked.out
            assert counts(desk) == {"unknown": READERS}
            desk.ok("issues", "resolve", "daily", "--unknown", "resend")
            desk.ok("send", "daily", "--yes")
        assert set(fake.taken.values()) == {1}
        assert len(fake.taken) == READERS


def test_only_sendgrid_can_be_asked(desk: Desk) -> None:
    desk.story("Ferry strike ends")
    desk.reader("ana@reader.example")
    desk.ok("send", "daily", "--yes")
    assert "has no mail of unknown fate" in desk.ok("issues", "resolve", "daily", "--unknown", "ask").out
