"""`digest send`: the issue of a slot, once, to those who should have it."""

from __future__ import annotations

from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Desk


@pytest.fixture
def ready(desk: Desk) -> Desk:
    """Two stories and two readers."""
    desk.story("Ferry strike ends")
    desk.story("Council backs the flood wall", tags="local")
    desk.reader("ana@reader.example", "--name", "Ana")
    desk.reader("ben@reader.example")
    return desk


def test_each_reader_gets_one_mail(ready: Desk) -> None:
    sent = ready.ok("send", "daily", "--json").json
    assert sent["state"] == "sent"
    assert sent["issue"] == "daily/2026-11-23"
    assert (sent["counts"]["recipients"], sent["counts"]["accepted"]) == (2, 2)
    assert [path.name for path in ready.outbox()] == ["ana@reader.example.eml", "ben@reader.example.eml"]
    assert ready.outbox()[0].parent == ready.folder / "outbox/daily/2026-11-23"


def test_sending_again_is_harmless_and_says_so_with_exit_0(ready: Desk) -> None:
    ready.ok("send", "daily")
    before = {path: path.stat().st_mtime_ns for path in ready.outbox()}
    again = ready.ok("send", "daily", "--json")
    assert again.json["state"] == "sent"
    assert {path: path.stat().st_mtime_ns for path in ready.outbox()} == before


def test_a_reader_who_joins_after_the_freeze_waits_for_the_next_issue(ready: Desk) -> None:
    ready.ok("send", "daily")
    ready.reader("late@reader.example")
    assert ready.ok("send", "daily", "--json").json["counts"]["recipients"] == 2


def test_the_next_issue_does_not_repeat_what_was_carried(ready: Desk) -> None:
    ready.ok("send", "daily")
    ready.now = "2026-11-24T07:00:00Z"
    ready.story("Night buses return", published="2026-11-24T05:00:00Z")
    plan = ready.ok("plan", "daily", "--json").json
    assert plan["lead"]["title"] == "Night buses return"
    assert plan["briefs"] == []
    assert {out["title"]: out["reason"] for out in plan["left_out"]} == {
        "Ferry strike ends": "carried by daily/2026-11-23",
        "Council backs the flood wall": "carried by daily/2026-11-23",
    }


def test_a_send_that_never_reached_anybody_does_not_eat_the_news(ready: Desk) -> None:
    ready.configure(mail='transport = "smtp"\n[mail.smtp]\nport = 1')
    assert ready("send", "daily").code == 1
    ready.ok("issues", "cancel", "daily")
    ready.configure()
    ready.now = "2026-11-24T06:45:00Z"
    plan = ready.ok("plan", "daily", "--json").json
    titles = {plan["lead"]["title"], *(one["title"] for one in plan["briefs"])}
    assert titles == {"Ferry strike ends", "Council backs the flood wall"}


def test_news_added_after_a_missed_slot_still_goes_into_that_slots_issue(ready: Desk) -> None:
    """The slot was at 06:30; the story came at 07:00, and the issue is composed only then."""
    ready.story("Comet seen over the harbour", published="2026-11-23T06:55:00Z")
    sent = ready.ok("send", "daily", "--json").json
    assert sent["slot"] == "2026-11-23T06:30:00Z"
    titles = [story["title"] for story in ready.ok("issues", "show", "daily", "--json").json["plan"]["briefs"]]
    lead = ready.ok("issues", "show", "daily", "--json").json["plan"]["lead"]["title"]
    assert "Comet seen over the harbour" in [lead, *titles]


def test_after_days_without_a_send_the_window_reaches_back_to_the_last_cutoff(ready: Desk) -> None:
    ready.ok("send", "daily")
    ready.now = "2026-11-24T07:00:00Z"
    ready.story("News of the day nobody sent", published="2026-11-24T02:00:00Z")
    ready.now = "2026-11-27T07:00:00Z"
    ready.story("News of the fourth day", published="2026-11-27T02:00:00Z")
    plan = ready.ok("plan", "daily", "--json").json
    assert plan["window"] == {"from": "2026-11-23T07:00:00Z", "to": "2026-11-27T07:00:00Z"}
    assert {plan["lead"]["title"], *(one["title"] for one in plan["briefs"])} == {
        "News of the day nobody sent",
        "News of the fourth day",
    }


def test_a_day_with_too_few_stories_says_so_and_not_that_there_are_none(desk: Desk) -> None:
    desk.configure(edition="min_stories = 2")
    desk.story("Ferry strike ends")
    assert "no new story" not in (err := desk("send", "daily", "--yes").err)
    assert "nothing to send for daily/2026-11-23: quiet day: 1 story, fewer than 2; see why with:" in err


def test_no_news_no_mail_exit_3_and_later_news_reopens_the_slot(desk: Desk) -> None:
    desk.reader("ana@reader.example")
    quiet = desk("send", "daily")
    assert (quiet.code, quiet.out) == (3, "")
    assert "nothing to send" in quiet.err
    assert desk.ok("status", "daily", "--json").json["state"] == "quiet"
    desk.story("Ferry strike ends")
    assert desk.ok("send", "daily", "--json").json["state"] == "sent"


@pytest.mark.parametrize("extra", [(), ("--extra",)])
def test_composing_a_quiet_day_is_exit_3_with_its_plan_in_json(desk: Desk, extra: tuple[str, ...]) -> None:
    quiet = desk("compose", "daily", "--json", *extra)
    assert (quiet.code, quiet.json["lead"], quiet.json["briefs"]) == (3, None, [])
    assert quiet.json["edition"] == "daily"
    assert desk.ok("issues", "list", "--json").json == []


def test_nobody_to_send_to_is_exit_3_and_names_the_remedy(desk: Desk) -> None:
    desk.story("Ferry strike ends")
    empty = desk("send", "daily")
    assert empty.code == 3
    assert "digest subscribers add ADDRESS --list daily" in empty.err


def test_a_test_copy_is_marked_goes_to_those_addresses_alone_and_leaves_no_trace(ready: Desk) -> None:
    answer = ready.ok("send", "daily", "--to", "desk@herald.example", "--json").json["test_copies"]
    assert [(one["address"], one["status"]) for one in answer] == [("desk@herald.example", "accepted")]
    (copy,) = ready.outbox()
    mail = message_from_bytes(copy.read_bytes(), policy=policy.default)
    assert mail["Subject"].startswith("[Test] ")
    assert ready.ok("issues", "list", "--json").json == []
    assert ready.ok("send", "daily", "--json").json["counts"]["accepted"] == 2


def test_a_dry_run_hands_nothing_over_and_stores_nothing(ready: Desk) -> None:
    planned = ready.ok("send", "daily", "--dry-run", "--json").json
    assert planned["plan"]["recipients"]["total"] == 2
    assert (planned["state"], planned["counts"]["recipients"]) == (None, 2)
    assert ready.outbox() == []
    assert ready.ok("issues", "list", "--json").json == []


def test_a_dry_run_of_test_copies_hands_nothing_over_either(ready: Desk) -> None:
    ready.configure(mail='only_to = ["@herald.example"]')
    rehearsed = ready("send", "daily", "--to", "desk@herald.example", "--to", "ana@reader.example", "--dry-run")
    assert rehearsed.code == 1
    assert rehearsed.out == "desk@herald.example: pending\nana@reader.example: skipped not in mail.only_to\n"
    (copy,) = ready.ok("send", "daily", "--to", "desk@herald.example", "--dry-run", "--json").json["test_copies"]
    assert copy["status"] == "pending"
    assert ready.outbox() == []


def test_an_address_given_twice_gets_one_test_copy(ready: Desk) -> None:
    answer = ready.ok("send", "daily", "--to", "desk@herald.example", "--to", "DESK@Herald.Example", "--json").json
    assert len(answer["test_copies"]) == len(ready.outbox()) == 1


def test_a_dry_run_ends_as_the_send_would(desk: Desk) -> None:
    assert desk("send", "daily", "--dry-run").code == 3, "no news"
    desk.story("Ferry strike ends")
    rehearsed, sent = desk("send", "daily", "--dry-run"), desk("send", "daily")
    assert (rehearsed.code, rehearsed.err) == (sent.code, sent.err) == (3, sent.err)
    desk.reader("ana@reader.example")
    desk.configure(mail='transport = "smtp"\n[mail.smtp]\nport = 1')
    desk("send", "daily")
    for word in ("pause", "cancel"):
        desk.ok("issues", word, "daily")
        rehearsed, sent = desk("send", "daily", "--dry-run"), desk("send", "daily")
        assert (rehearsed.code, rehearsed.err) == (sent.code, sent.err) == (1, sent.err)


def test_a_dry_run_of_an_earlier_slot_ends_as_the_send_would(ready: Desk) -> None:
    ready.now = "2026-11-24T07:00:00Z"
    ready.ok("send", "daily")
    earlier = ("--at", "2026-11-23T07:00:00Z")
    assert ready.ok("plan", "daily", *earlier, "--json").json["lead"], "at that moment nothing was sent yet"
    rehearsed, sent = ready("send", "daily", *earlier, "--dry-run"), ready("send", "daily", *earlier)
    assert (rehearsed.code, rehearsed.err) == (sent.code, sent.err) == (3, sent.err)
    assert ready.ok("send", "daily", "--at", ready.now, "--dry-run", "--json").json["state"] == "sent"


def test_an_extra_issue_can_be_rehearsed_and_sent_as_a_test_copy_by_its_name(ready: Desk) -> None:
    name = ready.ok("compose", "daily", "--extra", "--json").json["issue"]
    rehearsed = ready.ok("send", name, "--dry-run", "--json").json
    assert (rehearsed["issue"], rehearsed["state"], rehearsed["counts"]["pending"]) == (name, "draft", 2)
    assert ready.ok("send", name, "--to", "desk@herald.example", "--json").json["issue"] == name
    (copy,) = ready.outbox()
    assert copy.parent.name == "2026-11-23T0700-test"
    assert ready("send", "daily/2026-11-20", "--dry-run").code == 2


def test_only_to_keeps_a_staging_set_up_from_mailing_readers(ready: Desk) -> None:
    ready.configure(mail='only_to = ["@herald.example", "BEN@reader.example"]')
    counts = ready.ok("send", "daily", "--json").json["counts"]
    assert (counts["accepted"], counts["skipped"]) == (1, 1)
    assert [path.name for path in ready.outbox()] == ["ben@reader.example.eml"]


def test_what_is_planned_and_rehearsed_counts_whom_only_to_lets_be_mailed(ready: Desk) -> None:
    ready.configure(mail='only_to = ["BEN@reader.example"]')
    expected = {"total": 1, "skipped": [{"reason": "not in mail.only_to", "count": 1}]}
    planned = ready.ok("plan", "daily", "--json").json
    assert planned["recipients"] == expected
    assert [one["recipients"] for one in planned["by_variant"]] == [1]
    rehearsed = ready.ok("send", "daily", "--dry-run", "--json").json
    assert (rehearsed["counts"]["recipients"], rehearsed["plan"]["recipients"]) == (1, expected)


def test_nobody_is_mailed_and_nothing_frozen_where_only_to_names_no_reader(ready: Desk) -> None:
    ready.configure(mail='only_to = ["desk@herald.example"]')
    rehearsed, sent = ready("send", "daily", "--dry-run"), ready("send", "daily", "--yes")
    assert (rehearsed.code, rehearsed.err) == (sent.code, sent.err) == (3, sent.err)
    assert "only_to keeps it from all 2 readers" in sent.err
    assert ready.ok("issues", "list", "--json").json == []


def test_who_chose_otherwise_and_is_kept_out_by_only_to_gets_their_own_choice_once_it_is_lifted(ready: Desk) -> None:
    """Choices of all recipients are frozen, also those of whom nobody is mailed for now."""
    ready.ok("subscribers", "edit", "ana@reader.example", "--topic", "+sport")
    ready.configure(mail='only_to = ["ben@reader.example"]\ntransport = "smtp"\n[mail.smtp]\nport = 1')
    assert ready("send", "daily", "--yes").code == 1
    ready.configure()
    ready.ok("send", "daily", "--yes")
    assert [path.name for path in ready.outbox()] == ["ben@reader.example.eml"]


def test_a_time_to_come_is_refused_by_send_and_run_and_welcome_to_plan(ready: Desk) -> None:
    assert ready("send", "daily", "--at", "2026-11-24").code == 2
    assert ready("run", "--at", "2026-11-24T07:00").code == 2
    plan = ready.ok("plan", "daily", "--at", "2026-11-24T07:00", "--json").json
    assert plan["issue"] == "daily/2026-11-24"


def test_a_draft_of_a_slot_to_come_is_not_sent_before_it_and_the_word_edition_does_not_mean_it(ready: Desk) -> None:
    """Sent too early, it would leave its slot without the news that comes until then."""
    ready.ok("compose", "daily", "--at", "2026-11-24T06:30")
    when = "from Tue 24 Nov 06:30 on, send it with: digest send daily/2026-11-24"
    for name in ("daily/2026-11-24", "daily#1"):
        rehearsed, sent = ready("send", name, "--dry-run"), ready("send", name, "--yes")
        assert (rehearsed.code, rehearsed.err) == (sent.code, sent.err) == (2, sent.err)
        assert sent.err == f"digest: daily/2026-11-24 is of a slot still to come; {when}\n"
    assert f"next: {when}" in ready.ok("status").out
    (copy,) = ready.ok("send", "daily/2026-11-24", "--to", "desk@herald.example", "--json").json["test_copies"]
    assert copy["status"] == "accepted"
    ready.configure(mail='transport = "smtp"\n[mail.smtp]\nport = 1')
    assert ready("send", "daily", "--yes").code == 1
    assert [one["issue"] for one in ready.ok("status", "--json").json] == ["daily/2026-11-23", "daily/2026-11-24"]
    for word, state in (("pause", "paused"), ("resume", "sending"), ("cancel", "cancelled")):
        assert ready.ok("issues", word, "daily", "--json").json["issue"] == "daily/2026-11-23"
        assert ready.ok("status", "daily", "--json").json["state"] == state
    ready.configure()
    ready.now = "2026-11-24T06:30:00Z"
    assert ready.ok("send", "daily/2026-11-24", "--json").json["state"] == "sent"


def test_a_resumed_issue_is_byte_for_byte_the_same(ready: Desk) -> None:
    """Frozen before the first mail: neither a revised story nor a new configuration changes it."""
    ready.configure(mail='transport = "smtp"\n[mail.smtp]\nport = 1')
    assert ready("send", "daily").code == 1
    frozen = ready.ok("preview", "daily", "--out", "before")
    assert frozen.code == 0
    before = (ready.folder / "before/issue.html").read_bytes()
    ready.now = "2026-11-23T09:00:00Z"
    ready.story("Breaking: harbour closed", published="2026-11-23T08:59:00Z")
    ready.configure(edition="briefs = 0")
    ready.ok("send", "daily")
    mail = message_from_bytes(ready.outbox()[0].read_bytes(), policy=policy.default)
    html = mail.get_body(("html",))
    assert html is not None
    after = html.get_content()
    assert "Council backs the flood wall" in after
    assert "Breaking" not in after
    assert mail["Date"] == "Mon, 23 Nov 2026 07:00:00 +0000"
    ready.ok("preview", "daily", "--out", "after")
    assert (ready.folder / "after/issue.html").read_bytes() == before


def test_the_same_database_slot_and_cutoff_give_the_same_bytes(ready: Desk) -> None:
    for folder in ("one", "two"):
        ready.ok("preview", "daily", "--at", "2026-11-23T07:00", "--out", folder)
    for name in ("issue.html", "issue.txt", "issue.eml"):
        assert (ready.folder / "one" / name).read_bytes() == (ready.folder / "two" / name).read_bytes()


def test_an_extra_issue_stands_beside_the_days_own(ready: Desk) -> None:
    ready.ok("send", "daily")
    ready.now = "2026-11-23T14:00:00Z"
    ready.story("Correction: the ferry sails at six", published="2026-11-23T13:30:00Z")
    extra = ready.ok("compose", "daily", "--extra", "--json").json
    assert extra["issue"] == "daily/2026-11-23T14:00"
    assert extra["number"] == 2


def test_pause_resume_cancel_change_what_a_send_does(ready: Desk) -> None:
    ready.configure(mail='transport = "smtp"\n[mail.smtp]\nport = 1')
    ready("send", "daily")
    ready.ok("issues", "pause", "daily/2026-11-23")
    paused = ready("send", "daily")
    assert paused.code == 1
    assert "digest issues resume daily/2026-11-23" in paused.err
    ready.ok("issues", "resume", "daily")
    ready.configure()
    assert ready.ok("send", "daily", "--json").json["counts"]["accepted"] == 2
    assert ready("issues", "cancel", "daily").code == 1


def test_an_issue_that_reached_nobody_goes_into_the_next_ones_and_no_reader_gets_it_twice(ready: Desk) -> None:
    ready.configure(mail='transport = "smtp"\n[mail.smtp]\nport = 1')
    assert ready("send", "daily").code == 1
    ready.configure()
    ready.now = "2026-11-24T06:45:00Z"
    ready.story("Night buses return", published="2026-11-24T05:00:00Z")
    sent = ready.ok("send", "daily", "--json").json
    assert (sent["issue"], sent["number"]) == ("daily/2026-11-24", 1)
    plan = ready.ok("issues", "show", "daily", "--json").json["plan"]
    titles = {plan["lead"]["title"], *(one["title"] for one in plan["briefs"])}
    assert titles == {"Ferry strike ends", "Council backs the flood wall", "Night buses return"}
    ready.ok("run")
    before = ready.ok("status", "daily/2026-11-23", "--json").json
    assert (before["state"], before["counts"]["cancelled"]) == ("merged", 2)
    assert len(ready.outbox()) == 2


def test_a_story_whose_feed_gave_it_a_new_date_is_not_carried_again(ready: Desk) -> None:
    ready.ok("send", "daily")
    ready.now = "2026-11-28T07:00:00Z"
    ready.story("Ferry strike ends", published="2026-11-28T05:00:00Z")
    plan = ready.ok("plan", "daily", "--json").json
    assert plan["lead"] is None
    assert "carried by daily/2026-11-23" in {out["reason"] for out in plan["left_out"]}


def test_a_failed_send_does_not_close_the_window(ready: Desk) -> None:
    """Only an issue that reached somebody moves the start of the next window."""
    ready.configure(mail='transport = "smtp"\n[mail.smtp]\nport = 1')
    ready.now = "2026-11-26T07:00:00Z"
    ready.story("Fresh enough to fail with", published="2026-11-26T05:00:00Z")
    assert ready("send", "daily").code == 1
    ready.now = "2026-11-27T07:00:00Z"
    start = ready.ok("plan", "daily", "--json").json["window"]["from"]
    assert start == "2026-11-25T19:00:00Z"


def test_an_extra_issue_is_sent_by_its_name(ready: Desk) -> None:
    ready.ok("send", "daily")
    ready.now = "2026-11-23T14:00:00Z"
    ready.story("Correction: the ferry sails at six", published="2026-11-23T13:30:00Z")
    ready.ok("compose", "daily", "--extra")
    again = ready("compose", "daily", "--extra")
    assert again.code == 1
    assert "already" in again.err
    sent = ready.ok("send", "daily/2026-11-23T14:00", "--json").json
    assert (sent["state"], sent["counts"]["accepted"]) == ("sent", 2)
    assert (ready.folder / "outbox/daily/2026-11-23T1400").is_dir()


def test_a_send_stopped_before_its_slot_was_over_is_finished_by_the_next(ready: Desk) -> None:
    from digest.store.database import open_database

    ready.configure(mail='transport = "smtp"\n[mail.smtp]\nport = 1')
    assert ready("send", "daily").code == 1
    db = open_database(ready.folder / "digest.db")
    db.conn.execute("UPDATE deliveries SET status = 'accepted' WHERE id = 1")
    db.conn.execute("UPDATE issues SET carried_at = '2026-11-23T07:00:00Z'")
    db.close()
    ready.configure()
    ready.now = "2026-11-24T07:00:00Z"
    assert ready("send", "daily").code == 3, "there is nothing for the new slot"
    assert [path.name for path in ready.outbox()] == ["ben@reader.example.eml"]
    assert ready.ok("status", "daily/2026-11-23", "--json").json["state"] == "sent"


def test_a_claim_made_for_another_transport_is_unknown_and_not_sent_again(ready: Desk) -> None:
    from digest.store.database import open_database

    ready.configure(mail='transport = "smtp"\n[mail.smtp]\nport = 1')
    assert ready("send", "daily").code == 1
    db = open_database(ready.folder / "digest.db")
    db.conn.execute("UPDATE deliveries SET status = 'claimed', via = 'smtp 127.0.0.1' WHERE id = 1")
    db.close()
    ready.configure()
    left = ready("send", "daily", "--json")
    assert left.code == 4
    assert (left.json["counts"]["unknown"], left.json["counts"]["accepted"]) == (1, 1)
    ready.ok("issues", "resolve", "daily", "--unknown", "resend")
    assert ready.ok("send", "daily", "--json").json["counts"]["accepted"] == 2


def test_cancelling_settles_what_a_killed_run_had_claimed(ready: Desk) -> None:
    from digest.store.database import open_database

    ready.configure(mail='transport = "smtp"\n[mail.smtp]\nport = 1')
    ready("send", "daily")
    db = open_database(ready.folder / "digest.db")
    db.conn.execute("UPDATE deliveries SET status = 'claimed', via = 'smtp 127.0.0.1' WHERE id = 1")
    db.close()
    ready.ok("issues", "cancel", "daily")
    counts = ready.ok("status", "daily", "--json").json["counts"]
    assert (counts["unknown"], counts["cancelled"], counts["claimed"]) == (1, 1, 0)


def test_the_sender_is_frozen_with_the_issue(ready: Desk) -> None:
    ready.configure(mail='transport = "smtp"\n[mail.smtp]\nport = 1')
    ready("send", "daily")
    ready.configure()
    config = ready.folder / "digest.toml"
    config.write_text(config.read_text().replace("<digest@herald.example>", "<news@other.example>"))
    ready.ok("send", "daily")
    mail = message_from_bytes(ready.outbox()[0].read_bytes(), policy=policy.default)
    assert mail["From"].addresses[0].addr_spec == "digest@herald.example"
    assert mail["Message-ID"].endswith("@herald.example>")


def test_a_transport_that_cannot_be_made_is_told_before_anything_is_fixed(ready: Desk) -> None:
    ready.configure(mail='transport = "smtp"\n[mail.smtp]\nusername = "herald"')
    failed = ready("send", "daily")
    assert failed.code == 1
    assert "DIGEST_SMTP_PASSWORD" in failed.err
    assert ready.ok("issues", "list", "--json").json == []


def test_the_configured_rate_is_kept_and_what_was_spent_outlives_the_run(ready: Desk) -> None:
    import time

    for number in range(3):
        ready.reader(f"more{number}@reader.example")
    ready.configure(mail='rate = "3/s"')
    begun = time.monotonic()
    ready.ok("send", "daily")
    assert time.monotonic() - begun >= 1.0, "five mails at three a second"


def test_an_edition_that_names_a_renamed_list_is_told_so(ready: Desk) -> None:
    ready.ok("lists", "rename", "daily", "morning")
    result = ready("send", "daily")
    assert result.code == 2
    assert "no list named 'daily'" in result.err
    assert [one["name"] for one in ready.ok("lists", "list", "--json").json] == ["morning"]


def test_a_quiet_send_still_answers_with_one_document(desk: Desk) -> None:
    desk.reader("ana@reader.example")
    quiet = desk("send", "daily", "--json")
    assert quiet.code == 3
    assert (quiet.json["state"], quiet.json["counts"]["recipients"]) == ("quiet", 0)


def test_nobody_else_on_the_machine_reads_addresses_or_keys(ready: Desk) -> None:
    ready.ok("send", "daily")
    assert (ready.folder / "digest.db").stat().st_mode & 0o077 == 0
    assert (ready.folder / "outbox").stat().st_mode & 0o077 == 0


def test_a_person_can_still_send_what_run_gave_up(ready: Desk) -> None:
    """The server was down all morning; at noon `run` let the issue be part of a later one; at one a person mends it."""
    ready.now = "2026-11-23T07:00:00Z"
    ready.configure(mail='transport = "smtp"\n[mail.smtp]\nport = 1')
    assert ready("send", "daily").code == 1
    ready.now = "2026-11-23T13:30:00Z"
    assert "reached nobody" in ready("run").err
    assert ready.ok("status", "daily", "--json").json["state"] == "merged"
    ready.configure()
    assert ready.ok("plan", "daily", "--json").json["lead"] is not None
    sent = ready.ok("send", "daily", "--json").json
    assert (sent["state"], sent["number"], sent["counts"]["accepted"]) == ("sent", 1, 2)
    assert sent["counts"]["recipients"] == 2
    assert len(ready.outbox()) == 2


def test_an_issue_resumed_after_a_later_one_was_sent_goes_out_and_is_not_lost(ready: Desk) -> None:
    ready.configure(mail='transport = "smtp"\n[mail.smtp]\nport = 1')
    assert ready("send", "daily").code == 1
    ready.ok("issues", "pause", "daily")
    ready.configure()
    ready.now = "2026-11-24T07:00:00Z"
    ready.story("Night buses return", published="2026-11-24T05:00:00Z")
    ready.ok("send", "daily")
    resumed = ready.ok("issues", "resume", "daily/2026-11-23")
    assert "digest send daily/2026-11-23" in resumed.out
    ready.ok("run")
    assert ready.ok("status", "daily/2026-11-23", "--json").json["counts"]["accepted"] == 2
    assert len(ready.outbox()) == 4


def test_a_slot_whose_news_went_into_a_later_issue_stays_merged(ready: Desk) -> None:
    ready.configure(mail='transport = "smtp"\n[mail.smtp]\nport = 1')
    assert ready("send", "daily").code == 1
    ready.configure()
    ready.now = "2026-11-24T07:00:00Z"
    ready.story("Night buses return", published="2026-11-24T05:00:00Z")
    ready.ok("send", "daily")
    assert ready("send", "daily/2026-11-23").code == 3
    assert ready.ok("status", "daily/2026-11-23", "--json").json["state"] == "merged"
