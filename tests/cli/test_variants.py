"""An issue in variants: what readers of these topics and languages get, once rendered and once sent."""

from __future__ import annotations

from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest

from digest.store.database import open_database

if TYPE_CHECKING:
    from tests.conftest import Desk

WORLD, LOCAL, BOTH = "Ferry strike ends", "Council backs the flood wall", "Harbour pact signed at last"


@pytest.fixture
def ready(desk: Desk) -> Desk:
    """Three stories, and readers of several topics and languages."""
    desk.story(WORLD)
    desk.story(LOCAL, tags="local", published="2026-11-23T04:00:00Z")
    desk.story(BOTH, published="2026-11-22T19:30:00Z")
    desk.ok("stories", "tag", "3", "+local", "+harbour")
    desk.reader("all@reader.example")
    desk.reader("world@reader.example", "--topic", "world")
    desk.reader("local@reader.example", "--topic", "local", "--topic", "gardening")
    desk.reader("ort@reader.example", "--topic", "local", "--language", "de")
    desk.reader("alles@reader.example", "--language", "de-AT")
    desk.reader("sport@reader.example", "--topic", "sport")
    return desk


def mail(desk: Desk, reader: str) -> tuple[str, str]:
    """The subject and the text of a reader's mail."""
    (path,) = [one for one in desk.outbox() if one.name.startswith(f"{reader}@")]
    found = message_from_bytes(path.read_bytes(), policy=policy.default)
    text = found.get_body(("plain",))
    assert text is not None
    return str(found["Subject"]), text.get_content()


def stories_of(desk: Desk, reader: str) -> set[str]:
    _, text = mail(desk, reader)
    return {title for title in (WORLD, LOCAL, BOTH) if title in text}


def test_who_follows_topics_gets_stories_with_those_tags_alone(ready: Desk) -> None:
    ready.ok("send", "daily")
    assert stories_of(ready, "all") == stories_of(ready, "alles") == {WORLD, LOCAL, BOTH}
    assert stories_of(ready, "world") == {WORLD, BOTH}
    assert stories_of(ready, "local") == stories_of(ready, "ort") == {LOCAL, BOTH}
    assert mail(ready, "local")[0].startswith(LOCAL)
    assert mail(ready, "all")[0].startswith(WORLD)


def test_the_interface_speaks_the_readers_language_and_the_stories_their_own(ready: Desk) -> None:
    ready.ok("send", "daily")
    _, german = mail(ready, "ort")
    assert "Abmelden" in german
    assert "Sie erhalten diese Mail, weil Sie Daily" in german
    assert "Montag, 23. November 2026" in german
    (path,) = [one for one in ready.outbox() if one.name.startswith("ort@")]
    html = message_from_bytes(path.read_bytes(), policy=policy.default).get_body(("html",))
    assert html is not None
    assert '<html lang="de"' in html.get_content()
    assert 'lang="en"' in html.get_content()


def test_who_follows_nothing_of_today_is_skipped_and_counted_with_the_reason(ready: Desk) -> None:
    plan = ready.ok("plan", "daily", "--json").json
    assert plan["recipients"] == {"total": 5, "skipped": [{"reason": "nothing new in their topics", "count": 1}]}
    sent = ready.ok("send", "daily", "--json").json
    assert (sent["counts"]["recipients"], sent["counts"]["accepted"], sent["counts"]["skipped"]) == (6, 5, 1)
    assert sent["skipped"] == [{"reason": "nothing new in their topics", "count": 1}]
    assert (sent["state"], sent["variants"]) == ("sent", 5)
    assert not [one for one in ready.outbox() if one.name.startswith("sport@")]
    assert (
        "5 recipients of 5 variants: 5 accepted\n  1 not: nothing new in their topics"
        in ready.ok("status", "daily").out
    )
    listed = {one["address"]: one for one in ready.ok("status", "daily", "--deliveries", "--json").json["deliveries"]}
    assert listed["sport@reader.example"]["detail"] == "nothing new in their topics"


def test_a_plan_says_which_variants_there_are_and_who_gets_how_many_stories(ready: Desk) -> None:
    plan = ready.ok("plan", "daily", "--json").json
    assert plan["variants"] == 5
    assert [(one["variant"], one["recipients"], len(one["stories"])) for one in plan["by_variant"]] == [
        ("en", 1, 3),
        ("de", 1, 3),
        ("de local", 1, 2),
        ("en local", 1, 2),
        ("en world", 1, 2),
    ]
    text = ready.ok("plan", "daily").out
    assert "5 variants" in text
    assert "  de local: 1 recipient, 2 stories" in text


def test_variants_are_a_number_also_where_there_is_one(desk: Desk) -> None:
    desk.story(WORLD)
    desk.reader("one@reader.example")
    assert '"variants": 1,' in desk.ok("plan", "daily", "--json").out
    assert '"variants": 1,' in desk.ok("send", "daily", "--json").out


def test_two_sets_of_topics_that_choose_the_same_share_one_rendering(desk: Desk) -> None:
    desk.story(WORLD)
    desk.story(LOCAL, tags="local")
    desk.reader("one@reader.example", "--topic", "world")
    desk.reader("two@reader.example", "--topic", "world", "--topic", "chess")
    desk.reader("three@reader.example", "--topic", "world", "--topic", "local")
    desk.reader("four@reader.example")
    plan = desk.ok("plan", "daily", "--json").json
    assert [(one["variant"], one["recipients"]) for one in plan["by_variant"]] == [("en", 2), ("en world", 2)]
    desk.ok("send", "daily")
    db = open_database(desk.folder / "digest.db")
    assert [row[0] for row in db.execute("SELECT key FROM variants").fetchall()] == ["en", "en world"]
    db.close()


def test_where_all_readers_follow_other_topics_nothing_is_sent(desk: Desk) -> None:
    desk.story(WORLD)
    desk.reader("one@reader.example", "--topic", "chess")
    sent = desk("send", "daily")
    assert sent.code == 3
    assert "no story for the topics that its 1 readers follow" in sent.err


def test_what_only_a_variant_had_is_new_to_all_others_and_to_no_one_who_follows_topics(ready: Desk) -> None:
    ready.configure(edition="briefs = 0")
    ready.ok("send", "daily")
    assert stories_of(ready, "all") == {WORLD}
    assert stories_of(ready, "local") == {LOCAL}
    ready.now = "2026-11-24T06:45:00Z"
    plan = ready.ok("plan", "daily", "--json").json
    assert plan["lead"]["title"] == LOCAL
    stories = {one["variant"]: one["stories"] for one in plan["by_variant"]}
    assert stories == {"en": [2], "de": [2], "en local": [3], "de local": [3]}


def test_topics_chosen_after_the_freezing_change_nothing_in_this_issue(ready: Desk) -> None:
    ready.configure(mail='transport = "smtp"\n[mail.smtp]\nport = 1')
    assert ready("send", "daily").code == 1
    ready.ok("subscribers", "edit", "all@reader.example", "--topic", "+world", "--language", "de")
    ready.ok("subscribers", "edit", "world@reader.example", "--topic", "-world")
    ready.configure()
    ready.ok("send", "daily")
    assert stories_of(ready, "all") == {WORLD, LOCAL, BOTH}
    assert stories_of(ready, "world") == {WORLD, BOTH}
    assert "Unsubscribe" in mail(ready, "all")[1]


def test_check_judges_every_variant_and_names_it(ready: Desk) -> None:
    ready.story("WHY!!! NOW!!!", tags="local", published="2026-11-23T04:59:00Z")
    found = ready("check", "daily", "--json").json
    places = [one["where"] for one in found["warnings"] if one["rule"] == "exclamation-marks"]
    assert places == ["variant de local and 1 more: subject"]


def test_a_variant_is_written_out_as_its_readers_get_it_before_and_after_the_freezing(ready: Desk) -> None:
    ready.ok("preview", "daily", "--out", "before", "--variant", "de local")
    before = (ready.folder / "before/issue.html").read_text("utf-8")
    assert LOCAL in before
    assert WORLD not in before
    ready.ok("send", "daily")
    ready.ok("preview", "daily/2026-11-23", "--out", "after", "--variant", "de local")
    assert (ready.folder / "after/issue.html").read_text("utf-8") == before
    unknown = ready("preview", "daily", "--out", "none", "--variant", "de locl")
    assert unknown.code == 2
    assert "de local" in unknown.err
