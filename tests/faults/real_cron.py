"""Lets Debian's own cron send a digest: install beside other people's lines, two calls, remove, compare every byte.

Needs Debian's package `cron`, root where the daemon does not run yet, and an account without a crontab, since it has
one stand there for the length of the trial; it takes about ten minutes:

    python tests/faults/real_cron.py
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from digest.drill.smtp_sink import SmtpSink  # noqa: E402
from digest.store.database import open_database  # noqa: E402
from digest.store.upkeep import runs  # noqa: E402

DIGEST = str(Path(sys.executable).with_name("digest"))
PID_FILE = Path("/var/run/crond.pid")
CALLS = 1  # that have to come after the one that sent
PATIENCE = 16 * 60  # seconds
STORY = "Ferry crews agree to end six-day strike\n\nThe harbour heard its first horn in six days shortly after four.\n"

# Variables, tabs, spaces at line ends, an escaped %, Latin-1; and a job of theirs.
FOREIGN = (
    b'# m h  dom mon dow   command\nMAILTO="night desk"   \nPATH=/usr/bin:/bin\n\n\n'
    b"# Gr\xfc\xdfe an die Fr\xfchschicht\n*/10\t*  * * *   /usr/bin/true \t\n"
    b'0 4 * * 0 test -d "/tmp" && date +\\%F > /dev/null\n@daily true\n* * * * * date >> {folder}/theirs\n'
)
CONFIG = """\
[publication]
name = "The Harbour Herald"
url = "https://herald.example"
postal_address = "1 Quay Street, 1200 Lisbon, Portugal"
timezone = "UTC"
database = "digest.db"
[mail]
from = "The Harbour Herald <digest@herald.example>"
transport = "smtp"
[mail.smtp]
port = {port}
[editions.daily]
title = "Daily digest"
tags = ["world"]
lists = ["daily"]
schedule = "{schedule}"
"""


@contextmanager
def daemon() -> Iterator[str]:
    """Run cron, unless the machine does so already."""
    with suppress(OSError, ValueError):
        os.kill(int(PID_FILE.read_text()), 0)
        yield "the machine's own"
        return
    running = subprocess.Popen(["cron", "-f"])
    try:
        yield "started for this"
    finally:
        running.terminate()
        running.wait()


def call(folder: Path, *arguments: str, stdin: str = "") -> str:
    """Call `digest` with nothing of our own environment."""
    environ = {"HOME": str(folder), "PATH": "/usr/local/bin:/usr/bin:/bin"}
    command = [DIGEST, "--config", str(folder / "digest.toml"), *arguments]
    done = subprocess.run(command, env=environ, cwd=folder, input=stdin, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"digest {' '.join(arguments)} ended with {done.returncode}: {done.stderr}")
    return done.stdout


def crontab() -> bytes | None:
    """Return the crontab of whoever runs this; None where there is none."""
    done = subprocess.run(["crontab", "-l"], check=False, capture_output=True)
    return None if done.returncode else done.stdout


@contextmanager
def lines_of_others(theirs: bytes) -> Iterator[None]:
    """Let a crontab stand there for the length of the trial."""
    subprocess.run(["crontab", "-"], input=theirs, check=True)
    try:
        yield
    finally:
        subprocess.run(["crontab", "-r"], check=True)


def wait(folder: Path, sink: SmtpSink) -> list[runs.RunRecord]:
    """Wait until cron called often enough after the digest came, and return all its calls, the first one first."""
    db, until = open_database(folder / "digest.db"), time.monotonic() + PATIENCE
    try:
        while time.monotonic() < until:
            found = [run for run in reversed(runs.latest(db, most=50)) if run.ended_at]
            sent = [place for place, run in enumerate(found) if any("sent" in line for line in run.done)]
            if sent and sink.taken() and len(found) - sent[0] >= CALLS + 1:
                return found
            time.sleep(2)
    finally:
        db.close()
    raise SystemExit("cron did not call in time")


def trial(folder: Path) -> int:
    """Do it all; returns how much was wrong."""
    theirs = FOREIGN.replace(b"{folder}", os.fsencode(folder))
    with SmtpSink() as sink, lines_of_others(theirs), daemon() as whose:
        soon = datetime.now(UTC) + timedelta(minutes=1)
        schedule = f"{soon.minute} {soon.hour} * * *"
        (folder / "digest.toml").write_text(CONFIG.format(port=sink.port, schedule=schedule))
        call(folder, "db", "migrate")
        call(folder, "stories", "add", "-", "--tag", "world", stdin=STORY)
        call(folder, "subscribers", "add", "ana@reader.example", "--list", "daily", "--confirmed")
        print(f"cron: {whose}; slot at {soon:%H:%M}; {call(folder, 'cron', 'install')}", end="", flush=True)
        block = (crontab() or b"").removeprefix(theirs)
        print(block.decode(), end="")
        calls = wait(folder, sink)
        for run in calls:
            print(f"{run.started_at:%H:%M:%S}  exit {run.exit_code}  {'; '.join(run.done) or 'nothing was due'}")
        print(call(folder, "cron", "remove"), end="")
        verdict = {
            "the block stood behind their lines, which were as before": block.startswith(b"# BEGIN digest "),
            "the reader got one mail": dict(sink.taken()) == {"ana@reader.example": 1},
            f"cron called {len(calls)} times, and all ended well": all(run.exit_code == 0 for run in calls),
            "their own job ran": bool((folder / "theirs").read_text()),
            f"their {len(theirs)} bytes are as before": crontab() == theirs,
        }
    for words, is_so in verdict.items():
        print(f"{'yes' if is_so else 'NO '}  {words}")
    return list(verdict.values()).count(False)


def main() -> int:
    """Say what is needed where it is not there, else try."""
    if not shutil.which("crontab"):
        print("this needs Debian's cron: apt-get install cron", file=sys.stderr)
        return 2
    if crontab() is not None:
        print("you have a crontab, which stays untouched: run this as somebody who has none", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="digest-cron-") as made:
        return 1 if trial(Path(made)) else 0


if __name__ == "__main__":
    sys.exit(main())
