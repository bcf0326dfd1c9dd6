"""The report counts what the ledger, the roster and the sources say, before pruning and after."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.pipeline.conftest import READERS, send_issues
from tests.pipeline.eventful import live

if TYPE_CHECKING:
    from tests.conftest import Desk


def test_the_report_agrees_with_the_ledger(desk: Desk) -> None:
    send_issues(desk, 3)
    found = desk.ok("report", "--json").json
    assert [one["issue"] for one in found["issues"]] == [f"daily/2026-11-{day}" for day in (23, 24, 25)]
    for one in found["issues"]:
        assert one["counts"] == desk.ok("status", one["issue"], "--json").json["counts"]
    assert found["readers"][-1] == {"day": "2026-11-25", "readers": 3, "came": 0, "left": 0}
    assert sum(day["came"] for day in found["readers"]) == 3


def test_who_leaves_is_counted_once_and_whoever_comes_back_is_a_reader(desk: Desk) -> None:
    send_issues(desk, 1)
    desk.now = "2026-11-24T07:00:00Z"
    for reader in READERS[:2]:
        desk.ok("subscribers", "unsubscribe", reader)
    desk.now = "2026-11-25T07:00:00Z"
    desk.reader(READERS[0])
    days = {one["day"]: one for one in desk.ok("report", "--json").json["readers"]}
    assert days["2026-11-24"]["left"] == 1
    assert days["2026-11-25"]["readers"] == 2


def test_counts_are_the_same_after_pruning(desk: Desk) -> None:
    send_issues(desk, 3)
    desk.now = "2027-01-30T07:00:00Z"
    desk.configure(mail='[keep]\ndeliveries = "7d"')
    before = desk.ok("report", "--since", "365d", "--json").json
    assert desk.ok("db", "prune", "--json").json["deliveries"] == 6
    assert desk.ok("report", "--since", "365d", "--json").json == before


def test_a_quarter_is_added_up(desk: Desk) -> None:
    desk.ok("lists", "list")
    totals = live(desk.folder / "digest.db", now="2026-11-23T06:30:00Z")
    found = desk.ok("report", "--since", "91d", "--json").json
    for status, mails in totals.items():
        assert sum(one["counts"][status] for one in found["issues"]) == mails
    assert {one["name"]: one["failures"] for one in found["sources"]}["Fishing Board"] == 7


def test_one_issue_is_shown_minute_by_minute(desk: Desk) -> None:
    send_issues(desk, 1)
    found = desk.ok("report", "daily/2026-11-23", "--json").json
    assert found["minutes"] == [{"minute": "2026-11-23T07:00:00Z", "mails": 3}]
    desk.ok("report", "daily", "--out", "one.html")
    assert "Where the mails of daily/2026-11-23 stand" in (desk.folder / "one.html").read_text()


def test_an_issue_that_nobody_got_and_an_unknown_one_are_refused_in_words(desk: Desk) -> None:
    desk.reader(READERS[0])
    desk.story("Ferry strike ends")
    desk.ok("compose", "daily")
    assert "is draft, and nobody got it" in desk("report", "daily").err
    assert desk("report", "daly").code == 2
    assert desk("report", "--since", "soon").code == 2


def test_a_newsroom_without_issues_has_a_page_that_says_so(desk: Desk) -> None:
    desk.ok("report", "--out", "report.html")
    assert "<title>Report" in (desk.folder / "report.html").read_text()


def test_slots_that_sent_nothing_are_in_the_report_with_the_reason(desk: Desk) -> None:
    send_issues(desk, 1)
    desk.now = "2026-11-24T06:35:00Z"
    desk.ok("run")  # nothing new: a quiet day
    desk.now = "2026-11-26T06:35:00Z"
    desk.story("Lighthouse lit again", published="2026-11-26T05:00:00Z")
    desk.ok("run")  # a day after the slot before
    found = desk.ok("report", "--json").json
    assert found["unsent"] == [
        {"issue": "daily/2026-11-24", "slot": "2026-11-24T06:30:00Z", "state": "quiet"},
        {"issue": "daily/2026-11-25", "slot": "2026-11-25T06:30:00Z", "state": "merged"},
    ]
    said = desk.ok("report", "--out", "report.html"), desk.ok("report")
    assert "nothing sent, missed, the news in a later issue (1): daily/2026-11-25\n" in said[1].out
    assert "nothing sent, too little news (1): daily/2026-11-24\n" in said[1].out
    page = (desk.folder / "report.html").read_text()
    assert '<td class="words">missed, the news in a later issue</td>' in page


def test_many_slots_that_sent_nothing_are_one_line(desk: Desk) -> None:
    send_issues(desk, 1)
    desk.now = "2026-12-03T06:35:00Z"
    desk("run")
    (line,) = [line for line in desk.ok("report").out.splitlines() if "missed" in line]
    assert "(9): daily/2026-12-02, daily/2026-12-01, " in line
    assert line.endswith("daily/2026-11-28 and 4 before")


def test_what_a_folder_brought_is_counted_as_its_own(desk: Desk) -> None:
    desk.write("wire/strike.jsonl", '{"title": "Ferry strike ends", "body": "Boats sail again.", "source": "The Post"}')
    desk.ok("sources", "add", "wire", "--tag", "world")
    desk.ok("fetch")
    desk.ok("fetch")
    (wire,) = desk.ok("report", "--json").json["sources"]
    assert (wire["name"], wire["stories"]) == ("wire", 1)
    desk.ok("sources", "remove", "wire")
    assert len(desk.ok("stories", "list", "--json").json) == 1


def test_each_edition_has_charts_of_its_own(desk: Desk) -> None:
    desk.configure(
        edition='[editions.weekly]\ntitle = "Weekly"\ntags = ["world"]\nlists = ["daily"]\nschedule = "0 7 * * 1"'
    )
    send_issues(desk, 2)
    desk.ok("send", "weekly")
    desk.ok("report", "--out", "both.html")
    both = (desk.folder / "both.html").read_text()
    assert re.findall(r"<h2 id=.chart\d+.>(Mails [^<]*)<", both) == [
        "Mails of each issue of daily",
        "Mails of each issue of weekly",
    ]
    desk.ok("report", "--edition", "daily", "--out", "one.html")
    assert ">Mails of each issue</h2>" in (desk.folder / "one.html").read_text()


def test_the_page_goes_to_stdout_where_that_is_asked_for_and_one_reader_is_one(desk: Desk) -> None:
    desk.reader(READERS[0])
    assert desk.ok("report").out.splitlines()[-1] == "1 reader; 1 came and 0 left"
    page = desk.ok("report", "--out", "-").out
    assert page.startswith("<!")
    assert page.rstrip().endswith("</html>")
    assert not (desk.folder / "-").exists()
    assert desk("report", "--out", "-", "--json").code == 2


def test_an_issue_is_not_asked_for_with_an_edition(desk: Desk) -> None:
    send_issues(desk, 1)
    refused = desk("report", "daily/2026-11-23", "--edition", "weekly")
    assert (refused.code, "leave --edition away" in refused.err) == (2, True)
