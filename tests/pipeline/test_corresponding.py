"""Letters over every transport: each claimed before and settled after, so that none goes twice and none is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from email import message_from_bytes
from email.policy import default as modern
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import pytest

from digest.clock import from_iso
from digest.drill.sendgrid_fake import SendgridFake
from digest.drill.sendgrid_http import Fault
from digest.drill.smtp_sink import SmtpSink
from digest.errors import Locked, SenderFault, TransportError
from digest.model.delivery import DeliveryStatus
from digest.pipeline.letters import asking
from digest.pipeline.letters.corresponding import correspond
from digest.pipeline.letters.readers import whose, whose_question
from digest.store.database import open_database
from digest.store.lock import letters_lock
from digest.store.mail import letters
from subscribers.changes import Newcomer
from subscribers.lists import Lists
from subscribers.records import find
from subscribers.roster import Roster
from tests.pipeline.conftest import opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.pipeline.newsroom import Newsroom
    from tests.conftest import Desk
    from tests.pipeline.conftest import Sent

__all__ = ["opened"]

DIGEST = str(Path(sys.executable).with_name("digest"))
ANA, BEN = "ana@reader.example", "ben@reader.example"


@pytest.fixture
def made(desk: Desk, opened: Callable[..., Sent]) -> Callable[..., Newsroom]:
    """A newsroom so configured, in which so many wait to be asked, in line."""

    def make(mail: str = "", *addresses: str) -> Newsroom:
        desk.configure(mail=mail)
        newsroom = opened(desk.folder, desk.now).newsroom
        people = addresses or (ANA, BEN)
        for address in people:
            Roster(newsroom.db).add(address, now=newsroom.now(), lists=["daily"])
        asking.ask(newsroom, asking.to_ask(newsroom, people=[find(newsroom.db, address) for address in people]))
        return newsroom

    return make


def statuses(newsroom: Newsroom) -> dict[str, int]:
    sql = "SELECT status, COUNT(*) FROM letters GROUP BY status"
    return dict(newsroom.db.execute(sql).fetchall())


def smtp(port: int) -> str:
    return f'transport = "smtp"\n[mail.smtp]\nport = {port}\ntimeout = "5s"'


def test_each_letter_is_a_mail_whose_link_is_its_readers(made: Callable[..., Newsroom], desk: Desk) -> None:
    newsroom = made()
    assert correspond(newsroom) == Counter({DeliveryStatus.ACCEPTED: 2})
    assert [str(path.relative_to(desk.folder / "outbox")) for path in desk.outbox()] == [
        f"confirmations/2026-11-23/{address}.eml" for address in (ANA, BEN)
    ]
    ids = set()
    for path in desk.outbox():
        message = message_from_bytes(path.read_bytes(), policy=modern)
        ids.add(message["Message-ID"])
        text = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        token = text.split("https://herald.example/c/")[1].split()[0]
        reader, valid = whose_question(newsroom, token)
        assert (f"{reader.address}.eml", valid) == (path.name, True)
        assert message["To"] == reader.address
    assert len(ids) == 2


def test_a_welcome_leads_to_the_preferences(made: Callable[..., Newsroom], desk: Desk) -> None:
    newsroom = made()
    Roster(newsroom.db).confirm(ANA, now=newsroom.now())
    (list_id,) = [one.id for one in Lists(newsroom.db).terms(["daily"])]
    letters.put(newsroom.db, 1, letters.LetterKind.WELCOME, lists=[list_id], asked_via="web", now=newsroom.now())
    correspond(newsroom)
    text = message_from_bytes(desk.outbox()[0].read_bytes(), policy=modern).get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert whose(newsroom, text.split("https://herald.example/p/")[1].split()[0]).address == ANA


def test_again_it_finds_nothing_to_do(made: Callable[..., Newsroom], desk: Desk) -> None:
    newsroom = made()
    correspond(newsroom)
    before = [path.stat().st_mtime_ns for path in desk.outbox()]
    assert correspond(newsroom) == Counter()
    assert [path.stat().st_mtime_ns for path in desk.outbox()] == before


def test_over_smtp_all_that_say_the_same_go_over_one_connection(made: Callable[..., Newsroom]) -> None:
    with SmtpSink() as sink:
        newsroom = made(smtp(sink.port), *(f"r{number}@reader.example" for number in range(20)))
        assert correspond(newsroom) == Counter({DeliveryStatus.ACCEPTED: 20})
        assert set(sink.taken().values()) == {1}


def test_over_sendgrid_they_are_one_request_and_its_json_is_right(made: Callable[..., Newsroom], desk: Desk) -> None:
    with SendgridFake() as fake:
        newsroom = made(f'transport = "sendgrid"\n[mail.sendgrid]\nurl = "{fake.url}"')
        desk.monkeypatch.setenv("SENDGRID_API_KEY", fake.key)
        assert correspond(newsroom) == Counter({DeliveryStatus.ACCEPTED: 2})
        assert (fake.asked, dict(fake.taken)) == (1, {ANA: 1, BEN: 1})


def test_nobody_beside_a_staging_guard_is_mailed(made: Callable[..., Newsroom]) -> None:
    newsroom = made(f'only_to = ["{BEN}"]')
    assert correspond(newsroom) == Counter({DeliveryStatus.ACCEPTED: 1, DeliveryStatus.SKIPPED: 1})


def test_a_server_that_is_not_there_leaves_all_in_line(made: Callable[..., Newsroom]) -> None:
    with SmtpSink() as sink:
        port = sink.port
    newsroom = made(smtp(port))
    with pytest.raises(TransportError, match="cannot reach SMTP server"):
        correspond(newsroom)
    assert statuses(newsroom) == {"pending": 2}


def test_a_login_that_is_turned_away_blames_nobody(made: Callable[..., Newsroom], desk: Desk) -> None:
    with SendgridFake(faults=lambda _: Fault(status=401)) as fake:
        newsroom = made(f'transport = "sendgrid"\n[mail.sendgrid]\nurl = "{fake.url}"')
        desk.monkeypatch.setenv("SENDGRID_API_KEY", fake.key)
        with pytest.raises(SenderFault):
            correspond(newsroom)
    assert statuses(newsroom) == {"pending": 2}


def test_what_a_dead_run_had_claimed_is_found_in_the_outbox_or_goes(made: Callable[..., Newsroom], desk: Desk) -> None:
    newsroom = made()
    correspond(newsroom)
    newsroom.db.execute("UPDATE letters SET status = 'claimed'")
    desk.outbox()[1].unlink()
    assert correspond(newsroom) == Counter({DeliveryStatus.ACCEPTED: 2, DeliveryStatus.PENDING: 1})
    assert statuses(newsroom) == {"accepted": 2}
    assert len(desk.outbox()) == 2


def test_what_a_dead_run_had_claimed_over_smtp_is_unknown_and_not_sent_again(made: Callable[..., Newsroom]) -> None:
    with SmtpSink() as sink:
        newsroom = made(smtp(sink.port))
        newsroom.db.execute("UPDATE letters SET status = 'claimed', via = 'smtp 127.0.0.1' WHERE id = 1")
        correspond(newsroom)
        assert statuses(newsroom) == {"accepted": 1, "unknown": 1}
        assert dict(sink.taken()) == {BEN: 1}


def test_two_processes_do_not_write_at_once(made: Callable[..., Newsroom]) -> None:
    newsroom = made()
    with letters_lock(newsroom.settings.database), pytest.raises(Locked):
        correspond(newsroom)
    assert statuses(newsroom) == {"pending": 2}


def test_once_it_is_told_to_stop_nothing_more_is_claimed(made: Callable[..., Newsroom]) -> None:
    newsroom, stop = made(), Event()
    stop.set()
    assert correspond(newsroom, stop=stop) == Counter()
    assert statuses(newsroom) == {"pending": 2}


def test_the_rate_holds_for_letters_too(made: Callable[..., Newsroom]) -> None:
    newsroom = made('rate = "1/h"')
    assert correspond(newsroom) == Counter({DeliveryStatus.ACCEPTED: 1})
    assert correspond(newsroom) == Counter()
    assert statuses(newsroom) == {"accepted": 1, "pending": 1}


def test_a_question_too_old_to_be_answered_expires(made: Callable[..., Newsroom]) -> None:
    newsroom = made()
    old = f"{newsroom.now() - timedelta(days=8):%Y-%m-%dT%H:%M:%SZ}"
    newsroom.db.execute("UPDATE letters SET created_at = ? WHERE id = 1", [old])
    assert correspond(newsroom) == Counter({DeliveryStatus.ACCEPTED: 1, DeliveryStatus.EXPIRED: 1})


def test_readers_of_several_languages_and_lists_each_get_their_own_words(
    made: Callable[..., Newsroom], desk: Desk
) -> None:
    newsroom = made()
    Lists(newsroom.db).create("weekend", now=newsroom.now(), title="Wochenende")
    Roster(newsroom.db).add("cid@reader.example", now=newsroom.now(), lists=["weekend"], language="de")
    asking.ask(newsroom, asking.to_ask(newsroom))
    assert correspond(newsroom).total() == 3
    subjects = [message_from_bytes(path.read_bytes(), policy=modern)["Subject"] for path in desk.outbox()]
    assert subjects == [*["Please confirm: The Harbour Herald"] * 2, "Bitte bestätigen: The Harbour Herald"]


def test_killed_at_any_moment_nobody_is_asked_twice_and_nobody_forgotten(desk: Desk) -> None:
    readers = 60
    with SmtpSink(pause=0.004) as sink:
        desk.configure(mail=smtp(sink.port))
        db = open_database(desk.folder / "digest.db")
        people = [Newcomer(address=f"r{number}@reader.example") for number in range(readers)]
        desk.ok("lists", "list")
        Roster(db).add_many(people, now=from_iso(desk.now), lists=["daily"])
        for _ in range(3):
            process = _ask(desk)
            begun = sink.reached()
            while process.poll() is None and sink.reached() < begun + 5:
                time.sleep(0.005)
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert _ask(desk).wait(30) == 0
        taken = sink.taken()
        assert set(taken.values()) == {1}
        found = dict(db.execute("SELECT status, COUNT(*) FROM letters GROUP BY status").fetchall())
        db.close()
    assert sum(found.values()) == readers
    assert set(found) <= {"accepted", "unknown"}
    assert found.get("unknown", 0) <= 3, "one for each kill at most"
    assert found["accepted"] <= len(taken) <= readers


def _ask(desk: Desk) -> subprocess.Popen[bytes]:
    command = [DIGEST, "--config", str(desk.folder / "digest.toml"), "subscribers", "ask"]
    return subprocess.Popen(command, env=os.environ | {"DIGEST_NOW": desk.now}, stdout=subprocess.DEVNULL)
