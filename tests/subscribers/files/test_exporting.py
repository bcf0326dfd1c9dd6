"""What is exported, imported and exported again is the same, byte for byte, in both formats."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from subscribers.database import immediate
from subscribers.errors import UnknownList
from subscribers.files.exporting import Format, export
from subscribers.files.intake.importing import Wish, importing
from subscribers.files.intake.opening import opened
from subscribers.lists import Lists
from subscribers.migrations import migrations
from subscribers.model import OptIn, Via
from subscribers.preferences import Preferences
from subscribers.roster import Roster
from subscribers.suppressions import Suppressions

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
FORMS = list(Format)


def fresh(folder: Path, name: str) -> Database:
    db = Database(folder / name)
    db.execute("PRAGMA foreign_keys=ON")
    with immediate(db):
        migrations.apply(db)
    Lists(db).create("daily", now=NOW)
    Lists(db).create("weekly", now=NOW, opt_in=OptIn.SINGLE)
    return db


def written(db: Database, form: Format, list_name: str | None = None) -> str:
    out = io.StringIO(newline="")
    export(db, out, form=form, list_name=list_name)
    return out.getvalue()


def brought_into(db: Database, text: str) -> list[object]:
    """Import, and return what did not come in."""
    with (
        opened("-", stdin=io.BytesIO(text.encode())) as found,
        importing(db, found, wish=Wish(), now=NOW) as report,
    ):
        return [*report.rows_refused(), *report.rows_kept_out()]


def populate(db: Database) -> None:
    """Readers of every kind there is."""
    roster, suppressions = Roster(db), Suppressions(db)
    add = {"now": NOW - timedelta(days=9), "via": Via.WEB}
    roster.add("Ana.Lima@reader.example", name="=HYPERLINK(1)", lists=["weekly"], topics=['a, "b"', "-c"], **add)
    roster.add("ana.lima@reader.example", lists=["daily"], **add)
    roster.confirm("ana.lima@reader.example", "daily", now=NOW - timedelta(days=8))
    roster.add("+ben@münchen.example", name="'=1+1", note="@home, 'quoted'\\", language="pt-BR", **add)
    roster.pause("+ben@münchen.example", NOW + timedelta(days=30), now=NOW)
    roster.add("'=cleo@reader.example", name="'t Hooft", lists=["weekly"], **add)
    roster.unsubscribe("'=cleo@reader.example", now=NOW)
    roster.add("fay@reader.example", lists=["daily", "weekly"], **add)
    roster.unsubscribe("fay@reader.example", now=NOW)
    roster.add("fay@reader.example", lists=["daily"], **add)
    roster.add("gus@reader.example", **add)
    roster.unsubscribe("gus@reader.example", now=NOW)
    roster.add("dan@blocked.example", lists=["daily"], confirmed=True, **add)
    suppressions.add("@blocked.example", "=asked", now=NOW, source="shell")
    suppressions.add("dan@elsewhere.example", "complaint", now=NOW)
    roster.add("eve@reader.example", name="イヴ", lists=["daily"], **add)
    suppressions.add("eve@reader.example", "hard-bounce", now=NOW, source="-events")
    suppressions.add("gus@reader.example", "No.", now=NOW, source="shell")  # a reason, though it sounds like none
    person = roster.show("eve@reader.example").id
    roster.prefer(person, Preferences(skipped_editions=("daily", "week, end"), topics=("x",)), now=NOW)


@pytest.mark.parametrize("form", FORMS)
def test_a_round_trip_is_identical(tmp_path, form) -> None:
    one, other = fresh(tmp_path, "one.db"), fresh(tmp_path, "other.db")
    populate(one)
    first = written(one, form)
    assert brought_into(other, first) == []
    assert written(other, form) == first
    assert {form: written(other, form) for form in FORMS} == {form: written(one, form) for form in FORMS}
    whole = "SELECT address, left_all_at FROM subscribers WHERE left_all_at IS NOT NULL ORDER BY address"
    assert len(one.execute(whole).fetchall()) == 3
    assert other.execute(whole).fetchall() == one.execute(whole).fetchall()


@pytest.mark.parametrize("form", FORMS)
def test_an_export_imported_where_it_came_from_changes_nothing(tmp_path, form) -> None:
    db = fresh(tmp_path, "one.db")
    populate(db)
    tables = ("subscribers", "subscriptions", "topics", "skipped_editions", "consents", "suppressions")
    before = {table: db.execute(f"SELECT * FROM {table}").fetchall() for table in tables}
    assert brought_into(db, written(db, form)) == []
    assert {table: db.execute(f"SELECT * FROM {table}").fetchall() for table in before} == before


TEXT = st.text(min_size=0, max_size=12) | st.text("'=+-@,;\"| \\ab", max_size=6)
LOCAL = st.from_regex(r"['=+a-]{1,4}(\.[ab]{1,2})?x", fullmatch=True)
TIMES = st.integers(0, 4_000).map(lambda days: NOW - timedelta(days=days))
PEOPLE = st.lists(
    st.fixed_dictionaries({
        "address": LOCAL.map(lambda local: f"{local}@reader.example"),
        "name": TEXT,
        "note": TEXT,
        "language": st.sampled_from(["", "pt-BR", "en"]),
        "topics": st.lists(TEXT, max_size=3),
        "lists": st.lists(st.sampled_from(["daily", "weekly"]), unique=True),
        "confirmed": st.booleans(),
        "now": TIMES,
    }),
    min_size=1,
    max_size=4,
)  # fmt: skip


@pytest.fixture(scope="module")
def blank(tmp_path_factory) -> Database:
    return fresh(tmp_path_factory.mktemp("blank"), "blank.db")


def copy_of(db: Database) -> Database:
    made = Database(memory=True)
    db.conn.backup(made.conn)
    made.execute("PRAGMA foreign_keys=ON")
    return made


@settings(max_examples=40)
@given(PEOPLE, st.sampled_from(FORMS), st.booleans())
def test_whoever_the_readers_are(blank, people, form, leaving) -> None:
    one, other = copy_of(blank), copy_of(blank)
    try:
        for person in people:
            Roster(one).add(**person)
            if leaving:
                Roster(one).unsubscribe(person["address"], now=NOW)
                Suppressions(one).add(person["address"], f"{person['note']}.", now=person["now"])
        first = written(one, form)
        assert brought_into(other, first) == []
        assert written(other, form) == first
    finally:
        one.close()
        other.close()


def test_no_cell_is_a_formula(tmp_path) -> None:
    db = fresh(tmp_path, "one.db")
    populate(db)
    for row in csv.reader(io.StringIO(written(db, Format.CSV))):
        assert not [cell for cell in row if cell[:1] in set("=+-@\t\r\n")]


def test_json_has_every_field_as_it_is(tmp_path) -> None:
    db = fresh(tmp_path, "one.db")
    populate(db)
    ana = json.loads(written(db, Format.JSONL).splitlines()[2])
    assert ana == {
        "address": "Ana.Lima@reader.example",
        "name": "=HYPERLINK(1)",
        "language": "",
        "topics": ["-c", 'a, "b"'],
        "skipped_editions": [],
        "note": "",
        "lists": [
            {
                "list": "daily",
                "state": "confirmed",
                "joined_at": "2026-11-14T06:30:00Z",
                "confirmed_at": "2026-11-15T06:30:00Z",
                "left_at": None,
            },
            {
                "list": "weekly",
                "state": "confirmed",
                "joined_at": "2026-11-14T06:30:00Z",
                "confirmed_at": "2026-11-14T06:30:00Z",
                "left_at": None,
            },
        ],
        "left_all_at": None,
        "paused_until": None,
        "suppressed": None,
        "suppressed_at": None,
        "suppressed_by": None,
    }


@pytest.mark.parametrize("form", FORMS)
def test_one_list_is_who_is_or_was_on_it_and_tells_of_no_other(tmp_path, form) -> None:
    db = fresh(tmp_path, "one.db")
    populate(db)
    text = written(db, form, "weekly")
    assert ("cleo" in text, "ana" in text.lower(), "ben" in text, "eve" in text) == (True, True, False, False)
    assert "daily" not in text
    with pytest.raises(UnknownList):
        written(db, form, "monthly")


def test_an_empty_roster_is_column_names_alone(tmp_path) -> None:
    db = fresh(tmp_path, "one.db")
    assert written(db, Format.CSV).startswith("address,name,language,topics,")
    assert written(db, Format.JSONL) == ""


def test_rows_may_say_less_and_name_lists_alone(bring, roster) -> None:
    head = "address,lists,paused_until,suppressed_by\n"
    brought = bring(head + "ana@reader.example,daily; weekly,,\nben@reader.example,,,\n", by_row=True)
    assert (brought.format, brought.counts) == ("newsletter-digest", (2, 0, 0))
    assert [one.state for one in roster.show("ana@reader.example").subscriptions] == ["unconfirmed", "confirmed"]
    assert roster.show("ben@reader.example").subscriptions == ()


def test_what_cannot_be_understood_is_refused_row_by_row(bring) -> None:
    head = "address,lists,paused_until,suppressed_by\n"
    rows = ("a@b.example,monthly,,", "c@b.example,daily maybe,,", "d@b.example,,soon,", "e@b.example,daily,,")
    brought = bring(head + "\n".join(rows), by_row=True)
    assert brought.counts == (1, 0, 0)
    assert brought.refused == [
        (2, "there is no list 'monthly'; create it first: digest lists create monthly"),
        (3, "lists: 'daily maybe' does not say how a reader stands with a list"),
        (4, "paused_until is 'soon'; write it like 2026-12-24T06:00:00Z"),
    ]


def test_a_file_that_names_lists_takes_no_other_word_on_them(bring) -> None:
    head = "address,lists,paused_until,suppressed_by\n"
    with pytest.raises(Exception, match="says which lists each reader is on; leave --list out"):
        bring(head + "ana@reader.example,daily,,\n", lists=("weekly",))


def test_lines_that_suddenly_name_lists_are_refused(bring) -> None:
    lines = (
        '{"address": "ana@reader.example", "name": "Ana"}',
        '{"address": "ben@reader.example", "lists": [{"list": "weekly", "state": "unsubscribed"}],'
        ' "paused_until": null, "suppressed_by": null, "suppressed": null}',
    )
    brought = bring("\n".join(lines))
    assert (brought.counts, brought.refused) == ((1, 0, 0), [(2, "unlike the first row, it names lists")])


def test_a_pause_comes_with_a_new_reader_only(bring, roster, now) -> None:
    roster.add("ana@reader.example", now=now)
    head = "address,lists,paused_until,suppressed_by\n"
    rows = "ana@reader.example,,2027-01-01T00:00:00Z,\nben@reader.example,,2027-01-01T00:00:00Z,\n"
    assert bring(head + rows, by_row=True).counts == (1, 0, 1)
    assert roster.show("ana@reader.example").paused_until is None
    ben = roster.show("ben@reader.example")
    assert ben.paused_until == datetime(2027, 1, 1, tzinfo=UTC)
    assert ben.consents[0].action == "paused"
