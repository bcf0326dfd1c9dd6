"""Times are read as exports write them; what could mean two days is not guessed at."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.files.vocabulary.moments import moment_in, past_stamp

MOMENT = datetime(2023, 3, 24, 10, 23, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2023-03-24 10:23:10",
        " 2023-03-24T10:23:10Z ",
        "2023-03-24T10:23:10.713Z",
        "2023-03-24T10:23:10.713000123+00:00",
        "2023-03-24 10:23:10 UTC",
        "2023-03-24 12:23:10 +0200",
        "2023/3/24 10:23:10",
        "2023-03-24t10:23:10z",
        "2023-03-24, 10:23:10 AM",
        "20230324T102310Z",
        "20230324102310",
        "24 Mar 2023 10:23:10",
        "Mar 24, 2023 10:23:10 am",
        "Fri, 24 Mar 2023 12:23:10 +0200",
        "24. März 2023, 10:23:10",
        "24 mars 2023 10:23:10",
        "24 de marzo de 2023 10:23:10",
        "24 de março de 2023 10:23:10",
        "24-Mar-2023 10:23:10",
    ],
)
def test_the_usual_spellings_are_read(text: str) -> None:
    assert moment_in(text) == MOMENT


def test_a_day_is_its_beginning_and_a_time_needs_no_seconds() -> None:
    assert moment_in("2023-03-24") == datetime(2023, 3, 24, tzinfo=UTC)
    assert moment_in("2023-03-24 10:23") == MOMENT.replace(second=0)
    assert moment_in("2023-03-24 12:23 am") == datetime(2023, 3, 24, 0, 23, tzinfo=UTC)
    assert moment_in("Dec 31, 2020") == moment_in("20201231") == datetime(2020, 12, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "24/03/2023",
        "03/04/2023",
        "2023-02-30",
        "2023-03-24 25:00",
        "20231324",
        "2023-03-24 13:00 pm",
        "Ma 3, 2020",
        "Marketing 3, 2020",
        "Jui 3 2020",
        "Dec 32, 2020",
        "12345678",
        "99991231",
        "0001-01-01 00:00 +05:00",
        "٢٠٢٣-٠٣-٢٤",
    ],
)
def test_what_is_none_or_ambiguous_is_left_alone(text: str) -> None:
    assert moment_in(text) is None


@pytest.mark.parametrize("text", ["0001-01-01", "0020-12-31", "0001-01-01T00:00:00Z", "1899-12-30 00:00:00"])
def test_what_programs_write_where_there_is_no_time_is_none(text: str) -> None:
    assert moment_in(text) is None
    assert past_stamp(text, now="2026-11-23T07:00:00Z") is None


def test_a_time_to_come_is_no_time_of_a_consent() -> None:
    assert past_stamp("2023-03-24 10:23:10", now="2023-03-24T10:23:10Z") == "2023-03-24T10:23:10Z"
    assert past_stamp("2118-09-11T12:14:56.557Z", now="2023-03-24T10:23:10Z") is None


@given(st.text("0123456789-/:.TZ+ UTC", max_size=40))
def test_no_text_raises(text: str) -> None:
    found = moment_in(text)
    assert found is None or found.tzinfo is UTC
