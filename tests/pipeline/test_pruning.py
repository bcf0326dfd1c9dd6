"""What was kept long enough goes, its counts stay, and nothing that a promise rests on is touched."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from digest.pipeline.letters.readers import led_to, whose
from digest.pipeline.returns.returns import take_in
from digest.store.issues.contents import content_of
from subscribers.keys import signing_keys
from subscribers.tokens import TokenMint
from tests.pipeline.conftest import send_issues

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Desk
    from tests.pipeline.conftest import Sent

LATER = "2027-06-01T07:00:00Z"


@pytest.fixture
def weeks(live: Callable[..., Desk], opened: Callable[[Path, str], Sent]) -> Sent:
    """Three issues, of which two bounced for somebody and one was called spam, half a year ago."""
    desk = live(send_issues, days=3)
    sent = opened(desk.folder, desk.now)
    take_in(sent.newsroom, [
        sent.event("bounced", "ben", "daily/2026-11-23", fault="passing", code="4.2.2"),
        sent.event("complained", "cid", "daily/2026-11-24"),
        sent.event("delivered", "ana", "daily/2026-11-24"),
        sent.event("delivered", "ana", "daily/2026-11-25"),
    ])  # fmt: skip
    desk.now = LATER
    return sent


def ask(desk: Desk, sql: str) -> list[Any]:
    with closing(sqlite3.connect(desk.folder / "digest.db")) as db:
        return [one for (one,) in db.execute(sql)]


def standing(desk: Desk) -> list[dict[str, Any]]:
    return [desk.ok("status", f"daily/2026-11-{day}", "--json").json for day in (23, 24, 25)]


def test_finished_issues_fold_into_counts_that_stay_as_they_were(weeks: Sent, desk: Desk) -> None:
    before = standing(desk)
    assert [one["counts"]["recipients"] for one in before] == [3, 3, 3]
    told = desk.ok("db", "prune", "--dry-run", "--json").json
    done = desk.ok("db", "prune", "--json").json
    counted = ("issues", "deliveries", "events", "letters", "runs", "stories", "texts")
    assert {name: done[name] for name in counted} == {name: told[name] for name in counted}
    assert (done["issues"], done["deliveries"]) == (2, 6), "the last issue stays"
    assert standing(desk) == before
    assert ask(desk, "SELECT COUNT(*) FROM deliveries WHERE address LIKE '%@%'") == [3]
    assert desk.ok("db", "check").code == 0
    again = desk.ok("db", "prune", "--json").json
    assert {name: again[name] for name in counted} == dict.fromkeys(counted, 0)


def test_numbers_of_deliveries_are_never_given_twice(weeks: Sent, desk: Desk) -> None:
    (last,) = ask(desk, "SELECT MAX(id) FROM deliveries")
    desk.ok("db", "prune")
    desk.story("June", published="2027-06-01T05:00:00Z")
    desk.ok("send", "daily", "--yes")
    assert min(ask(desk, "SELECT id FROM deliveries WHERE issue_id = (SELECT MAX(id) FROM issues)")) > last


def test_a_carried_story_is_never_news_again(weeks: Sent, desk: Desk) -> None:
    desk.ok("db", "prune")
    titles = {one["title"] for one in desk.ok("stories", "list", "--json").json}
    assert {f"Ferry strike ends {day}" for day in range(3)} <= titles
    desk.story("Ferry strike ends 1", published="2026-11-24T05:00:00Z")
    assert len(ask(desk, "SELECT id FROM stories WHERE title = 'Ferry strike ends 1'")) == 1
    assert desk("send", "daily", "--yes").code == 3


def test_old_stories_that_no_issue_carried_go_and_undated_ones_stay_known(weeks: Sent, desk: Desk) -> None:
    desk.now = "2026-11-26T07:00:00Z"
    desk.story("Sport of the day", tags="sport", published="2026-11-26T05:00:00Z")
    line = '{"title": "An undated notice", "body": "It hangs there. It says much. It goes on.", "source": "Wall"}'
    desk.ok("stories", "add", desk.write("notice.jsonl", line))
    desk.now = "2028-03-01T07:00:00Z"
    desk.story("Two years later", published="2028-03-01T05:00:00Z")
    desk.ok("send", "daily", "--yes")
    done = desk.ok("db", "prune", "--json").json
    assert (done["stories"], done["texts"]) == (1, 4)
    known = {one["title"]: one["body"] for one in desk.ok("stories", "list", "--json").json}
    assert "Sport of the day" not in known
    assert known["An undated notice"] == ""
    assert desk.ok("stories", "list", "--search", "Ferry").out.count("Ferry strike ends") == 3
    again = desk("stories", "add", "notice.jsonl")
    assert "0 added" in again.out, again


def test_news_that_an_edition_can_still_look_for_stays_however_short_stories_are_kept(weeks: Sent, desk: Desk) -> None:
    desk.configure(mail='[keep]\nstories = "7d"', edition='max_age = "30d"')
    desk.now = "2026-11-26T07:00:00Z"
    desk.story("Late but news", published="2026-11-26T05:00:00Z")
    desk.now = LATER
    assert desk.ok("db", "prune", "--json").json["stories"] == 0, "no issue went out since"


def test_events_stay_long_enough_to_know_them_again_and_one_says_that_they_are_reported(
    weeks: Sent, desk: Desk
) -> None:
    desk.now = "2026-12-20T07:00:00Z"
    assert desk.ok("db", "prune", "--json").json["events"] == 0
    desk.now = LATER
    assert desk.ok("db", "prune", "--json").json["events"] == 3
    assert ask(desk, "SELECT kind FROM events") == ["delivered"]


def test_links_of_a_pruned_issue_still_take_off_its_lists_and_the_archive_still_shows_it(
    weeks: Sent, desk: Desk, opened: Callable[[Path, str], Sent]
) -> None:
    delivery = weeks.delivery("ana", "daily/2026-11-23")
    token = TokenMint(signing_keys(weeks.newsroom.db)).mint(delivery.subscriber_id, delivery.issue_id, epoch=0)
    desk.ok("db", "prune")
    newsroom = opened(desk.folder, LATER).newsroom
    assert [one.name for one in led_to(newsroom, whose(newsroom, token))] == ["daily"]
    content = content_of(newsroom.db, delivery.issue_id, publication=newsroom.settings.publication)
    assert content
    assert content.lead.title == "Ferry strike ends 0"
    assert ask(desk, "SELECT length(message) FROM variants ORDER BY id")[0] == 0


def test_unknown_mails_of_a_pruned_issue_are_counted_and_no_more_asked_about(weeks: Sent, desk: Desk) -> None:
    weeks.put("unknown", "ana", "daily/2026-11-23")
    weeks.close("partial", "daily/2026-11-23")
    assert "resolve" in desk.ok("status", "daily/2026-11-23").out
    desk.ok("db", "prune")
    result = desk.ok("status", "daily/2026-11-23")
    assert "1 unknown" in result.out
    assert "resolve" not in result.out


def test_who_still_has_to_answer_is_not_asked_again(desk: Desk) -> None:
    for name in ("ana", "ben"):
        desk.ok("subscribers", "add", f"{name}@reader.example", "--list", "daily")
    desk.ok("subscribers", "ask")
    desk.ok("subscribers", "confirm", "ben@reader.example")
    assert len(desk.outbox()) == 2
    desk.now = LATER
    assert desk.ok("db", "prune", "--json").json["letters"] == 1
    desk.ok("subscribers", "ask")
    assert len(desk.outbox()) == 2


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ('events = "20h"', "keep.events: '20h' is too short; write 2d or more"),
        ('deliveries = "1d"', "keep.deliveries"),
        ('letters = "x"', "keep.letters: 'x' is not a duration"),
        ('walks = "3d"', "keep.walks: unknown key"),
    ],
)
def test_times_too_short_to_be_safe_are_refused(desk: Desk, written: str, words: str) -> None:
    desk.configure(mail=f"[keep]\n{written}")
    result = desk("db", "prune")
    assert result.code == 2
    assert words in result.err


def test_an_empty_time_keeps_for_good(weeks: Sent, desk: Desk) -> None:
    desk.configure(mail='[keep]\ndeliveries = ""\nevents = ""\nletters = ""\nstories = ""\nruns = ""')
    done = desk.ok("db", "prune", "--json").json
    assert [done[name] for name in ("deliveries", "events", "letters", "stories", "texts")] == [0] * 5


def test_the_file_shrinks(desk: Desk, opened: Callable[[Path, str], Sent]) -> None:
    send_issues(desk, 2)
    grow(desk)
    desk.now = LATER
    done = desk.ok("db", "prune", "--json").json
    assert done["waits"] == ""
    assert done["bytes_after"] < done["bytes_before"] / 3
    assert (desk.folder / "digest.db").stat().st_size == done["bytes_after"]
    assert desk.ok("status", "daily/2026-11-23", "--json").json["counts"]["accepted"] == 20_003


def test_a_file_of_an_early_version_is_written_anew_once_and_not_while_mail_is_sent(desk: Desk) -> None:
    send_issues(desk, 2)
    with closing(sqlite3.connect(desk.folder / "digest.db", isolation_level=None)) as db:
        db.execute("PRAGMA auto_vacuum = NONE")
        db.execute("VACUUM")
    grow(desk)
    desk.now = LATER
    with (desk.folder / "digest.db-daily.lock").open("a") as file:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX)
        waiting = desk.ok("db", "prune")
        assert "did not shrink: mail is being sent" in waiting.err
        assert desk.ok("status", "daily/2026-11-23", "--json").json["counts"]["accepted"] == 20_003
    done = desk.ok("db", "prune", "--json").json
    assert done["waits"] == ""
    assert done["bytes_after"] < done["bytes_before"] / 3
    assert ask(desk, "PRAGMA auto_vacuum") == [2]


def grow(desk: Desk, mails: int = 20_000) -> None:
    """Let the first issue have had so many recipients more."""
    columns = "variant_id, name, list, list_title, joined_at, epoch, attempts, via, code, detail, changed_at"
    with closing(sqlite3.connect(desk.folder / "digest.db", isolation_level=None)) as db:
        db.execute(
            f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {mails}) "
            f"INSERT INTO deliveries (id, issue_id, subscriber_id, address, address_key, status, {columns}) "
            "SELECT 1000 + i, d.issue_id, 1000 + i, 'r' || i || '@reader.example', 'r' || i || '@reader.example', "
            f"'accepted', {', '.join('d.' + name for name in columns.split(', '))} "
            "FROM n, (SELECT * FROM deliveries ORDER BY id LIMIT 1) AS d"
        )
        db.execute("UPDATE deliveries SET id = id + 1000000 WHERE issue_id = (SELECT MAX(id) FROM issues)")
