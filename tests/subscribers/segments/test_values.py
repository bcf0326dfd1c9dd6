"""Names, days and spans of time, in their normal form."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.errors import BadValue
from subscribers.segments.tree import Attribute
from subscribers.segments.values import day_of, name_of, span_of, span_text


@given(seconds=st.integers(1, 3650 * 86400))
def test_a_span_written_and_read_again_is_the_same(seconds) -> None:
    span = timedelta(seconds=seconds)
    assert span_of(span_text(span)) == span


@given(text=st.text())
def test_a_topic_in_normal_form_stays_as_it_is(text) -> None:
    try:
        topic = name_of(Attribute.TOPIC, text)
    except BadValue:
        return
    assert name_of(Attribute.TOPIC, topic) == topic


@pytest.mark.parametrize("text", ["", "20260101", "2026-W01-1", "2026-1-1", "2026-13-01", "٢٠٢٦-٠١-٠١", "9000-01-01"])
def test_only_a_day_of_the_calendar_is_a_day(text) -> None:
    with pytest.raises(BadValue, match="is not a day"):
        day_of(text)


@pytest.mark.parametrize("text", ["", "d", "30", "30 d", "1w", "-1d", "1.5d", "٣d", "999999999d", "0s"])
def test_only_whole_units_up_to_ten_years_are_a_span(text) -> None:
    with pytest.raises(BadValue, match="is not a span of time"):
        span_of(text)
