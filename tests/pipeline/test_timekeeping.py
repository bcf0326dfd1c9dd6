"""The clock is watched from send to send: a jump is refused, aloud once; time in which nobody looked is no jump."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from digest.clock import Machine, from_iso, in_step, machine
from digest.errors import WrongClock
from digest.pipeline.delivery.timekeeping import look_at_clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.pipeline.newsroom import Newsroom
    from tests.conftest import Desk
    from tests.pipeline.conftest import Sent

START = from_iso("2026-11-23T07:00:00Z")
HOUR = timedelta(hours=1)


@pytest.fixture
def look(sent: Sent) -> Callable[..., None]:
    """Look at the clock so long after the start, the machine having lived through `lived` of it."""

    def looking(after: timedelta, *, lived: timedelta | None = None, boot: str = "one", synced: bool = False) -> None:
        newsroom: Newsroom = replace(sent.newsroom, clock=lambda: START + after)
        here = Machine(boot, 1000.0 + (after if lived is None else lived).total_seconds())
        look_at_clock(newsroom, here=here, is_in_step=lambda: synced)

    looking(timedelta())
    return looking


def test_time_goes_on_and_is_believed(look) -> None:
    for hours in (0, 1, 30, 24 * 365):
        look(hours * HOUR)


def test_a_clock_that_went_back_is_refused_until_it_has_caught_up(look) -> None:
    look(48 * HOUR)
    for after in (0 * HOUR, 47 * HOUR):
        with pytest.raises(WrongClock, match="it went back by"):
            look(after)
    look(48 * HOUR)


def test_a_little_back_is_a_time_server_at_work_but_little_upon_little_is_not(look) -> None:
    look(HOUR)
    look(HOUR - timedelta(minutes=9))
    with pytest.raises(WrongClock):
        look(HOUR - timedelta(minutes=18))


def test_ahead_of_what_the_machine_lived_through_is_refused(look) -> None:
    with pytest.raises(WrongClock, match=r"it went ahead by 2 d 23 h 55 min since 2026-11-23T07:00:00Z; set it right"):
        look(72 * HOUR, lived=timedelta(minutes=5))


def test_ahead_is_believed_of_a_clock_in_step_with_a_time_server(look) -> None:
    look(72 * HOUR, lived=timedelta(minutes=5), synced=True)
    look(73 * HOUR, lived=timedelta(minutes=65))


def test_ahead_is_believed_when_it_has_kept_steady_for_an_hour(look) -> None:
    for minutes in (5, 35, 64):
        with pytest.raises(WrongClock):
            look(72 * HOUR + timedelta(minutes=minutes), lived=timedelta(minutes=minutes))
    look(72 * HOUR + timedelta(minutes=65), lived=timedelta(minutes=65))
    look(72 * HOUR + timedelta(minutes=70), lived=timedelta(minutes=70))


def test_ahead_and_right_again_leaves_no_doubt(look) -> None:
    with pytest.raises(WrongClock):
        look(72 * HOUR, lived=timedelta(minutes=5))
    look(timedelta(minutes=10))
    with pytest.raises(WrongClock) as again:
        look(72 * HOUR, lived=timedelta(minutes=15))
    assert not again.value.told


def test_time_while_the_machine_was_off_is_no_jump(look) -> None:
    look(72 * HOUR, lived=timedelta(seconds=-900), boot="two")


def test_the_same_doubt_is_told_once(look) -> None:
    told = []
    for minutes in (5, 10):
        with pytest.raises(WrongClock) as refused:
            look(-24 * HOUR, lived=timedelta(minutes=minutes))
        told.append(refused.value.told)
    assert told == [False, True]


def test_the_machine_has_a_count_of_its_own_that_a_drill_does_not_use() -> None:
    first, second = machine({}), machine({})
    assert first.boot == second.boot
    assert first.seconds <= second.seconds
    assert machine({"DIGEST_NOW": "2026-11-23T07:00:00Z"}) == Machine("", 0.0)
    assert in_step() in {True, False}


def test_run_and_send_refuse_and_a_person_can_trust_it(desk: Desk) -> None:
    desk.reader("ana@reader.example")
    desk.story("Ferry strike ends")
    desk.now = "2026-11-23T07:00:00Z"
    desk.ok("send", "daily", "--yes")
    desk.now = "2026-11-21T07:00:00Z"
    words = "the clock says 2026-11-21T07:00:00Z, and 2026-11-23T07:00:00Z was seen before: it went back by 2 d; set it"
    refused = desk("run")
    assert (refused.code, refused.out) == (1, "")
    assert words in refused.err
    assert desk("run").err == "", "told once, or each run would be a mail"
    assert desk("run").code == 1
    assert words in desk("run", "--json").json["troubles"][0]
    assert words in desk("send", "daily", "--yes").err
    desk.ok("run", "--trust-clock")
    desk.ok("run")


def test_slots_that_a_clock_far_ahead_called_over_come_again_once_the_right_one_is_trusted(desk: Desk) -> None:
    desk.reader("ana@reader.example")
    desk.now = "2026-11-23T07:00:00Z"
    desk.ok("run")
    desk.now = "2026-11-27T07:00:00Z"
    later = '[editions.later]\nschedule = "30 6 * * *"\nlists = ["daily"]\n'
    desk.write("later.toml", (desk.folder / "digest.toml").read_text() + later)
    assert "daily/2026-11-26 was missed (and 2 before it)" in desk("--config", "later.toml", "run", "--summary").out
    desk.now = "2026-11-23T08:00:00Z"
    desk.ok("run", "--trust-clock")
    listed = desk.ok("issues", "list", "daily", "--json").json
    assert [one["issue"] for one in listed if one["slot"] > desk.now] == []
    desk.story("Ferry strike ends")
    desk.now = "2026-11-24T07:00:00Z"
    desk.ok("--config", "later.toml", "run")
    assert desk.ok("status", "daily", "--json").json["state"] == "sent"
    assert desk.ok("--config", "later.toml", "status", "later", "--json").json["state"] == "sent"


def test_news_that_came_in_while_the_clock_was_far_ahead_is_in_the_next_issue_by_the_right_one(desk: Desk) -> None:
    desk.reader("ana@reader.example")
    desk.now = "2026-11-23T07:00:00Z"
    desk.ok("run")
    desk.now = "2026-11-27T05:00:00Z"
    desk.story("Ferry strike ends")
    desk.write("tram.md", "# Council votes for the tram\n\nNine members were in favour of rails to the hills by May.\n")
    desk.ok("stories", "add", "tram.md", "--tag", "world")
    desk.ok("run")
    desk.now = "2026-11-23T08:00:00Z"
    desk.ok("run", "--trust-clock")
    desk.now = "2026-11-24T07:00:00Z"
    desk.ok("run")
    (mail,) = desk.outbox()
    assert "Ferry strike ends" in (said := mail.read_text())
    assert "Council votes for the tram" in said
