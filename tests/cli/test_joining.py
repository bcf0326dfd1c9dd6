"""Editors say that stories tell one event, or that they tell two, and every command goes by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.newsdesk import TOMORROW, edited, plan, why
from tests.pipeline.test_same_in_same_out import digest

if TYPE_CHECKING:
    from tests.conftest import Desk

BY = "by anna, 2026-11-23 07:00 UTC"


@pytest.fixture
def desk(desk: Desk) -> Desk:
    return edited(desk)


def picks(document: dict) -> list[dict]:
    return [one for one in [document["lead"], *document["briefs"]] if one]


def items(document: dict) -> list[list[int]]:
    return [[one["id"], *(other["id"] for other in one["also"])] for one in picks(document)]


def test_joined_stories_are_one_item_and_the_plan_says_who_and_when(desk: Desk) -> None:
    said = desk.ok("stories", "join", "1", "3")
    assert said.out == (
        'story 1 "The harbour makes news today" tells one event with story 3 "The library makes news today"\n'
    )
    assert said.err == ""
    found = plan(desk)
    assert items(found) == [[4], [2], [1, 3]]
    assert f"joined with 3 {BY}" in picks(found)[2]["reasons"]
    assert why(found, 3) == f'same event as "The harbour makes news today"; joined with 1 {BY}'
    assert f"joined with 3 {BY}" in desk.ok("plan", "daily").out


def test_any_number_of_stories_are_joined_at_once(desk: Desk) -> None:
    assert desk.ok("stories", "join", "1", "3", "4").out.count("tells one event with") == 2
    assert items(plan(desk)) == [[4, 1, 3], [2]]


def test_part_takes_a_join_back_and_join_a_part(desk: Desk) -> None:
    desk.ok("stories", "join", "1", "3")
    assert 'tells another event than story 1 "The harbour' in desk.ok("stories", "part", "3", "1").out
    assert items(plan(desk)) == [[4], [3], [2], [1]]
    desk.ok("stories", "join", "3", "1")
    assert items(plan(desk)) == [[4], [2], [1, 3]]


def test_release_takes_back_no_join(desk: Desk) -> None:
    desk.ok("stories", "join", "1", "3")
    desk.ok("stories", "pin", "3")
    assert [3, 1] in items(plan(desk)), "the pinned one leads"
    desk.ok("stories", "release", "3")
    assert [1, 3] in items(plan(desk))


def test_what_the_program_takes_for_one_event_is_parted(desk: Desk) -> None:
    body = "Something has happened to the orchard, and on every corner of the orchard people talk. " * 9
    desk.story("The orchard makes the news today", published="2026-11-23T04:30:00Z", body=body)
    assert [4, 5] in [sorted(item) for item in items(plan(desk))]
    desk.ok("stories", "part", "5", "4")
    found = plan(desk)
    assert sorted(items(found)) == [[1], [2], [3], [4], [5]]
    assert f"parted from 4 {BY}" in next(one for one in picks(found) if one["id"] == 5)["reasons"]


def test_a_join_for_one_edition_says_nothing_to_another(desk: Desk) -> None:
    text = (desk.folder / "digest.toml").read_text()
    (desk.folder / "digest.toml").write_text(text + '\n[editions.weekly]\ntags = ["world"]\n')
    assert desk.ok("stories", "join", "1", "3", "--edition", "weekly").out.endswith(", in weekly\n")
    assert len(items(plan(desk))) == 4
    assert len(items(desk.ok("plan", "weekly", "--json").json)) == 3


def test_what_was_sent_under_a_story_from_which_it_is_parted_then_is_still_told(desk: Desk) -> None:
    body = "Something has happened to the orchard, and on every corner of the orchard people talk. " * 9
    desk.story("The orchard makes the news today", published="2026-11-23T04:30:00Z", body=body)
    told = next(item for item in items(plan(desk)) if len(item) == 2)
    desk.ok("send", "daily", "--yes")
    desk.now = TOMORROW
    assert items(plan(desk)) == []
    desk.ok("stories", "part", *map(str, told))
    assert items(plan(desk)) == [[told[1]]]
    desk.ok("send", "daily", "--yes")
    desk.now = "2026-11-25T07:00:00Z"
    assert items(plan(desk)) == []


def test_the_note_on_a_join_names_each_issue_that_carried_the_story(desk: Desk) -> None:
    text = (desk.folder / "digest.toml").read_text()
    (desk.folder / "digest.toml").write_text(text + '\n[editions.weekly]\ntags = ["world"]\nlists = ["daily"]\n')
    desk.ok("send", "daily", "--yes")
    desk.ok("send", "weekly", "--yes")
    desk.now = TOMORROW
    desk.story("Divers bring up a bell", published="2026-11-24T05:00:00Z")
    assert "note: daily/2026-11-23, weekly/2026-11-23 carried 1 already" in desk.ok("stories", "join", "1", "5").err


def test_a_story_that_is_joined_with_one_that_was_sent_goes_out_as_its_update(desk: Desk) -> None:
    desk.ok("send", "daily", "--yes")
    desk.now = TOMORROW
    desk.story("Divers bring up a bell", published="2026-11-24T05:00:00Z")
    said = desk.ok("stories", "join", "1", "5")
    assert said.err == (
        "note: daily/2026-11-23 carried 1 already; what was published after it comes as an update, "
        "and what was before comes no more\n"
    )
    (item,) = picks(plan(desk))
    assert item["update_of"] == "daily/2026-11-23"
    told = ["joined with 1 by anna, 2026-11-24 07:00 UTC", "update of what daily/2026-11-23 told"]
    assert item["reasons"][-2:] == told
    assert [one["title"] for one in desk.ok("plan", "daily", "--diff", "--json").json["diff"]["new"]] == [
        "Divers bring up a bell"
    ]
    desk.ok("preview", "daily", "--out", "look")
    assert "Update: Divers bring up a bell" in (desk.folder / "look" / "issue.txt").read_text()
    desk.ok("send", "daily", "--yes")
    desk.now = "2026-11-25T07:00:00Z"
    assert plan(desk)["lead"] is None


def test_it_does_however_long_ago_that_was(desk: Desk) -> None:
    desk.ok("send", "daily", "--yes")
    desk.now = "2027-02-01T07:00:00Z"
    desk.story("Divers bring up a bell", published="2027-02-01T05:00:00Z")
    desk.ok("stories", "join", "1", "5")
    assert plan(desk)["lead"]["update_of"] == "daily/2026-11-23"


def test_an_earlier_story_that_is_joined_with_one_that_was_sent_is_not_sent(desk: Desk) -> None:
    desk.configure(edition='max_age = "48h"')
    desk.ok("send", "daily", "--yes")
    desk.now = TOMORROW
    desk.story("Divers look for a bell", published="2026-11-23T00:30:00Z")
    assert items(plan(desk)) == [[5]]
    desk.ok("stories", "join", "1", "5")
    found = plan(desk)
    same = 'same event as "The harbour makes news today", carried by daily/2026-11-23'
    assert (found["lead"], why(found, 5)) == (None, f"{same}; joined with 1 by anna, 2026-11-24 07:00 UTC")


def test_a_story_that_is_parted_from_one_that_was_sent_is_news(desk: Desk) -> None:
    desk.ok("send", "daily", "--yes")
    desk.now = TOMORROW
    body = "Something has happened to the orchard, and on every corner of the orchard people talk. " * 9
    desk.story("The orchard makes the news today", published="2026-11-23T13:00:00Z", body=body)
    assert why(plan(desk), 5).startswith('same event as "The orchard makes news today", carried by daily/2026-11-23')
    desk.ok("stories", "part", "4", "5")
    (item,) = picks(plan(desk))
    assert (item["id"], item["update_of"]) == (5, None)
    assert "story-repeated" not in desk("check", "daily", "--json").out


def test_two_that_were_sent_are_joined_without_a_word_on_updates(desk: Desk) -> None:
    desk.ok("send", "daily", "--yes")
    assert desk.ok("stories", "join", "1", "3").err == ""


def test_a_past_moment_knows_only_what_was_said_by_then(desk: Desk) -> None:
    desk.now = "2026-11-23T07:10:00Z"
    desk.ok("stories", "join", "1", "3")
    assert len(items(plan(desk, "--at", "2026-11-23T07:05:00Z"))) == 4
    assert len(items(plan(desk, "--at", "2026-11-23T07:10:00Z"))) == 3


def test_the_diff_tells_what_a_join_changed(desk: Desk) -> None:
    desk.ok("compose", "daily")
    desk.ok("stories", "join", "1", "3")
    diff = plan(desk, "--diff")["diff"]
    assert [one["id"] for one in diff["gone"]] == [3]
    assert [(one["id"], one["from"], one["to"]) for one in diff["moved"]] == [(2, 3, 2), (1, 4, 3)]


def test_a_join_after_approval_asks_for_another(desk: Desk) -> None:
    desk.configure(edition="approval = true")
    desk.ok("issues", "approve", "daily")
    desk.ok("stories", "join", "1", "3")
    assert "and changed since" in desk.ok("plan", "daily").out
    refused = desk("send", "daily", "--yes")
    assert (refused.code, "was changed since anna approved it" in refused.err) == (1, True)
    desk.ok("issues", "approve", "daily")
    desk.ok("send", "daily", "--yes")


def test_a_join_that_changes_but_the_reasons_asks_for_no_other_approval(desk: Desk) -> None:
    desk.configure(edition="approval = true")
    desk.ok("issues", "approve", "daily")
    desk.now = "2026-11-23T07:10:00Z"
    desk.story("Late news comes in", published="2026-11-23T07:05:00Z")
    desk.ok("stories", "join", "1", "5")
    assert "changed since" not in desk.ok("plan", "daily").out
    desk.ok("send", "daily", "--yes")


def test_an_issue_s_file_leaves_joins_as_they_are_and_tells_of_them(desk: Desk) -> None:
    desk.ok("issues", "edit", "daily", "--out", "issue.txt")
    desk.ok("stories", "join", "1", "3", "4", "--by", "ben")
    told = desk.ok("issues", "edit", "daily", "--from", "issue.txt").err
    assert "story 1: joined with 3 by ben, 2026-11-23 07:00 UTC" in told
    assert "story 1: joined with 4 by ben, 2026-11-23 07:00 UTC" in told
    assert items(plan(desk)) == [[4, 1, 3], [2]]


def test_stories_are_shown_with_what_they_were_joined_with(desk: Desk) -> None:
    desk.ok("stories", "join", "1", "3", "--edition", "daily")
    desk.ok("stories", "part", "3", "1", "--by", "ben")
    told = "joined with {0} by anna, 2026-11-23 07:00 UTC, in daily\nparted from {0} by ben, 2026-11-23 07:00 UTC\n"
    for one, other in ((1, 3), (3, 1)):
        assert told.format(other) in desk.ok("stories", "show", str(one)).out
        words = desk.ok("stories", "show", str(one), "--json").json["words"]
        assert [(word["verb"], word["other"]) for word in words] == [("join", other), ("part", other)]


def test_what_was_said_is_listed_with_json(desk: Desk) -> None:
    found = desk.ok("stories", "join", "1", "3", "4", "--json").json
    assert found["story"] == 1
    assert [(one["verb"], one["other"], one["by"]) for one in found["words"]] == [
        ("join", 3, "anna"),
        ("join", 4, "anna"),
    ]


def test_who_undoes_the_join_of_another_editor_is_told_so(desk: Desk) -> None:
    desk.ok("stories", "join", "1", "3", "--by", "chief")
    undone = "note: until now it was joined with 3 by chief, 2026-11-23 07:00 UTC; that stands no more\n"
    assert desk("stories", "part", "1", "2", "3").err == undone
    assert desk("stories", "part", "1", "3").err == "", "said by oneself"


@pytest.mark.parametrize("verb", ["join", "part"])
@pytest.mark.parametrize(
    ("ids", "told"),
    [
        (["1", "99"], "no story with id 99; see: digest stories list"),
        (["99", "1"], "no story with id 99; see: digest stories list"),
        (["1", "1"], "story 1 is named twice; name two stories or more"),
        (["1", "2", "3", "2"], "story 2 is named twice; name two stories or more"),
        (["1", "3", "--edition", "dayly"], "no edition named 'dayly': did you mean 'daily'?"),
    ],
)
def test_what_cannot_be_said_is_told_and_then_nothing_is_said(desk: Desk, verb: str, ids: list[str], told: str) -> None:
    result = desk("stories", verb, *ids)
    assert (result.code, result.err) == (2, f"digest: {told}\n")
    assert desk.ok("stories", "show", "1", "--json").json["words"] == []


def test_one_story_alone_is_not_joined(desk: Desk) -> None:
    result = desk("stories", "join", "1")
    assert result.code == 2
    assert "missing" in result.err.lower()


def test_an_issue_is_the_same_whatever_the_hash_seed(desk: Desk) -> None:
    desk.ok("stories", "join", "1", "3", "4")
    desk.ok("stories", "part", "3", "4")
    assert len({digest(desk.folder, "plan", "daily", "--json", seed=seed) for seed in (1, 2, 3)}) == 1


def test_of_two_that_are_pinned_and_joined_the_one_that_is_left_out_says_so(desk: Desk) -> None:
    desk.ok("stories", "join", "1", "3")
    file = desk.ok("issues", "edit", "daily").out
    desk.folder.joinpath("issue.txt").write_text(file.replace("brief 1", "lead 1").replace("lead 4", "brief 4"))
    assert "left out all the same" not in desk.ok("issues", "edit", "daily", "--from", "issue.txt").out
    file = desk.ok("issues", "edit", "daily").out
    desk.folder.joinpath("issue.txt").write_text(file.replace("out 3", "pin 3"))
    said = desk.ok("issues", "edit", "daily", "--from", "issue.txt").out
    reason = f'same event as "The harbour makes news today"; joined with 1 {BY}; pinned {BY}'
    assert f"left out all the same: {reason}\n" in said
    assert why(plan(desk), 3) == reason
