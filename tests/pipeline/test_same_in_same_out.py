"""The same news gives the same issue, byte for byte, whatever the hash seed and the order in which ties came in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from random import Random
from typing import TYPE_CHECKING

from tests.conftest import CONFIG

if TYPE_CHECKING:
    from pathlib import Path


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
    environ = os.environ | {"PYTHONHASHSEED": str(seed), "DIGEST_NOW": "2026-11-23T07:00:00Z"}
    for command in (["db", "migrate"], ["stories", "add", "news.jsonl"], ["preview", "daily", "--out", "look"]):
        done = subprocess.run([sys.executable, "-m", "digest.cli", *command], cwd=folder, env=environ, check=False)
        assert done.returncode == 0
    return (folder / "look" / "issue.html").read_bytes() + (folder / "look" / "issue.txt").read_bytes()


def test_hash_seed_and_order_of_arrival_change_no_byte(tmp_path: Path) -> None:
    assert len({issue(tmp_path / str(seed), seed=seed) for seed in (1, 2)}) == 1
