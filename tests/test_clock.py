"""The clock: what it reads, what it refuses, and what the database keeps."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.clock import Steady, from_iso, iso, now, parse_duration, parse_time
from digest.errors import UsageError

LISBON = "Europe/Lisbon"


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def test_the_present_is_aware_utc_and_in_whole_seconds():
    moment = now({})
    assert moment.tzinfo is UTC
    assert moment.microsecond == 0
    assert abs(datetime.now(UTC) - moment) < timedelta(seconds=5)


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("2026-11-23T06:30:00Z", utc(2026, 11, 23, 6, 30)),
        ("2026-11-23T06:30:00+01:00", utc(2026, 11, 23, 5, 30)),
        ("2026-11-23T06:30", utc(2026, 11, 23, 6, 30)),
        ("2026-11-23", utc(2026, 11, 23)),
        ("2026-11-23T06:30:00.999Z", utc(2026, 11, 23, 6, 30)),
    ],
)
def test_digest_now_stands_for_the_wall_clock_and_means_utc_without_a_zone(given: str, meant: datetime):
    assert now({"DIGEST_NOW": given}) == meant


def test_an_empty_digest_now_is_none():
    assert abs(datetime.now(UTC) - now({"DIGEST_NOW": ""})) < timedelta(seconds=5)


@pytest.mark.parametrize("given", ["noon", "2026-13-01", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00"])
def test_a_digest_now_that_is_no_time_is_refused_with_an_example(given: str):
    with pytest.raises(UsageError, match=r"\$DIGEST_NOW: .* write one such as 2026-11-23T06:30:00Z"):
        now({"DIGEST_NOW": given})


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-07-01", utc(2026, 6, 30, 23)),
        ("2026-07-01T06:30", utc(2026, 7, 1, 5, 30)),
        ("2026-07-01 06:30", utc(2026, 7, 1, 5, 30)),
        ("2026-07-01 06:30:15", utc(2026, 7, 1, 5, 30, 15)),
        ("2026-07-01T06:30Z", utc(2026, 7, 1, 6, 30)),
        ("2026-07-01T06:30:00-03:00", utc(2026, 7, 1, 9, 30)),
        (" 2026-07-01T06:30Z ", utc(2026, 7, 1, 6, 30)),
    ],
)
def test_a_time_is_iso_8601_or_wall_time_in_the_zone(text: str, meant: datetime):
    assert parse_time(text, zone=LISBON) == meant


def test_a_wall_time_that_comes_twice_is_the_first_of_the_two():
    assert parse_time("2026-10-25 01:30", zone=LISBON) == utc(2026, 10, 25, 0, 30)


def test_a_wall_time_that_the_clocks_skip_is_moved_on_by_the_gap():
    assert parse_time("2026-03-29 01:30", zone=LISBON) == parse_time("2026-03-29 02:30", zone=LISBON)


@pytest.mark.parametrize("text", ["", "soon", "23/11/2026", "2026-11-23T25:00", "0001-01-01", "2026-02-30"])
def test_what_is_no_time_is_refused_and_the_zone_is_named(text: str):
    with pytest.raises(UsageError, match=r"is not a time; write .*wall time in Asia/Tokyo"):
        parse_time(text, zone="Asia/Tokyo")


@given(st.text())
def test_any_text_is_a_time_or_a_usage_error(text: str):
    with suppress(UsageError):
        assert parse_time(text, zone=LISBON).tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("20s", timedelta(seconds=20)),
        ("90m", timedelta(minutes=90)),
        ("24h", timedelta(hours=24)),
        ("7d", timedelta(days=7)),
        ("3650d", timedelta(days=3650)),
    ],
)
def test_a_duration_is_a_whole_number_and_a_unit(text: str, meant: timedelta):
    assert parse_duration(text) == meant


@pytest.mark.parametrize("text", ["", "-5m", "1.5h", "90", "1w", "1h30m", "24H", " 1h", "١h", "3651d", "9" * 40 + "d"])
def test_anything_else_is_no_duration(text: str):
    with pytest.raises(UsageError, match="is not a duration such as 20s, 90m, 24h or 7d"):
        parse_duration(text)


@pytest.mark.parametrize("text", ["0s", "0h", "00d"])
def test_a_duration_is_more_than_nothing_and_one_of_nothing_is_told_so(text: str):
    with pytest.raises(UsageError, match=f"^'{text}' is no time at all; write more than zero, such as 20s"):
        parse_duration(text)


def test_times_are_kept_in_utc_to_the_second():
    paris = timezone(timedelta(hours=1))
    assert iso(datetime(2026, 11, 23, 7, 30, 59, 999999, tzinfo=paris)) == "2026-11-23T06:30:59Z"
    assert iso(utc(33, 1, 2)) == "0033-01-02T00:00:00Z"


def test_a_time_without_a_zone_is_never_kept():
    with pytest.raises(ValueError, match="names no zone"):
        iso(datetime(2026, 11, 23))  # noqa: DTZ001 - that is the point


@given(st.datetimes(timezones=st.just(UTC)))
def test_what_is_kept_is_read_back_the_same(moment: datetime):
    assert from_iso(iso(moment)) == moment.replace(microsecond=0)


@pytest.mark.parametrize(
    "text", ["2026-11-23", "2026-11-23T06:30:00", "2026-11-23T06:30:00+00:00", "2026-11-23 06:30:00Z", "x"]
)
def test_no_other_form_is_read_back(text: str):
    with pytest.raises(ValueError, match=r"zone|form|isoformat"):
        from_iso(text)


def test_a_steady_clock_goes_on_though_the_wall_clock_stands_still():
    steady = Steady({"DIGEST_NOW": "2026-11-23T06:30:00Z"})
    before = steady.seconds()
    time.sleep(0.02)
    assert 0.02 <= steady.seconds() - before < 5
    assert 0 <= (steady.now() - datetime(2026, 11, 23, 6, 30, tzinfo=UTC)).total_seconds() <= 1


def test_a_steady_clock_begins_at_the_present():
    assert abs(Steady({}).seconds() - time.time()) < 1
