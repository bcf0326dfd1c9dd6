"""The editor's word stands over every rule, is shown with who said it and when, and is spent once it was followed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.newsdesk import TOMORROW, edited, plan, why

if TYPE_CHECKING:
    from tests.conftest import Desk

BY = "anna, 2026-11-23 07:00 UTC"


@pytest.fixture
def desk(desk: Desk) -> Desk:
    return edited(desk)


def ids(document: dict) -> list[int]:
    return [one["id"] for one in [document["lead"], *document["briefs"]] if one]


def test_without_a_word_the_newest_lead(desk: Desk) -> None:
    assert ids(plan(desk)) == [4, 3, 2, 1]


def test_a_lead_leads_and_the_plan_says_who_and_when(desk: Desk) -> None:
    desk.ok("stories", "lead", "1")
    found = plan(desk)
    assert ids(found)[0] == 1
    assert f"made the lead by {BY}" in found["lead"]["reasons"]


def test_of_two_leads_the_last_leads_and_the_other_is_in(desk: Desk) -> None:
    desk.configure(edition="briefs = 1")
    desk.ok("stories", "lead", "1")
    desk.now = "2026-11-23T07:05:00Z"
    desk.ok("stories", "lead", "2")
    assert ids(plan(desk)) == [2, 1]


def test_a_pinned_story_is_in_whatever_its_age_tags_and_room(desk: Desk) -> None:
    desk.configure(edition="briefs = 0")
    desk.story("The windmill of last week", tags="travel", published="2026-11-10T05:00:00Z")
    desk.ok("stories", "pin", "5")
    found = plan(desk)
    assert ids(found) == [5]
    assert f"pinned by {BY}" in found["lead"]["reasons"]
    assert why(found, 4).startswith("no room")


def test_a_pin_is_spent_once_the_story_was_sent(desk: Desk) -> None:
    desk.ok("stories", "pin", "1")
    desk.ok("send", "daily", "--yes")
    desk.now = TOMORROW
    desk.story("News of the next day", published="2026-11-24T05:00:00Z")
    assert ids(plan(desk)) == [5]
    said = desk.ok("stories", "pin", "1")
    assert "daily/2026-11-23 carried it already" in said.err
    assert 1 in ids(plan(desk))


def test_a_dropped_story_is_never_carried(desk: Desk) -> None:
    desk.ok("stories", "drop", "4", "--by", "ben")
    found = plan(desk)
    assert ids(found) == [3, 2, 1]
    assert why(found, 4) == "dropped by ben, 2026-11-23 07:00 UTC"
    desk.ok("send", "daily", "--yes")
    desk.now = TOMORROW
    assert plan(desk)["lead"] is None


def test_a_held_story_goes_into_the_issue_after_the_next_also_if_it_is_old_by_then(desk: Desk) -> None:
    desk.configure(edition='max_age = "12h"')
    desk.ok("stories", "hold", "4")
    assert why(plan(desk), 4) == f"held back by {BY}"
    desk.ok("send", "daily", "--yes")
    desk.now = "2026-11-24T06:45:00Z"
    found = plan(desk)
    assert ids(found) == [4]
    assert f"held back by {BY}, until an issue was sent, 2026-11-23 07:00 UTC" in found["lead"]["reasons"]


def test_a_word_is_taken_back(desk: Desk) -> None:
    desk.ok("stories", "drop", "4")
    desk.ok("stories", "release", "4")
    assert ids(plan(desk)) == [4, 3, 2, 1]


def test_a_word_that_names_no_edition_is_told_to_hold_in_each_where_there_are_several(desk: Desk) -> None:
    assert desk.ok("stories", "lead", "1").out.endswith(" leads the next issue\n")
    text = (desk.folder / "digest.toml").read_text()
    (desk.folder / "digest.toml").write_text(text + '\n[editions.weekly]\ntags = ["world"]\n')
    assert desk.ok("stories", "lead", "1").out.endswith(" leads the next issue, in each edition\n")


def test_a_word_for_one_edition_says_nothing_to_another(desk: Desk) -> None:
    text = (desk.folder / "digest.toml").read_text()
    (desk.folder / "digest.toml").write_text(text + '\n[editions.weekly]\ntags = ["world"]\n')
    assert desk.ok("stories", "drop", "4", "--edition", "weekly").out.endswith(" will never be carried, in weekly\n")
    assert 4 in ids(plan(desk))
    assert 4 not in ids(desk.ok("plan", "weekly", "--json").json)


def test_a_story_is_retitled_and_its_summary_rewritten_in_the_mail_and_given_back(desk: Desk) -> None:
    desk.ok("stories", "edit", "4", "--title", "Orchard <wins> a prize", "--summary", "In a few words: it won.")
    found = plan(desk)
    assert found["lead"]["title"] == "Orchard <wins> a prize"
    assert found["lead"]["summary"] == "In a few words: it won."
    assert {f"retitled by {BY}", f"summary written by {BY}"} <= set(found["lead"]["reasons"])
    assert "lead  Orchard <wins> a prize\n" in desk.ok("plan", "daily").out
    desk.ok("preview", "daily", "--out", "look")
    assert "In a few words: it won." in (desk.folder / "look" / "issue.txt").read_text()
    desk.ok("stories", "edit", "4", "--title", "", "--summary", "")
    assert plan(desk)["lead"]["title"] == "The orchard makes news today"
    assert "retitled" not in str(plan(desk))


def test_a_story_is_shown_with_what_was_said_of_it(desk: Desk) -> None:
    assert desk.ok("stories", "show", "4", "--json").json["words"] == []
    desk.ok("stories", "hold", "4", "--edition", "daily")
    desk.ok("stories", "edit", "4", "--title", "It won", "--by", "ben")
    shown = desk.ok("stories", "show", "4").out
    assert f"\nheld back by {BY}, in daily\nretitled by ben, 2026-11-23 07:00 UTC: It won\n" in shown
    words = desk.ok("stories", "show", "4", "--json").json["words"]
    assert [(one["verb"], one["edition"], one["text"], one["by"], one["at"]) for one in words] == [
        ("hold", "daily", "", "anna", "2026-11-23T07:00:00Z"),
        ("title", None, "It won", "ben", "2026-11-23T07:00:00Z"),
    ]


def test_who_undoes_the_word_of_another_editor_is_told_so(desk: Desk) -> None:
    desk.ok("stories", "drop", "4", "--by", "chief")
    undone = "note: until now it was dropped by chief, 2026-11-23 07:00 UTC; that stands no more"
    assert undone in desk("stories", "pin", "4").err
    assert "until now" not in desk("stories", "hold", "4").err, "one's own word"
    assert "until now" not in desk("stories", "drop", "4", "--by", "chief", "--edition", "weekly").err
    assert "until now" not in desk("stories", "release", "4", "--by", "ben").err


def test_what_was_said_is_listed_with_json(desk: Desk) -> None:
    desk.ok("stories", "pin", "2")
    found = desk.ok("stories", "hold", "2", "--edition", "daily", "--json").json
    assert [(one["verb"], one["edition"], one["by"]) for one in found["words"]] == [
        ("pin", None, "anna"),
        ("hold", "daily", "anna"),
    ]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("pin", "99"), "no story with id 99; see: digest stories list"),
        (("drop", "1", "--edition", "dayly"), "no edition named 'dayly'"),
        (("edit", "1"), "nothing to change; give --title TEXT or --summary TEXT"),
        (("edit", "1", "--title", "x" * 301), "the title has 301 characters; 300 are the most"),
    ],
)
def test_a_word_that_cannot_be_taken_is_told(desk: Desk, arguments: tuple[str, ...], error: str) -> None:
    result = desk("stories", *arguments)
    assert result.code == 2
    assert error in result.err


def test_a_look_back_at_a_sent_issue_does_not_claim_to_be_what_was_sent(desk: Desk) -> None:
    desk.ok("send", "daily", "--yes")
    assert "as it was chosen; the issue is sent" in desk.ok("plan", "daily").out
    assert "worked out anew; the issue is sent" in desk.ok("plan", "daily", "--at", "2026-11-23T06:45:00Z").out


def test_a_word_said_later_changes_no_look_at_an_earlier_moment(desk: Desk) -> None:
    before = plan(desk, "--at", "2026-11-23T06:45:00Z")
    desk.ok("stories", "drop", "4")
    assert plan(desk, "--at", "2026-11-23T06:45:00Z") == before


def test_a_pin_makes_a_quiet_day_worth_a_mail(desk: Desk) -> None:
    desk.configure(edition="min_stories = 9")
    assert plan(desk)["lead"] is None
    desk.ok("stories", "pin", "2")
    assert 2 in ids(plan(desk))


def test_a_plan_beside_the_same_issue_says_what_is_stored_of_it(desk: Desk) -> None:
    assert desk.ok("plan", "daily", "--diff").out.startswith("daily/2026-11-23 against nothing: there was no issue yet")
    desk.ok("compose", "daily")
    assert desk.ok("plan", "daily", "--diff").out.startswith("daily/2026-11-23 against its draft\n")
    desk.ok("send", "daily", "--yes")
    assert desk.ok("plan", "daily", "--diff").out.startswith("daily/2026-11-23 against itself, which is sent\n")


def test_a_plan_tells_what_differs_from_the_last_issue(desk: Desk) -> None:
    assert desk.ok("plan", "daily", "--diff", "--json").json["diff"]["against"] is None
    desk.ok("compose", "daily")
    assert "the same stories, in the same order" in desk.ok("plan", "daily", "--diff").out
    desk.ok("stories", "drop", "3")
    desk.ok("stories", "lead", "1")
    found = desk.ok("plan", "daily", "--diff", "--json").json["diff"]
    assert found["against"] == "daily/2026-11-23"
    assert [one["id"] for one in found["gone"]] == [3]
    assert found["moved"][0] == {"id": 1, "title": "The harbour makes news today", "from": 4, "to": 1}
    assert "- The library makes news today" in desk.ok("plan", "daily", "--diff").out


def test_a_story_that_was_sent_and_says_what_came_of_it_differs_as_an_update(desk: Desk) -> None:
    desk.ok("send", "daily", "--yes")
    desk.now = "2026-11-24T07:00:00Z"
    burned = {
        "title": "Fire guts the orchard of Salmar, two arrested",
        "body": "Police arrested two boys after a fire had burned down half of the old trees on Monday evening. " * 6,
        "url": "https://wire.example/the-orchard-makes-news-today",
        "source": "Harbour Wire",
        "published_at": "2026-11-24T05:00:00Z",
    }
    desk.ok("stories", "add", desk.write("again.jsonl", json.dumps(burned)), "--tag", "world")
    found = desk.ok("plan", "daily", "--diff", "--json").json["diff"]
    (updated,) = found["updated"]
    assert (updated["id"], updated["update_of"], found["moved"]) == (4, "daily/2026-11-23", [])
    said = desk.ok("plan", "daily", "--diff").out
    assert f"  {updated['title']}: now an update of what daily/2026-11-23 told\n" in said


def test_a_drop_of_a_story_that_was_sent_says_that_it_comes_too_late_for_that_issue(desk: Desk) -> None:
    assert "carried it already" not in desk.ok("stories", "drop", "2").err
    desk.ok("send", "daily", "--yes")
    said = desk.ok("stories", "drop", "1").err
    assert "note: daily/2026-11-23 carried it already, and stays as it was sent; no later issue carries it" in said
