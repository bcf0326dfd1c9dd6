"""Rows by the thousand are taken in by the rules for one, and each is accounted for."""

from __future__ import annotations

from threading import Thread

from sqlite_utils import Database

from subscribers import bulk
from subscribers.changes import Newcomer
from subscribers.roster import Roster


def rows(*addresses: str) -> list[Newcomer]:
    return [Newcomer(address=address) for address in addresses]


def test_each_row_counts_once(roster, suppressions, now) -> None:
    roster.add("known@herald.example", now=now, lists=["weekly"])
    roster.add("renamed@herald.example", now=now, lists=["weekly"])
    roster.add("gone@herald.example", now=now, lists=["weekly"])
    roster.unsubscribe("gone@herald.example", now=now)
    suppressions.add("@blocked.example", "complaint", now=now)
    newcomers = [
        *rows("new@herald.example", "known@herald.example"),
        Newcomer(address="renamed@herald.example", name="Ada"),
        *rows("gone@herald.example", "x@blocked.example", "not an address"),
    ]
    assert roster.add_many(newcomers, now=now, lists=["weekly"]).as_dict() == {
        "added": 1,
        "updated": 1,
        "unchanged": 1,
        "kept_out": [
            {
                "row": 4,
                "address": "gone@herald.example",
                "reason": "left weekly on 2026-11-23; only a consent given since brings them back",
            },
            {"row": 5, "address": "x@blocked.example", "reason": "suppressed (complaint)"},
        ],
        "refused": [{"row": 6, "address": "not an address", "reason": "An email address must have an @-sign"}],
    }


def test_one_mailbox_spelt_twice_is_one_subscriber(roster, now, mailable) -> None:
    tally = roster.add_many(rows("Ada@herald.example", "ada@HERALD.example"), now=now, lists=["weekly"])
    assert (tally.added, tally.unchanged) == (1, 1)
    assert mailable("weekly") == ["Ada@herald.example"]


def test_what_a_later_row_says_of_the_same_person_is_kept(roster, now) -> None:
    newcomers = [
        Newcomer(address="ada@herald.example", name="Ada", topics=("world",)),
        Newcomer(address="ada@herald.example", note="met at the fair", topics=("World", "sport")),
    ]
    tally = roster.add_many(newcomers, now=now)
    record = roster.show("ada@herald.example")
    assert (tally.added, tally.updated) == (1, 1)
    assert (record.name, record.note, record.topics) == ("Ada", "met at the fair", ("sport", "world"))


def test_the_same_rows_again_change_nothing(roster, now) -> None:
    newcomers = [Newcomer(address=f"r{n}@herald.example", name=f"R {n}", topics=("world",)) for n in range(10)]
    roster.add_many(newcomers, now=now, lists=["daily", "weekly"])
    again = roster.add_many(newcomers, now=now, lists=["daily", "weekly"])
    assert (again.added, again.updated, again.unchanged) == (0, 0, 10)
    assert roster.db["consents"].count == 20


def test_rows_are_numbered_through_all_chunks(roster, now) -> None:
    many = (
        Newcomer(address=f"r{n}@herald.example" if n != bulk._CHUNK + 7 else "bad") for n in range(bulk._CHUNK + 10)
    )
    tally = roster.add_many(many, now=now, lists=["weekly"])
    assert tally.added == bulk._CHUNK + 9
    assert [row.row for row in tally.refused] == [bulk._CHUNK + 8]


def test_inside_a_transaction_it_can_be_undone_whole(roster, now, undone) -> None:
    undone(roster.db, lambda: roster.add_many(rows("reader@herald.example"), now=now, lists=["weekly"]))
    assert list(roster.list()) == []


def test_two_imports_at_once_wait_for_each_other_and_lose_nobody(roster, now, tmp_path) -> None:
    failures: list[BaseException] = []

    def take(part: str) -> None:
        db = Database(tmp_path / "digest.db")
        try:
            db.execute("PRAGMA busy_timeout=5000").fetchall()
            for n in range(20):
                Roster(db).add_many(
                    rows(f"{part}{n}@herald.example", f"both{n}@herald.example"), now=now, lists=["weekly"]
                )
        except Exception as error:  # noqa: BLE001 the test shows whatever went wrong
            failures.append(error)
        finally:
            db.close()

    threads = [Thread(target=take, args=[part]) for part in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(list(roster.list(list_name="weekly"))) == 60
