"""`archive build` killed in the middle leaves every file whole, old or new, and the next build finishes the work."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from tests.faults.test_keeping_killed import started
from tests.pipeline.conftest import send_issues

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Desk

DAYS = 25


def pages(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and not file.name.startswith(".digest") and not file.name.endswith(".digest-new")
    }


@pytest.mark.parametrize("share", [0.1, 0.6])
def test_what_stood_stays_whole_and_a_second_build_finishes(
    live: Callable[..., Desk], tmp_path: Path, share: float
) -> None:
    desk = live(send_issues, days=DAYS)
    site, whole = tmp_path / "site", tmp_path / "whole"
    desk.ok("archive", "build", str(site))
    before = pages(site)
    config = desk.folder / "digest.toml"
    config.write_text(config.read_text().replace("The Harbour Herald", "The Quay Courant"))
    desk.ok("archive", "build", str(whole))
    after = pages(whole)
    changed = [path for path in after if after[path] != before[path]]
    assert len(changed) >= DAYS
    build = started(desk, "archive", "build", str(site))
    last = site / changed[int(share * len(changed))]
    while build.poll() is None and last.read_bytes() != after[str(last.relative_to(site))]:
        pass
    build.send_signal(signal.SIGKILL)
    assert build.wait() == -signal.SIGKILL, "it was still at work"
    left = pages(site)
    assert left.keys() == before.keys()
    assert all(content in (before[path], after[path]) for path, content in left.items())
    assert before.items() & left.items()
    desk.ok("archive", "build", str(site))
    assert pages(site) == after
    assert not [*site.rglob("*.digest-new")]
