"""A transaction holds the lock from its start, waits for it, and is all or nothing."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from threading import Event, Thread
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from subscribers.database import array, immediate, moment, rows, stamp


@pytest.fixture
def counter(connect):
    db = connect()
    db.execute("CREATE TABLE counter (n INTEGER NOT NULL)")
    db.execute("INSERT INTO counter VALUES (0)")
    return db


def count(db) -> int:
    return db.execute("SELECT n FROM counter").fetchone()[0]


def add(db, n: int) -> None:
    db.execute("UPDATE counter SET n = n + ?", [n])


def test_the_block_is_committed_for_other_connections_to_see(counter, connect) -> None:
    with immediate(counter):
        add(counter, 1)
        assert count(connect()) == 0
    assert count(connect()) == 1


def test_an_error_undoes_the_whole_block(counter, undone) -> None:
    undone(counter, lambda: add(counter, 1))
    assert count(counter) == 0
    assert not counter.conn.in_transaction


def test_a_block_within_a_block_is_undone_alone(counter, undone) -> None:
    with immediate(counter):
        add(counter, 1)
        undone(counter, lambda: add(counter, 10))
        with immediate(counter):
            add(counter, 100)
    assert count(counter) == 101


def test_the_outer_block_undoes_the_inner_one_with_it(counter, undone) -> None:
    def nested() -> None:
        with immediate(counter):
            add(counter, 1)

    undone(counter, nested)
    assert count(counter) == 0


def test_a_transaction_that_sqlite_itself_rolled_back_shows_the_first_error(counter) -> None:
    counter.execute("CREATE UNIQUE INDEX only ON counter (n)")
    with pytest.raises(sqlite3.IntegrityError), immediate(counter):
        counter.execute("INSERT OR ROLLBACK INTO counter VALUES (0)")
    assert not counter.conn.in_transaction


def test_it_waits_for_a_lock_that_another_connection_holds(counter) -> None:
    held = Event()
    connect_in_thread = _threaded(counter)

    def hold() -> None:
        db = connect_in_thread()
        with immediate(db):
            add(db, 1)
            held.set()
            Event().wait(0.3)
        db.close()

    thread = Thread(target=hold)
    thread.start()
    held.wait()
    begun = monotonic()
    with immediate(counter):
        waited = monotonic() - begun
        add(counter, 1)
    thread.join()
    assert waited > 0.1
    assert count(counter) == 2


def test_reading_and_then_writing_side_by_side_loses_nothing(counter) -> None:
    """A deferred transaction fails here with "database is locked" however long it may wait."""
    connect_in_thread = _threaded(counter)
    failures: list[BaseException] = []

    def raise_it() -> None:
        db = connect_in_thread()
        try:
            for _ in range(25):
                with immediate(db):
                    db.execute("UPDATE counter SET n = ?", [count(db) + 1])
        except sqlite3.Error as error:
            failures.append(error)
        finally:
            db.close()

    threads = [Thread(target=raise_it) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert count(counter) == 75


def test_it_gives_up_when_the_busy_timeout_has_passed(counter, connect) -> None:
    other = connect()
    other.execute("PRAGMA busy_timeout=50").fetchall()
    with immediate(counter), pytest.raises(sqlite3.OperationalError, match="locked"), immediate(other):
        pass
    assert not other.conn.in_transaction


def test_rows_are_dicts_and_leave_no_reader_open(counter, connect) -> None:
    assert rows(counter, "SELECT n, :more AS more FROM counter", {"more": 2}) == [{"n": 0, "more": 2}]
    connect().execute("UPDATE counter SET n = 5")
    with immediate(counter):
        assert count(counter) == 5


def test_an_array_is_one_parameter_for_many_values(counter) -> None:
    found = rows(counter, "SELECT value FROM json_each(:values)", {"values": array(["a'b", "ü", "x"])})
    assert [row["value"] for row in found] == ["a'b", "ü", "x"]


def test_times_are_kept_as_utc_text_to_the_second() -> None:
    tokyo = datetime(2026, 11, 23, 8, 0, 1, 999_999, tzinfo=timezone(timedelta(hours=9)))
    assert stamp(tokyo) == "2026-11-22T23:00:01Z"
    assert moment("2026-11-22T23:00:01Z") == datetime(2026, 11, 22, 23, 0, 1, tzinfo=UTC)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        stamp(datetime.fromisoformat("2026-11-23T06:30"))


@given(st.lists(st.integers(0, 2**32), min_size=2))
def test_texts_of_times_sort_as_the_times_do(seconds) -> None:
    times = [datetime.fromtimestamp(second, UTC) for second in seconds]
    assert [moment(text) for text in sorted(stamp(time) for time in times)] == sorted(times)


def test_a_year_has_four_digits_whichever_it_is() -> None:
    begin = datetime(1, 1, 1, tzinfo=UTC)
    assert stamp(begin) == "0001-01-01T00:00:00Z"
    assert moment(stamp(begin)) == begin


def _threaded(db):
    """Return a way for another thread to open a connection of its own to the same file."""
    path = db.execute("PRAGMA database_list").fetchone()[2]

    def open_it() -> Database:
        other = Database(path)
        other.execute("PRAGMA busy_timeout=5000").fetchall()
        return other

    return open_it
