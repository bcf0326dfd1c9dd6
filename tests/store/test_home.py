"""A database that was copied or put back sends nothing; one that only rested or moved goes on."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from digest.errors import Held, StoreError
from digest.store.database import migrate, open_database
from digest.store.upkeep.home import count_turn, hold, must_be_home, settle, why_held

if TYPE_CHECKING:
    from pathlib import Path


def asked(path: Path) -> str:
    with closing(open_database(path)) as db:
        return why_held(db, path)


def turn(path: Path, times: int = 1) -> None:
    with closing(open_database(path)) as db:
        for _ in range(times):
            count_turn(db, path)


def cp(*arguments: object) -> None:
    subprocess.run(["cp", *map(str, arguments)], check=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a database that has sent."""
    made = tmp_path / "herald"
    made.mkdir()
    migrate(made / "digest.db")
    turn(made / "digest.db", 3)
    return made


def test_a_new_database_is_at_home_and_stays_so_while_it_sends(folder: Path) -> None:
    assert asked(folder / "digest.db") == ""
    assert (folder / "digest.db.home").stat().st_mode & 0o777 == 0o600
    turn(folder / "digest.db", 12)
    assert asked(folder / "digest.db") == ""
    assert migrate(folder / "digest.db") == []
    assert asked(folder / "digest.db") == ""


def test_so_is_one_whose_name_has_letters_outside_ascii(tmp_path: Path) -> None:
    path = tmp_path / "Nachrichten für Köln.db"
    migrate(path)
    turn(path)
    assert asked(path) == ""


def test_a_database_copied_alone_is_held(folder: Path, tmp_path: Path) -> None:
    cp(folder / "digest.db", tmp_path / "other.db")
    assert "without its other.db.home" in asked(tmp_path / "other.db")
    migrate(tmp_path / "other.db")
    assert asked(tmp_path / "other.db"), "bringing it up to date takes nothing over"


@pytest.mark.parametrize("how", ["-r", "-a"])
def test_a_whole_folder_copied_is_held_there_and_not_here(folder: Path, tmp_path: Path, how: str) -> None:
    cp(how, folder, tmp_path / "staging")
    assert "together with its folder" in asked(tmp_path / "staging" / "digest.db")
    assert asked(folder / "digest.db") == ""


def test_a_folder_restored_where_it_was_is_held(folder: Path, tmp_path: Path) -> None:
    subprocess.run(["tar", "-C", folder, "-cf", tmp_path / "kept.tar", "."], check=True)
    shutil.rmtree(folder)
    folder.mkdir()
    subprocess.run(["tar", "-C", folder, "-xpf", tmp_path / "kept.tar"], check=True)
    assert "together with its folder" in asked(folder / "digest.db")


@pytest.mark.parametrize("how", ["over it", "in its place"])
def test_an_older_state_put_back_is_held(folder: Path, tmp_path: Path, how: str) -> None:
    cp(folder / "digest.db", tmp_path / "kept.db")
    turn(folder / "digest.db")
    if how == "in its place":
        (folder / "digest.db").unlink()
    cp(tmp_path / "kept.db", folder / "digest.db")
    assert "an older state" in asked(folder / "digest.db")


@pytest.mark.parametrize("how", ["empty", "gone"])
def test_a_database_that_was_lost_is_not_made_anew_without_a_word(folder: Path, how: str) -> None:
    path = folder / "digest.db"
    path.write_bytes(b"") if how == "empty" else path.unlink()
    for opening in (migrate, open_database):
        with pytest.raises(StoreError, match=f"is {how}; restore a backup .*, remove .*digest.db.home first"):
            opening(path)
    (folder / "digest.db.home").unlink()
    migrate(path)


def test_another_newsrooms_database_put_here_is_held(folder: Path, tmp_path: Path) -> None:
    migrate(tmp_path / "other.db")
    cp(tmp_path / "other.db", folder / "digest.db")
    assert "belongs to another database" in asked(folder / "digest.db")


def test_a_backup_says_of_itself_that_it_is_one(folder: Path) -> None:
    path = folder / "digest.db"
    with closing(open_database(path)) as db:
        hold(db, "it is a backup")
        with pytest.raises(Held, match=r"is held and sends nothing: it is a backup; .*: digest db adopt"):
            must_be_home(db, path)


def test_moving_renaming_and_other_rights_hold_nothing_back(folder: Path) -> None:
    moved = folder.rename(folder.with_name("elsewhere"))
    for file in moved.iterdir():
        file.chmod(0o660)
        shutil.chown(file, group=file.stat().st_gid)
    assert asked(moved / "digest.db") == ""
    turn(moved / "digest.db")
    assert asked(moved / "digest.db") == ""


def test_a_database_known_by_two_names_has_one_home(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(folder / "digest.db")
    turn(tmp_path / "link.db")
    assert asked(tmp_path / "link.db") == ""
    assert asked(folder / "digest.db") == ""


def test_a_crash_between_the_two_files_holds_nothing_back(folder: Path) -> None:
    """The database is written first, so it may be ahead of the file, and never behind."""
    with closing(sqlite3.connect(folder / "digest.db")) as db, db:
        db.execute("UPDATE home SET turns = turns + 1")
    assert asked(folder / "digest.db") == ""
    turn(folder / "digest.db")
    assert asked(folder / "digest.db") == ""


@pytest.mark.parametrize("text", ["", "\n", "nonsense", "a b c\n", "\xff\n"])
def test_a_file_that_was_damaged_holds_it_until_it_is_settled(folder: Path, text: str) -> None:
    (folder / "digest.db.home").write_text(text, encoding="latin-1")
    path = folder / "digest.db"
    assert asked(path)
    with closing(open_database(path)) as db:
        settle(db, path)
    assert asked(path) == ""


def test_two_who_make_the_database_at_once_agree_on_its_home(tmp_path: Path) -> None:
    import sys

    command = [sys.executable, "-c", "import sys, pathlib; from digest.store.database import migrate; "
               "migrate(pathlib.Path(sys.argv[1]))", str(tmp_path / "digest.db")]  # fmt: skip
    both = [subprocess.Popen(command) for _ in range(4)]
    assert [one.wait() for one in both] == [0] * 4
    assert asked(tmp_path / "digest.db") == ""
