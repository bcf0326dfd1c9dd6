"""Taking an import back undoes what it did, and nothing that was done since."""

from __future__ import annotations

from datetime import timedelta

import pytest

from subscribers.errors import BadValue
from subscribers.files.intake import importing, taking_back
from subscribers.files.intake.imports import import_of
from subscribers.model import Via
from subscribers.preferences import Preferences

TABLES = ("subscribers", "subscriptions", "topics", "skipped_editions", "suppressions", "to_ask", "import_changes")


def everything(db) -> dict[str, list[tuple[object, ...]]]:
    return {table: db.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in TABLES}


@pytest.fixture
def undo(db, now):
    """Take an import back; return the counts, and who stayed why."""

    def run(number: int) -> tuple[tuple[int, int, int], dict[str, str]]:
        with taking_back.taking_back(db, number, now=now + timedelta(days=9)) as undone:
            stayed = {one.address: one.reason for one in undone.those_who_stayed()}
            assert len(stayed) == undone.stayed
            return (undone.removed, undone.restored, undone.lifted), stayed

    return run


def test_whom_it_added_goes_with_all_that_came_with_them(bring, undo, db) -> None:
    before = everything(db)
    bring('email,topics,status\nana@reader.example,"a,b",\nben@reader.example,,bounced\n', lists=("daily",), ask=True)
    assert undo(1) == ((2, 0, 1), {})
    assert everything(db) == before
    assert db.execute("SELECT count(*) FROM consents").fetchone() == (0,)
    assert import_of(db, 1).undone_at is not None


@pytest.mark.parametrize("name", ["weekly", None])
def test_whoever_left_once_more_stays_off(bring, undo, roster, now, mailable, name) -> None:
    roster.add("ana@reader.example", lists=["weekly"], now=now)
    bring("email,status\nana@reader.example,unsubscribed\n")
    roster.unsubscribe("ana@reader.example", name, via=Via.WEB, now=now)
    assert undo(1) == ((0, 0, 0), {"ana@reader.example": "unsubscribed by web on 2026-11-23"})
    assert mailable("weekly") == []


def test_whom_two_files_call_gone_comes_back_only_when_both_are_taken_back(bring, undo, roster, now, mailable) -> None:
    roster.add("ana@reader.example", lists=["weekly"], now=now)
    data = "email,status\nana@reader.example,unsubscribed\n"
    assert (bring(data).counts, bring(data).counts) == ((0, 1, 0), (0, 0, 1))
    assert [line.note for line in roster.show("ana@reader.example").consents[1:]] == [
        "import 1, standard input",
        "import 2, standard input",
    ]
    assert undo(1) == (
        (0, 0, 0),
        {"ana@reader.example": "import 2 says too that they left weekly; take that back first"},
    )
    assert mailable("weekly") == []
    assert undo(2) == ((0, 1, 0), {})
    assert mailable("weekly") == []
    assert undo(1) == ((0, 1, 0), {})
    assert mailable("weekly") == ["ana@reader.example"]


def test_whom_three_files_call_gone_stays_so_and_further_files_write_nothing(bring, undo, roster, db, now) -> None:
    roster.add("ana@reader.example", lists=["weekly"], now=now)
    data = "email,status\nana@reader.example,unsubscribed\n"
    for _ in range(3):
        bring(data)
    before = everything(db), len(roster.show("ana@reader.example").consents)
    bring(data)
    assert (everything(db), len(roster.show("ana@reader.example").consents)) == before
    stays = {"ana@reader.example": "another file says too that they left weekly"}
    assert [undo(number) for number in (4, 3, 2, 1)] == [((0, 0, 0), {})] * 2 + [((0, 0, 0), stays)] * 2


def test_whom_it_changed_is_as_before_and_the_log_tells(bring, undo, db, roster, now) -> None:
    roster.add("ana@reader.example", name="Ana", topics=["a"], lists=["daily"], now=now)
    roster.add("ben@reader.example", lists=["weekly"], now=now)
    before = everything(db)
    bring(
        "email,name,topics,confirmed_at,unsubscribed\nana@reader.example,Other,b,2026-01-01,\nben@reader.example,,,,yes\n",
        lists=("daily", "weekly"),
    )
    assert undo(1) == ((0, 2, 0), {})
    assert everything(db) == before
    notes = {(line.list, line.action, line.note) for line in roster.show("ana@reader.example").consents}
    assert ("daily", "joined", "import 1 was taken back; as before") in notes
    assert ("weekly", "unsubscribed", "import 1 was taken back; was not on the list before") in notes
    assert roster.show("ben@reader.example").consents[-1].action == "confirmed"
    assert bring("email\nana@reader.example\n").counts == (0, 1, 0)  # nothing keeps her out


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (lambda roster, who, now: roster.confirm(who, now=now, via=Via.WEB), "confirmed by web on 2026-11-23"),
        (lambda roster, who, now: roster.unsubscribe(who, now=now, via=Via.MAIL), "unsubscribed by mail on 2026-11-23"),
        (lambda roster, who, now: roster.pause(who, now + timedelta(days=9), now=now), "paused by shell on 2026-11-23"),
        (lambda roster, who, now: roster.edit(who, name="By hand", now=now), "changed by hand since"),
        (
            lambda roster, who, now: roster.edit(who, new_address="n@reader.example", now=now),
            "moved by shell on 2026-11-23",
        ),
        (lambda roster, who, now: roster.add(who, topics=["more"], now=now), "changed by hand since"),
        (lambda roster, who, now: roster.add(who, lists=["weekly"], now=now), "joined by shell on 2026-11-23"),
        (
            lambda roster, who, now: roster.prefer(
                roster.show(who).id, Preferences(skipped_editions=("daily",)), now=now
            ),
            "preferred by web on 2026-11-23",
        ),
        (
            lambda roster, who, now: roster.prefer(roster.show(who).id, Preferences(), now=now),
            "preferred by web on 2026-11-23",
        ),
    ],
)
def test_whoever_did_something_since_stays_as_they_are(bring, undo, db, roster, now, act, reason) -> None:
    bring("email,topics\nana@reader.example,a\nben@reader.example,\n", lists=("daily",))
    act(roster, "ana@reader.example", now)
    before = [row for row in everything(db)["subscriptions"] if row[0] == 1]
    counts, stayed = undo(1)
    assert (counts, list(stayed.values())) == ((1, 0, 0), [reason])
    assert [one.id for one in roster.list()] == [1]
    assert everything(db)["subscriptions"] == before


def test_whoever_was_changed_by_it_and_did_something_since_stays_too(bring, undo, roster, now) -> None:
    roster.add("ana@reader.example", name="Ana", lists=["daily"], now=now)
    bring("email,name\nana@reader.example,Other\n", lists=("weekly",))
    roster.confirm("ana@reader.example", "daily", now=now, via=Via.WEB)
    assert undo(1) == ((0, 0, 0), {"ana@reader.example": "confirmed by web on 2026-11-23"})
    assert roster.show("ana@reader.example").name == "Other"


def test_being_asked_is_nothing_that_somebody_did(bring, undo, db, roster) -> None:
    bring("email\nana@reader.example\n", lists=("daily",))
    db.execute(
        "INSERT INTO consents (subscriber_id, list, action, at, via, wording, note)"
        " VALUES (1, 'daily', 'asked', '2026-11-23T07:00:00Z', 'web', '', '')"
    )
    assert undo(1) == ((1, 0, 0), {})


def test_what_a_later_import_changed_stays_until_that_one_is_taken_back(bring, undo, roster) -> None:
    bring("email,name\nana@reader.example,Ana\n")
    bring("email,name\nana@reader.example,Other\n")
    assert undo(1) == ((0, 0, 0), {"ana@reader.example": "import 2 changed them since; take that back first"})
    assert undo(2) == ((0, 1, 0), {})
    assert roster.show("ana@reader.example").name == "Ana"
    assert undo(1) == ((1, 0, 0), {})
    assert list(roster.list()) == []


def test_a_later_import_that_changed_nothing_of_them_is_no_hindrance(bring, undo) -> None:
    bring("email,name\nana@reader.example,Ana\n")
    bring("email,name\nana@reader.example,Ana\n")
    assert undo(1) == ((1, 0, 0), {})


def test_taking_it_back_again_does_nothing_more(bring, undo, db, roster, now) -> None:
    roster.add("cleo@reader.example", lists=["weekly"], now=now)
    bring("email,name\nana@reader.example,\nben@reader.example,\ncleo@reader.example,Cleo\n")
    roster.edit("ben@reader.example", note="by hand", now=now)
    assert undo(1)[0] == (1, 1, 0)
    roster.edit("cleo@reader.example", name="Cleo again", now=now)
    before, when = everything(db), import_of(db, 1).undone_at
    assert undo(1) == ((0, 0, 0), {"ben@reader.example": "changed by hand since"})
    assert (everything(db), import_of(db, 1).undone_at) == (before, when)


def test_a_suppression_that_somebody_else_asked_for_too_is_not_lifted(bring, undo, suppressions, now) -> None:
    bring("email,status\nana@reader.example,bounced\nben@reader.example,bounced\ncleo@reader.example,bounced\n")
    suppressions.add("ana@reader.example", "asked by telephone", now=now)
    suppressions.remove("ben@reader.example")
    suppressions.add("ben@reader.example", "complaint", now=now)
    bring("email,status\ncleo@reader.example,bounced\n")
    assert undo(1)[0][2] == 0
    assert undo(2)[0][2] == 1  # only now does nobody say so of the third
    assert {one.address for one in suppressions.list()} == {"ana@reader.example", "ben@reader.example"}


def test_people_are_removed_and_restored_some_at_a_time(bring, undo, db, roster, now, monkeypatch) -> None:
    monkeypatch.setattr(importing, "CHUNK", 2)
    monkeypatch.setattr(taking_back, "CHUNK", 3)
    for number in range(7):
        roster.add(f"k{number}@reader.example", now=now)
    before = everything(db)
    bring("email\n" + "".join(f"{kind}{number}@reader.example\n" for number in range(7) for kind in "nk"))
    assert undo(1) == ((7, 7, 0), {})
    assert everything(db) == before


def test_what_others_added_between_two_chunks_stays(bring, undo, roster, db, now, migrated, monkeypatch, lists) -> None:
    bring("email\nana@reader.example\n")
    roster.add("own@reader.example", now=now)
    bring("email\nben@reader.example\n")
    assert undo(1) == ((1, 0, 0), {})
    assert [one.address for one in roster.list()] == ["ben@reader.example", "own@reader.example"]


def test_a_list_that_was_removed_since_stays_removed(bring, undo, roster, lists, now) -> None:
    roster.add("ana@reader.example", lists=["daily"], now=now)
    bring("email,name\nana@reader.example,Ana\nben@reader.example,Ben\n")
    for name in ("daily", "weekly"):
        lists.remove(name, now=now, force=True)
    assert undo(1) == ((1, 1, 0), {})
    record = roster.show("ana@reader.example")
    assert (record.name, record.subscriptions) == ("", ())


def test_there_must_have_been_such_an_import(undo) -> None:
    with pytest.raises(BadValue, match="there was no import 7; see: digest subscribers imports"):
        undo(7)


def test_a_complaint_that_moved_along_is_lifted_with_the_import_that_told_of_it(
    bring, undo, roster, suppressions, mailable, now
) -> None:
    roster.add("ana@reader.example", lists=["weekly"], now=now)
    bring("email,status\nana@reader.example,complained\n")
    roster.edit("ana@reader.example", now=now, new_address="ana@new.example")
    assert mailable("weekly") == []
    undo(1)
    assert suppressions.list() == ()
    assert mailable("weekly") == ["ana@new.example"]


def test_a_complaint_of_ones_own_at_the_new_address_outlasts_the_import(
    bring, undo, roster, suppressions, mailable, now
) -> None:
    roster.add("ana@reader.example", lists=["weekly"], now=now)
    suppressions.add("ana@new.example", "complaint", now=now)
    bring("email,status\nana@reader.example,complained\n")
    roster.edit("ana@reader.example", now=now, new_address="ana@new.example")
    undo(1)
    assert mailable("weekly") == []
