"""Whatever rows a file has, and in whatever order: what holds for every import."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from subscribers.addresses import parse
from subscribers.database import immediate
from subscribers.erasure import mark_erased
from subscribers.errors import BadAddress, RosterError
from subscribers.files.intake.importing import Wish, importing
from subscribers.files.intake.opening import opened
from subscribers.files.intake.taking_back import taking_back
from subscribers.lists import Lists
from subscribers.migrations import migrations
from subscribers.model import OptIn
from subscribers.roster import Roster
from subscribers.suppressions import Suppressions

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
KEPT = ("subscribers", "subscriptions", "topics", "skipped_editions", "suppressions", "to_ask", "import_changes")


@pytest.fixture(scope="module")
def known() -> Database:
    """A roster with somebody of each kind: confirmed, waiting, gone, suppressed, erased."""
    db = Database(memory=True)
    db.execute("PRAGMA foreign_keys=ON")
    with immediate(db):
        migrations.apply(db)
    Lists(db).create("daily", now=NOW)
    Lists(db).create("weekly", now=NOW, opt_in=OptIn.SINGLE)
    roster, before = Roster(db), NOW - timedelta(days=9)
    for name in ("in", "waiting", "gone", "blocked"):
        roster.add(f"{name}@x.example", lists=["daily", "weekly"], topics=["a"], confirmed=name == "in", now=before)
    roster.unsubscribe("gone@x.example", now=before)
    Suppressions(db).add("blocked@x.example", "complaint", now=before)
    with immediate(db):
        mark_erased(db, "erased@x.example", source="shell", now="2026-11-01T00:00:00Z")
    return db


def copy_of(db: Database) -> Database:
    made = Database(memory=True)
    db.conn.backup(made.conn)
    made.execute("PRAGMA foreign_keys=ON")
    return made


NAMES = ("in", "waiting", "gone", "blocked", "erased", "new", "NEW", "other")
ROWS = st.lists(
    st.tuples(
        st.sampled_from(NAMES).map(lambda name: f"{name}@x.example") | st.sampled_from(["", "bad", "ö@x.example"]),
        st.sampled_from(["", "Ana", "=1", '"', "\0\x1b"]),
        st.sampled_from(["", "active", "confirmed", "pending", "unsubscribed", "bounced", "complained", "nonsense"]),
        st.sampled_from(["", "2020-01-02", "2020-01-02 03:04:05", "soon", "2999-01-01"]),
        st.sampled_from(["", "a", 'b,"c, d"']),
    ),
    max_size=12,
)
WISHES = st.builds(
    Wish,
    lists=st.sampled_from([("daily",), ("weekly",), ("daily", "weekly")]),
    confirmed=st.booleans(),
    ask=st.booleans(),
)
HEAD = ("email", "name", "status", "joined_at", "topics")
ENDED = {"unsubscribed", "bounced", "complained"}


def run(db: Database, data: bytes, wish: Wish) -> tuple[object, ...]:
    with (
        opened("-", stdin=io.BytesIO(data)) as found,
        importing(db, found, wish=wish, now=NOW) as report,
    ):
        rows = [*report.rows_kept_out(), None, *report.rows_refused()]
        return (report.added, report.updated, report.unchanged, report.asked, rows)


def everything(db: Database) -> dict[str, list[tuple[object, ...]]]:
    return {table: db.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in KEPT}


def mailable(db: Database, lists: tuple[str, ...]) -> set[str]:
    return {key for key, name in db.execute("SELECT address_key, list FROM mailable").fetchall() if name in lists}


@settings(max_examples=40)
@given(ROWS, WISHES)
def test_what_holds_for_every_import(known, rows, wish) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEAD, *rows])
    data = out.getvalue().encode()
    db = copy_of(known)
    before = everything(db)
    try:
        dry = run(db, data, Wish(lists=wish.lists, confirmed=wish.confirmed, ask=wish.ask, dry_run=True))
        assert everything(db) == before, "a dry run changes nothing"
        assert run(db, data, wish) == dry, "and tells what a run does"
        ended = {key for address, _, status, *_ in rows if status in ENDED and (key := key_of(address))}
        assert not mailable(db, wish.lists) & (ended | {"gone@x.example", "blocked@x.example", "erased@x.example"})
        assert "erased@x.example" not in {
            key for (key,) in db.execute("SELECT address_key FROM subscribers").fetchall()
        }
        again = run(db, data, wish)
        assert again[:2] == (0, 0), "the same file again brings nothing"
        for number in (2, 1):
            with taking_back(db, number, now=NOW) as undone:
                assert undone.stayed == 0
        assert everything(db) == before, "and all of it can be taken back"
    finally:
        db.close()


def key_of(address: str) -> str | None:
    try:
        return parse(address).key
    except BadAddress:
        return None


@settings(max_examples=50)
@given(st.binary(max_size=120) | st.text(max_size=80).map(lambda text: f"email,status,name\n{text}".encode()))
def test_no_bytes_raise_anything_but_the_documented_refusal(known, data) -> None:
    db = copy_of(known)
    try:
        run(db, data, Wish(lists=("weekly",)))
    except RosterError:
        assert db.execute("SELECT count(*) FROM imports").fetchone() == (0,)
    finally:
        db.close()
