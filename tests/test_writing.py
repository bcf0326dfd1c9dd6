"""What cannot be written is named, with the command that helps, for whoever runs this and why ever it is so."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from digest.writing import account, unwritable
from tests.conftest import BOUND

ASK = """
import sys
from pathlib import Path
from digest.writing import unwritable
found = unwritable(map(Path, sys.argv[1:]))
print(f"{found.words}; {found.remedy}" if found else "")
"""


def told(*paths: Path) -> str:
    """What a process is told that modes bind."""
    call = [*(BOUND if os.geteuid() == 0 else ()), sys.executable, "-c", ASK, *map(str, paths)]
    return subprocess.run(call, capture_output=True, text=True, check=True).stdout.strip()


def test_what_can_be_written_or_made_is_no_fault(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.touch()
    assert told(there, tmp_path, tmp_path / "new" / "file") == ""
    assert sorted(tmp_path.iterdir()) == [there]


def test_our_own_files_need_their_mode_changed(tmp_path: Path) -> None:
    file, folder = tmp_path / "a file", tmp_path / "folder"
    file.touch(mode=0o400)
    folder.mkdir(mode=0o500)
    assert told(file, folder / "new") == (f"{account()} may not write {file}, {folder}; chmod u+rwX '{file}' {folder}")
    subprocess.run(told(file, folder).partition("; ")[2], shell=True, check=True)
    assert told(file, folder) == ""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_files_of_others_have_to_be_given_to_us(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    for file in (ours, theirs):
        file.touch(mode=0o400)
    os.chown(theirs, 65534, 65534)
    assert told(ours, theirs).endswith(f"; chmod u+rwX {ours} && chown root {theirs}")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_in_folders_of_others_we_ask_for_no_more_than_what_is_ours(tmp_path: Path) -> None:
    folder = tmp_path / "log"
    folder.mkdir(mode=0o755)
    os.chown(folder, 65534, 65534)
    assert told(folder / "digest.log").endswith(f"; install -m 600 -o root /dev/null {folder / 'digest.log'}")
    assert told(folder / "a" / "b").endswith(f"; install -d -o root {folder / 'a'}")
    for paths in ([folder / "digest.log"], [folder / "a" / "b"]):
        subprocess.run(told(*paths).partition("; ")[2], shell=True, check=True)
        assert told(*paths) == ""


def test_a_folder_that_takes_no_files_from_anybody_is_found_by_trying() -> None:
    found = unwritable([Path("/proc/x")])
    assert found
    assert found.words.startswith(("/proc takes no files: ", f"{account()} may not write /proc"))
