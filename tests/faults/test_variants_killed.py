"""A send of many variants, killed and started again: nobody twice, nobody without, and each their own variant whole."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from email import message_from_bytes, policy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from digest.clock import from_iso
from digest.drill.kills import Aim, kill
from digest.drill.sendgrid_fake import SendgridFake
from digest.drill.smtp_sink import SmtpSink
from digest.store.database import open_database
from digest.store.issues import issues
from digest.store.mail import deliveries
from subscribers.changes import Newcomer
from subscribers.roster import Roster

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.conftest import Desk

DIGEST = str(Path(sys.executable).with_name("digest"))
STORIES = {"ferry": "Ferry strike ends", "wall": "Council backs the flood wall", "bus": "Night buses return"}
CHOICES = ((), ("ferry",), ("wall",), ("ferry", "wall"), ("bus", "chess"), ("wall", "bus"), ("chess",))
LANGUAGES = ("", "de", "ar")
READERS = 420
KILLS = 3
NEWS = {choice: {STORIES[topic] for topic in choice if topic in STORIES} for choice in CHOICES} | {
    (): set(STORIES.values())
}


def chosen(number: int) -> tuple[tuple[str, ...], str]:
    """What the reader of that number follows, and speaks."""
    return CHOICES[number % len(CHOICES)], LANGUAGES[number // len(CHOICES) % len(LANGUAGES)]


def address(number: int) -> str:
    return f"reader{number}@reader.example"


GETS_SOMETHING = {address(number) for number in range(READERS) if NEWS[chosen(number)[0]]}


@pytest.fixture
def many(desk: Desk) -> Desk:
    """Three stories, each with a tag of its own, and readers of every choice."""
    desk.configure(edition="min_stories = 1")
    for topic, title in STORIES.items():
        desk.story(title)
        desk.ok("stories", "tag", str(list(STORIES).index(topic) + 1), f"+{topic}")
    db = open_database(desk.folder / "digest.db")
    people = [
        Newcomer(address=address(number), topics=chosen(number)[0], language=chosen(number)[1])
        for number in range(READERS)
    ]
    Roster(db).add_many(people, now=from_iso(desk.now), lists=["daily"], confirmed=True)
    db.close()
    return desk


def start(desk: Desk, environ: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    variables = os.environ | {"DIGEST_NOW": desk.now} | (environ or {})
    command = [DIGEST, "--config", str(desk.folder / "digest.toml"), "send", "daily", "--yes"]
    return subprocess.Popen(command, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def frozen(desk: Desk) -> list[tuple[object, ...]]:
    """What was fixed, byte for byte; nothing before that."""
    db = open_database(desk.folder / "digest.db")
    found = db.execute("SELECT id, key, subject, packed, message FROM variants ORDER BY id").fetchall()
    db.close()
    return list(found)


def by_status(desk: Desk) -> dict[str, set[str]]:
    db = open_database(desk.folder / "digest.db")
    found: dict[str, set[str]] = {}
    for one in deliveries.every(db, issues.named(db, "daily").id):
        found.setdefault(str(one.status), set()).add(one.address)
    db.close()
    return found


def killed(desk: Desk, reached: Callable[[], int], *, environ: Mapping[str, str] | None = None) -> None:
    """Kill sends at random moments, and see that what was fixed stays as it is, whatever readers choose meanwhile."""
    fixed: list[tuple[object, ...]] = []
    for number in range(KILLS):
        aim = Aim(more=random.randint(1, 50), within=20, later=random.random() * 0.004)
        assert kill(start(desk, environ), aim, reached=reached)
        fixed = fixed or frozen(desk)
        assert frozen(desk) == fixed
        if fixed:
            desk.ok("subscribers", "edit", address(number), "--topic", "+bus", "--language", "fr")
    assert len(fixed) == 6 * len(LANGUAGES)
    assert start(desk, environ).wait(60) in (0, 4)
    assert frozen(desk) == fixed


def titles(text: str) -> set[str]:
    return {title for title in STORIES.values() if title in text}


def test_kills_over_the_outbox_leave_each_reader_one_mail_of_their_variant(many: Desk) -> None:
    folder = many.folder / "outbox"
    killed(many, lambda: sum(1 for _ in folder.rglob("*.eml")))
    assert {path.name.removesuffix(".eml") for path in many.outbox()} == GETS_SOMETHING
    for path in many.outbox():
        number = int(path.name.partition("@")[0].removeprefix("reader"))
        topics, language = chosen(number)
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
        assert titles(text) == titles(html) == NEWS[topics], path.name
        assert f'lang="{language or "en"}"' in html[:200]
        assert mail["Date"] == "Mon, 23 Nov 2026 07:00:00 +0000"
    found = by_status(many)
    assert found.keys() == {"accepted", "skipped"}
    assert found["accepted"] == GETS_SOMETHING


def test_kills_over_smtp_double_nothing_and_lose_nothing_of_any_variant(many: Desk) -> None:
    with SmtpSink(pause=0.004) as sink:
        many.configure(mail=f'transport = "smtp"\n[mail.smtp]\nport = {sink.port}\nconnections = 4')
        killed(many, sink.reached)
        taken = sink.taken()
    found = by_status(many)
    assert max(taken.values()) == 1
    assert set(taken) <= GETS_SOMETHING == found["accepted"] | found.get("unknown", set())
    assert found["accepted"] <= set(taken)
    assert len(found.get("unknown", ())) <= KILLS * 4


def test_kills_over_sendgrid_ask_for_one_variant_a_request(many: Desk) -> None:
    with SendgridFake(delay=0.02) as api:
        many.configure(mail=f'transport = "sendgrid"\n[mail.sendgrid]\nurl = "{api.url}"\nbatch = 25\nworkers = 2')
        killed(many, lambda: len(api.taken), environ={"SENDGRID_API_KEY": api.key, "no_proxy": "127.0.0.1"})
        taken, requests = dict(api.taken), [json.loads(asked.body) for asked in api.requests]
    found = by_status(many)
    assert max(taken.values()) == 1
    assert set(taken) <= GETS_SOMETHING == found["accepted"] | found.get("unknown", set())
    assert found["accepted"] <= set(taken)
    for request in requests:
        numbers = [int(one["to"][0]["email"][6:].partition("@")[0]) for one in request["personalizations"]]
        told = titles(request["content"][0]["value"])
        assert {frozenset(NEWS[chosen(number)[0]]) for number in numbers} == {frozenset(told)}
        assert len({chosen(number)[1] for number in numbers}) == 1


def test_a_terminated_send_of_many_variants_goes_on_where_it_stopped(many: Desk) -> None:
    with SmtpSink(pause=0.002) as sink:
        many.configure(mail=f'transport = "smtp"\n[mail.smtp]\nport = {sink.port}\nconnections = 3')
        run = start(many)
        until = time.monotonic() + 20
        while sink.reached() < 40 and time.monotonic() < until:
            time.sleep(0.001)
        run.send_signal(signal.SIGTERM)
        assert run.wait(20) == 4
        assert 40 <= sink.reached() < len(GETS_SOMETHING)
        assert start(many).wait(60) == 0
        assert set(sink.taken()) == GETS_SOMETHING
        assert max(sink.taken().values()) == 1
