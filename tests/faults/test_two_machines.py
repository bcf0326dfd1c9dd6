"""A backup taken while a send runs, restored elsewhere and adopted: from both together nobody gets a mail twice."""

from __future__ import annotations

import shutil
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from digest.drill.smtp_sink import SmtpSink
from tests.faults.test_kills import counts, fill, start

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Desk

RECIPIENTS = 3000


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with SmtpSink() as running:
        yield running


@pytest.mark.parametrize("how", ["backup", "folder"])
def test_a_newsroom_copied_in_the_middle_of_a_send_doubles_nothing(desk: Desk, sink: SmtpSink, how: str) -> None:
    desk.configure(mail=f'transport = "smtp"\n[mail.smtp]\nport = {sink.port}\nconnections = 2')
    fill(desk, RECIPIENTS)
    here = start(desk)
    while sink.reached() < RECIPIENTS // 4:
        assert here.poll() is None
    there = replace(desk, folder=desk.folder.with_name("elsewhere"))
    if how == "backup":
        desk.ok("db", "backup", "kept.db")
        there.folder.mkdir()
        shutil.copy(desk.folder / "digest.toml", there.folder)
        shutil.copy(desk.folder / "kept.db", there.folder / "digest.db")
    else:
        shutil.copytree(desk.folder, there.folder)
    assert here.poll() is None, "the send was over before the copy was"

    assert there("send", "daily", "--yes").code == 1
    assert there.ok("db", "adopt", "--json").json["adopted"]
    assert there("send", "daily", "--yes").code == 4
    there.ok("run")
    assert here.wait(60) == 0

    assert counts(desk)["accepted"] == RECIPIENTS
    on_the_copy = counts(there)
    assert on_the_copy["recipients"] == RECIPIENTS
    assert on_the_copy["accepted"] + on_the_copy["unknown"] == RECIPIENTS
    assert on_the_copy["unknown"] > 0
    time.sleep(0.1)
    taken = sink.taken()
    assert len(taken) == RECIPIENTS
    assert max(taken.values()) == 1, "somebody got it twice"


def test_a_state_from_the_middle_of_a_send_put_back_after_it_was_killed_is_held(desk: Desk, sink: SmtpSink) -> None:
    desk.configure(mail=f'rate = "400/s"\ntransport = "smtp"\n[mail.smtp]\nport = {sink.port}\nconnections = 2')
    fill(desk, RECIPIENTS)
    run = start(desk)
    while sink.reached() < 50:
        assert run.poll() is None
    kept = shutil.copytree(desk.folder, desk.folder.with_name("kept"))
    time.sleep(2.5)
    run.kill()
    run.wait()
    for file in ("digest.db", "digest.db-wal", "digest.db-shm"):
        shutil.copy(kept / file, desk.folder / file)
    refused = desk("send", "daily", "--yes")
    assert refused.code == 1
    assert "an older state of it was put back" in refused.err
