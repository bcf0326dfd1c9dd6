"""The references and the man page say what the program is, and JSON has the keys that stand there."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from docs.making import schema
from docs.making.__main__ import DOCS, PAGES
from docs.making.entries import commands

if TYPE_CHECKING:
    from tests.conftest import Desk


@pytest.mark.parametrize("name", PAGES)
def test_what_is_made_from_the_program_is_what_it_would_make_now(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == PAGES[name](), "run: make docs"


def test_every_table_and_column_has_a_meaning_and_nothing_else_has() -> None:
    known = {table: [one for one in columns if one] for table, columns in schema.meanings().items()}
    assert known == {table: [one.name for one in columns] for table, columns in schema.tables().items()}
    assert all(words for table in schema.meanings().values() for words in table.values())


def test_every_command_stands_in_the_man_page_with_its_options() -> None:
    text = (DOCS / "digest.1").read_text(encoding="utf-8").replace(r"\-", "-")
    for entry in commands():
        section = text.partition(f'.SS "{entry.name}')[2].partition(".SS ")[0]
        assert section, entry.name
        for word in entry.options:
            assert word.written in section, (entry.name, word.written)


def test_the_man_page_is_sound() -> None:
    done = subprocess.run(["mandoc", "-T", "lint", DOCS / "digest.1"], capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("", 0)


def keys(document: Any, names: str) -> None:
    """See that a document, or the first of an array, has just these keys; `a{b c}` is an object `a` with two."""
    one = document[0] if isinstance(document, list) else document
    inner = dict(re.findall(r"(\w+)\{([^}]*)\}", names))
    assert set(one) == set(re.sub(r"\{[^}]*\}", "", names).split())
    for name, within in inner.items():
        assert set(one[name]) == set(within.split())


@pytest.fixture
def newsroom(desk: Desk) -> Desk:
    desk.ok("db", "migrate")
    desk.story("Ferry strike ends")
    desk.reader("ana@reader.example")
    desk.write("readers.csv", "address\nben@reader.example\n")
    desk.ok("sources", "add", ".")
    desk.ok("suppressions", "add", "eve@reader.example", "--reason", "asked")
    desk.ok("send", "daily", "--yes")
    return desk


WORDS = {
    "EDITION": "daily",
    "ISSUE": "daily",
    "NAME": "daily",
    "ID": "1",
    "ADDRESS": "ana@reader.example",
    "FILE": "readers.csv",
}


@pytest.mark.parametrize("command", schema.documents())
def test_what_a_command_prints_as_json_has_the_keys_that_stand_there(newsroom: Desk, command: str) -> None:
    words = [WORDS.get(word, word) for word in command.split()]
    if command == "db backup FILE":
        words[-1] = "backup.db"
    result = newsroom(*words, "--json", *(["--offline"] if command == "doctor" else []))
    keys(result.json, schema.documents()[command]["keys"])
