"""A bar shows every status there is, in proportion; a timeline tells the moments in their order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from digest.cli.bars import LOOKS, segments, timeline
from digest.model.delivery import Counts, DeliveryStatus
from digest.model.issue import IssueRecord, IssueState


def test_every_status_has_a_look() -> None:
    assert set(LOOKS) == set(DeliveryStatus)


@given(st.dictionaries(st.sampled_from(list(DeliveryStatus)), st.integers(1, 10**7), min_size=1), st.integers(30, 200))
def test_a_bar_is_as_wide_as_asked_and_leaves_no_status_out(found: dict[DeliveryStatus, int], width: int) -> None:
    shown = segments(Counts(found), width)
    assert sum(columns for _, columns in shown) == width
    assert {status for status, _ in shown} == set(found)


def test_of_many_statuses_that_are_nearly_as_large_none_pays_for_the_small_ones() -> None:
    small = dict.fromkeys(list(DeliveryStatus)[:7], 1)
    large = dict.fromkeys(list(DeliveryStatus)[7:], 4_000_000)
    assert sorted(columns for _, columns in segments(Counts(small | large), 30)) == [1] * 7 + [4, 4, 5, 5, 5]


def test_half_of_the_mails_are_half_of_the_bar() -> None:
    counts = Counts({DeliveryStatus.DELIVERED: 50, DeliveryStatus.BOUNCED: 50})
    assert [columns for _, columns in segments(counts, 60)] == [30, 30]
    assert segments(Counts({}), 60) == []


def test_a_timeline_names_the_day_once() -> None:
    at = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
    record = IssueRecord(
        id=1, edition="daily", slot=at, label="2026-11-23", number=1, state=IssueState.SENT, cutoff=at, subject="S",
        created_at=at, frozen_at=at, carried_at=at + timedelta(seconds=2), finished_at=at + timedelta(days=1),
    )  # fmt: skip
    assert timeline(record, ZoneInfo("Europe/Lisbon")) == (
        "composed Mon 23 Nov 06:30:00 · frozen 06:30:00 · first mail 06:30:02 · finished Tue 24 Nov 06:30:00"
    )
