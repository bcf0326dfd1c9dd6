"""A file is told from its copies, and from nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from digest.store.upkeep.birth import Birth, birth_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "home"
    made.write_text("here")
    return made


def test_renaming_rewriting_and_another_mode_leave_it_the_same_file(file: Path) -> None:
    before = birth_of(file)
    file.chmod(0o600)
    os.utime(file, (0, 0))
    file.write_text("something else")
    moved = file.rename(file.with_name("moved"))
    assert birth_of(moved).is_same_file(before)


@pytest.mark.parametrize("copy", [["cp", "-a"], ["cp", "--reflink=auto"]], ids=" ".join)
def test_a_copy_is_another_file_however_faithful(file: Path, copy: list[str]) -> None:
    other = file.with_name("copy")
    subprocess.run([*copy, str(file), str(other)], check=True)
    assert not birth_of(other).is_same_file(birth_of(file))


def test_a_restored_file_is_another_one_though_the_inode_be_used_again(file: Path) -> None:
    before, kept = birth_of(file), file.with_name("kept")
    shutil.copy2(file, kept)
    file.unlink()
    subprocess.run(["cp", "-a", str(kept), str(file)], check=True)
    after = birth_of(file)
    assert after.born
    assert not after._replace(inode=before.inode).is_same_file(before)


def test_the_inode_decides_where_no_time_of_birth_is_known() -> None:
    assert Birth(7, "").is_same_file(Birth(7, "1.5"))
    assert not Birth(7, "").is_same_file(Birth(8, ""))
    assert Birth(7, "1.5").is_same_file(Birth(8, "1.5"))
