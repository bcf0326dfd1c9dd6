"""Bytes are looked for in all the files of a database, and told from those of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digest.store.upkeep import remnants
from digest.store.upkeep.remnants import count_in_files
from subscribers.roster import Roster
from tests.store.conftest import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database

ANA = "ana@reader.example"


@pytest.mark.parametrize("suffix", ["", "-wal", "-shm"])
def test_a_word_is_found_in_every_file_in_every_case(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"digest.db{suffix}").write_bytes("x Ana@READER.example y JÜRGEN@reader.example".encode())
    assert count_in_files(tmp_path / "digest.db", [ANA]) == 1
    assert count_in_files(tmp_path / "digest.db", [ANA, "jürgen@reader.example"]) == 2
    assert count_in_files(tmp_path / "digest.db", ["ben@reader.example"]) == 0


@example("na@x", "na@x", 1)
@given(st.text("an@x", max_size=60), st.sampled_from(["na@x", "an@", "a"]), st.integers(1, 9))
def test_words_are_counted_wherever_the_file_is_cut(tmp_path_factory, text: str, word: str, at_once: int) -> None:
    file = tmp_path_factory.mktemp("cut") / "digest.db"
    file.write_bytes(text.encode())
    assert count_in_files(file, [word], at_once=at_once) == text.count(word)
    masked = text.replace("ana@x", " " * 5)
    assert count_in_files(file, [word], besides=["ana@x"], at_once=at_once) == masked.count(word)


def test_the_addresses_that_contain_another_are_known(db: Database) -> None:
    for address in (ANA, f"Joh{ANA}", "ben@reader.example"):
        Roster(db).add(address, now=NOW)
    assert set(remnants.others_like(db, ANA)) == {f"Joh{ANA}", f"joh{ANA}"}


def test_the_log_is_emptied_unless_a_reader_needs_it(db: Database, path: Path) -> None:
    Roster(db).add(ANA, now=NOW)
    assert count_in_files(path, [ANA]) > 0
    assert remnants.let_go(db)
    assert path.with_name("digest.db-wal").stat().st_size == 0
