"""`digest run`: what cron calls. Each slot once or accounted for; silent when all is well."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from digest.store.database import open_database
from digest.store.lock import edition_lock

if TYPE_CHECKING:
    from tests.conftest import Desk


@pytest.fixture
def ready(desk: Desk) -> Desk:
    """One reader, and an edition known since the morning before."""
    desk.now = "2026-11-22T06:00:00Z"
    desk.reader("ana@reader.example")
    return desk


def states(desk: Desk) -> dict[str, str]:
    return {one["issue"]: one["state"] for one in desk.ok("issues", "list", "--json").json}


def test_a_due_edition_is_sent_once_and_silently(ready: Desk) -> None:
    ready.story("Ferry strike ends", published="2026-11-22T05:00:00Z")
    ready.now = "2026-11-22T06:29:59Z"
    assert ready.ok("run").out == ""
    assert ready.outbox() == []
    for ready.now in ("2026-11-22T06:30:00Z", "2026-11-22T06:35:00Z", "2026-11-22T23:00:00Z"):
        result = ready.ok("run")
        assert (result.out, result.err) == ("", "")
    assert len(ready.outbox()) == 1


def test_a_slot_before_the_edition_was_first_seen_is_not_sent(ready: Desk) -> None:
    ready.story("Ferry strike ends", published="2026-11-22T05:00:00Z")
    assert ready.ok("run").code == 0
    assert states(ready) == {}


def test_of_several_missed_slots_only_the_latest_is_sent_and_the_others_are_recorded(ready: Desk) -> None:
    ready.story("Ferry strike ends", published="2026-11-22T05:00:00Z")
    ready.now = "2026-11-25T07:00:00Z"
    ready.story("Night buses return", published="2026-11-25T05:00:00Z")
    assert ready.ok("run", "--summary").out.startswith("daily/2026-11-24 was missed (and 2 before it); its news goes")
    assert states(ready) == {
        "daily/2026-11-25": "sent",
        "daily/2026-11-24": "merged",
        "daily/2026-11-23": "merged",
        "daily/2026-11-22": "merged",
    }
    assert len(ready.outbox()) == 1


def test_past_the_deadline_a_slot_is_recorded_and_not_sent(ready: Desk) -> None:
    ready.story("Ferry strike ends", published="2026-11-22T05:00:00Z")
    ready.now = "2026-11-22T12:30:01Z"
    told = (
        "digest: daily/2026-11-22 was missed, for no run sent it before its deadline; its news goes into the next issue"
    )
    assert ready.ok("run").err == f"{told}\n"
    assert ready.ok("run").err == "", "told once"
    assert states(ready) == {"daily/2026-11-22": "merged"}
    ready.now = "2026-11-23T06:31:00Z"
    ready.ok("run")
    assert states(ready)["daily/2026-11-23"] == "sent", "and its news goes into the next issue"


def test_with_catch_up_skip_a_missed_slot_is_not_made_up(ready: Desk) -> None:
    ready.configure(edition='catch_up = "skip"')
    ready.story("Ferry strike ends", published="2026-11-22T05:00:00Z")
    ready.now = "2026-11-22T08:00:00Z"
    assert 'catch_up is "skip"' in ready.ok("run").err
    assert states(ready) == {"daily/2026-11-22": "merged"}


def test_a_quiet_day_is_exit_0_silent_and_recorded_once(ready: Desk) -> None:
    ready.now = "2026-11-22T06:31:00Z"
    result = ready.ok("run")
    assert (result.out, result.err) == ("", "")
    ready.story("Ferry strike ends", published="2026-11-22T06:32:00Z")
    ready.now = "2026-11-22T06:40:00Z"
    ready.ok("run")
    assert states(ready) == {"daily/2026-11-22": "quiet"}, "run does not reopen a quiet slot"


def test_an_issue_that_would_reach_nobody_is_told_once(ready: Desk) -> None:
    toml = ready.folder / "digest.toml"
    toml.write_text(toml.read_text().replace('lists = ["daily"]', 'lists = ["dayly"]'))
    ready.story("Ferry strike ends", published="2026-11-22T05:00:00Z")
    ready.now = "2026-11-22T06:31:00Z"
    assert "nobody to send daily/2026-11-22 to: dayly has no confirmed subscriber" in ready.ok("run").err
    ready.now = "2026-11-22T06:36:00Z"
    assert ready.ok("run").err == ""


def test_an_edition_being_sent_by_another_process_is_exit_0(ready: Desk) -> None:
    ready.story("Ferry strike ends", published="2026-11-22T05:00:00Z")
    ready.now = "2026-11-22T06:31:00Z"
    with edition_lock(ready.folder / "digest.db", "daily"):
        assert ready.ok("run").err == ""
        locked = ready("send", "daily")
        assert locked.code == 5
        assert "another run is sending daily" in locked.err
    assert ready.outbox() == []


def test_a_slot_that_waits_long_for_another_process_such_as_a_question_nobody_answers_is_told(ready: Desk) -> None:
    ready.story("Ferry strike ends", published="2026-11-22T05:00:00Z")
    with edition_lock(ready.folder / "digest.db", "daily"):
        for ready.now in ("2026-11-22T06:30:00Z", "2026-11-22T07:00:00Z"):
            assert ready.ok("run").err == ""
        ready.now = "2026-11-22T07:01:00Z"
        assert ready.ok("run").err.startswith("digest: daily/2026-11-22 waits for another process at daily, ")
        assert ready.ok("run").err == "", "told once a day"
    ready.ok("run")
    with edition_lock(ready.folder / "digest.db", "daily"):
        assert ready.ok("run").err == "", "it is sent"


def test_trouble_is_one_line_on_stderr_and_the_next_run_goes_on(ready: Desk) -> None:
    ready.story("Ferry strike ends", published="2026-11-22T05:00:00Z")
    ready.configure(mail='transport = "smtp"\n[mail.smtp]\nport = 1')
    ready.now = "2026-11-22T06:31:00Z"
    failed = ready("run")
    assert failed.code == 1
    assert len(failed.err.splitlines()) == 1
    ready.configure()
    ready.now = "2026-11-22T06:36:00Z"
    assert ready.ok("run").err == ""
    assert states(ready) == {"daily/2026-11-22": "sent"}


def test_a_draft_made_by_hand_is_sent_when_its_slot_is_due(ready: Desk) -> None:
    ready.story("Ferry strike ends", published="2026-11-22T05:00:00Z")
    ready.now = "2026-11-22T06:30:30Z"
    ready.ok("compose", "daily")
    ready.ok("run")
    assert states(ready) == {"daily/2026-11-22": "sent"}


def test_an_extra_issue_does_not_hide_a_slot_that_is_due(ready: Desk) -> None:
    ready.story("Ferry strike ends", published="2026-11-22T05:00:00Z")
    ready.now = "2026-11-22T06:40:00Z"
    ready.ok("compose", "daily", "--extra")
    ready.now = "2026-11-22T06:45:00Z"
    ready.ok("run")
    assert states(ready)["daily/2026-11-22"] == "sent"


def test_json_says_what_was_done(ready: Desk) -> None:
    ready.story("Ferry strike ends", published="2026-11-22T05:00:00Z")
    ready.now = "2026-11-22T06:31:00Z"
    document = ready.ok("run", "--json").json
    assert [one["issue"] for one in document["issues"]] == ["daily/2026-11-22"]
    assert document["troubles"] == []


def test_a_slot_at_the_very_moment_the_edition_was_first_seen_counts(desk: Desk) -> None:
    """The newsroom of this test is known since 07:00 on the 23rd."""
    (desk.folder / "digest.toml").write_text(
        (desk.folder / "digest.toml").read_text().replace("30 6 * * *", "0 7 * * *")
    )
    desk.reader("ana@reader.example")
    desk.story("Ferry strike ends")
    desk.ok("run")
    assert states(desk) == {"daily/2026-11-23": "sent"}


def test_what_is_deferred_makes_no_noise_at_every_call(ready: Desk) -> None:
    ready.story("Ferry strike ends", published="2026-11-22T05:00:00Z")
    ready.configure(mail='transport = "smtp"\n[mail.smtp]\nport = 1')
    ready.now = "2026-11-22T06:31:00Z"
    assert ready("run").code == 1
    db = open_database(ready.folder / "digest.db")
    db.conn.execute("UPDATE deliveries SET status = 'deferred', retry_at = '2026-11-22T07:00:00Z'")
    db.close()
    ready.now = "2026-11-22T06:36:00Z"
    again = ready.ok("run")
    assert (again.out, again.err) == ("", "")
    told = ready("send", "daily")
    assert told.code == 4
    assert "deferred" in told.err


def test_what_is_given_up_at_the_deadline_is_told_once(ready: Desk) -> None:
    ready.reader("ben@reader.example")
    ready.story("Ferry strike ends", published="2026-11-22T05:00:00Z")
    ready.now = "2026-11-22T06:31:00Z"
    ready.ok("run")
    with closing(open_database(ready.folder / "digest.db")) as db:
        db.conn.execute("UPDATE deliveries SET status = 'deferred', retry_at = '2026-11-22T07:00:00Z' WHERE id = 1")
        db.conn.execute("UPDATE issues SET state = 'sending'")
    ready.now = "2026-11-22T13:00:00Z"
    given_up = ready("run")
    assert given_up.code == 4
    assert given_up.err == (
        "digest: daily/2026-11-22: 1 mail put off by the receiving side until the deadline, and given up; "
        "see them with: digest status daily/2026-11-22 --deliveries\n"
    )
    assert states(ready) == {"daily/2026-11-22": "partial"}
    assert "1 mail given up at its deadline" in ready("doctor", "--offline").out
    for command in ("run", "send"):
        assert ready.ok(command, "daily").err.replace("sent before; nothing was handed over now\n", "") == ""


def test_a_slot_that_run_gave_up_can_be_sent_by_hand_and_run_then_leaves_it_alone(ready: Desk) -> None:
    ready.story("Ferry strike ends", published="2026-11-22T05:00:00Z")
    ready.now = "2026-11-22T14:00:00Z"
    ready.ok("run")
    assert states(ready) == {"daily/2026-11-22": "merged"}
    assert ready.ok("send", "daily", "--json").json["state"] == "sent"
    ready.ok("run")
    assert len(ready.outbox()) == 1


def test_a_summary_is_one_line_whatever_was_done(ready: Desk) -> None:
    ready.story("Ferry strike ends", published="2026-11-22T05:00:00Z")
    ready.now = "2026-11-22T06:30:00Z"
    assert ready.ok("run", "--summary").out == "daily/2026-11-22: sent, 1 recipient\n"
    assert ready.ok("run", "--summary").out == "nothing was due\n"


def test_a_run_with_nothing_to_do_loads_nothing_that_fetches_composes_or_sends(ready: Desk) -> None:
    tell = "import sys, atexit; atexit.register(lambda: print(*sys.modules)); "
    code = tell + "import digest.cli.main as m; m.main(['run'])"
    environ = os.environ | {"DIGEST_NOW": ready.now}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ready.folder, env=environ, check=True, capture_output=True, text=True
    )
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert "sqlite_utils" in loaded
    assert not loaded & {"cryptography", "feedparser", "jinja2", "lxml", "mjml", "sentencex", "trafilatura", "urllib3"}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ('lists = ["mornings"]', "no list named 'mornings': did you mean 'evenings'?"),
        ('segment = "list = mornings"', "editions.daily.segment, column 8: no list named 'mornings'"),
    ],
)
def test_an_edition_whose_list_was_renamed_keeps_no_other_waiting(ready: Desk, wrong: str, told: str) -> None:
    ready.ok("lists", "create", "mornings")
    ready.ok("lists", "rename", "mornings", "evenings")
    config = ready.folder / "digest.toml"
    noon = '[editions.noon]\nlists = ["daily"]\ntags = ["world"]\nschedule = "30 6 * * *"\n'
    broken = config.read_text().replace('lists = ["daily"]', wrong)
    config.write_text(f"{broken}{noon}")
    ready.ok("run")
    ready.now = "2026-11-22T06:31:00Z"
    ready.story("Ferry strike ends", published="2026-11-22T05:00:00Z")
    done = ready("run", "--json")
    assert done.code == 2
    assert [one["issue"] for one in done.json["issues"]] == ["noon/2026-11-22"]
    (trouble,) = done.json["troubles"]
    assert trouble.startswith(f"daily cannot be sent: {told}")
    assert ready.ok("status", "--json").json[0]["issue"] == "noon/2026-11-22"


def test_an_issue_half_way_whose_edition_was_renamed_is_told_until_it_is_called_off(ready: Desk) -> None:
    ready.story("Ferry strike ends", published="2026-11-22T05:00:00Z")
    ready.configure(mail='transport = "smtp"\n[mail.smtp]\nport = 1')
    ready.now = "2026-11-22T06:35:00Z"
    assert ready("run").code == 1
    ready.configure()
    config = ready.folder / "digest.toml"
    renamed = config.read_text().replace("[editions.daily]", "[editions.morning]")
    config.write_text(renamed)
    told = ready("run")
    assert (told.code, told.out) == (1, "")
    assert told.err == (
        "digest: daily/2026-11-22 is sending, and digest.toml has no [editions.daily] any more; put it back, "
        "or call the issue off with: digest issues cancel daily/2026-11-22\n"
    )
    again = ready("run")
    assert (again.code, again.err) == (1, ""), "told once a day"
    ready.ok("issues", "cancel", "daily/2026-11-22")
    assert ready.ok("run").err == ""
