"""A version stands for the state of files, folders and database."""

from __future__ import annotations

import itertools
import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from digest.pipeline.preview.watching import Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def version(tmp_path: Path) -> Iterator[Callable[[], str]]:
    (tmp_path / "digest.toml").write_text("a")
    (tmp_path / "theme/deep").mkdir(parents=True)
    (tmp_path / "theme/deep/lead.j2").write_text("a")
    with closing(sqlite3.connect(tmp_path / "digest.db")) as db:
        db.execute("CREATE TABLE t (x)")
    with closing(Watch()) as watch:
        yield lambda: watch.version(
            files=[tmp_path / "digest.toml"], folders=[tmp_path / "theme"], database=tmp_path / "digest.db"
        )


def test_as_long_as_nothing_changes_it_stays(version: Callable[[], str]):
    assert version() == version()


def test_every_change_makes_another(version: Callable[[], str], tmp_path: Path):
    def commit() -> None:
        with closing(sqlite3.connect(tmp_path / "digest.db")) as db:
            db.execute("CREATE TABLE u (x)")

    def save_beside_and_rename() -> None:
        (tmp_path / "new").write_text("b")
        os.utime(tmp_path / "new", ns=(1, (tmp_path / "digest.toml").stat().st_mtime_ns))
        (tmp_path / "new").replace(tmp_path / "digest.toml")

    changes: list[Callable[[], object]] = [
        lambda: (tmp_path / "digest.toml").write_text("ab"),
        save_beside_and_rename,
        lambda: os.utime(tmp_path / "theme/deep/lead.j2", ns=(1, 1)),
        lambda: (tmp_path / "theme/deep/brief.j2").write_text("x"),
        lambda: (tmp_path / "theme/deep/brief.j2").unlink(),
        lambda: (tmp_path / "digest.toml").unlink(),
        commit,
        lambda: (tmp_path / "digest.db").unlink(),
    ]
    versions = [version()]
    for change in changes:
        change()
        versions.append(version())
    assert len(set(versions[:5])) == 5
    assert versions[5] == versions[3], "as it was before there was that file"
    assert all(one != other for one, other in itertools.pairwise(versions))


def test_another_process_counts_anew(version: Callable[[], str], tmp_path: Path):
    with closing(Watch()) as other:
        assert (
            other.version(
                files=[tmp_path / "digest.toml"], folders=[tmp_path / "theme"], database=tmp_path / "digest.db"
            )
            != version()
        )
