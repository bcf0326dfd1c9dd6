"""Readers leave by one click while their issue is being sent: nobody is mailed after their click was answered."""

from __future__ import annotations

import http.client
import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from digest.clock import from_iso
from digest.drill.smtp_sink import SmtpSink
from digest.store.database import open_database
from subscribers.changes import Newcomer
from subscribers.keys import signing_keys
from subscribers.roster import Roster
from subscribers.tokens import TokenMint
from tests.cli.test_serve import serving

if TYPE_CHECKING:
    from tests.conftest import Desk

DIGEST = str(Path(sys.executable).with_name("digest"))
READERS, LEAVERS = 700, 300


class Chronicle(SmtpSink):
    """A mail server that knows when it had a mail to somebody whole, and when their click was answered."""

    def __init__(self) -> None:
        super().__init__(pause=0.02)
        self.mailed: dict[str, float] = {}
        self.answered: dict[str, float] = {}

    def take(self, recipients: list[str]) -> None:
        self.mailed |= dict.fromkeys(recipients, time.monotonic())
        super().take(recipients)

    def click(self, port: int, address: str, token: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        kind = {"content-type": "application/x-www-form-urlencoded"}
        connection.request("POST", f"/u/{token}", "List-Unsubscribe=One-Click", kind)
        status = connection.getresponse().status
        assert status == 200
        self.answered[address] = time.monotonic()
        connection.close()


def test_nobody_is_mailed_after_their_click_was_answered(desk: Desk) -> None:
    with Chronicle() as sink:
        desk.configure(mail=f'transport = "smtp"\n[mail.smtp]\nport = {sink.port}\nconnections = 20')
        desk.story("Ferry strike ends")
        db = open_database(desk.folder / "digest.db")
        people = [f"r{number}@reader.example" for number in range(READERS)]
        Roster(db).add_many(
            [Newcomer(address=one) for one in people], now=from_iso(desk.now), lists=["daily"], confirmed=True
        )
        mint = TokenMint(signing_keys(db))
        with serving(desk) as (_, port):
            send = subprocess.Popen(
                [DIGEST, "--config", str(desk.folder / "digest.toml"), "send", "daily", "--yes"],
                env=os.environ | {"DIGEST_NOW": desk.now},
                stdout=subprocess.DEVNULL,
            )
            while sink.reached() < 20:
                assert send.poll() is None
                time.sleep(0.005)
            leavers = random.Random(7).sample(range(READERS), LEAVERS)

            def leave(some: list[int]) -> None:
                for number in some:
                    sink.click(port, people[number], mint.mint(number + 1, 1, epoch=0))

            threads = [threading.Thread(target=leave, args=(leavers[start::12],)) for start in range(12)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert send.wait(60) == 0
        taken = sink.taken()
        db.close()
    assert len(sink.answered) == LEAVERS
    assert not [one for one, at in sink.answered.items() if sink.mailed.get(one, 0.0) > at]
    stayed = set(people) - set(sink.answered)
    assert {taken[one] for one in stayed} == {1}
    spared = [one for one in sink.answered if not taken[one]]
    assert len(spared) > 20, "the clicks came while there was still something to spare them"
    counts = desk.ok("status", "daily", "--json").json["counts"]
    assert (counts["accepted"], counts["skipped"]) == (READERS - len(spared), len(spared))
