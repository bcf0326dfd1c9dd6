"""The moment of publication is read however it is spelled, and nothing else is taken for one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.ingest.dates import TOLERANCE, believable, parse_when, published

LISBON = ZoneInfo("Europe/Lisbon")
BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2025, 11, 21, 12, tzinfo=UTC)
NOW = datetime(2025, 11, 23, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Fri. Nov 21st, 2025",
        "November 21, 2025",
        "21 November 2025",
        "Friday, the 21st of November 2025",
        "Published: Nov. 21, 2025",
        "21.11.2025",
        "21/11/2025",
        "11/21/2025",
        "2025/11/21",
        "2025-11-21",
        "20251121",
        "21-Nov-2025",
        "21.11.25",
        "Freitag, 21. November 2025",
        "viernes, 21 de noviembre de 2025",
        "21 novembre 2025",
        "ven. 21 nov. 2025",
        "sexta-feira, 21 de novembro de 2025",
        "vrijdag 21 november 2025",
        "pátek 21. listopadu 2025",
        "21 ноября 2025 г.",
        "21 Kasım 2025 Cuma",
        "٢١ نوفمبر ٢٠٢٥",
        "2025年11月21日(金)",
        "2025년 11월 21일",
    ],
)
def test_a_day_in_any_spelling_is_its_noon(text: str) -> None:
    assert parse_when(text, zone=LISBON) == (NOON, True)


@pytest.mark.parametrize(
    ("text", "hour_utc"),
    [
        ("Fri, 21 Nov 2025 16:30:00 +0100", 15),
        ("Fri, 21 Nov 2025 16:30:00 GMT", 16),
        ("Fri, 21 Nov 25 16:30 EST", 21),
        ("Fri Nov 21 16:30:00 UTC 2025", 16),
        ("2025-11-21T16:30:00Z", 16),
        ("2025-11-21T16:30:00.123+02:00", 14),
        ("2025-11-21 16:30", 15),
        ("Nov. 21, 2025, 4:30 p.m.", 15),
        ("Nov. 21, 2025, 4:30 p.m. ET", 21),
        ("Updated 4:30 PM, Fri November 21, 2025", 15),
        ("Freitag, 21. November 2025, 16.30 Uhr", 15),
        ("21 novembre 2025 à 16h30", 15),
        ("21 de novembro de 2025 às 16:30", 15),
        ("21 Nov 2025 | 16:30", 15),
    ],
)
def test_a_time_without_a_zone_is_wall_time_in_the_given_zone(text: str, hour_utc: int) -> None:
    found = parse_when(text, zone=BERLIN)
    assert found is not None
    assert found[0].replace(microsecond=0) == datetime(2025, 11, 21, hour_utc, 30, tzinfo=UTC)
    assert found[0].tzinfo is UTC
    assert found[1] is False


def test_numbers_are_read_day_first_where_they_can_be_and_year_first_keeps_its_order() -> None:
    for text, month, day in (
        ("05/11/2025", 11, 5),
        ("11/25/2025", 11, 25),
        ("2025/11/05", 11, 5),
        ("2025.5.11", 5, 11),
    ):
        assert parse_when(text, zone=LISBON) == (datetime(2025, month, day, 12 - (month == 5), tzinfo=UTC), True)


def test_noon_is_the_noon_of_the_zone() -> None:
    assert parse_when("Nov 21, 2025", zone=ZoneInfo("Asia/Tokyo")) == (datetime(2025, 11, 21, 3, tzinfo=UTC), True)


def test_the_preferred_language_decides_where_two_differ() -> None:
    assert parse_when("21. listopada 2025", zone=LISBON) == (NOON, True)
    assert parse_when("21. listopada 2025", zone=LISBON, languages=["hr"]) == (
        datetime(2025, 10, 21, 11, tzinfo=UTC),
        True,
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "May",
        "2025",
        "Friday",
        "November 2025",
        "21 November",
        "Fri Nov 2025",
        "10",
        "1710101200",
        "9/11",
        "3-2-1",
        "1.2.3",
        "Budget 2025",
        "2025: the year in review",
        "Storm of 21 November 2025",
        "May 4 2025 be with you",
        "Apollo 11, 16 July 1969, in pictures",
        "31 February 2025",
        "21 Nov 2025 16:30 XYZ",
        "99999-01-01",
        "0001-01-01T00:00+05:00",
        "Nov 21, 2025 " * 10,
    ],
)
def test_what_is_not_just_a_whole_date_is_none(text: str) -> None:
    assert parse_when(text, zone=LISBON) is None


@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(st.sampled_from([*"0123456789 .,:/-+TZ()", "Nov", "2025", "am", "GMT"])).map("".join),
    )
)
def test_no_text_makes_it_raise(text: str) -> None:
    found = parse_when(text, zone=LISBON)
    assert found is None or found[0].tzinfo is UTC


def test_the_future_is_not_believed_but_for_a_clock_that_runs_ahead_a_little() -> None:
    assert believable(NOW, now=NOW) == NOW
    assert believable(NOW + TOLERANCE, now=NOW) == NOW
    assert believable(NOW + TOLERANCE + timedelta(seconds=1), now=NOW) is None


def test_the_zero_of_computer_time_and_the_time_before_newspapers_are_not_believed() -> None:
    assert believable(datetime(1970, 1, 1, tzinfo=UTC), now=NOW) is None
    assert believable(datetime(1, 1, 1, tzinfo=UTC), now=NOW) is None
    assert believable(datetime(1969, 7, 20, tzinfo=UTC), now=NOW) == datetime(1969, 7, 20, tzinfo=UTC)


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Lisbon", "Asia/Tokyo"])
def test_the_zero_of_other_programs_is_not_believed_either_wherever_the_newsroom_is(text: str, zone: str) -> None:
    assert published(text, zone=ZoneInfo(zone), now=NOW) == (None, False)


def test_a_published_date_is_one_that_can_be_read_and_believed() -> None:
    assert published("Fri. Nov 21st, 2025", zone=LISBON, now=NOW) == (NOON, True)
    assert published("2025-11-23 05:00", zone=LISBON, now=NOW) == (datetime(2025, 11, 23, 5, tzinfo=UTC), False)
    assert published("soon", zone=LISBON, now=NOW) == (None, False)
    assert published("2031-01-01", zone=LISBON, now=NOW) == (None, False)


def test_today_before_its_noon_is_left_to_the_moment_it_was_first_seen() -> None:
    assert published("November 23, 2025", zone=LISBON, now=NOW) == (None, True)
    assert published("November 23, 2025", zone=LISBON, now=NOW + timedelta(hours=6)) == (
        datetime(2025, 11, 23, 12, tzinfo=UTC),
        True,
    )


@pytest.mark.parametrize(
    ("spelled", "moment"),
    [
        ("Mon, 23 Nov 2026 06:30:05 GMT", datetime(2026, 11, 23, 6, 30, 5, tzinfo=UTC)),
        ("23 Nov 2026 06:30:05 +0545", datetime(2026, 11, 23, 0, 45, 5, tzinfo=UTC)),
        ("Mon, 23 Nov 2026 06:30:05 -0230", datetime(2026, 11, 23, 9, 0, 5, tzinfo=UTC)),
        ("Fri, 23 Nov 2026 06:30:05 GMT", datetime(2026, 11, 23, 6, 30, 5, tzinfo=UTC)),
        ("Mon, 31 Nov 2026 06:30:05 GMT", None),
        ("Mon, 23 Nov 2026 29:30:05 GMT", None),
    ],
)
def test_the_date_of_a_feed_is_its_moment_whatever_weekday_it_names_and_none_where_there_is_no_such_day(
    spelled: str, moment: datetime | None
) -> None:
    found = parse_when(spelled, zone=LISBON)
    assert (found and found[0]) == moment
