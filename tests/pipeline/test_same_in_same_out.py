"""The same news gives the same issue, byte for byte, whatever the hash seed and the order in which ties came in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from random import Random
from typing import TYPE_CHECKING

from tests.conftest import CONFIG, NOW

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Desk


def digest(folder: Path, *command: str, seed: int, now: str = NOW) -> str:
    """Run a command in a process of its own, whose sets stand in the order of the seed; return what it printed."""
    environ = os.environ | {"PYTHONHASHSEED": str(seed), "DIGEST_NOW": now}
    call = [sys.executable, "-m", "digest.cli", *command]
    return subprocess.run(call, cwd=folder, env=environ, stdout=subprocess.PIPE, text=True, check=True).stdout


def issue(folder: Path, *, seed: int) -> bytes:
    """Make a newsroom of ties, taken in shuffled by the seed, and return its rendered issue."""
    folder.mkdir()
    (folder / "digest.toml").write_text(CONFIG.format(mail="", edition="briefs = 6"))
    names = ("harbour", "railway", "library", "orchard", "theatre", "airport", "museum", "bridge", "market")
    lines = [
        {
            "title": f"The {name} makes news {told}",
            "body": f"Something has happened to the {name}, and on every corner of the {name} people talk. " * 9,
            "published_at": "2026-11-23T05:00:00Z",
            "url": f"https://wire.example/{told}/{name}",
            "guid": f"urn:{told}:{name}",
            "source": f"Source {told}",
            "tags": ["world", "local"],
        }
        for name in names
        for told in ("today", "now")
    ]
    Random(seed).shuffle(lines)
    (folder / "news.jsonl").write_text("\n".join(json.dumps(line) for line in lines))
    for command in (["db", "migrate"], ["stories", "add", "news.jsonl"], ["preview", "daily", "--out", "look"]):
        digest(folder, *command, seed=seed)
    return (folder / "look" / "issue.html").read_bytes() + (folder / "look" / "issue.txt").read_bytes()


def test_hash_seed_and_order_of_arrival_change_no_byte(tmp_path: Path) -> None:
    assert len({issue(tmp_path / str(seed), seed=seed) for seed in (1, 2)}) == 1


def test_what_was_approved_is_what_was_approved_whatever_the_hash_seed(desk: Desk) -> None:
    desk.reader("ana@reader.example")
    for day, name in enumerate(("harbour", "railway", "library", "orchard", "theatre"), 23):
        desk.now = f"2026-11-{day}T07:00:00Z"
        desk.story(f"The {name} makes news", published=f"2026-11-{day}T05:00:00Z")
        desk.ok(*(("send", "daily", "--yes") if day < 27 else ("issues", "approve", "daily")))
    for seed in (1, 2, 3, 4):
        plan = digest(desk.folder, "plan", "daily", seed=seed, now=desk.now)
        assert "approved by" in plan
        assert "changed since" not in plan
