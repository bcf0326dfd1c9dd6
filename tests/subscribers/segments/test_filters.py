"""The SQL of a segment means what its tree means, binds every value, and looks up one subscriber after the other."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from subscribers.database import immediate, stamp
from subscribers.errors import BadSegment
from subscribers.migrations import migrations
from subscribers.segments.filters import EVERYBODY, Filter, filter_of
from subscribers.segments.named import Segments
from subscribers.segments.tree import MAX_DEPTH, MAX_TERMS
from tests.subscribers.segments.trees import LANGUAGES, LISTS, TOPICS, Person, holds, trees

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LISBON = ZoneInfo("Europe/Lisbon")
NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
SEGMENTS = Segments({})
STATES = ("confirmed", "unconfirmed", "unsubscribed")

TIMES = st.integers(-9 * 86400, 4 * 86400).map(lambda seconds: NOW + timedelta(seconds=seconds))
STANDINGS = st.dictionaries(st.sampled_from(LISTS), st.tuples(st.sampled_from(STATES), TIMES))
ROWS = st.tuples(st.sampled_from(["", "PT-br", *LANGUAGES]), STANDINGS, st.sets(st.sampled_from(TOPICS)))


@pytest.fixture(scope="module")
def memory() -> Iterator[Database]:
    """A roster for thousands of little rosters one after the other."""
    db = with_lists()
    yield db
    db.close()


@pytest.fixture(scope="module", params=["", "ANALYZE"])
def crowd(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A roster of fifty, about which SQLite knows nothing, or all."""
    db = with_lists()
    standings = dict.fromkeys(LISTS, ("confirmed", NOW))
    fill(db, [("pt", standings, set(TOPICS))] * 50)
    db.execute(request.param)
    yield db
    db.close()


def with_lists() -> Database:
    db = Database(memory=True)
    with immediate(db):
        migrations.apply(db)
        for number, name in enumerate(LISTS, 1):
            db.execute("INSERT INTO lists VALUES (?, ?, ?, 'double', 0, ?)", (number, name.upper(), name, stamp(NOW)))
    return db


def fill(db: Database, people: Sequence[tuple]) -> None:
    with immediate(db):
        for table in ("subscriptions", "topics"):
            db.execute(f"DELETE FROM {table}")
        db.execute("DELETE FROM subscribers")
        for number, (language, standings, topics) in enumerate(people, 1):
            db.execute(
                "INSERT INTO subscribers (id, address, address_key, language, created_at) VALUES (?, ?, ?, ?, ?)",
                (number, f"{number}@a.example", f"{number}@a.example", language, stamp(NOW)),
            )
            for name, (state, joined) in standings.items():
                values = (number, LISTS.index(name) + 1, state, stamp(joined))
                db.execute("INSERT INTO subscriptions VALUES (?, ?, ?, ?, NULL, NULL)", values)
            for topic in topics:
                db.execute("INSERT INTO topics VALUES (?, ?)", (number, topic))


def person(row: tuple) -> Person:
    language, standings, topics = row
    return Person(
        language=language,
        lists=frozenset(name for name, (state, _) in standings.items() if state == "confirmed"),
        topics=frozenset(topics),
        moments={"joined": [joined for state, joined in standings.values() if state != "unsubscribed"]},
    )


def made(db: Database, text: str) -> Filter:
    return filter_of(db, SEGMENTS.read(text), moments={}, now=NOW, zone=LISBON)


def chosen(db: Database, found: Filter) -> list[int]:
    sql = f"SELECT id FROM subscribers WHERE {found.on('subscribers.id')} ORDER BY id"
    return [number for (number,) in db.execute(sql, found.values).fetchall()]


@given(people=st.lists(ROWS, max_size=5), tree=trees())
def test_the_sql_chooses_whom_the_tree_means(memory, people, tree) -> None:
    fill(memory, people)
    found = filter_of(memory, tree, moments={}, now=NOW, zone=LISBON)
    meant = [n for n, row in enumerate(people, 1) if holds(tree, person(row), now=NOW, zone=LISBON)]
    assert chosen(memory, found) == meant


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("list = daily", [1]),
        ("list none", [2, 3]),
        ("not list = daily", [2, 3]),
        ("topic in (sport, economy)", [1, 2]),
        ("topic none", [3]),
        ("language = pt", [1, 2]),
        ("language = pt-br", [2]),
        ("language none", [3]),
        ("language != pt", [3]),
        ("joined >= 2026-11-20", [2]),
        ("joined < 2026-11-20", [1]),
        ("joined != 2026-11-22", [1, 3]),
        ("joined within 90d", [1, 2]),
        ("joined never", [3]),
        ("not joined >= 2026-11-20", [1, 3]),
        ("topic = sport and not list = daily or language none", [3]),
    ],
)
def test_each_condition_by_example(memory, text, ids) -> None:
    long_ago, lately = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 22, tzinfo=UTC)
    fill(
        memory,
        [
            ("pt", {"daily": ("confirmed", long_ago), "weekend": ("confirmed", lately)}, {"sport"}),
            ("pt-BR", {"daily": ("unconfirmed", lately)}, {"economy"}),
            ("", {"daily": ("unsubscribed", lately)}, set()),
        ],
    )
    assert chosen(memory, made(memory, text)) == ids


def test_a_day_begins_at_midnight_in_the_publications_zone(memory) -> None:
    """On 25 October 2026 the clocks of Lisbon go back, so that day has 25 hours."""
    for text, moment, is_meant in [
        ("joined = 2026-07-01", "2026-06-30T23:00:00Z", True),
        ("joined = 2026-07-01", "2026-07-01T23:00:00Z", False),
        ("joined > 2026-06-30", "2026-06-30T22:59:59Z", False),
        ("joined = 2026-10-25", "2026-10-24T23:00:00Z", True),
        ("joined <= 2026-10-25", "2026-10-25T23:59:59Z", True),
        ("joined <= 2026-10-25", "2026-10-26T00:00:00Z", False),
    ]:
        fill(memory, [("", {"daily": ("confirmed", datetime.fromisoformat(moment))}, set())])
        assert (chosen(memory, made(memory, text)) == [1]) is is_meant, (text, moment)


def test_a_day_that_ends_in_an_hour_shown_twice_is_whole(memory) -> None:
    """In Havana the clocks go back at one in the night to midnight: the day begins with the first of the two."""
    tree = SEGMENTS.read("joined = 2026-10-31")
    found = filter_of(memory, tree, moments={}, now=NOW, zone=ZoneInfo("America/Havana"))
    fill(memory, [("", {"daily": ("confirmed", datetime(2026, 11, 1, 3, 59, 59, tzinfo=UTC))}, set())])
    assert chosen(memory, found) == [1]
    fill(memory, [("", {"daily": ("confirmed", datetime(2026, 11, 1, 4, 0, tzinfo=UTC))}, set())])
    assert chosen(memory, found) == []


def test_a_span_ends_now(memory) -> None:
    fill(memory, [("", {"daily": ("confirmed", NOW - timedelta(hours=2))}, set())])
    assert chosen(memory, made(memory, "joined within 120m")) == [1]
    assert chosen(memory, made(memory, "joined within 7199s")) == []


def test_a_list_that_is_not_there_is_told_with_its_place(memory) -> None:
    with pytest.raises(BadSegment) as error:
        made(memory, "topic = a and list in (daily, weekned)")
    assert str(error.value) == "segment, column 31: no list named 'weekned': did you mean 'weekend'?"
    assert error.value.drawing.splitlines()[1].index("^") == 2 + 30


ATTACKS = [
    "x'; DROP TABLE topics; --",
    "' OR 1=1 --",
    '" OR ""="',
    "{subscriber}",
    ":segment_0",
    "x') OR (1=1",
    "%",
    "%_%",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_name_stays_a_value_whatever_it_says(memory, attack) -> None:
    fill(memory, [("", {}, {"sport"}), ("", {}, {attack.casefold()})])
    quoted = "'" + attack.replace("'", "''") + "'"
    found = made(memory, f"topic = {quoted} or topic in ({quoted}, other)")
    assert attack.casefold() not in found.sql.replace("{subscriber}", "").replace(":segment_0", "")
    assert chosen(memory, found) == [2]


@given(tree=trees(wild=True))
def test_no_name_or_time_stands_in_the_text_of_the_sql(memory, tree) -> None:
    try:
        found = filter_of(memory, tree, moments={}, now=NOW, zone=LISBON)
    except BadSegment:
        return
    literals = re.findall(r"'[^']*'", found.sql)
    assert set(literals) <= {"'confirmed'", "'unsubscribed'", "'-'", "''"}
    assert set(re.findall(r":(\w+)", found.sql)) == set(found.values)


@pytest.mark.parametrize(
    "text",
    [
        "list = daily",
        "list in (daily, weekend)",
        "list none",
        "topic = sport",
        "topic not in (sport, economy)",
        "topic none",
        "language in (pt, en)",
        "language none",
        "joined >= 2026-01-01",
        "joined = 2026-01-01",
        "joined within 90d",
        "joined never",
        "not (list = daily and (topic = sport or joined within 90d))",
    ],
)
@pytest.mark.parametrize(
    ("table", "column"), [("subscribers", "subscribers.id"), ("mailable", "mailable.subscriber_id")]
)
def test_everybodys_rows_are_found_by_look_ups(crowd, text, table, column) -> None:
    """Whatever is read through is read through once, by the outer query; no table is built on the way."""
    found = made(crowd, text)
    where = "list_id = 1 AND " if table == "mailable" else ""
    sql = f"EXPLAIN QUERY PLAN SELECT 1 FROM {table} WHERE {where}{found.on(column)}"
    steps = [step[3] for step in crowd.execute(sql, found.values).fetchall()]
    scanned = [step.split()[1] for step in steps if step.startswith("SCAN")]
    assert scanned == ([table] if table == "subscribers" else [])
    assert not [step for step in steps if "AUTOMATIC" in step or "B-TREE" in step or "LIST SUBQUERY" in step]
    inner = [step for step in steps if " held " in step]
    assert inner
    assert all(re.search(r"subscriber_id=\?|rowid=\?", step) for step in inner)


def test_the_largest_and_the_deepest_expressions_run(memory) -> None:
    fill(memory, [("", {}, {"a199"})])
    many = " or ".join(f"topic = a{number}" for number in range(MAX_TERMS))
    assert chosen(memory, made(memory, many)) == [1]
    assert chosen(memory, made(memory, f"topic in ({many.replace('topic = ', '').replace(' or ', ', ')})")) == [1]
    deep = "topic = a199"
    for level in range(MAX_DEPTH):
        deep = f"(list none {'or' if level % 2 else 'and'} {deep})"
    assert chosen(memory, made(memory, deep[1:-1])) == [1]
    assert chosen(memory, made(memory, "not " * MAX_DEPTH + "topic = a199")) == [1]


def test_everybody_is_everybody(memory) -> None:
    fill(memory, [("", {}, set()), ("pt", {}, set())])
    assert chosen(memory, EVERYBODY) == [1, 2]
