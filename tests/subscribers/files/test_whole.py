"""A file is there whole or not at all, and for its owner alone."""

from __future__ import annotations

import errno
import stat
from contextlib import suppress
from pathlib import Path

import pytest

from subscribers.files.text.whole import whole_file


def test_a_file_takes_its_place_when_it_is_whole_and_only_its_owner_reads_it(tmp_path) -> None:
    path = tmp_path / "out.csv"
    with whole_file(path) as out:
        out.write("é\r\n")
        assert not path.exists()
    assert path.read_bytes() == b"\xc3\xa9\r\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_one_and_a_pipe_is_written_to(tmp_path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "out.csv")
    with whole_file(tmp_path / "link") as out:
        out.write("x")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "out.csv").read_text() == "x"
    with whole_file(Path("/dev/null")) as out:
        out.write("x")
    assert not Path("/dev/null").is_file()
    with pytest.raises(IsADirectoryError), whole_file(tmp_path):
        pass


def test_what_fails_midway_leaves_what_was_there(tmp_path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("before")
    with suppress(RuntimeError), whole_file(path) as out:
        out.write("half")
        raise RuntimeError
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_what_goes_wrong_is_told_of_the_file_that_is_meant(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path("nowhere/out.csv")
    with pytest.raises(FileNotFoundError) as missing, whole_file(path):
        pass
    assert missing.value.filename == "nowhere/out.csv"
    full = OSError(errno.ENOSPC, "No space left on device")
    with pytest.raises(OSError, match="No space left") as failed, whole_file(tmp_path / "out.csv"):
        raise full
    assert failed.value.filename == str(tmp_path / "out.csv")
    assert list(tmp_path.iterdir()) == []


def test_an_error_of_another_file_stays_its_own(tmp_path) -> None:
    with pytest.raises(FileNotFoundError) as missing, whole_file(tmp_path / "out.csv"):
        (tmp_path / "other").read_text()
    assert missing.value.filename == str(tmp_path / "other")


def test_a_name_as_long_as_a_folder_takes_can_be_written(tmp_path) -> None:
    with whole_file(tmp_path / ("x" * 255)) as out:
        out.write("x")
    assert (tmp_path / ("x" * 255)).read_text() == "x"
