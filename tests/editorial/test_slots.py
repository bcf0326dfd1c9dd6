"""Slots fall as the schedule says in the publication's zone, each once, and bear names of their own."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.editorial.slots import check_schedule, labelled, latest_slot, next_slot, slots_between
from digest.model.edition import Slot

LISBON = ZoneInfo("Europe/Lisbon")
NEW_YORK = ZoneInfo("America/New_York")
ZONES = [
    "Europe/Lisbon",
    "America/New_York",
    "Australia/Lord_Howe",  # the clocks change by half an hour
    "Asia/Kathmandu",  # off by a quarter of an hour, and never changing
    "Africa/Casablanca",  # changes for Ramadan
    "America/Nuuk",  # skips the last hour of a day
    "Africa/Cairo",  # skips and repeats midnight
]
SCHEDULES = [
    "",
    "30 6 * * *",
    "30 1 * * *",
    "15 2 * * *",
    "30 23 * * *",
    "0,30 1-3 * * *",
    "45 */6 * * *",
]
START = datetime(2026, 1, 1, tzinfo=UTC)
END = START + timedelta(days=730)
DAY = timedelta(days=1)
DAYS = [START + n * DAY for n in range(730)]


def utc(*when):
    return datetime(*when, tzinfo=UTC)


def one_slot(edition, schedule, *, after, zone):
    return next_slot(edition(schedule=schedule), after=after, zone=zone).at


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_over_two_years_slots_follow_each_other_and_no_two_share_a_name(edition, zone, schedule):
    slots = list(slots_between(edition(schedule=schedule), after=START, until=END, zone=ZoneInfo(zone)))
    assert all(one.at < other.at for one, other in pairwise(slots))
    assert len({slot.label for slot in slots}) == len(slots)


@pytest.mark.parametrize("schedule", ["", "30 6 * * *", "30 1 * * *", "15 2 * * *"])
@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_a_daily_slot_comes_on_every_local_day_once(edition, zone, schedule):
    slots = slots_between(edition(schedule=schedule), after=START, until=END, zone=ZoneInfo(zone))
    labels = [slot.label for slot in slots]
    first = date.fromisoformat(labels[0])
    assert labels == [(first + timedelta(days=day)).isoformat() for day in range(len(labels))]
    assert len(labels) >= 729


@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_an_hourly_slot_comes_at_every_wall_time_there_is(edition, zone):
    quarters = (START + n * timedelta(minutes=15) for n in range(1, 365 * 96 + 1))
    walls = [at for at in quarters if (local := at.astimezone(ZoneInfo(zone))).minute == 30 and not local.fold]
    slots = slots_between(edition(schedule="30 * * * *"), after=START, until=START + 365 * DAY, zone=ZoneInfo(zone))
    assert [slot.at for slot in slots] == walls


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_each_slot_is_found_by_its_name_and_is_the_latest_at_its_moment(edition, zone, schedule):
    daily, where = edition(schedule=schedule), ZoneInfo(zone)
    changes = [day for day in DAYS if day.astimezone(where).utcoffset() != (day + DAY).astimezone(where).utcoffset()]
    for change in changes or [START]:
        before = None
        for slot in slots_between(daily, after=change - DAY, until=change + 2 * DAY, zone=where):
            assert labelled(daily, slot.label, zone=where) == slot
            assert latest_slot(daily, at=slot.at, zone=where) == slot
            assert before is None or latest_slot(daily, at=slot.at - timedelta(seconds=1), zone=where) == before
            before = slot


def test_after_is_exclusive_and_until_inclusive(edition):
    first, second = utc(2026, 11, 23, 6, 30), utc(2026, 11, 24, 6, 30)
    found = slots_between(edition(), after=first, until=second, zone=LISBON)
    assert list(found) == [Slot(second, "2026-11-24")]
    assert list(slots_between(edition(), after=first, until=second - timedelta(seconds=1), zone=LISBON)) == []
    assert next_slot(edition(), after=first - DAY, zone=LISBON).at == first


def test_the_latest_slot_may_be_long_ago(edition):
    found = latest_slot(edition(schedule="0 6 29 2 *"), at=utc(2026, 11, 23), zone=LISBON)
    assert found == Slot(utc(2024, 2, 29, 6), "2024-02-29")


def test_an_edition_without_a_schedule_has_a_slot_at_each_local_midnight(edition):
    found = latest_slot(edition(schedule=""), at=utc(2026, 7, 1, 12), zone=LISBON)
    assert found == Slot(utc(2026, 6, 30, 23), "2026-07-01")


def test_a_later_slot_of_a_day_is_named_with_its_time(edition):
    twice = edition(schedule="30 6,18 * * *")
    found = slots_between(twice, after=utc(2026, 11, 23), until=utc(2026, 11, 24), zone=LISBON)
    assert [slot.label for slot in found] == ["2026-11-23", "2026-11-23T18:30"]


def test_asking_from_the_middle_of_a_day_names_its_later_slot_the_same(edition):
    twice = edition(schedule="30 6,18 * * *")
    assert next_slot(twice, after=utc(2026, 11, 23, 12), zone=LISBON).label == "2026-11-23T18:30"


def test_a_time_that_spring_skips_comes_when_the_clocks_have_changed(edition):
    assert one_slot(edition, "30 2 * * *", after=utc(2026, 3, 8), zone=NEW_YORK) == utc(2026, 3, 8, 7)
    assert one_slot(edition, "30 1 * * *", after=utc(2026, 3, 29), zone=LISBON) == utc(2026, 3, 29, 1)


def test_a_time_that_autumn_repeats_comes_at_its_first_occurrence(edition):
    repeated = edition(schedule="30 1 * * *")
    found = slots_between(repeated, after=utc(2026, 11, 1), until=utc(2026, 11, 2, 12), zone=NEW_YORK)
    assert list(found) == [Slot(utc(2026, 11, 1, 5, 30), "2026-11-01"), Slot(utc(2026, 11, 2, 6, 30), "2026-11-02")]


def test_in_the_repeated_hour_the_latest_slot_is_still_the_one_of_its_first_pass(edition):
    repeated = edition(schedule="30 1 * * *")
    second_pass = utc(2026, 11, 1, 6, 10)  # 01:10 for the second time
    assert latest_slot(repeated, at=second_pass, zone=NEW_YORK).at == utc(2026, 11, 1, 5, 30)


def test_the_first_slot_of_a_day_also_answers_to_its_time(edition):
    assert labelled(edition(), "2026-11-23T06:30", zone=LISBON).label == "2026-11-23"


@pytest.mark.parametrize(
    ("label", "nearest"),
    [("2026-11-24", "2026-11-23"), ("2026-11-28", "2026-11-30"), ("2026-11-23T18:30", "2026-11-23")],
)
def test_a_name_without_a_slot_is_answered_with_the_nearest(edition, label, nearest):
    with pytest.raises(ValueError, match=f"daily has no slot {label}; the nearest is {nearest}$"):
        labelled(edition(schedule="30 6 * * 1"), label, zone=LISBON)


@pytest.mark.parametrize("label", ["", "today", "2026-1-1", "2026-02-30", "2026-11-23T6:30", "2026-11-23T06:30:00"])
def test_what_is_no_name_of_a_slot_is_told_how_one_looks(edition, label):
    with pytest.raises(ValueError, match="names no slot; write a date as in 2026-11-23"):
        labelled(edition(), label, zone=LISBON)


@pytest.mark.parametrize("expression", ["", "30 6 * * *", "*/15 6-9 * * MON-FRI", "0 6 L * *", "0 0 29 2 *"])
def test_a_good_schedule_or_none_has_nothing_wrong(expression):
    assert check_schedule(expression) == ""


@pytest.mark.parametrize(
    ("expression", "wrong"),
    [
        ("61 6 * * *", "bad minute"),
        ("30 6 * *", "minute, hour, day, month and weekday"),
        ("0 30 6 * * *", "minute, hour, day, month and weekday"),
        ("@daily", "minute, hour, day, month and weekday"),
        ("0 6 31 2 *", "bad day-of-month"),
    ],
)
def test_a_wrong_schedule_is_named_with_what_is_wrong(expression, wrong):
    assert check_schedule(expression).startswith(repr(expression))
    assert wrong in check_schedule(expression)


@given(st.text(alphabet="0123456789*/,-L#W MONFRI", max_size=20))
def test_any_text_as_a_schedule_is_judged_in_one_line(expression):
    assert "\n" not in check_schedule(expression)
