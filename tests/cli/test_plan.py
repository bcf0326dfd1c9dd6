"""What `plan` prints for a person."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Desk

FERRY = "The ferry crews of Salmar ended their six-day strike on Monday after a night of talks with the harbour master."


def add(desk: Desk, *stories: dict[str, str]) -> None:
    lines = [{"published_at": "2026-11-23T05:00:00Z", "tags": ["world"]} | one for one in stories]
    desk.ok("stories", "add", desk.write("more.jsonl", "\n".join(map(json.dumps, lines))))


def test_each_other_source_of_an_event_is_named_once(desk: Desk) -> None:
    sources = ("Harbour Wire", "Coast Radio", "Coast Radio", "Harbour Wire", "Salmar Post")
    stories = [
        {"title": f"Ferry crews of Salmar end strike {'again' * number}", "body": f"{FERRY} " * 3, "source": source}
        | {"url": f"https://{number}.example/ferry"}
        for number, source in enumerate(sources)
    ]
    add(desk, *stories)
    (line,) = [line for line in desk.ok("plan", "daily").out.splitlines() if "also covered by" in line]
    told = line.split("also covered by ")[1].split(", ")
    assert len(set(told)) == len(told)
    assert set(told) < set(sources)


def test_a_quiet_day_that_looks_further_back_is_told(desk: Desk) -> None:
    desk.configure(edition='quiet_day = "widen"\nmin_stories = 50\n')
    add(desk, {"title": "Salmar votes on a new bridge", "body": "Salmar votes on a new bridge today."})
    assert "wider than max_age, for the day is quiet" in desk.ok("plan", "daily").out
    desk.configure(edition='quiet_day = "widen"\n')
    assert "quiet" not in desk.ok("plan", "daily").out


def test_a_limit_of_tags_in_an_edition_that_names_none_is_told(desk: Desk) -> None:
    desk.configure(edition="[editions.daily.ranking]\nper_tag = 1\n")
    assert "per_tag" not in desk.ok("plan", "daily").out
    desk.configure(edition="[editions.any]\nschedule = '0 7 * * *'\n[editions.any.ranking]\nper_tag = 1\n")
    assert "per_tag is of no effect: any names no tags" in desk.ok("plan", "any").out


def test_what_made_the_mail_fit_is_told_and_nothing_that_was_not_done(desk: Desk) -> None:
    desk.configure(edition="briefs = 50\n")
    add(
        desk,
        *(
            {
                "title": f"{word * 9} at pier {number}",
                "body": f"Pier {number} {word * 30}. " * 9,
                "source": f"S{number}",
            }
            | {"url": f"https://wire.example/{'x' * 900}/{number}"}
            for number, word in enumerate(f"harbour{chr(97 + number % 26)}{number} " for number in range(60))
        ),
    )
    plan = desk.ok("plan", "daily", "--json").json["fit"]
    (line,) = [line for line in desk.ok("plan", "daily").out.splitlines() if "kB before" in line]
    assert ("shortened" in line) == bool(plan["shortened"])
    assert f"{plan['dropped']} briefs dropped" in line
