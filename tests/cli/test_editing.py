"""An issue is changed in a text file, approved as it stands, and waits for that where its edition wants it."""

from __future__ import annotations

import stat
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.cli.newsdesk import edited

if TYPE_CHECKING:
    from tests.conftest import Desk, Result

ISSUE = "daily/2026-11-23"


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.configure(edition="briefs = 2")
    return edited(desk)


def file_of(desk: Desk) -> str:
    desk.ok("issues", "edit", "daily", "--out", "issue.txt")
    return (desk.folder / "issue.txt").read_text(encoding="utf-8")


def read_back(desk: Desk, text: str) -> Result:
    desk.write("issue.txt", text)
    return desk("issues", "edit", "daily", "--from", "issue.txt")


def ids(desk: Desk) -> list[int]:
    found = desk.ok("plan", "daily", "--json").json
    return [one["id"] for one in [found["lead"], *found["briefs"]] if one]


def test_the_file_tells_the_issue_and_what_was_near(desk: Desk) -> None:
    text = file_of(desk)
    assert f"\nissue {ISSUE}\n" in text
    assert "\nlead 4\n  title: The orchard makes news today\n  summary: Something has happened to the orchard" in text
    assert "\nbrief 3\n" in text
    assert "\nout 1\n  # The harbour makes news today\n" in text
    assert file_of(desk) == text, "it fits git"


def test_a_file_read_back_as_it_is_changes_nothing(desk: Desk) -> None:
    assert "nothing was changed" in read_back(desk, file_of(desk)).out
    assert desk.ok("plan", "daily", "--json").json["edited"] is None


def test_another_lead_a_dropped_one_and_one_brought_in(desk: Desk) -> None:
    text = file_of(desk).replace("lead 4", "drop 4").replace("brief 2", "lead 2").replace("out 1", "pin 1")
    result = read_back(desk, text)
    assert result.code == 0, result
    assert "story 4: dropped by anna, 2026-11-23 07:00 UTC" in result.out
    assert ids(desk) == [2, 1, 3]
    found = desk.ok("plan", "daily", "--json").json
    assert found["edited"] == {"by": "anna", "at": "2026-11-23T07:00:00Z"}


def test_the_order_of_the_file_is_the_order_of_the_issue(desk: Desk) -> None:
    head, lead, brief, other, rest = file_of(desk).partition("lead 4")[0], *_blocks(file_of(desk))
    assert ids(desk) == [4, 3, 2]
    assert read_back(desk, head + lead + other + brief + rest).code == 0
    assert ids(desk) == [4, 2, 3]


def _blocks(text: str) -> tuple[str, str, str, str]:
    places = [text.index(mark) for mark in ("lead 4", "brief 3", "brief 2", "out 1")]
    return (*(text[a:b] for a, b in pairwise(places)), text[places[-1] :])


def other_version(desk: Desk, name: str) -> None:
    """Let what happened to an orchard or a library be told once more, in the same words."""
    desk.story(
        f"The {name} makes the news",
        published="2026-11-23T05:00:00Z",
        body=f"Something has happened to the {name}, and on every corner of the {name} people talk. " * 8,
    )


@pytest.mark.parametrize("word", ["drop", "hold"])
@pytest.mark.parametrize(("name", "place"), [("orchard", "lead 4"), ("library", "brief 3")])
def test_another_version_that_is_kept_out_leaves_the_story_in_its_place(
    desk: Desk, name: str, place: str, word: str
) -> None:
    other_version(desk, name)
    text = file_of(desk)
    assert place in text
    result = read_back(desk, text.replace("out 5", f"{word} 5"))
    assert result.code == 0, result
    assert ids(desk) == [4, 3, 2]
    assert f"\n{word} 5\n" in file_of(desk)


def test_titles_and_summaries_are_rewritten(desk: Desk) -> None:
    text = file_of(desk).replace("title: The orchard makes news today", "title: Orchard wins")
    text = text.replace("  summary: Something has happened to the library", "  summary: Briefly: the library")
    assert read_back(desk, text).code == 0
    found = desk.ok("plan", "daily", "--json").json
    assert found["lead"]["title"] == "Orchard wins"
    assert found["briefs"][0]["summary"].startswith("Briefly: the library")


def test_every_mistake_is_told_with_its_line_and_nothing_is_changed(desk: Desk) -> None:
    text = f"issue {ISSUE}\nlead 4\n  title Orchard\nbrief x\nlead 3\npin 99\nwhat 2\n"
    result = read_back(desk, text)
    assert result.code == 2
    told = result.err.splitlines()
    for words in (
        "issue.txt:3: 'title Orchard' is neither title: nor summary:",
        "issue.txt:4: 'x' is not a story's number; write a line such as: brief 12",
        "issue.txt:5: story 4 is the lead already",
        "issue.txt:6: no story with id 99",
        "issue.txt:7: 'what' is none of lead, pin, brief, hold, drop, out",
        "issue.txt:1: story 2 (The railway makes news today) is gone",
    ):
        assert any(line.startswith(f"digest: {words}") for line in told), words
    assert ids(desk) == [4, 3, 2]


def test_a_mistake_is_told_once_and_the_file_of_another_issue_is_not_read_any_further(desk: Desk) -> None:
    text = file_of(desk).replace("lead 4", "lead 99")
    assert read_back(desk, text).err.count("no story with id 99") == 1
    for other, told in (
        ("", f"the file names no issue; its first line is to be: issue {ISSUE}"),
        (
            "issue daily/2026-11-01\n",
            f"the file is of daily/2026-11-01, not of {ISSUE}; write one of that with: "
            f"digest issues edit {ISSUE} --out FILE",
        ),
    ):
        assert read_back(desk, other).err == f"digest: issue.txt:1: {told}\n"


def test_an_edited_issue_goes_out_with_the_news_of_its_own_cutoff(desk: Desk) -> None:
    assert read_back(desk, file_of(desk).replace("lead 4", "brief 4").replace("brief 3", "lead 3")).code == 0
    desk.now = "2026-11-23T07:30:00Z"
    desk.story("Late news comes in", published="2026-11-23T07:20:00Z")
    desk.ok("send", "daily", "--yes")
    assert ids(desk) == [3, 4, 2]


def test_the_editor_s_own_program_changes_the_file(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from digest.cli import approving

    program = desk.folder / "ed.sh"
    program.write_text('#!/bin/sh\nsed -i "s/lead 4/drop 4/; s/brief 3/lead 3/" "$1"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    desk.environ["VISUAL"] = str(program)
    monkeypatch.setattr(approving, "on_a_terminal", lambda: True)
    assert desk("issues", "edit", "daily").code == 0
    assert ids(desk)[0] == 3


def test_an_issue_waits_for_approval_and_a_run_neither_fails_nor_mails(desk: Desk) -> None:
    desk.configure(edition="approval = true")
    result = desk("send", "daily", "--yes")
    assert result.code == 1
    assert f"{ISSUE} waits for approval; look at it with: digest preview {ISSUE}" in result.err
    ran = desk("run")
    assert (ran.code, ran.out, ran.err, desk.outbox()) == (0, "", "", [])
    assert f"{ISSUE} waits for approval" in desk("-v", "run").err
    assert "waits for approval" in desk.ok("status", "daily").out
    assert "next:" not in desk.ok("status", "daily").out  # it has just been said
    desk.ok("issues", "approve", "daily", "--by", "ben")
    assert desk.ok("plan", "daily", "--json").json["approved"]["by"] == "ben"
    desk.ok("run")
    assert len(desk.outbox()) == 1


def test_what_changes_an_approved_issue_asks_for_another_approval(desk: Desk) -> None:
    desk.configure(edition="approval = true")
    desk.ok("issues", "approve", "daily")
    desk.now = "2026-11-23T07:10:00Z"
    desk.story("Late news comes in", published="2026-11-23T07:05:00Z")
    desk.ok("stories", "drop", "3")
    result = desk("send", "daily", "--yes")
    assert result.code == 1
    assert "was changed since anna approved it" in result.err
    desk.ok("issues", "approve", "daily")
    desk.ok("send", "daily", "--yes")
    assert 3 not in ids(desk)
    assert 5 not in ids(desk), "late news does not slip into what was approved"


def test_an_issue_nobody_approved_in_time_goes_into_the_next(desk: Desk) -> None:
    desk.configure(edition='approval = true\ndeadline = "2h"\nmax_age = "4d"')
    desk.now = "2026-11-24T06:35:00Z"
    desk.ok("run")
    desk.now = "2026-11-24T09:00:00Z"
    assert "daily/2026-11-24 was not approved in time; its news goes into the next issue" in desk("run").err
    assert desk("run").err == ""
    late = desk.ok("issues", "approve", "daily/2026-11-24").out
    assert "its deadline is over, and digest run sends it no more; at once: digest send daily/2026-11-24" in late
    desk.now = "2026-11-25T06:35:00Z"
    desk.ok("run")
    desk.ok("issues", "approve", "daily")
    desk.ok("run")
    assert len(desk.outbox()) == 1
    assert ids(desk) == [4, 3, 2, 1]


def test_a_sent_issue_cannot_be_edited_or_approved(desk: Desk) -> None:
    desk.ok("send", "daily", "--yes")
    for verb in ("edit", "approve"):
        result = desk("issues", verb, ISSUE)
        assert result.code == 1
        assert f"{ISSUE} is sent and cannot be changed" in result.err


def test_an_untouched_file_changes_nothing_whatever_a_colleague_said_since(desk: Desk) -> None:
    text = file_of(desk)
    desk.ok("stories", "drop", "4", "--by", "Chief")
    desk.ok("stories", "hold", "3", "--by", "Chief")
    desk.ok("stories", "edit", "2", "--title", "Trains run", "--by", "Chief")
    before = desk.ok("plan", "daily", "--json").json
    result = read_back(desk, text)
    assert result.code == 0, result
    assert f"{ISSUE} is as it was; nothing was changed" in result.out
    for words in ("story 4: dropped by Chief", "story 3: held back by Chief", "story 2: retitled by Chief"):
        assert f"since the file was written, {words}, 2026-11-23 07:00 UTC; that stands" in result.err
    assert desk.ok("plan", "daily", "--json").json == before


def test_what_else_the_writer_changed_counts_beside_a_colleague_s_later_word(desk: Desk) -> None:
    text = file_of(desk)
    desk.ok("stories", "drop", "4", "--by", "Chief")
    desk.ok("stories", "edit", "3", "--summary", "Books are back.", "--by", "Chief")
    result = read_back(desk, text.replace("title: The library makes", "title: Our library makes"))
    assert result.code == 0, result
    assert [line for line in result.out.splitlines() if line.startswith("story")] == [
        "story 3: retitled by anna, 2026-11-23 07:00 UTC"
    ]
    found = desk.ok("plan", "daily", "--json").json
    assert 4 not in ids(desk)
    told = [one for one in [found["lead"], *found["briefs"]] if one["id"] == 3]
    assert [(one["title"], one["summary"]) for one in told] == [("Our library makes news today", "Books are back.")]


@pytest.mark.parametrize(
    ("said", "change", "told"),
    [
        (("drop", "3"), ("brief 3", "pin 3"), "story 3 was dropped by Chief"),
        (
            ("edit", "3", "--title", "Books"),
            ("title: The library", "title: Our library"),
            "story 3 was retitled by Chief",
        ),
        (("lead", "1"), ("lead 4", "brief 4", "brief 3", "lead 3"), "story 1 was made the lead by Chief"),
        (("drop", "1"), ("out 1", "pin 1"), "story 1 was dropped by Chief"),
    ],
)
def test_a_file_that_would_undo_a_colleague_s_later_word_is_refused_whole(
    desk: Desk, said: tuple[str, ...], change: tuple[str, ...], told: str
) -> None:
    text = file_of(desk).replace("summary: Something has happened to the railway", "summary: Briefly: the railway")
    for old, new in zip(change[::2], change[1::2], strict=True):
        text = text.replace(old, new)
    desk.ok("stories", *said, "--by", "Chief")
    before = desk.ok("plan", "daily", "--json").json
    result = read_back(desk, text)
    assert result.code == 2
    anew = f"write it out anew with: digest issues edit {ISSUE} --out FILE"
    assert f"{told}, 2026-11-23 07:00 UTC, after this file was written; {anew}" in result.err
    assert desk.ok("plan", "daily", "--json").json == before


def test_a_colleague_s_own_file_of_before_undoes_nothing_and_one_s_own_may_go_on(desk: Desk) -> None:
    text = file_of(desk)
    mine = text.replace("title: The orchard makes", "title: My orchard makes")
    assert read_back(desk, mine).code == 0
    desk.environ["DIGEST_EDITOR"] = "ben"
    theirs = read_back(desk, text.replace("title: The orchard makes", "title: Their orchard makes"))
    assert "story 4 was retitled by anna" in theirs.err
    assert "nothing was changed" in read_back(desk, text).out
    desk.environ["DIGEST_EDITOR"] = "anna"
    assert read_back(desk, mine.replace("My orchard", "Mine")).code == 0
    assert desk.ok("plan", "daily", "--json").json["lead"]["title"] == "Mine makes news today"


def test_a_file_whose_mark_nobody_knows_is_not_read(desk: Desk) -> None:
    text = file_of(desk)
    mark = next(line for line in text.splitlines() if line.startswith("mark "))
    result = read_back(desk, text.replace(mark, "mark 00000000"))
    assert result.code == 2
    assert (
        f"no file of mark 00000000 is known; write it out anew with: digest issues edit {ISSUE} --out FILE"
        in result.err
    )


def test_briefs_that_are_put_elsewhere_pin_no_others(desk: Desk) -> None:
    desk.configure(edition="briefs = 3")
    head, rest = file_of(desk).split("brief 3", 1)
    library, rest = rest.split("brief 2", 1)
    railway, harbour = rest.split("brief 1", 1)
    result = read_back(desk, f"{head}brief 1{harbour}\nbrief 3{library}brief 2{railway}")
    assert result.code == 0, result
    assert ids(desk) == [4, 1, 3, 2]
    briefs = desk.ok("plan", "daily", "--json").json["briefs"]
    pinned = {one["id"]: why for one in briefs for why in one["reasons"] if why.startswith("pinned")}
    assert pinned == {1: "pinned to place 2 by anna, 2026-11-23 07:00 UTC"}
    assert "nothing was changed" in read_back(desk, file_of(desk)).out


def the_evening_before(desk: Desk) -> None:
    """Send the issue of the day, and let something happen before the next is due."""
    desk.ok("send", "daily", "--yes")
    desk.now = "2026-11-24T03:00:00Z"
    desk.story("The lighthouse makes news today", published="2026-11-24T02:00:00Z", body="It shines again. " * 40)


def test_the_issue_to_come_is_edited_and_approved_by_its_name_and_goes_out_so(desk: Desk) -> None:
    desk.configure(edition="approval = true")
    desk.ok("issues", "approve", "daily")
    the_evening_before(desk)
    for verb in ("edit", "approve"):
        told = f"{ISSUE} is sent and cannot be changed; for the one to come: digest issues {verb} daily/2026-11-24"
        assert told in desk("issues", verb, "daily").err
    text = desk.ok("issues", "edit", "daily/2026-11-24").out
    desk.write("next.txt", text.replace("title: The lighthouse makes", "title: Our lighthouse makes"))
    desk.ok("issues", "edit", "daily", "--from", "next.txt")
    desk.ok("issues", "approve", "daily/2026-11-24")
    desk.now = "2026-11-24T06:30:00Z"
    desk.ok("send", "daily", "--yes")
    found = desk.ok("plan", "daily", "--json").json
    assert (found["issue"], found["lead"]["title"]) == ("daily/2026-11-24", "Our lighthouse makes news today")
    assert desk.ok("issues", "list", "--json").json[0]["state"] == "sent"


def test_what_to_compose_before_the_slot_is_told_with_the_command_that_works(desk: Desk) -> None:
    the_evening_before(desk)
    told = 'for the one to come: digest compose daily --at "2026-11-24 06:30"'
    assert told in desk("compose", "daily").err
    assert 'the one to come: digest plan daily --at "2026-11-24 06:30"' in desk.ok("plan", "daily").out
    assert "daily/2026-11-24" in desk.ok("compose", "daily", "--at", "2026-11-24 06:30").out
    desk.ok("issues", "edit", "daily", "--out", "next.txt")
    assert "issue daily/2026-11-24" in (desk.folder / "next.txt").read_text(encoding="utf-8")


def test_a_slot_that_is_none_or_is_over_is_neither_edited_nor_approved(desk: Desk) -> None:
    for name, told in (
        ("daily/2026-11-24T09:00", "daily has no slot 2026-11-24T09:00"),
        ("daily/2026-11-20", "no issue was stored for daily/2026-11-20"),
        ("daily#99", "no issue named 'daily#99'"),
    ):
        assert told in desk("issues", "edit", name).err, name


def test_who_edited_and_approved_an_issue_is_told_in_plan_and_status(desk: Desk) -> None:
    assert "edited by" not in desk.ok("plan", "daily").out
    read_back(desk, file_of(desk).replace("lead 4", "drop 4").replace("brief 3", "lead 3"))
    desk.ok("issues", "approve", "daily", "--by", "ben")
    told = "edited by anna, Mon 23 Nov 07:00; approved by ben, Mon 23 Nov 07:00"
    assert told in desk.ok("plan", "daily").out
    assert told in desk.ok("status", "daily").out
    assert desk.ok("plan", "daily", "--json").json["approved"]["changed"] is False
    desk.ok("stories", "drop", "2")
    assert f"{told}, and changed since" in desk.ok("plan", "daily").out
    assert desk.ok("plan", "daily", "--json").json["approved"]["changed"] is True
    desk.ok("issues", "approve", "daily", "--by", "ben")
    desk.ok("send", "daily", "--yes")
    assert told in desk.ok("plan", "daily").out
    assert "changed since" not in desk.ok("plan", "daily").out


def test_a_plan_of_an_earlier_moment_tells_of_no_hand_that_was_laid_on_the_issue_after(desk: Desk) -> None:
    read_back(desk, file_of(desk).replace("lead 4", "drop 4").replace("brief 3", "lead 3"))
    desk.now = "2026-11-23T07:05:00Z"
    desk.ok("issues", "approve", "daily", "--by", "ben")
    for at, told in (("06:59", ()), ("07:01", ("edited by anna",)), ("07:06", ("edited by anna", "approved by ben"))):
        said = desk.ok("plan", "daily", "--at", f"2026-11-23 {at}").out
        assert [who for who in ("edited by anna", "approved by ben") if who in said] == list(told), at


@pytest.mark.parametrize("command", [("status", "daily"), ("issues", "show", ISSUE)])
def test_of_an_approved_issue_that_a_word_changed_it_is_not_said_to_send_it(
    desk: Desk, command: tuple[str, ...]
) -> None:
    desk.configure(edition="approval = true")
    desk.ok("issues", "approve", "daily")
    assert f"next: send it with: digest send {ISSUE}" in desk.ok(*command).out
    desk.ok("stories", "drop", "3")
    assert f"next: {ISSUE} was changed since anna approved it; look at it with: digest preview" in desk.ok(*command).out


def test_a_title_or_summary_that_nobody_gave_is_not_given_back(desk: Desk) -> None:
    text = file_of(desk)
    title = "  title: The orchard makes news today\n"
    assert "nothing was changed" in read_back(desk, text.replace(title, "  title:\n")).out
    assert desk.ok("plan", "daily", "--json").json["edited"] is None


def test_a_file_without_a_lead_is_told_how_none_is_sent(desk: Desk) -> None:
    result = read_back(desk, file_of(desk).replace("lead 4", "drop 4"))
    assert f"no story is the lead; write lead before the number of one, or: digest issues cancel {ISSUE}" in result.err
    desk.ok("issues", "cancel", ISSUE)
    assert "is cancelled" in desk("send", "daily", "--yes").err


def test_a_title_or_summary_that_is_cleared_is_given_back(desk: Desk) -> None:
    desk.ok("stories", "edit", "4", "--title", "Mine", "--summary", "Mine too.")
    result = read_back(desk, file_of(desk).replace("title: Mine", "title:").replace("summary: Mine too.", "summary:"))
    assert "story 4: own title given back by anna" in result.out
    assert "story 4: own summary given back by anna" in result.out
    assert desk.ok("plan", "daily", "--json").json["lead"]["title"] == "The orchard makes news today"


def test_a_pin_of_a_story_that_came_after_an_edited_issue_was_made_says_so(desk: Desk) -> None:
    read_back(desk, file_of(desk).replace("lead 4", "drop 4").replace("brief 3", "lead 3"))
    assert desk.ok("stories", "pin", "2").err == ""
    desk.now = "2026-11-23T07:30:00Z"
    desk.story("Quake hits Tarrava", published="2026-11-23T07:10:00Z")
    said = desk.ok("stories", "pin", "5").err
    assert said == (
        "note: daily/2026-11-23 goes out with the news up to 2026-11-23 07:00 WET, when the story had not come yet; "
        "to make it anew: digest compose daily\n"
    )
    desk.ok("compose", "daily")
    assert 5 in ids(desk)
