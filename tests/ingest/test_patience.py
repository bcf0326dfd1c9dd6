"""How long a source that failed is left alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.ingest.patience import LONGEST_OBEYED, back_off, retry_after

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize(("failures", "minutes"), [(1, 5), (2, 10), (3, 20), (7, 320), (8, 360), (500, 360)])
def test_the_wait_doubles_up_to_six_hours(failures, minutes):
    assert back_off(failures, now=NOW) == NOW + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("header", "moment"),
    [
        ("30", NOW + timedelta(seconds=30)),
        ("Mon, 23 Nov 2026 06:10:00 GMT", NOW + timedelta(minutes=10)),
        ("Mon, 23 Nov 2026 06:10:00", NOW + timedelta(minutes=10)),
        ("Fri, 01 Jan 2100 00:00:00 GMT", NOW + LONGEST_OBEYED),
        ("", None),
        ("-5", None),
        ("later", None),
    ],
)
def test_seconds_and_dates_are_understood_and_bounded(header, moment):
    assert retry_after(header, now=NOW) == moment


@given(st.text() | st.from_regex(r"Mon, \d\d Jan \d{4} \d\d:\d\d:\d\d [+-]\d{4}", fullmatch=True))
def test_no_header_makes_it_fail_or_wait_long(header):
    moment = retry_after(header, now=NOW)
    assert moment is None or NOW <= moment <= NOW + LONGEST_OBEYED
