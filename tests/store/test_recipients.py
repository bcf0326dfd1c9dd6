"""The freezing of recipients: who gets which variant, by what they chose at that moment and not when it was counted."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from digest.model.edition import Slot
from digest.model.issue import IssueState, Marks, Rendering, Variant
from digest.store.database import open_database
from digest.store.issues import frozen, issues, variants
from digest.store.mail.recipients import Call, Census, census, freeze_recipients
from subscribers.database import immediate
from subscribers.lists import Lists
from subscribers.model import OptIn
from subscribers.roster import Roster
from tests.store.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlite_utils import Database

    from digest.model.variety import Choice

READERS = {"ana": ["sport"], "ben": [], "cid": ["sport", "arts"], "dora": ["chess"]}
LOOKED_UP = -1  # no moment: what each chose is looked up


@pytest.fixture
def roster(db: Database) -> Roster:
    """Readers of one list, most of whom follow topics."""
    Lists(db).create("daily", now=NOW, opt_in=OptIn.SINGLE)
    made = Roster(db)
    for name, topics in READERS.items():
        made.add(f"{name}@reader.example", now=NOW, lists=["daily"], topics=topics, language="pt" if topics else "")
    return made


def call_of(db: Database) -> Call:
    (terms,) = Lists(db).terms(["daily"])
    return Call(edition="daily", lists=(terms.id,), now=NOW, tags=frozenset({"sport", "arts"}))


def freeze(db: Database, known: Census, given: Callable[[Choice], str | None]) -> dict[str, tuple[Any, ...]]:
    """Freeze one more issue of two variants, a and b; return what the ledger says of each reader."""
    number = db["issues"].count
    record = issues.put(
        db,
        "daily",
        Slot(NOW + timedelta(days=number), f"day {number}"),
        state=IssueState.DRAFT,
        cutoff=NOW,
        number=number + 1,
        subject="",
        plan={},
        selection=None,
        now=NOW,
    )
    call = call_of(db)
    with immediate(db):
        frozen.freeze(db, record, subject="News", lists=call.lists, now=NOW)
        ids = {name: variants.put(db, record.id, variant(name)) for name in "ab"}

        def variant_of(choice: Choice) -> int | None:
            name = given(choice)
            return ids[name] if name else None

        freeze_recipients(
            db, record.id, call, known=known, variant_of=variant_of, whole=ids["a"], limited=["x.example"]
        )
    names = {number: name for name, number in ids.items()}
    columns = "variant_id, address, name, list, list_title, joined_at, epoch, lane, status, detail, changed_at"
    rows = db.execute(f"SELECT {columns} FROM deliveries WHERE issue_id = ?", [record.id]).fetchall()
    return {address.partition("@")[0]: (names[number], *rest) for number, address, *rest in rows}


def variant(name: str) -> Variant:
    rendering = Rendering(subject="News", preheader="", html="<p>", text="t", language="en")
    return Variant(
        rendering=rendering, message=b"m", sender="digest@herald.example", marks=Marks("t", "r"), name=f"en {name}"
    )


def test_where_all_get_the_same_the_ledger_says_what_it_says_where_choices_are_looked_up(
    db: Database, roster: Roster
) -> None:
    known = census(db, call_of(db))
    assert len(known.choices) == 4
    asked: list[str] = []
    db.conn.set_trace_callback(asked.append)
    alike = freeze(db, known, lambda _: "b")
    db.conn.set_trace_callback(None)
    assert not any("temp.given" in sql for sql in asked)
    assert alike == freeze(db, Census(known.choices, LOOKED_UP), lambda _: "b")
    assert {row[0] for row in alike.values()} == {"b"}


def test_who_chooses_after_the_counting_gets_what_they_chose(db: Database, roster: Roster, path: Path) -> None:
    known = census(db, call_of(db))
    elsewhere = open_database(path)
    Roster(elsewhere).add("ben@reader.example", now=NOW, topics=["arts"])
    elsewhere.close()
    got = freeze(db, known, lambda choice: "a" if choice in known.choices else "b")
    assert {name: row[0] for name, row in got.items()} == {"ana": "a", "ben": "b", "cid": "a", "dora": "a"}


def test_where_there_is_nothing_new_for_anybody_everybody_is_skipped(db: Database, roster: Roster) -> None:
    got = freeze(db, census(db, call_of(db)), lambda _: None)
    assert {row[7] for row in got.values()} == {"skipped"}


def test_readers_who_chose_differently_get_different_variants(db: Database, roster: Roster) -> None:
    got = freeze(db, census(db, call_of(db)), lambda choice: "b" if choice.topics else "a")
    assert {name: row[0] for name, row in got.items()} == {"ana": "b", "ben": "a", "cid": "b", "dora": "a"}
